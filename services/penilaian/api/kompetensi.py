"""Closing of the ranking of PPPK, and how far it is."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from services.penilaian.api.context import Ctx
from services.penilaian.api.penutupan import KemajuanPeringkat, Melihat, TutupSkd
from services.penilaian.store import penutupan as store
from services.penilaian.store.musim import SALINAN
from services.penilaian.store.penutupan import Tertahan
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.penutupan import KOMPETENSI, Dipilih, PernyataanSkd, rilis, usulkan
from shared.aturan.pppk import AturanPppk
from shared.web import Batas, Diizinkan, KodeDiminta, Pool, Saat, Sekali, terbuka, wewenang

router = APIRouter(prefix="/v1/kompetensi", tags=["penutupan"])


async def dipilih(ctx: Ctx, saat: Saat, kode: KodeDiminta = None) -> Dipilih[AturanPppk]:
    """The season whose stage is closed."""
    return Dipilih(kode, ctx.buku_pppk, saat)


Di = Annotated[Dipilih[AturanPppk], Depends(dipilih)]


@router.post("/tutup", status_code=202, response_model=KemajuanPeringkat, summary="Tutup seleksi kompetensi PPPK: nilai dan peringkat")
async def tutup(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("peringkat.usul_tutup")], di: Di, isi: TutupSkd) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua data ada. Berlaku sesudah dirilis petugas lain."""
    dinyatakan = PernyataanSkd(isi.formasi, isi.peserta, isi.peserta_sha256)
    return await sekali(lambda uow: usulkan(uow, KOMPETENSI, di, dinyatakan, izin.subjek), KemajuanPeringkat)


@router.post("/rilis", status_code=202, response_model=KemajuanPeringkat, summary="Rilis penutupan PPPK yang diusulkan petugas lain")
async def rilis_tutup(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("peringkat.rilis_tutup")], di: Di) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan."""
    return await sekali(lambda uow: rilis(uow, KOMPETENSI, di, izin.subjek), KemajuanPeringkat)


@router.get("/tutup", summary="Kemajuan peringkat PPPK", dependencies=[terbuka("kemajuan.baca")])
async def kemajuan(pool: Pool, kode: KodeDiminta = None) -> KemajuanPeringkat:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with pool.acquire() as conn:
        return KemajuanPeringkat.model_validate(await store.kemajuan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.KOMPETENSI))


@router.get("/tertahan", summary="Kelompok yang tertahan pada penutupan PPPK, beserta sebabnya")
async def tertahan(izin: Melihat, pool: Pool, limit: Batas = 100, kode: KodeDiminta = None) -> list[Tertahan]:
    """Yang paling lama tertahan lebih dahulu; sifat bernomor dijelaskan pada verifikasi.md."""
    async with pool.acquire() as conn:
        return await store.tertahan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.KOMPETENSI, limit, izin.instansi)
