"""Personal data, for the person and for officers whose reach it is in; every look is logged."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from services.pendaftaran.api.context import akses
from services.pendaftaran.store.peserta import DataPribadi
from services.pendaftaran.usecases import peserta as usecases
from shared.web import NDJSON, Diizinkan, Jawaban, NomorPeserta, Pool, milik_peserta, ndjson, sebatas_jangkauan, wewenang

router = APIRouter(prefix="/v1/peserta", tags=["data pribadi"])


class BarisPeserta(Jawaban):
    """Satu lamaran dengan hasilnya."""

    nik: str
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
    izin: Annotated[Diizinkan, wewenang("peserta.daftar", sebatas_jangkauan)], pool: Pool, request: Request
) -> StreamingResponse:
    """Menurut nomor lamaran."""
    return ndjson(usecases.daftar(pool, akses(request, izin, "daftar peserta"), izin.instansi))


@router.get("/{peserta}/data-pribadi", summary="Siapa seorang peserta")
async def data_pribadi(
    izin: Annotated[Diizinkan, wewenang("peserta.data_pribadi", milik_peserta)], pool: Pool, request: Request, peserta: NomorPeserta
) -> DataPribadi:
    """Untuk pengangkatan (DRH, NIP)."""
    return await usecases.data_pribadi(pool, akses(request, izin, "data pribadi", peserta), peserta)
