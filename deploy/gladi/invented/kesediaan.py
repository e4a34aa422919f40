"""What synthetic people state about other posts: two in three nothing, an eighth nowhere, an eighth a choice, some anywhere.

Nobody was ever asked, so the shares are invented; they are what the rehearsal needs to show the effect of asking (posisi 18).
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from deploy.gladi.invented.draws import Draws
from shared.istilah import JenisKesediaan

_PILIHAN_MAKS = 3


class Kesediaan(NamedTuple):
    """One statement; `unit` and `formasi` are named exactly when `jenis` is PILIHAN."""

    jenis: JenisKesediaan
    unit: tuple[str, ...] = ()
    formasi: tuple[str, ...] = ()

    def mencakup(self, formasi: str, unit: str) -> bool:
        """Whether this person would go to that post in that unit."""
        if self.jenis is JenisKesediaan.PILIHAN:
            return formasi in self.formasi or _rata(unit) in map(_rata, self.unit)
        return self.jenis is JenisKesediaan.SEMUA

    def terbit(self) -> tuple[str, list[str], list[str]]:
        """The statement as it is published, in a form in which two can be compared."""
        return (self.jenis.value, sorted({_rata(satu) for satu in self.unit}), sorted(self.formasi))


def _rata(unit: str) -> str:
    return " ".join(unit.upper().split())


def jenis_kesediaan(seed: int, nomor: int) -> JenisKesediaan | None:
    """What kind of statement person `nomor` makes; None = says nothing."""
    bagian = Draws(seed, "kesediaan", nomor).uniform()
    if bagian < 0.125:
        return JenisKesediaan.TIDAK
    if bagian < 0.25:
        return JenisKesediaan.PILIHAN
    return JenisKesediaan.SEMUA if bagian < 0.32 else None


def kesediaan(seed: int, nomor: int, tujuan: Callable[[], Iterable[tuple[str, str]]]) -> Kesediaan | None:
    """The statement of person `nomor`.

    Args:
        seed: seed of the season.
        nomor: the person.
        tujuan: gives the posts that may be named, as (formasi, unit), in canonical order; one to three of them are, by post or by unit.
    """
    jenis = jenis_kesediaan(seed, nomor)
    if jenis is None or jenis is not JenisKesediaan.PILIHAN:
        return None if jenis is None else Kesediaan(jenis)
    draws = Draws(seed, "kesediaan-pilihan", nomor)
    semua = [*tujuan()]
    unit: set[str] = set()
    formasi: set[str] = set()
    for _ in range(min(draws.integer(1, _PILIHAN_MAKS), len(semua))):
        satu, tempat = semua.pop(draws.integer(0, len(semua) - 1))
        if draws.chance(0.5):
            unit.add(tempat)
        else:
            formasi.add(satu)
    return Kesediaan(jenis, tuple(sorted(unit)), tuple(sorted(formasi)))
