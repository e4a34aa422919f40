"""Posts: files in, opening, the public list."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.api.masukan import baca_formasi
from services.pendaftaran.domain.kelompok import kelompok
from services.pendaftaran.store import formasi as store
from services.pendaftaran.usecases import formasi as usecases
from services.pendaftaran.usecases.formasi import Impor, Pembukaan
from shared.db import pages
from shared.istilah import JenisKebutuhan
from shared.messaging import unit_of_work
from shared.web import (
    NDJSON,
    TABEL,
    Diizinkan,
    Jawaban,
    KodeDiminta,
    Pool,
    Rekam,
    Saat,
    Sekali,
    ndjson_of,
    read_body,
    read_upload,
    sebatas_jangkauan,
    terbuka,
    wewenang,
)

router = APIRouter(prefix="/v1/formasi", tags=["formasi"])

FILE_MAX_BYTES = 64 * 1024 * 1024
_HALAMAN = 500


class TemuanKuota(Jawaban):
    """Catatan tentang kursi yang disisihkan instansi."""

    tingkat: str = Field(description="KURANG: kurang dari yang diminta pasal. PERINGATAN: perlu diperiksa.")
    kode: str
    pasal: str
    seharusnya: int
    tersedia: int
    pesan: str


class KuotaTampil(Jawaban):
    """Kursi satu instansi menurut jenis kebutuhan, dan catatannya."""

    instansi: str
    pusat: bool = Field(description="Instansi pusat.")
    total: int
    kursi: dict[str, int]
    temuan: list[TemuanKuota]


class FormasiTerbuka(Jawaban):
    """Satu formasi terbuka."""

    formasi: str
    kelompok: str
    kode_instansi: str
    instansi: str
    kode_jabatan: str
    jabatan: str
    unit: str
    jenis_pengadaan: str
    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: tuple[str, ...]
    kuota: int
    terbuka_disabilitas: bool
    gaji_min: int
    gaji_maks: int
    grup: str | None = Field(description="Grup unit tempat instansi pusat mengisi formasi kosongnya.")
    versi: int


@router.put(
    "/berkas/{nama}",
    summary="Terima berkas formasi dengan kolom SSCASN (CSV, CSV gzip, XLSX)",
    openapi_extra=TABEL,
    dependencies=[wewenang("formasi.impor")],
)
async def impor(
    *,
    rekam: Rekam,
    ctx: Ctx,
    pool: Pool,
    saat: Saat,
    request: Request,
    nama: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,120}$")],
    kode: KodeDiminta = None,
) -> Impor:
    """Seluruh berkas atau tidak sama sekali; berkas yang sama tidak mengubah apa pun. Kesalahan disebut dengan baris dan kolom."""
    isi = await read_body(request, FILE_MAX_BYTES)
    async with pool.acquire() as conn:
        musim = await ctx.instalasi.pilih(conn, kode)
    tabel = await read_upload(request, baca_formasi, usecases.ketentuan_tabel(musim), nama, isi)
    async with unit_of_work(pool) as uow:
        hasil = await usecases.impor(uow, ctx.instalasi, musim.nama, tabel, saat)
        if hasil.baru or hasil.berubah:
            await rekam.act(sent=hashlib.sha256(isi).digest(), uow=uow)(uow.conn)
    return hasil


@router.post(
    "/buka",
    summary="Umumkan setiap formasi yang baru atau berubah",
    response_model=Pembukaan,
    dependencies=[wewenang("formasi.buka")],
)
async def buka(sekali: Sekali, ctx: Ctx, saat: Saat, kode: KodeDiminta = None) -> Response:
    """Instansi mendapat kodenya di sini; formation-opened terbit untuk setiap formasi."""
    return await sekali(lambda uow: usecases.buka(uow, ctx.instalasi, kode, saat), Pembukaan)


@router.get("/kuota", summary="Kursi yang disisihkan untuk kebutuhan khusus, per instansi")
async def kuota(
    izin: Annotated[Diizinkan, wewenang("formasi.kuota", sebatas_jangkauan)], ctx: Ctx, pool: Pool, kode: KodeDiminta = None
) -> list[KuotaTampil]:
    """Lulusan terbaik dan Papua pada instansi pusat, disabilitas pada semua; tidak menghentikan apa pun."""
    async with pool.acquire() as conn:
        return [KuotaTampil.model_validate(satu) for satu in await usecases.kuota(conn, ctx.instalasi, kode, izin.instansi)]


@router.get(
    ".ndjson",
    summary="Semua formasi terbuka, satu per baris",
    responses={200: {"content": {NDJSON: {}}, "model": FormasiTerbuka}},
    dependencies=[terbuka("formasi.baca")],
)
async def daftar(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> StreamingResponse:
    """Menurut nomor formasi."""
    async with pool.acquire() as conn:
        musim = await ctx.instalasi.pilih(conn, kode)
    halaman = pages(pool, store.DAFTAR, musim.nama, size=_HALAMAN)
    return ndjson_of(halaman, lambda row: FormasiTerbuka(kelompok=kelompok(row["kode_instansi"], row["kode_jabatan"]), **row))
