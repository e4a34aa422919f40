"""Integration of SKD and SKB in integer thousandths.

Three rounding steps, each half-up, reproduce every published final score of 2024; any shortcut without them is off by 0.001 on about
18 % of the rows, which is enough to flip a rank (PermenPANRB 6/2024). Which steps are rounded, and how, is a value of the rule set.
"""

from dataclasses import dataclass

from shared.aturan import Integrasi, LangkahPembulatan, Pembulatan

SERIBU = 1000
PERSEN = 100
DESIMAL = 3
SKB_TERTINGGI = 100_000
_SEMUA = tuple(LangkahPembulatan)


@dataclass(frozen=True, slots=True)
class NilaiIntegrasi:
    """All steps in thousandths: SKD on 100, its 40 %, the SKB's 60 %, and their sum."""

    skd_100: int
    skor_skd: int
    skor_skb: int
    nilai_akhir: int


def setengah_ke_atas(pembilang: int, penyebut: int) -> int:
    """`pembilang / penyebut` rounded to a whole number, halves up; `pembilang` >= 0, `penyebut` > 0 (posisi 1)."""
    return (2 * pembilang + penyebut) // (2 * penyebut)


def bulatkan(pembilang: int, penyebut: int, cara: Pembulatan, desimal: int = DESIMAL) -> int:
    """Thousandths `pembilang / penyebut` rounded so that `desimal` decimals remain, exact halves as `cara` says (posisi 1)."""
    satuan: int = 10 ** (DESIMAL - desimal)
    penyebut *= satuan
    bulat = setengah_ke_atas(pembilang, penyebut)
    if cara is Pembulatan.SETENGAH_KE_GENAP and 2 * pembilang % (2 * penyebut) == penyebut and bulat % 2:
        bulat -= 1
    return bulat * satuan


def skd_seratus(skd: int, aturan: Integrasi) -> int:
    """SKD points on the scale 0 to 100, in thousandths, as published (PermenPANRB 27/2021, 6/2024)."""
    return bulatkan(skd * PERSEN * SERIBU, aturan.skala_skd, aturan.cara, aturan.desimal)


def integrasikan(skd: int, nilai_skb: int, aturan: Integrasi) -> NilaiIntegrasi:
    """The final score of somebody with `skd` points and `nilai_skb` thousandths (PermenPANRB 27/2021, 6/2024)."""
    seratus = (skd * PERSEN * SERIBU, aturan.skala_skd)
    seratus = _langkah(LangkahPembulatan.SKD_100, *seratus, aturan)
    skor_skd = _langkah(LangkahPembulatan.SKOR_SKD, seratus[0] * aturan.bobot_skd, seratus[1] * PERSEN, aturan)
    skor_skb = _langkah(LangkahPembulatan.SKOR_SKB, nilai_skb * aturan.bobot_skb, PERSEN, aturan)
    # The sum of rounded steps is exact; of a step that the year does not round, the sum is rounded once.
    jumlah = (skor_skd[0] * skor_skb[1] + skor_skb[0] * skor_skd[1], skor_skd[1] * skor_skb[1])
    return NilaiIntegrasi(*(_tercetak(nilai, aturan) for nilai in (seratus, skor_skd, skor_skb, jumlah)))


def skb_untuk_melebihi(batas: int, skd: int, aturan: Integrasi) -> int | None:
    """The lowest SKB score (thousandths) with which `skd` points end above the final score `batas`; None when 100 is not enough.

    Part of the reasons owed to a participant, no step of the ranking (PermenPANRB 6/2024, final objection).
    """
    if aturan.pembulatan == _SEMUA and aturan.desimal == DESIMAL and aturan.cara is Pembulatan.SETENGAH_KE_ATAS:
        # Every step is a whole number: half-up reaches x from (x - 1/2) upwards.
        kurang = batas + 1 - setengah_ke_atas(skd_seratus(skd, aturan) * aturan.bobot_skd, PERSEN)
        cukup = max(0, -((PERSEN - 2 * PERSEN * kurang) // (2 * aturan.bobot_skb)))
        return cukup if cukup <= SKB_TERTINGGI else None
    if integrasikan(skd, SKB_TERTINGGI, aturan).nilai_akhir <= batas:
        return None
    rendah, tinggi = 0, SKB_TERTINGGI
    while rendah < tinggi:
        tengah = (rendah + tinggi) // 2
        if integrasikan(skd, tengah, aturan).nilai_akhir > batas:
            tinggi = tengah
        else:
            rendah = tengah + 1
    return rendah


def _langkah(langkah: LangkahPembulatan, pembilang: int, penyebut: int, aturan: Integrasi) -> tuple[int, int]:
    if langkah in aturan.pembulatan:
        return bulatkan(pembilang, penyebut, aturan.cara, aturan.desimal), 1
    return pembilang, penyebut


def _tercetak(nilai: tuple[int, int], aturan: Integrasi) -> int:
    return nilai[0] if nilai[1] == 1 else bulatkan(*nilai, aturan.cara, aturan.desimal)
