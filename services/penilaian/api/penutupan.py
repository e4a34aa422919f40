"""Closing of the SKD and of the ranking, and how far they are."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, ConfigDict, Field

from services.penilaian.api.context import Ctx
from services.penilaian.store import penutupan as store
from services.penilaian.store.musim import SALINAN
from services.penilaian.store.penutupan import Tertahan
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.penutupan import PERINGKAT, SKD, Dipilih, PernyataanPeringkat, PernyataanSkd, rilis, usulkan
from shared.aturan import AturanSeleksi
from shared.contracts.types import INT4_MAX
from shared.web import Batas, Diizinkan, Jawaban, KodeDiminta, Pool, Saat, Sekali, sebatas_jangkauan, terbuka, wewenang

router = APIRouter(prefix="/v1", tags=["penutupan"])


async def dipilih(ctx: Ctx, saat: Saat, kode: KodeDiminta = None) -> Dipilih[AturanSeleksi]:
    """The season whose stage is closed."""
    return Dipilih(kode, ctx.buku, saat)


Di = Annotated[Dipilih[AturanSeleksi], Depends(dipilih)]

Melihat = Annotated[Diizinkan, wewenang("kelompok.lihat_tertahan", sebatas_jangkauan)]
Banyak = Annotated[int, Field(ge=0, le=INT4_MAX)]


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


class KemajuanPeringkat(Jawaban):
    """Kemajuan per kelompok; `peserta` dihitung dari kelompok yang sudah selesai, `tertahan` belum selesai."""

    status: Literal["BELUM", "MENUNGGU_RILIS", "BERJALAN", "SELESAI"]
    total: int
    selesai: int
    tertahan: int
    peserta: int


class KemajuanSkd(Jawaban):
    """Kemajuan per kelompok; jumlah peserta dihitung dari kelompok yang sudah selesai, `tertahan` belum selesai."""

    status: Literal["BELUM", "MENUNGGU_RILIS", "BERJALAN", "SELESAI"]
    total: int
    selesai: int
    tertahan: int
    lulus_ambang: int
    tidak_lulus: int
    th: int
    dis: int
    ke_skb: int


@router.post("/skd/tutup", status_code=202, response_model=KemajuanSkd, summary="Tutup SKD: ambang batas dan daftar SKB")
async def tutup_skd(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("skd.usul_tutup")], di: Di, isi: TutupSkd) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua data ada. Berlaku sesudah dirilis petugas lain."""
    dinyatakan = PernyataanSkd(isi.formasi, isi.peserta, isi.peserta_sha256)
    return await sekali(lambda uow: usulkan(uow, SKD, di, dinyatakan, izin.subjek), KemajuanSkd)


@router.post("/skd/rilis", status_code=202, response_model=KemajuanSkd, summary="Rilis penutupan SKD yang diusulkan petugas lain")
async def rilis_skd(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("skd.rilis_tutup")], di: Di) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan."""
    return await sekali(lambda uow: rilis(uow, SKD, di, izin.subjek), KemajuanSkd)


@router.get("/skd/tutup", summary="Kemajuan penutupan SKD", dependencies=[terbuka("kemajuan.baca")])
async def kemajuan_skd(pool: Pool, kode: KodeDiminta = None) -> KemajuanSkd:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with pool.acquire() as conn:
        return KemajuanSkd.model_validate(await store.kemajuan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.SKD))


@router.get("/skd/tertahan", summary="Kelompok yang tertahan pada penutupan SKD, beserta sebabnya")
async def tertahan_skd(izin: Melihat, pool: Pool, limit: Batas = 100, kode: KodeDiminta = None) -> list[Tertahan]:
    """Yang paling lama tertahan lebih dahulu; sifat bernomor dijelaskan pada verifikasi.md."""
    async with pool.acquire() as conn:
        return await store.tertahan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.SKD, limit, izin.instansi)


@router.post("/peringkat/tutup", status_code=202, response_model=KemajuanPeringkat, summary="Tutup SKB: integrasi nilai dan peringkat")
async def tutup_peringkat(
    sekali: Sekali, izin: Annotated[Diizinkan, wewenang("peringkat.usul_tutup")], di: Di, isi: TutupPeringkat
) -> Response:
    """Ditolak 409 BELUM_LENGKAP dengan angka yang kurang sampai semua peserta SKB mempunyai hasil. Berlaku sesudah dirilis."""
    dinyatakan = PernyataanPeringkat(isi.peserta_skb)
    return await sekali(lambda uow: usulkan(uow, PERINGKAT, di, dinyatakan, izin.subjek), KemajuanPeringkat)


@router.post(
    "/peringkat/rilis", status_code=202, response_model=KemajuanPeringkat, summary="Rilis penutupan peringkat yang diusulkan petugas lain"
)
async def rilis_peringkat(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("peringkat.rilis_tutup")], di: Di) -> Response:
    """Ditolak 403 PERLU_PETUGAS_LAIN bila petugas ini yang mengusulkan."""
    return await sekali(lambda uow: rilis(uow, PERINGKAT, di, izin.subjek), KemajuanPeringkat)


@router.get("/peringkat/tutup", summary="Kemajuan peringkat", dependencies=[terbuka("kemajuan.baca")])
async def kemajuan_peringkat(pool: Pool, kode: KodeDiminta = None) -> KemajuanPeringkat:
    """BELUM sebelum ditutup, BERJALAN selama kelompok dihitung, lalu SELESAI."""
    async with pool.acquire() as conn:
        return KemajuanPeringkat.model_validate(await store.kemajuan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.PERINGKAT))


@router.get("/peringkat/tertahan", summary="Kelompok yang tertahan pada penutupan peringkat, beserta sebabnya")
async def tertahan_peringkat(izin: Melihat, pool: Pool, limit: Batas = 100, kode: KodeDiminta = None) -> list[Tertahan]:
    """Yang paling lama tertahan lebih dahulu; sifat bernomor dijelaskan pada verifikasi.md."""
    async with pool.acquire() as conn:
        return await store.tertahan(conn, (await SALINAN.pilih(conn, kode)).musim, NamaTahap.PERINGKAT, limit, izin.instansi)
