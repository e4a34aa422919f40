"""Synthetic results of the PPPK competency test: the same latent ability as in the SKD, in the parts that the rule set of the year has."""

from typing import NamedTuple

from deploy.gladi.invented.draws import Draws
from shared.aturan import Komponen
from shared.aturan.pppk import UjianPppk


class NilaiKompetensi(NamedTuple):
    """Points of one person; None unless `kehadiran` is HADIR."""

    kehadiran: str
    teknis: int | None
    manajerial_sosiokultural: int | None
    wawancara: int | None

    @property
    def total(self) -> int:
        """All points together; 0 of who was not there."""
        return (self.teknis or 0) + (self.manajerial_sosiokultural or 0) + (self.wawancara or 0)


def nilai_kompetensi(seed: int, nomor: int, ujian: UjianPppk) -> NilaiKompetensi:
    """The result of person `nomor`, who sits this test."""
    draws = Draws(seed, "kompetensi", nomor)
    if draws.chance(0.08):
        return NilaiKompetensi("TH", None, None, None)
    if draws.chance(0.0006):
        return NilaiKompetensi("DIS", None, None, None)
    bakat = 0.76 * Draws(seed, "bakat", nomor).normal()

    def butir(komponen: Komponen, rata: float, simpangan: float) -> int:
        """Points of a part, whose mean and deviation are given as parts of its maximum."""
        nilai = komponen.maksimum * (rata + simpangan * (bakat + 0.65 * draws.normal()))
        return min(max(komponen.kelipatan * round(nilai / komponen.kelipatan), komponen.minimum), komponen.maksimum)

    return NilaiKompetensi(
        "HADIR",
        butir(ujian.teknis, 0.62, 0.11),
        butir(ujian.manajerial_sosiokultural, 0.76, 0.08),
        butir(ujian.wawancara, 0.75, 0.1),
    )
