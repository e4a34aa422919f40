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
from services.penempatan.domain.kelengkapan import Penutupan, Sebab, Tertahan, periksa_kelengkapan, periksa_rantai
from services.penempatan.domain.ketentuan import Ketentuan, ketentuan_dari
from services.penempatan.domain.koreksi import PenempatanUlang, peristiwa_koreksi, tempatkan_ulang
from services.penempatan.domain.penempatan import TAHAPAN, tempatkan
from services.penempatan.domain.penggantian import JenisPeristiwa, Keadaan, Penggantian, Pengunduran, Peristiwa, Tolakan, gantikan
from services.penempatan.domain.periksa import SIFAT, Pelanggaran, periksa_hasil, periksa_keadaan, periksa_koreksi, periksa_masukan
from services.penempatan.domain.persetujuan import PengaruhPersetujuan, bandingkan, pengaruh
from services.penempatan.domain.selisih import PergantianKursi, Perpindahan, Selisih, selisih, terikat_nip
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
    "PenempatanUlang",
    "PengaruhPersetujuan",
    "Penggantian",
    "Pengunduran",
    "Penutupan",
    "PergantianKursi",
    "Peringkat",
    "Peristiwa",
    "Perpindahan",
    "Rute",
    "Sebab",
    "Selisih",
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
    "periksa_koreksi",
    "periksa_masukan",
    "periksa_rantai",
    "peristiwa_koreksi",
    "selisih",
    "tempatkan",
    "tempatkan_ulang",
    "terikat_nip",
]
