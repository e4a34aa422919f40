"""Rule sets as data: one TOML file per year and kind, and the typed values made of it.

The words of the law (need types, attendance) are handed on from `shared.istilah`, so that a domain needs this package and nothing else.
"""

from shared.aturan.alasan import Alasan
from shared.aturan.loading import AturanTidakSah, load, names, parse, read
from shared.aturan.seleksi import (
    AmbangBatas,
    AmbangJabatan,
    AturanSeleksi,
    HasilSkd,
    Integrasi,
    Komponen,
    Kriteria,
    Potong,
    SusunanSkd,
    UrutanPeringkat,
)
from shared.istilah import JenisKebutuhan, Kehadiran, StatusSkb

__all__ = [
    "Alasan",
    "AmbangBatas",
    "AmbangJabatan",
    "AturanSeleksi",
    "AturanTidakSah",
    "HasilSkd",
    "Integrasi",
    "JenisKebutuhan",
    "Kehadiran",
    "Komponen",
    "Kriteria",
    "Potong",
    "StatusSkb",
    "SusunanSkd",
    "UrutanPeringkat",
    "load",
    "names",
    "parse",
    "read",
]
