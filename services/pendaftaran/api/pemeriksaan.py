"""The document check: start it, watch it."""

from typing import Literal

from fastapi import APIRouter, Response

from services.pendaftaran.api.layanan import Butuh, Jawaban, sekarang
from services.pendaftaran.store import peserta as store
from services.pendaftaran.usecases import pemeriksaan as usecases
from shared.messaging import unit_of_work
from shared.web import KunciIdempotensi, Petugas, once

router = APIRouter(prefix="/v1", tags=["seleksi administrasi"])


class Kemajuan(Jawaban):
    """How far the document check is.

    `peserta_sha256` is the SHA-256 of all participant numbers, sorted, each ended by a newline; there when the status is SELESAI.
    """

    status: Literal["BELUM", "BERJALAN", "SELESAI"]
    total: int
    selesai: int
    ms: int
    tms: int
    peserta_sha256: str | None


class Ringkasan(Jawaban):
    """Counts of the season; posts are those that are open."""

    formasi: int
    kursi: int
    kelompok: int
    lamaran: int
    ms: int
    tms: int
    peserta_sha256: str | None


@router.post(
    "/seleksi-administrasi/umumkan", status_code=202, summary="Close the registration and decide every application", response_model=Kemajuan
)
async def umumkan(_: Petugas, layanan: Butuh, kunci: KunciIdempotensi) -> Response:
    """Returns at once; GET the same path to watch. Once closed, no application is taken any more."""
    async with unit_of_work(layanan.pool) as uow:

        async def kerjakan() -> Kemajuan:
            return Kemajuan.model_validate(await usecases.umumkan(uow, sekarang()))

        return await once(uow, key=kunci, route="POST /v1/seleksi-administrasi/umumkan", body=b"", action=kerjakan, status=202)


@router.get("/seleksi-administrasi/umumkan", summary="How far the document check is")
async def kemajuan(layanan: Butuh) -> Kemajuan:
    """Counts over all agencies."""
    async with layanan.pool.acquire() as conn:
        return Kemajuan.model_validate(await usecases.kemajuan(conn))


@router.get("/ringkasan", summary="Counts of the season")
async def ringkasan(layanan: Butuh) -> Ringkasan:
    """Posts, seats, pools, applications and outcomes."""
    async with layanan.pool.acquire() as conn:
        jumlah = await store.jumlah(conn)
        maju = await usecases.kemajuan(conn)
    return Ringkasan(**jumlah._asdict(), ms=maju.ms, tms=maju.tms, peserta_sha256=maju.peserta_sha256)
