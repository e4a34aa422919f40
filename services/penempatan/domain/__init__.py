"""The rules of placing and replacing. Pure: the same ranking always gives the same seats, whatever the order of the input."""

from services.penempatan.domain.jenis import (
    BERSEDIA,
    Formasi,
    Hasil,
    JenisKebutuhan,
    JenisKesediaan,
    Keputusan,
    Kesediaan,
    Kursi,
    Mode,
    PenempatanKelompok,
    Peringkat,
    Rute,
    StatusKursi,
    Tahap,
    baku,
)
from services.penempatan.domain.kelengkapan import Penutupan, Sebab, Tertahan, periksa_kelengkapan
from services.penempatan.domain.ketentuan import Ketentuan, ketentuan_dari
from services.penempatan.domain.penempatan import TAHAPAN, tempatkan
from services.penempatan.domain.penggantian import JenisPeristiwa, Keadaan, Penggantian, Pengunduran, Peristiwa, Tolakan, gantikan
from services.penempatan.domain.periksa import SIFAT, Pelanggaran, periksa_hasil, periksa_keadaan, periksa_masukan
from services.penempatan.domain.persetujuan import PengaruhPersetujuan, bandingkan, pengaruh
from shared.aturan import Alasan, StatusSkb

__all__ = [
    "BERSEDIA",
    "SIFAT",
    "TAHAPAN",
    "Alasan",
    "Formasi",
    "Hasil",
    "JenisKebutuhan",
    "JenisKesediaan",
    "JenisPeristiwa",
    "Keadaan",
    "Keputusan",
    "Kesediaan",
    "Ketentuan",
    "Kursi",
    "Mode",
    "Pelanggaran",
    "PenempatanKelompok",
    "PengaruhPersetujuan",
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
    "baku",
    "bandingkan",
    "gantikan",
    "ketentuan_dari",
    "pengaruh",
    "periksa_hasil",
    "periksa_keadaan",
    "periksa_kelengkapan",
    "periksa_masukan",
    "tempatkan",
]
