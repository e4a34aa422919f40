"""The document check: start it, watch it."""

from typing import Annotated

from fastapi import APIRouter, Response

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.store import peserta as store
from services.pendaftaran.usecases import pemeriksaan as usecases
from services.pendaftaran.usecases.pemeriksaan import KemajuanPemeriksaan
from shared.web import Diizinkan, Jawaban, KodeDiminta, Pool, Saat, Sekali, terbuka, wewenang

router = APIRouter(prefix="/v1", tags=["seleksi administrasi"])


class Ringkasan(Jawaban):
    """Angka musim ini; formasi adalah yang terbuka."""

    formasi: int
    kursi: int
    kelompok: int
    lamaran: int
    ms: int
    tms: int
    peserta_sha256: str | None


@router.post("/seleksi-administrasi/tutup", status_code=202, summary="Usulkan penutupan pendaftaran", response_model=KemajuanPemeriksaan)
async def usulkan_tutup(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("seleksi_administrasi.usul_tutup")], ctx: Ctx, saat: Saat, kode: KodeDiminta = None
) -> Response:
    """Lamaran tetap diterima sampai petugas lain mengumumkan."""
    return await sekali(lambda uow: usecases.usulkan_tutup(uow, ctx.instalasi, kode, izin.subjek, saat), KemajuanPemeriksaan)


@router.post(
    "/seleksi-administrasi/umumkan",
    status_code=202,
    summary="Tutup pendaftaran dan putuskan setiap lamaran",
    response_model=KemajuanPemeriksaan,
)
async def umumkan(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("seleksi_administrasi.rilis_tutup")], ctx: Ctx, saat: Saat, kode: KodeDiminta = None
) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan. Setelah ditutup tidak ada lamaran yang diterima lagi."""
    return await sekali(lambda uow: usecases.umumkan(uow, ctx.instalasi, kode, izin.subjek, saat), KemajuanPemeriksaan)


@router.get("/seleksi-administrasi/umumkan", summary="Kemajuan seleksi administrasi", dependencies=[terbuka("kemajuan.baca")])
async def kemajuan(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> KemajuanPemeriksaan:
    """Jumlah dari semua instansi."""
    async with pool.acquire() as conn:
        return await usecases.kemajuan(conn, (await ctx.instalasi.pilih(conn, kode)).nama)


@router.get("/ringkasan", summary="Angka musim ini", dependencies=[terbuka("kemajuan.baca")])
async def ringkasan(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> Ringkasan:
    """Formasi, kursi, kelompok, lamaran, dan hasilnya."""
    async with pool.acquire() as conn:
        musim = await ctx.instalasi.pilih(conn, kode)
        jumlah = await store.jumlah(conn, musim.nama)
        maju = await usecases.kemajuan(conn, musim.nama)
    return Ringkasan(**jumlah._asdict(), ms=maju.ms, tms=maju.tms, peserta_sha256=maju.peserta_sha256)
