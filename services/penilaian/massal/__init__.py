"""Scoring of many kelompok at once, over columns of integers: the rules of `services.penilaian.domain` for a whole nation in seconds.

The law is read in the domain, which decides one kelompok of frozen values at a time; this room computes the same on columns and has to
agree with it to the byte (tests/property/penilaian/test_massal.py), reasons included. Nothing here is a rule of its own.

Columns in, columns out. A column is a one-dimensional array of int64; scores are whole points (SKD) or thousandths (everything else), and
`TIDAK_ADA` stands where there is no value. A formation is known by its row in `TabelFormasi`, a kelompok by any number. The rows of one
formation stand in ascending order of participant number, compared as text: the row itself then stands in for the number.
"""

from services.penilaian.massal.alasan import alasan_akhir, alasan_potong, alasan_skd
from services.penilaian.massal.kolom import TIDAK_ADA, Kolom, TabelFormasi, TabelSkb, TabelSkd
from services.penilaian.massal.peringkat import PeringkatMassal, peringkatkan
from services.penilaian.massal.skd import PutusanMassal, putuskan_skd
from services.penilaian.massal.susun import Lunak, Susunan, susun

__all__ = [
    "TIDAK_ADA",
    "Kolom",
    "Lunak",
    "PeringkatMassal",
    "PutusanMassal",
    "Susunan",
    "TabelFormasi",
    "TabelSkb",
    "TabelSkd",
    "alasan_akhir",
    "alasan_potong",
    "alasan_skd",
    "peringkatkan",
    "putuskan_skd",
    "susun",
]
