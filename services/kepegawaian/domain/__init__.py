"""The rules from the final result to the NIP. Pure: cases in, decisions with their reasons out."""

from services.kepegawaian.domain.jenis import JenisKelamin, Kasus, Keputusan, StatusKasus, Tempat
from services.kepegawaian.domain.kasus import terapkan_keputusan
from services.kepegawaian.domain.kode import KodeAlasan
from services.kepegawaian.domain.nip import (
    PANJANG_AWALAN,
    URUT_TERAKHIR,
    BatasNip,
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
    "BatasNip",
    "BebasSanksi",
    "Ditolak",
    "JenisKelamin",
    "Kasus",
    "Keputusan",
    "KodeAlasan",
    "Laporan",
    "NipBaru",
    "Pemilahan",
    "Penomoran",
    "Putusan",
    "Sanksi",
    "StatusKasus",
    "Tempat",
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
