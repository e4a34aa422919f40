"""Codes of the reasons that the document check gives; stable across years (docs/pendaftaran.md)."""

from enum import StrEnum


class KodeAlasan(StrEnum):
    """Why an application is MS or TMS."""

    MEMENUHI_SYARAT = "MEMENUHI_SYARAT"
    USIA_KURANG = "USIA_KURANG"
    USIA_LEBIH = "USIA_LEBIH"
    KUALIFIKASI_TIDAK_SESUAI = "KUALIFIKASI_TIDAK_SESUAI"
    DOKUMEN_TIDAK_LENGKAP = "DOKUMEN_TIDAK_LENGKAP"
    DALAM_SANKSI = "DALAM_SANKSI"
