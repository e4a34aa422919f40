"""Who may do what: the policy as data (`kebijakan.toml`), and the one function that decides by it."""

from shared.kebijakan.pelaku import JenisPelaku, Pelaku, Peran
from shared.kebijakan.putusan import Diizinkan, Sasaran, pastikan_orang_lain, putuskan
from shared.kebijakan.retensi import Retensi, retensi
from shared.kebijakan.tindakan import Jangkauan, JenisMusim, KebijakanTidakSah, Tindakan, baca, kebijakan, tindakan

__all__ = [
    "Diizinkan",
    "Jangkauan",
    "JenisMusim",
    "JenisPelaku",
    "KebijakanTidakSah",
    "Pelaku",
    "Peran",
    "Retensi",
    "Sasaran",
    "Tindakan",
    "baca",
    "kebijakan",
    "pastikan_orang_lain",
    "putuskan",
    "retensi",
    "tindakan",
]
