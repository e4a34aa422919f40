"""Closing of the SKD and of the ranking, and how far they are."""

from typing import Annotated, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penilaian.api.layanan import LayananIni
from services.penilaian.store import penutupan
from services.penilaian.store.penutupan import PernyataanSkd
from services.penilaian.usecases.tutup import tutup_peringkat, tutup_skd
from shared.db import Conn
from shared.messaging import unit_of_work
from shared.web import KunciIdempotensi, Petugas, once

router = APIRouter(prefix="/v1", tags=["penutupan"])

Status = Literal["BELUM", "BERJALAN", "SELESAI"]
Banyak = Annotated[int, Field(ge=0, le=2_147_483_647)]


class TutupSkd(BaseModel):
    """Apa yang harus ada sebelum SKD ditutup, menurut pendaftaran."""

    model_config = ConfigDict(extra="forbid")

    formasi: Banyak
    peserta: Banyak
    peserta_sha256: Annotated[
        str, Field(pattern=r"^[0-9a-f]{64}$", description="SHA-256 nomor peserta terurut, masing-masing diakhiri baris baru.")
    ]


class TutupPeringkat(BaseModel):
    """Banyaknya peserta SKB yang hasilnya harus ada sebelum peringkat ditutup."""

    model_config = ConfigDict(extra="forbid")

    peserta_skb: Banyak


class KemajuanSkd(BaseModel):
    """Kemajuan per kelompok; jumlah peserta dihitung dari kelompok yang sudah selesai."""

    status: Status
    total: int
    selesai: int
    lulus_ambang: int
    tidak_lulus: int
    th: int
    dis: int
    ke_skb: int


class KemajuanPeringkat(BaseModel):
    """Kemajuan per kelompok; `peserta` dihitung dari kelompok yang sudah selesai."""

    status: Status
    total: int
    selesai: int
    peserta: int


@router.post("/skd/tutup", status_code=202, response_model=KemajuanSkd, summary="Tutup SKD: ambang batas dan daftar SKB")
async def post_tutup_skd(_: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi, isi: TutupSkd) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua data ada."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            await tutup_skd(uow, PernyataanSkd(isi.formasi, isi.peserta, isi.peserta_sha256))
            return await kemajuan_skd(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/skd/tutup", body=await request.body(), action=act, status=202)


@router.get("/skd/tutup", summary="Kemajuan penutupan SKD")
async def get_tutup_skd(layanan: LayananIni) -> KemajuanSkd:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with layanan.pool.acquire() as conn:
        return await kemajuan_skd(conn)


@router.post("/peringkat/tutup", status_code=202, response_model=KemajuanPeringkat, summary="Tutup SKB: integrasi nilai dan peringkat")
async def post_tutup_peringkat(_: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi, isi: TutupPeringkat) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua peserta SKB mempunyai hasil."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            await tutup_peringkat(uow, isi.peserta_skb)
            return await kemajuan_peringkat(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/peringkat/tutup", body=await request.body(), action=act, status=202)


@router.get("/peringkat/tutup", summary="Kemajuan peringkat")
async def get_tutup_peringkat(layanan: LayananIni) -> KemajuanPeringkat:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with layanan.pool.acquire() as conn:
        return await kemajuan_peringkat(conn)


async def kemajuan_skd(conn: Conn) -> KemajuanSkd:
    """How far the SKD is."""
    closed = await penutupan.pernyataan_skd(conn) is not None
    maju = await penutupan.kemajuan_skd(conn)
    return KemajuanSkd(status=_status(maju.total, maju.selesai, closed=closed), **maju._asdict())


async def kemajuan_peringkat(conn: Conn) -> KemajuanPeringkat:
    """How far the ranking is."""
    closed = await penutupan.pernyataan_peringkat(conn) is not None
    maju = await penutupan.kemajuan_peringkat(conn)
    return KemajuanPeringkat(status=_status(maju.total, maju.selesai, closed=closed), **maju._asdict())


def _status(total: int, selesai: int, *, closed: bool) -> Status:
    if not closed:
        return "BELUM"
    return "SELESAI" if selesai == total else "BERJALAN"
