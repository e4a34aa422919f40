"""What a season is, and what an act may make of it (decision 26)."""

from typing import Final

# Seasons until then have one root for each kind, as they always had: their codes, and so their SHA-256, stay.
TAHUN_AKAR_JENIS: Final = 2024


def akar(musim: str, jenis_pengadaan: str, tahun: int) -> str:
    """What the codes of a season's jabatan are made with, so that no two seasons of an installation share a kelompok (decision 26)."""
    return jenis_pengadaan if tahun <= TAHUN_AKAR_JENIS else musim
