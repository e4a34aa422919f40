"""What requests may say."""

from typing import Annotated

from fastapi import Path
from pydantic import BaseModel, ConfigDict, Field

from services.penempatan.usecases.pengesahan import Diminta
from shared.web import AlasanTerbit, SumberTerbit

KodeKelompok = Annotated[str, Path(min_length=1, max_length=64, description="Kode kelompok.")]
_Daftar = Annotated[list[Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]], Field(default_factory=list, max_length=100_000)]


class PersetujuanKoreksi(BaseModel):
    """Persetujuan petugas kedua: tepat peserta yang kehilangan kursi dan yang pindah, seperti dalam daftar koreksi yang menunggu."""

    model_config = ConfigDict(extra="forbid")

    kehilangan: _Daftar
    pindah: _Daftar

    def diminta(self, kelompok: str, versi: int) -> Diminta:
        """Which correction is meant, and who loses or changes a seat under it."""
        return Diminta(kelompok, versi, tuple(self.kehilangan), tuple(self.pindah))


class UsulKoreksi(PersetujuanKoreksi):
    """Koreksi yang diusulkan petugas pertama."""

    alasan: AlasanTerbit
    sumber: SumberTerbit
