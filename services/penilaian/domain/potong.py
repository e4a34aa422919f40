"""The cut-off to the SKB: the best three times the seats, and everybody who equals the last of them.

PermenPANRB 27/2021 and 6/2024: by SKD total, ties by TKP, then TIU, then TWK; who is equal in all of them goes on as well, so the list may
be longer than three times the seats.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Protocol, TypeVar

from services.penilaian.domain.kode import KodeAlasan
from shared.aturan import Alasan, Kriteria, Potong


class NilaiSkd(Protocol):
    """The SKD points that are compared."""

    @property
    def peserta(self) -> str:
        """Participant number."""

    @property
    def twk(self) -> int:
        """Points in TWK."""

    @property
    def tiu(self) -> int:
        """Points in TIU."""

    @property
    def tkp(self) -> int:
        """Points in TKP."""

    @property
    def total(self) -> int:
        """Sum of the three."""


P = TypeVar("P", bound=NilaiSkd)


@dataclass(frozen=True, slots=True)
class Batas:
    """The points of the last one who goes on."""

    skd: int
    tkp: int
    tiu: int
    twk: int


@dataclass(frozen=True, slots=True)
class Potongan:
    """The people who go on, in order of rank (people equal in everything by number), and why the list ends where it does."""

    daftar: tuple[str, ...]
    batas: Batas | None
    alasan: tuple[Alasan, ...]


def urutkan(lulus: Iterable[P], urutan: Sequence[Kriteria]) -> tuple[tuple[int, P], ...]:
    """Everybody with a rank, best first: people equal in all compared scores share it (1, 2, 2, 4) and stand in order of number.

    PermenPANRB 27/2021, 6/2024: SKD total, TKP, TIU, TWK.

    Raises:
        KeyError: a criterion that is not an SKD score.
    """
    readers = tuple(_NILAI[kriteria] for kriteria in urutan)

    def compared(satu: P) -> tuple[int, ...]:
        return tuple([reader(satu) for reader in readers])

    terurut: list[tuple[int, P]] = []
    by_number = sorted(lulus, key=lambda satu: satu.peserta)
    for _, sama in groupby(sorted(by_number, key=compared, reverse=True), key=compared):
        peringkat = len(terurut) + 1
        terurut += [(peringkat, satu) for satu in sama]
    return tuple(terurut)


def potong(terurut: Sequence[tuple[int, NilaiSkd]], *, kuota: int, aturan: Potong) -> Potongan:
    """Cut the ranked people (`urutkan`) of one formation with `kuota` seats, all of whom reached the passing grade.

    PermenPANRB 27/2021, 6/2024: three times the seats; equals at the last place all go on (letter B/III/M.SM.01.00/2020).

    Because equals share a rank, whoever equals the last place has a rank inside it.

    Raises:
        ValueError: less than one seat: nobody called would then be told that nobody reached the passing grade.
    """
    if kuota < 1:
        raise ValueError(f"{kuota} seats; a formation has at least one")
    tempat = kuota * aturan.faktor
    daftar = [satu for peringkat, satu in terurut if peringkat <= tempat]
    angka = (("kuota", kuota), ("tempat", tempat), ("memenuhi_ambang", len(terurut)), ("dipanggil", len(daftar)))
    if not daftar:
        return Potongan((), None, (Alasan(KodeAlasan.SKB_TIDAK_ADA_YANG_MEMENUHI_AMBANG, aturan.pasal, angka),))
    if len(daftar) > tempat:
        kode = KodeAlasan.SKB_NILAI_SAMA_DI_BATAS
    elif len(terurut) > tempat:
        kode = KodeAlasan.SKB_PERINGKAT_TERBAIK
    else:
        kode = KodeAlasan.SKB_SEMUA_YANG_MEMENUHI_AMBANG
    akhir = daftar[-1]
    return Potongan(
        tuple(satu.peserta for satu in daftar),
        Batas(akhir.total, akhir.tkp, akhir.tiu, akhir.twk),
        (Alasan(kode, aturan.pasal, angka),),
    )


_NILAI: dict[Kriteria, Callable[[NilaiSkd], int]] = {
    Kriteria.SKD: attrgetter("total"),
    Kriteria.TKP: attrgetter("tkp"),
    Kriteria.TIU: attrgetter("tiu"),
    Kriteria.TWK: attrgetter("twk"),
}
