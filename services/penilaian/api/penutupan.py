"""Closing of the SKD and of the ranking, and how far they are."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penilaian.api.layanan import LayananIni
from services.penilaian.store import penutupan, rilis, tertahan
from services.penilaian.store.penutupan import PernyataanSkd
from services.penilaian.usecases.tutup import rilis_peringkat, rilis_skd, tutup_peringkat, tutup_skd, usulkan_peringkat, usulkan_skd
from shared.db import Conn
from shared.messaging import unit_of_work
from shared.web import KunciIdempotensi, Petugas, once

router = APIRouter(prefix="/v1", tags=["penutupan"])

Status = Literal["BELUM", "MENUNGGU_RILIS", "BERJALAN", "SELESAI"]
Batas = Annotated[int, Query(ge=1, le=1000)]
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
    """Kemajuan per kelompok; jumlah peserta dihitung dari kelompok yang sudah selesai, `tertahan` belum selesai."""

    status: Status
    total: int
    selesai: int
    tertahan: int
    lulus_ambang: int
    tidak_lulus: int
    th: int
    dis: int
    ke_skb: int


class KemajuanPeringkat(BaseModel):
    """Kemajuan per kelompok; `peserta` dihitung dari kelompok yang sudah selesai, `tertahan` belum selesai."""

    status: Status
    total: int
    selesai: int
    tertahan: int
    peserta: int


class KelompokTertahan(BaseModel):
    """Kelompok yang hasilnya belum boleh terbit: sebab, rincian sifat yang dilanggar, dan kapan dicoba lagi."""

    model_config = ConfigDict(from_attributes=True)

    kelompok: str
    sebab: str
    rincian: str
    tertahan_sejak: datetime
    percobaan: int
    coba_pada: datetime


@router.post("/skd/tutup", status_code=202, response_model=KemajuanSkd, summary="Tutup SKD: ambang batas dan daftar SKB")
async def post_tutup_skd(petugas: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi, isi: TutupSkd) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua data ada. Bila rilis dua orang berlaku, ini baru usul."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            dinyatakan = PernyataanSkd(isi.formasi, isi.peserta, isi.peserta_sha256)
            await (usulkan_skd(uow, dinyatakan, petugas) if layanan.rilis_dua_orang else tutup_skd(uow, dinyatakan))
            return await kemajuan_skd(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/skd/tutup", body=await request.body(), action=act, status=202)


@router.post("/skd/rilis", status_code=202, response_model=KemajuanSkd, summary="Rilis penutupan SKD yang diusulkan petugas lain")
async def post_rilis_skd(petugas: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            await rilis_skd(uow, petugas)
            return await kemajuan_skd(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/skd/rilis", body=await request.body(), action=act, status=202)


@router.get("/skd/tutup", summary="Kemajuan penutupan SKD")
async def get_tutup_skd(layanan: LayananIni) -> KemajuanSkd:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with layanan.pool.acquire() as conn:
        return await kemajuan_skd(conn)


@router.post("/peringkat/tutup", status_code=202, response_model=KemajuanPeringkat, summary="Tutup SKB: integrasi nilai dan peringkat")
async def post_tutup_peringkat(
    petugas: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi, isi: TutupPeringkat
) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua peserta SKB mempunyai hasil. Bisa baru usul, seperti SKD."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            peserta_skb = isi.peserta_skb
            await (usulkan_peringkat(uow, peserta_skb, petugas) if layanan.rilis_dua_orang else tutup_peringkat(uow, peserta_skb))
            return await kemajuan_peringkat(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/peringkat/tutup", body=await request.body(), action=act, status=202)


@router.post(
    "/peringkat/rilis", status_code=202, response_model=KemajuanPeringkat, summary="Rilis penutupan peringkat yang diusulkan petugas lain"
)
async def post_rilis_peringkat(petugas: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan."""
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            await rilis_peringkat(uow, petugas)
            return await kemajuan_peringkat(uow.conn)

        return await once(uow, key=kunci, route="POST /v1/peringkat/rilis", body=await request.body(), action=act, status=202)


@router.get("/peringkat/tutup", summary="Kemajuan peringkat")
async def get_tutup_peringkat(layanan: LayananIni) -> KemajuanPeringkat:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with layanan.pool.acquire() as conn:
        return await kemajuan_peringkat(conn)


@router.get("/skd/tertahan", summary="Kelompok yang tertahan pada penutupan SKD, beserta sebabnya")
async def get_skd_tertahan(_: Petugas, layanan: LayananIni, limit: Batas = 100) -> list[KelompokTertahan]:
    """Yang paling lama tertahan lebih dahulu; sifat bernomor dijelaskan pada verifikasi.md."""
    async with layanan.pool.acquire() as conn:
        return [KelompokTertahan.model_validate(satu) for satu in await tertahan.daftar(conn, "skd", limit)]


@router.get("/peringkat/tertahan", summary="Kelompok yang tertahan pada penutupan peringkat, beserta sebabnya")
async def get_peringkat_tertahan(_: Petugas, layanan: LayananIni, limit: Batas = 100) -> list[KelompokTertahan]:
    """Yang paling lama tertahan lebih dahulu; sifat bernomor dijelaskan pada verifikasi.md."""
    async with layanan.pool.acquire() as conn:
        return [KelompokTertahan.model_validate(satu) for satu in await tertahan.daftar(conn, "peringkat", limit)]


async def kemajuan_skd(conn: Conn) -> KemajuanSkd:
    """How far the SKD is."""
    closed = await penutupan.pernyataan_skd(conn) is not None
    maju = await penutupan.kemajuan_skd(conn)
    waiting = not closed and await rilis.menunggu(conn, "SKD")
    return KemajuanSkd(status=_status(maju.total, maju.selesai, closed=closed, waiting=waiting), **maju._asdict())


async def kemajuan_peringkat(conn: Conn) -> KemajuanPeringkat:
    """How far the ranking is."""
    closed = await penutupan.pernyataan_peringkat(conn) is not None
    maju = await penutupan.kemajuan_peringkat(conn)
    waiting = not closed and await rilis.menunggu(conn, "PERINGKAT")
    return KemajuanPeringkat(status=_status(maju.total, maju.selesai, closed=closed, waiting=waiting), **maju._asdict())


def _status(total: int, selesai: int, *, closed: bool, waiting: bool) -> Status:
    if not closed:
        return "MENUNGGU_RILIS" if waiting else "BELUM"
    return "SELESAI" if selesai == total else "BERJALAN"
