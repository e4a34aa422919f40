"""Ranking by an order of criteria, some of which may not be comparable between two people.

PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4) and Pasal 47 ayat (3) name the criteria and nothing after the last of them:
people still equal share a rank (1, 2, 2, 4). GPA and diploma mean are different scales, and an officer's table may lack a birth date. A
criterion counts only where everybody who is still equal has it on one scale: comparing pair by pair instead could make A better than B, B
than C and C than A.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

Ukuran = tuple[str, int | None]
"""Scale and value of a criterion, greater is better; None = not known."""


@dataclass(frozen=True, slots=True)
class Calon:
    """Somebody to be ranked: the criteria that everybody has, then from the first that may be missing on those with their scale."""

    peserta: str
    pasti: tuple[int, ...]
    lunak: tuple[Ukuran, ...]


@dataclass(frozen=True, slots=True)
class Tempat:
    """A rank.

    Attributes:
        bersama: how many share it.
        penentu: place in the order of the criterion that parts its holder from the one before; None for the first of all.
        beda_skala, tidak_ada: places of the criteria that were passed over among those equal before them.
    """

    peringkat: int
    bersama: int
    penentu: int | None
    beda_skala: tuple[int, ...] = ()
    tidak_ada: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seri:
    """People still equal after some criteria."""

    calon: Sequence[Calon]
    penentu: int | None
    beda_skala: tuple[int, ...] = ()
    tidak_ada: tuple[int, ...] = ()


def susun(calon: Sequence[Calon]) -> dict[str, Tempat]:
    """The rank of everybody of one list, by participant number; the order of `calon` does not matter (PermenPANRB 6/2024 Pasal 45)."""
    tempat: dict[str, Tempat] = {}
    sebelum: tuple[int, ...] | None = None
    pasti = attrgetter("pasti")
    for kunci, sama in groupby(sorted(calon, key=pasti, reverse=True), key=pasti):
        penentu = None if sebelum is None else next(n for n, (a, b) in enumerate(zip(sebelum, kunci, strict=True)) if a != b)
        sebelum = kunci
        for seri in _pilah(_Seri(list(sama), penentu), len(kunci), 0):
            satu = Tempat(len(tempat) + 1, len(seri.calon), seri.penentu, seri.beda_skala, seri.tidak_ada)
            tempat.update((orang.peserta, satu) for orang in seri.calon)
    return tempat


def _pilah(seri: _Seri, awal: int, ke: int) -> Iterator[_Seri]:
    """Part equals by the criterion `ke` of those that may be missing, the best first; `awal` = number of criteria before these."""
    if len(seri.calon) == 1 or ke == len(seri.calon[0].lunak):
        yield seri
        return
    ukuran = [satu.lunak[ke] for satu in seri.calon]
    if any(nilai is None for _, nilai in ukuran):
        yield from _pilah(_Seri(seri.calon, seri.penentu, seri.beda_skala, (*seri.tidak_ada, awal + ke)), awal, ke + 1)
    elif len({skala for skala, _ in ukuran}) > 1:
        yield from _pilah(_Seri(seri.calon, seri.penentu, (*seri.beda_skala, awal + ke), seri.tidak_ada), awal, ke + 1)
    else:
        penentu = seri.penentu
        for _, sama in groupby(sorted(seri.calon, key=lambda satu: satu.lunak[ke], reverse=True), key=lambda satu: satu.lunak[ke]):
            yield from _pilah(_Seri(list(sama), penentu, seri.beda_skala, seri.tidak_ada), awal, ke + 1)
            penentu = awal + ke
