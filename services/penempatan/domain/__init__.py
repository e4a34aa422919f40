"""The rules of placing and replacing. Pure: the same ranking always gives the same seats, whatever the order of the input."""

from services.penempatan.domain.jenis import (
    BERSEDIA,
    Formasi,
    Hasil,
    Hitungan,
    JenisKebutuhan,
    JenisKesediaan,
    Keadaan,
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
from services.penempatan.domain.kelengkapan import Sebab, Segel, Tertahan, periksa_kelengkapan, periksa_rantai
from services.penempatan.domain.ketentuan import Buku, Ketentuan, ketentuan_dari
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.koreksi import PenempatanUlang, tempatkan_ulang
from services.penempatan.domain.penempatan import TAHAPAN, tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan, keluar_tanpa_kursi
from services.penempatan.domain.periksa import SIFAT, periksa_hasil, periksa_keadaan, periksa_koreksi, periksa_masukan
from services.penempatan.domain.peristiwa import JenisPeristiwa, Peristiwa, peristiwa_koreksi, peristiwa_penempatan
from services.penempatan.domain.persetujuan import BedaKursi, BedaOrang, PengaruhPersetujuan, bandingkan, pengaruh
from services.penempatan.domain.selisih import PergantianKursi, Perpindahan, Selisih, selisih, terikat_nip
from shared.alasan import Alasan, Pelanggaran
from shared.aturan import StatusSkb

__all__ = [
    "BERSEDIA",
    "SIFAT",
    "TAHAPAN",
    "Alasan",
    "BedaKursi",
    "BedaOrang",
    "Buku",
    "Formasi",
    "Hasil",
    "Hitungan",
    "JenisKebutuhan",
    "JenisKesediaan",
    "JenisPeristiwa",
    "Keadaan",
    "Keputusan",
    "Kesediaan",
    "Ketentuan",
    "KodeAlasan",
    "Kursi",
    "Mode",
    "Pelanggaran",
    "PenempatanKelompok",
    "PenempatanUlang",
    "PengaruhPersetujuan",
    "Penggantian",
    "Pengunduran",
    "PergantianKursi",
    "Peringkat",
    "Peristiwa",
    "Perpindahan",
    "Rute",
    "Sebab",
    "Segel",
    "Selisih",
    "StatusKursi",
    "StatusSkb",
    "Tahap",
    "Tertahan",
    "baku",
    "bandingkan",
    "gantikan",
    "keluar_tanpa_kursi",
    "ketentuan_dari",
    "pengaruh",
    "periksa_hasil",
    "periksa_keadaan",
    "periksa_kelengkapan",
    "periksa_koreksi",
    "periksa_masukan",
    "periksa_rantai",
    "peristiwa_koreksi",
    "peristiwa_penempatan",
    "selisih",
    "tempatkan",
    "tempatkan_ulang",
    "terikat_nip",
]
