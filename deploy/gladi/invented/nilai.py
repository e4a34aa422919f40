"""Synthetic test results: a latent ability per person, and around it the parts of SKD and SKB.

Shapes, as the published lists of 2024 show them: SKD of 550 with mean near 320 and standard deviation near 60, about 40 % at or above the
passing grade of UMUM, about 85 % present. TWK and TIU are multiples of 5, TKP is 45 to 225.
"""

from typing import NamedTuple

from deploy.gladi.invented.draws import Draws

MAKS_TWK, MAKS_TIU, MAKS_TKP = 150, 175, 225


class NilaiSkd(NamedTuple):
    """SKD of one person; the parts are None unless `kehadiran` is HADIR."""

    kehadiran: str
    twk: int | None
    tiu: int | None
    tkp: int | None


class NilaiSkb(NamedTuple):
    """SKB of one person; `nilai` in thousandths of 0 to 100, None unless present."""

    kehadiran: str
    nilai: int | None
    status: str


def _bakat(seed: int, nomor: int) -> float:
    return Draws(seed, "bakat", nomor).normal()


def _lima(nilai: float, maks: int) -> int:
    return min(max(5 * round(nilai / 5), 0), maks)


def nilai_skd(seed: int, nomor: int) -> NilaiSkd:
    """SKD of person `nomor`."""
    draws = Draws(seed, "skd", nomor)
    if draws.chance(0.14):
        return NilaiSkd("TH", None, None, None)
    if draws.chance(0.0006):
        return NilaiSkd("DIS", None, None, None)
    bakat = 0.76 * _bakat(seed, nomor)
    twk = _lima(74 + 21 * (bakat + 0.65 * draws.normal()), MAKS_TWK)
    tiu = _lima(86 + 29 * (bakat + 0.65 * draws.normal()), MAKS_TIU)
    tkp = round(169 + 21 * (bakat + 0.65 * draws.normal()))
    return NilaiSkd("HADIR", twk, tiu, min(max(tkp, 45), MAKS_TKP))


def nilai_skb(seed: int, nomor: int) -> NilaiSkb:
    """SKB of person `nomor`, should this person be called to it."""
    draws = Draws(seed, "skb", nomor)
    if draws.chance(0.03):
        return NilaiSkb("TH", None, "TH")
    if draws.chance(0.0005):
        return NilaiSkb("DIS", None, "DIS")
    nilai = round(1000 * (58 + 12 * (0.55 * _bakat(seed, nomor) + 0.83 * draws.normal())))
    # CAT centres publish whole points, agencies with several parts up to three decimals.
    ketelitian = (1000, 500, 10, 1)[draws.integer(0, 3)]
    nilai = min(max(nilai // ketelitian * ketelitian, 0), 100_000)
    return NilaiSkb("HADIR", nilai, "TMS-1" if draws.chance(0.012) else "HADIR")
