"""One function per thing that can happen to placement."""

from services.penempatan.usecases.menempatkan import Penempat
from services.penempatan.usecases.menerima import terima_formasi, terima_nilai, terima_nip_batal, terima_nip_terbit, terima_penutupan
from services.penempatan.usecases.mengganti import terapkan_pengunduran

__all__ = [
    "Penempat",
    "terapkan_pengunduran",
    "terima_formasi",
    "terima_nilai",
    "terima_nip_batal",
    "terima_nip_terbit",
    "terima_penutupan",
]
