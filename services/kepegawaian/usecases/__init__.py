"""One function per thing that can happen on the way to an appointment."""

from services.kepegawaian.usecases.nip import HasilPenerbitan, Penomor, terbitkan_nip
from services.kepegawaian.usecases.pegawai import TentangPegawai, tentang_pegawai
from services.kepegawaian.usecases.penerimaan import terima_jadwal, terima_keputusan, terima_musim
from services.kepegawaian.usecases.penghapusan import terima_penghapusan
from services.kepegawaian.usecases.pengunduran import HasilLaporan, catat_pengunduran

__all__ = [
    "HasilLaporan",
    "HasilPenerbitan",
    "Penomor",
    "TentangPegawai",
    "catat_pengunduran",
    "tentang_pegawai",
    "terbitkan_nip",
    "terima_jadwal",
    "terima_keputusan",
    "terima_musim",
    "terima_penghapusan",
]
