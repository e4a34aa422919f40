"""The words by which reasons name what was compared: a final score of CPNS in thousandths, points of PPPK."""

from typing import NamedTuple

from services.penempatan.domain.kode import KodeAlasan


class Kata(NamedTuple):
    """Names of numbers and codes of one kind of season.

    Attributes:
        nilai: what somebody reached; `terakhir_lulus` and `terakhir` that of the last one in.
        status: how the last test ended.
        calon: how many of a formation may be placed.
        tidak_hadir: the code for somebody who missed the last test.
        nomor_terbit: the code for a seat that was left when its holder had a number.
    """

    nilai: str
    terakhir_lulus: str
    terakhir: str
    status: str
    calon: str
    tidak_hadir: KodeAlasan
    nomor_terbit: KodeAlasan


CPNS = Kata(
    "nilai_akhir", "nilai_terakhir_lulus", "nilai_terakhir", "status_skb", "calon", KodeAlasan.TIDAK_HADIR_SKB, KodeAlasan.NIP_SUDAH_TERBIT
)
PPPK = Kata(
    "total",
    "total_terakhir_lulus",
    "total_terakhir",
    "kehadiran",
    "calon_berperingkat",
    KodeAlasan.TIDAK_HADIR_UJIAN,
    KodeAlasan.NI_PPPK_SUDAH_TERBIT,
)
SETARA = dict(zip(PPPK[:5], CPNS[:5], strict=True))
"""Number of a PPPK reason -> the one that says the same of CPNS."""
