"""The document check: start it, watch it."""

from fastapi import APIRouter, Response

from services.pendaftaran.api.context import Saat
from services.pendaftaran.store import peserta as store
from services.pendaftaran.usecases import pemeriksaan as usecases
from services.pendaftaran.usecases.pemeriksaan import KemajuanPemeriksaan
from shared.web import Jawaban, Petugas, Pool, Sekali

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


@router.post(
    "/seleksi-administrasi/umumkan",
    status_code=202,
    summary="Tutup pendaftaran dan putuskan setiap lamaran",
    response_model=KemajuanPemeriksaan,
)
async def umumkan(sekali: Sekali, _: Petugas, saat: Saat) -> Response:
    """Langsung dijawab; GET alamat yang sama untuk melihat kemajuannya. Setelah ditutup tidak ada lamaran yang diterima lagi."""
    return await sekali(lambda uow: usecases.umumkan(uow, saat), KemajuanPemeriksaan)


@router.get("/seleksi-administrasi/umumkan", summary="Kemajuan seleksi administrasi")
async def kemajuan(pool: Pool) -> KemajuanPemeriksaan:
    """Jumlah dari semua instansi."""
    async with pool.acquire() as conn:
        return await usecases.kemajuan(conn)


@router.get("/ringkasan", summary="Angka musim ini")
async def ringkasan(pool: Pool) -> Ringkasan:
    """Formasi, kursi, kelompok, lamaran, dan hasilnya."""
    async with pool.acquire() as conn:
        jumlah = await store.jumlah(conn)
        maju = await usecases.kemajuan(conn)
    return Ringkasan(**jumlah._asdict(), ms=maju.ms, tms=maju.tms, peserta_sha256=maju.peserta_sha256)
