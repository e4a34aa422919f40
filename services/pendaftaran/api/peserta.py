"""Personal data, for the person and for officers whose reach it is in; every look is in the record of acts."""

from typing import Annotated, Literal

from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.api.lamaran import NomorLamaran
from services.pendaftaran.store.peserta import DataPribadi
from services.pendaftaran.usecases import peserta as usecases
from shared.web import (
    NDJSON,
    Diizinkan,
    Jawaban,
    KodeDiminta,
    NomorPeserta,
    Pool,
    Saat,
    Sekali,
    milik_peserta,
    ndjson,
    sebatas_jangkauan,
    wewenang,
)

router = APIRouter(prefix="/v1/peserta", tags=["data pribadi"])


class BarisPeserta(Jawaban):
    """Satu lamaran dengan hasilnya."""

    nik: str | None = Field(description="Kosong bila data pribadinya sudah dihapus.")
    lamaran: str
    peserta: str | None
    formasi: str
    kelompok: str
    status: Literal["BELUM", "MS", "TMS"]
    alasan: tuple[str, ...]


@router.get(
    ".ndjson",
    summary="Semua lamaran dengan NIK dan hasilnya, satu per baris",
    responses={200: {"content": {NDJSON: {}}, "model": BarisPeserta}},
)
async def daftar(
    izin: Annotated[Diizinkan, wewenang("peserta.daftar", sebatas_jangkauan)], ctx: Ctx, pool: Pool, kode: KodeDiminta = None
) -> StreamingResponse:
    """Menurut nomor lamaran."""
    async with pool.acquire() as conn:
        musim = await ctx.instalasi.pilih(conn, kode)
    return ndjson(usecases.daftar(pool, ctx.brankas, musim.nama, izin.instansi))


@router.get("/{peserta}/data-pribadi", summary="Siapa seorang peserta", dependencies=[wewenang("peserta.data_pribadi", milik_peserta)])
async def data_pribadi(ctx: Ctx, pool: Pool, peserta: NomorPeserta) -> DataPribadi:
    """Untuk pengangkatan (DRH, NIP)."""
    return await usecases.data_pribadi(pool, ctx.brankas, peserta)


@router.delete(
    "/lamaran/{lamaran}",
    summary="Hapus data pribadi seorang pelamar",
    response_model=usecases.Terhapus,
    dependencies=[wewenang("peserta.hapus")],
)
async def hapus(sekali: Sekali, saat: Saat, lamaran: NomorLamaran) -> Response:
    """Kunci orang itu dimusnahkan: nama, NIK, dan semua yang dikuncinya tidak dapat dibaca lagi. Nomor dan hasilnya tetap."""
    return await sekali(lambda uow: usecases.hapus(uow, lamaran, saat), usecases.Terhapus)
