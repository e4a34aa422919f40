"""Invented names of people, agencies and units, built from syllables; none is taken from a register."""

from deploy.gladi.benih.undi import Undi

_AWAL = (
    "Bra",
    "Cen",
    "Dar",
    "Fal",
    "Gan",
    "Hir",
    "Jal",
    "Kes",
    "Lum",
    "Mah",
    "Nar",
    "Pra",
    "Ran",
    "Sal",
    "Tar",
    "Ulu",
    "Wir",
    "Yan",
    "Zul",
)
_TENGAH = ("ba", "ce", "di", "fu", "ga", "hi", "ja", "ku", "la", "me", "ni", "po", "ra", "si", "tu", "vo", "wi", "ya", "zo")
_AKHIR = ("bar", "dan", "fir", "git", "han", "jat", "kem", "lis", "mun", "nor", "pan", "rus", "sih", "tam", "wan", "yut", "zal")


def nama_orang(undi: Undi) -> str:
    """Two invented words; about 37 million combinations, so that a hit in a text is a leak and no accident."""
    depan = undi.pilih(_AWAL) + undi.pilih(_TENGAH) + undi.pilih(_AKHIR)
    return f"{depan} {undi.pilih(_AWAL)}{undi.pilih(_TENGAH)}{undi.pilih(_AKHIR)}"


def nama_tempat(undi: Undi) -> str:
    """One invented word of three syllables, as a place name."""
    return undi.pilih(_AWAL) + undi.pilih(_TENGAH) + undi.pilih(_TENGAH)
