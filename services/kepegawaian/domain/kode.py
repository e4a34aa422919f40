"""Codes of the reasons that appointing gives; stable across years (docs/kepegawaian.md)."""

from enum import StrEnum


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
