"""The first placement: proposed by one officer, released by another."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penempatan.usecases import rilis as usecases
from services.penempatan.usecases.rilis import KeadaanRilis
from shared.web import LARGEST, Diizinkan, KodeDiminta, Pool, Saat, Sekali, terbuka, wewenang

router = APIRouter(prefix="/v1/penempatan", tags=["penempatan"])


class UsulRilis(BaseModel):
    """Peringkat yang ditempatkan."""

    model_config = ConfigDict(extra="forbid")

    kelompok: Annotated[int, Field(ge=1, le=LARGEST, description="Banyaknya kelompok yang peringkatnya ditutup, menurut penilaian.")]


@router.get("/rilis", summary="Peringkat yang menunggu penempatan pertama", dependencies=[terbuka("kemajuan.baca")])
async def keadaan(pool: Pool, musim: KodeDiminta = None) -> KeadaanRilis:
    """`sha256` adalah sidik semua peringkat yang menunggu: itulah yang diusulkan dan dirilis."""
    async with pool.acquire() as conn:
        return await usecases.keadaan(conn, musim)


@router.post("/usul", status_code=201, response_model=KeadaanRilis, summary="Usulkan penempatan pertama")
async def usul(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("penempatan.usul")], isi: UsulRilis, musim: KodeDiminta = None
) -> Response:
    """Ditolak 409 BELUM_LENGKAP sampai semua peringkat tiba. Belum ada yang ditempatkan sampai petugas lain merilis."""
    return await sekali(lambda uow: usecases.usulkan(uow, musim, isi.kelompok, izin.subjek), KeadaanRilis)


@router.post("/rilis", status_code=202, response_model=KeadaanRilis, summary="Rilis penempatan pertama yang diusulkan petugas lain")
async def rilis(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("penempatan.rilis")], saat: Saat, musim: KodeDiminta = None
) -> Response:
    """Ditolak 403 bila petugas ini yang mengusulkan, 409 USUL_BERUBAH, atau 409 BELUM_WAKTUNYA sebelum hasil akhir menurut jadwal."""
    return await sekali(lambda uow: usecases.rilis(uow, musim, izin.subjek, saat), KeadaanRilis)
