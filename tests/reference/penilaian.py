"""Scoring written a second time from the law: slow, decimal, readable, sharing no code with the service.

Everybody is compared with everybody; a rank is one more than the number of people who are better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

SERIBU = Decimal("0.001")

# KepmenPANRB 321/2024; total, TWK, TIU, TKP.
AMBANG = {
    "UMUM": (0, 65, 80, 166),
    "KALIMANTAN": (0, 65, 80, 166),
    "NON_OAP": (0, 65, 80, 166),
    "CUMLAUDE": (311, 0, 85, 0),
    "DIASPORA": (311, 0, 85, 0),
    "DISABILITAS": (286, 0, 60, 0),
    "PAPUA": (286, 0, 60, 0),
    "OAP": (286, 0, 60, 0),
    "DAERAH_TERTINGGAL": (286, 0, 60, 0),
}


@dataclass(frozen=True)
class Orang:
    """One participant with everything that is known; `nilai_skb` on 0 to 100, `ipk` as printed."""

    peserta: str
    formasi: str
    kehadiran: str
    twk: int
    tiu: int
    tkp: int
    status_skb: str = "HADIR"
    nilai_skb: Decimal = Decimal(0)
    ipk: Decimal = Decimal(0)
    skala_ipk: str = "IPK"
    tanggal_lahir: date = date(2000, 1, 1)

    @property
    def skd(self) -> int:
        return self.twk + self.tiu + self.tkp


def lulus_ambang(orang: Orang, jenis_kebutuhan: str) -> bool:
    """Whether somebody who attended reaches the passing grade of the need type."""
    total, twk, tiu, tkp = AMBANG[jenis_kebutuhan]
    return orang.kehadiran == "HADIR" and orang.skd >= total and orang.twk >= twk and orang.tiu >= tiu and orang.tkp >= tkp


def hasil_skd(orang: Sequence[Orang], jenis_kebutuhan: str, kuota: int) -> dict[str, str]:
    """The code of everybody of one formation: P/L, P, TL, TH or DIS.

    Who goes on has fewer than three times the seats of strictly better people: so everybody who equals the last one goes on as well.
    """
    lulus = [satu for satu in orang if lulus_ambang(satu, jenis_kebutuhan)]
    kode = {}
    for satu in orang:
        if satu.kehadiran != "HADIR":
            kode[satu.peserta] = satu.kehadiran
        elif satu not in lulus:
            kode[satu.peserta] = "TL"
        else:
            lebih_baik = [lain for lain in lulus if (lain.skd, lain.tkp, lain.tiu, lain.twk) > (satu.skd, satu.tkp, satu.tiu, satu.twk)]
            kode[satu.peserta] = "P/L" if len(lebih_baik) < 3 * kuota else "P"
    return kode


def nilai_akhir(skd: int, nilai_skb: Decimal) -> Decimal:
    """Final score of 2024: rounded at each of three steps."""
    skd_100 = (Decimal(skd) * 100 / 550).quantize(SERIBU, ROUND_HALF_UP)
    skor_skd = (skd_100 * Decimal("0.4")).quantize(SERIBU, ROUND_HALF_UP)
    skor_skb = (nilai_skb * Decimal("0.6")).quantize(SERIBU, ROUND_HALF_UP)
    return skor_skd + skor_skb


def peringkat(orang: Sequence[Orang]) -> dict[str, int]:
    """Ranks of those of one list who sat the whole SKB."""
    hadir = [satu for satu in orang if satu.status_skb == "HADIR"]
    return {satu.peserta: 1 + sum(_lebih_baik(lain, satu, hadir) for lain in hadir) for satu in hadir}


def _nilai(satu: Orang) -> tuple[Decimal, int, int, int, int]:
    return (nilai_akhir(satu.skd, satu.nilai_skb), satu.skd, satu.tkp, satu.tiu, satu.twk)


def _lebih_baik(satu: Orang, lain: Orang, semua: Sequence[Orang]) -> bool:
    if _nilai(satu) != _nilai(lain):
        return _nilai(satu) > _nilai(lain)
    skala = {seri.skala_ipk for seri in semua if _nilai(seri) == _nilai(satu)}
    if len(skala) == 1 and satu.ipk != lain.ipk:
        return satu.ipk > lain.ipk
    return satu.tanggal_lahir < lain.tanggal_lahir
