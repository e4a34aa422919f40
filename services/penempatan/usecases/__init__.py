"""One function per thing that can happen to placement."""

from services.penempatan.usecases.penempatan import tempatkan_antrean
from services.penempatan.usecases.penerimaan import terima_formasi, terima_nilai, terima_nip_batal, terima_nip_terbit, terima_penutupan
from services.penempatan.usecases.pengunduran import terapkan_pengunduran

__all__ = [
    "tempatkan_antrean",
    "terapkan_pengunduran",
    "terima_formasi",
    "terima_nilai",
    "terima_nip_batal",
    "terima_nip_terbit",
    "terima_penutupan",
]
