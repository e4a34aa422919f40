"""Places by age and by GPA or diploma mean: what a ranking needs of a person without being told either.

PermenPANRB 27/2021 Pasal 48 ayat (4), 6/2024 Pasal 45 ayat (4): among equals the higher GPA or diploma mean, then the older (decision 24).
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from services.pendaftaran.domain.lamaran import SkalaIpk


class Sekelompok(NamedTuple):
    """Everybody who applied in one kelompok, in columns of equal length, since there can be hundreds of thousands.

    Attributes:
        lamaran: application numbers.
        lahir: days of birth, counted from any day.
        ipk: hundredths on the scale beside it.
        skala_ipk: GPA or diploma mean, which are never compared.
    """

    lamaran: Sequence[str]
    lahir: Sequence[int]
    ipk: Sequence[int]
    skala_ipk: Sequence[SkalaIpk]


class Urutan(NamedTuple):
    """The places of one applicant: the oldest, and the best of a scale, is 1; equals share a place and the next number follows."""

    lamaran: str
    usia: int
    ijazah: int


def urutkan(pelamar: Sekelompok) -> Iterator[Urutan]:
    """Give everybody of one kelompok their places, in the order in which they came (PermenPANRB 6/2024 Pasal 45 ayat (4)).

    Raises:
        ValueError: columns differ in length.
    """
    usia = _tempat(sorted(set(pelamar.lahir)))
    nilai = set(zip(pelamar.skala_ipk, pelamar.ipk, strict=True))
    ijazah = {skala: _tempat(sorted((ipk for satu, ipk in nilai if satu == skala), reverse=True)) for skala, _ in nilai}
    for lamaran, lahir, ipk, skala in zip(*pelamar, strict=True):
        yield Urutan(lamaran, usia[lahir], ijazah[skala][ipk])


def _tempat(berbeda: Iterable[int]) -> dict[int, int]:
    return {nilai: tempat for tempat, nilai in enumerate(berbeda, start=1)}
