"""The rules of placing and replacing. Pure: the same ranking always gives the same seats, whatever the order of the input."""

from services.penempatan.domain.jenis import (
    Formasi,
    Hasil,
    Keputusan,
    Kursi,
    PenempatanKelompok,
    Peringkat,
    Rute,
    StatusKursi,
    Tahap,
)
from services.penempatan.domain.kelengkapan import Penutupan, Sebab, Tertahan, periksa_kelengkapan
from services.penempatan.domain.ketentuan import Ketentuan, ketentuan_dari
from services.penempatan.domain.penempatan import TAHAPAN, tempatkan
from services.penempatan.domain.penggantian import JenisPeristiwa, Keadaan, Penggantian, Pengunduran, Peristiwa, Tolakan, gantikan
from services.penempatan.domain.periksa import Pelanggaran, periksa_hasil, periksa_keadaan, periksa_masukan
from shared.aturan import Alasan, StatusSkb

__all__ = [
    "TAHAPAN",
    "Alasan",
    "Formasi",
    "Hasil",
    "JenisPeristiwa",
    "Keadaan",
    "Keputusan",
    "Ketentuan",
    "Kursi",
    "Pelanggaran",
    "PenempatanKelompok",
    "Penggantian",
    "Pengunduran",
    "Penutupan",
    "Peringkat",
    "Peristiwa",
    "Rute",
    "Sebab",
    "StatusKursi",
    "StatusSkb",
    "Tahap",
    "Tertahan",
    "Tolakan",
    "gantikan",
    "ketentuan_dari",
    "periksa_hasil",
    "periksa_keadaan",
    "periksa_kelengkapan",
    "periksa_masukan",
    "tempatkan",
]
