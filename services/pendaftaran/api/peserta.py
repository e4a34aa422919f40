"""Personal data, for officers only; every look is logged."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from fastapi.responses import StreamingResponse

from services.pendaftaran.api.layanan import Butuh, Jawaban, akses
from services.pendaftaran.usecases import peserta as usecases
from shared.web import NDJSON, Petugas, ndjson

router = APIRouter(prefix="/v1/peserta", tags=["data pribadi"])


class DataPribadi(Jawaban):
    """Who a participant is."""

    nama: str
    nik: str
    tanggal_lahir: date
    jenis_kelamin: Literal["L", "P"]


class BarisPeserta(Jawaban):
    """One application with its outcome."""

    nik: str
    lamaran: str
    peserta: str | None
    formasi: str
    kelompok: str
    status: Literal["BELUM", "MS", "TMS"]
    alasan: tuple[str, ...]


@router.get(
    ".ndjson",
    summary="All applications with NIK and outcome, one a line",
    responses={200: {"content": {NDJSON: {}}, "model": BarisPeserta}},
)
async def daftar(_: Petugas, layanan: Butuh, request: Request) -> StreamingResponse:
    """In order of application number."""
    return ndjson(usecases.daftar(layanan.pool, akses(request, "daftar peserta")))


@router.get("/{peserta}/data-pribadi", summary="Who a participant is")
async def data_pribadi(_: Petugas, layanan: Butuh, request: Request, peserta: Annotated[str, Path(pattern=r"^\d{1,20}$")]) -> DataPribadi:
    """For the appointment (DRH, NIP)."""
    return DataPribadi.model_validate(await usecases.data_pribadi(layanan.pool, akses(request, "data pribadi", peserta), peserta))
