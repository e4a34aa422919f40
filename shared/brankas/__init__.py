"""The vault that services share: a key for every person, the keys that wrap them, and their rotation (decision 21)."""

from shared.brankas.laci import BarisKunci, tabel_kunci
from shared.brankas.orang import Brankas, KunciOrang, SegelRusak, Tertutup
from shared.brankas.pembungkus import PembungkusKunci, Terbungkus
from shared.brankas.pilihan import PilihanPembungkus
from shared.brankas.putar import bungkus_ulang, pekerjaan_putar

__all__ = [
    "BarisKunci",
    "Brankas",
    "KunciOrang",
    "PembungkusKunci",
    "PilihanPembungkus",
    "SegelRusak",
    "Terbungkus",
    "Tertutup",
    "bungkus_ulang",
    "pekerjaan_putar",
    "tabel_kunci",
]
