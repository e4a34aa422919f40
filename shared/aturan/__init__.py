"""Rule sets as data: one TOML file per year and kind, and the typed values made of it.

The words of the law (need types, attendance) are handed on from `shared.istilah`, so that a domain needs this package and nothing else.
"""

from shared.alasan import Alasan
from shared.aturan.loading import add_folder, jenis_pengadaan, load, names, parse, read, source, versions
from shared.aturan.seleksi import (
    AmbangBatas,
    AmbangJabatan,
    AturanSeleksi,
    AturanSkb,
    BatasBagian,
    Bawaan,
    HasilSkd,
    Integrasi,
    Komponen,
    Kriteria,
    LangkahPembulatan,
    Pembulatan,
    Potong,
    SusunanSkd,
    UrutanPeringkat,
)
from shared.aturan.tabel import AturanTidakSah
from shared.istilah import JenisBagian, JenisInstansi, JenisKebutuhan, Kehadiran, StatusSkb

__all__ = [
    "Alasan",
    "AmbangBatas",
    "AmbangJabatan",
    "AturanSeleksi",
    "AturanSkb",
    "AturanTidakSah",
    "BatasBagian",
    "Bawaan",
    "HasilSkd",
    "Integrasi",
    "JenisBagian",
    "JenisInstansi",
    "JenisKebutuhan",
    "Kehadiran",
    "Komponen",
    "Kriteria",
    "LangkahPembulatan",
    "Pembulatan",
    "Potong",
    "StatusSkb",
    "SusunanSkd",
    "UrutanPeringkat",
    "add_folder",
    "jenis_pengadaan",
    "load",
    "names",
    "parse",
    "read",
    "source",
    "versions",
]
