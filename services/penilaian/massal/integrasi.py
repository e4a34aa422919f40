"""Integration over columns; the law is read in `domain.integrasi`."""

from dataclasses import dataclass

import numpy as np

from services.penilaian.domain.integrasi import DESIMAL, PERSEN, SERIBU, SKB_TERTINGGI
from services.penilaian.massal.kolom import TIDAK_ADA, Kolom
from shared.aturan import Integrasi, LangkahPembulatan, Pembulatan


@dataclass(frozen=True, slots=True)
class NilaiMassal:
    """All steps in thousandths, by row."""

    skd_100: Kolom
    skor_skd: Kolom
    skor_skb: Kolom
    nilai_akhir: Kolom


def bulatkan(pembilang: Kolom, penyebut: int, aturan: Integrasi) -> Kolom:
    """Thousandths `pembilang / penyebut` rounded as the rule set says (posisi 1)."""
    satuan: int = 10 ** (DESIMAL - aturan.desimal)
    penyebut *= satuan
    bulat = (2 * pembilang + penyebut) // (2 * penyebut)
    if aturan.cara is Pembulatan.SETENGAH_KE_GENAP:
        bulat -= (2 * pembilang % (2 * penyebut) == penyebut) & (bulat % 2 == 1)
    return bulat * satuan


def skd_seratus(skd: Kolom, aturan: Integrasi) -> Kolom:
    """SKD points on the scale 0 to 100, in thousandths, as published (PermenPANRB 27/2021, 6/2024)."""
    return bulatkan(skd * (PERSEN * SERIBU), aturan.skala_skd, aturan)


def integrasikan(skd: Kolom, nilai_skb: Kolom, aturan: Integrasi) -> NilaiMassal:
    """The final scores of people with `skd` points and `nilai_skb` thousandths (PermenPANRB 27/2021, 6/2024)."""
    seratus = _langkah(LangkahPembulatan.SKD_100, skd * (PERSEN * SERIBU), aturan.skala_skd, aturan)
    skor_skd = _langkah(LangkahPembulatan.SKOR_SKD, seratus[0] * aturan.bobot_skd, seratus[1] * PERSEN, aturan)
    skor_skb = _langkah(LangkahPembulatan.SKOR_SKB, nilai_skb * aturan.bobot_skb, PERSEN, aturan)
    jumlah = (skor_skd[0] * skor_skb[1] + skor_skb[0] * skor_skd[1], skor_skd[1] * skor_skb[1])
    return NilaiMassal(
        *(satu if penyebut == 1 else bulatkan(satu, penyebut, aturan) for satu, penyebut in (seratus, skor_skd, skor_skb, jumlah))
    )


def skb_untuk_melebihi(batas: Kolom, skd: Kolom, aturan: Integrasi) -> Kolom:
    """Find for each row the lowest SKB score that lifts `skd` points above `batas`; TIDAK_ADA where 100 is not enough.

    Searched by halves, so that it holds for every way of rounding.
    """
    cukup = integrasikan(skd, np.full_like(skd, SKB_TERTINGGI), aturan).nilai_akhir > batas
    rendah, tinggi = np.zeros_like(skd), np.full_like(skd, SKB_TERTINGGI)
    for _ in range(SKB_TERTINGGI.bit_length()):
        tengah = (rendah + tinggi) // 2
        lewat = integrasikan(skd, tengah, aturan).nilai_akhir > batas
        tinggi = np.where(lewat, tengah, tinggi)
        rendah = np.where(lewat, rendah, np.minimum(tengah + 1, tinggi))
    return np.where(cukup, rendah, TIDAK_ADA)


def _langkah(langkah: LangkahPembulatan, pembilang: Kolom, penyebut: int, aturan: Integrasi) -> tuple[Kolom, int]:
    if langkah in aturan.pembulatan:
        return bulatkan(pembilang, penyebut, aturan), 1
    return pembilang, penyebut
