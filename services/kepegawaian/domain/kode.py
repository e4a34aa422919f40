"""Codes of the reasons that appointing gives; stable across years (docs/kepegawaian.md)."""

from enum import StrEnum
from typing import NamedTuple


class KodeAlasan(StrEnum):
    """Why a seat may be refilled or not, what becomes of the NIP, and why somebody is barred or not."""

    NIP_BELUM_TERBIT = "NIP_BELUM_TERBIT"
    NIP_SUDAH_TERBIT = "NIP_SUDAH_TERBIT"
    NIP_DIBATALKAN = "NIP_DIBATALKAN"
    DIBERHENTIKAN_PPK = "DIBERHENTIKAN_PPK"
    SANKSI_MUNDUR = "SANKSI_MUNDUR"
    BUKAN_PENGUNDURAN_DIRI = "BUKAN_PENGUNDURAN_DIRI"
    MUNDUR_SEBELUM_NIP = "MUNDUR_SEBELUM_NIP"
    MUNDUR_DARI_LOKASI_LAIN = "MUNDUR_DARI_LOKASI_LAIN"
    # The same of PPPK.
    NI_PPPK_BELUM_TERBIT = "NI_PPPK_BELUM_TERBIT"
    NI_PPPK_SUDAH_TERBIT = "NI_PPPK_SUDAH_TERBIT"
    NI_PPPK_DIBATALKAN = "NI_PPPK_DIBATALKAN"
    DIPUTUS_PERJANJIAN_KERJA = "DIPUTUS_PERJANJIAN_KERJA"
    MUNDUR_SEBELUM_NI_PPPK = "MUNDUR_SEBELUM_NI_PPPK"


class KodeNomor(NamedTuple):
    """The codes that speak of the number, for one kind of selection; `putus`: the PPK ends the appointment."""

    belum_terbit: KodeAlasan
    sudah_terbit: KodeAlasan
    dibatalkan: KodeAlasan
    putus: KodeAlasan
    mundur_sebelum: KodeAlasan


NIP = KodeNomor(
    KodeAlasan.NIP_BELUM_TERBIT,
    KodeAlasan.NIP_SUDAH_TERBIT,
    KodeAlasan.NIP_DIBATALKAN,
    KodeAlasan.DIBERHENTIKAN_PPK,
    KodeAlasan.MUNDUR_SEBELUM_NIP,
)
NI_PPPK = KodeNomor(
    KodeAlasan.NI_PPPK_BELUM_TERBIT,
    KodeAlasan.NI_PPPK_SUDAH_TERBIT,
    KodeAlasan.NI_PPPK_DIBATALKAN,
    KodeAlasan.DIPUTUS_PERJANJIAN_KERJA,
    KodeAlasan.MUNDUR_SEBELUM_NI_PPPK,
)
