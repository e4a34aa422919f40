"""Invented names of people, agencies and units, built from syllables; none is taken from a register."""

from deploy.gladi.invented.draws import Draws

_AWAL = (
    *("Bra", "Cen", "Dar", "Fal", "Gan", "Hir", "Jal", "Kes", "Lum", "Mah"),
    *("Nar", "Pra", "Ran", "Sal", "Tar", "Ulu", "Wir", "Yan", "Zul"),
)
_TENGAH = ("ba", "ce", "di", "fu", "ga", "hi", "ja", "ku", "la", "me", "ni", "po", "ra", "si", "tu", "vo", "wi", "ya", "zo")
_AKHIR = ("bar", "dan", "fir", "git", "han", "jat", "kem", "lis", "mun", "nor", "pan", "rus", "sih", "tam", "wan", "yut", "zal")


def nama_orang(draws: Draws) -> str:
    """Two invented words; about 37 million combinations, so that a hit in a text is a leak and no accident."""
    depan = draws.choose(_AWAL) + draws.choose(_TENGAH) + draws.choose(_AKHIR)
    return f"{depan} {draws.choose(_AWAL)}{draws.choose(_TENGAH)}{draws.choose(_AKHIR)}"


def nama_tempat(draws: Draws) -> str:
    """One invented word of three syllables, as a place name."""
    return draws.choose(_AWAL) + draws.choose(_TENGAH) + draws.choose(_TENGAH)
