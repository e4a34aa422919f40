"""The rules from the final result to the NIP. Pure: cases in, decisions with their reasons out."""

from services.kepegawaian.domain.jenis import JenisKelamin, Kasus, Keputusan, StatusKasus, Tolakan
from services.kepegawaian.domain.kasus import terapkan_keputusan
from services.kepegawaian.domain.nip import (
    PANJANG_AWALAN,
    URUT_TERAKHIR,
    Ditolak,
    NipBaru,
    Pemilahan,
    Penomoran,
    Usulan,
    beri_nomor,
    periksa_usulan,
    pilah,
    susun_nip,
)
from services.kepegawaian.domain.pengunduran import BebasSanksi, Laporan, Putusan, Sanksi, periksa_laporan, putuskan, sanksi

__all__ = [
    "PANJANG_AWALAN",
    "URUT_TERAKHIR",
    "BebasSanksi",
    "Ditolak",
    "JenisKelamin",
    "Kasus",
    "Keputusan",
    "Laporan",
    "NipBaru",
    "Pemilahan",
    "Penomoran",
    "Putusan",
    "Sanksi",
    "StatusKasus",
    "Tolakan",
    "Usulan",
    "beri_nomor",
    "periksa_laporan",
    "periksa_usulan",
    "pilah",
    "putuskan",
    "sanksi",
    "susun_nip",
    "terapkan_keputusan",
]
