"""Posts: files in, opening, the public list."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Annotated

import asyncpg
from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.pendaftaran.api.layanan import Butuh, Jawaban, sekarang
from services.pendaftaran.domain.kode import kelompok
from services.pendaftaran.store import formasi as store
from services.pendaftaran.usecases import formasi as usecases
from shared.contracts.types import JenisKebutuhan
from shared.db import pages
from shared.messaging import unit_of_work
from shared.web import NDJSON, KunciIdempotensi, Petugas, ndjson, once, read_body

router = APIRouter(prefix="/v1/formasi", tags=["formasi"])

BERKAS_MAKS_BYTES = 64 * 1024 * 1024
_HALAMAN = 500


class BerkasFormasi(Jawaban):
    """What a file of posts came to."""

    berkas: str
    sha256: str
    baris: int
    formasi: int
    kursi: int
    baru: int
    berubah: int
    sama: int


class Pembukaan(Jawaban):
    """Posts published now; open posts and pools in all."""

    dibuka: int
    formasi: int
    kelompok: int


class TemuanKuota(Jawaban):
    """Something about the seats an agency set aside."""

    tingkat: str = Field(description="KURANG: fewer than the article asks for. PERINGATAN: somebody should look.")
    kode: str
    pasal: str
    seharusnya: int
    tersedia: int
    pesan: str


class KuotaInstansi(Jawaban):
    """Seats of one agency by need type, and what is to be said about them."""

    instansi: str
    pusat: bool = Field(description="A central agency.")
    total: int
    kursi: dict[str, int]
    temuan: list[TemuanKuota]


class FormasiTerbuka(Jawaban):
    """One open post."""

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
    grup: str | None = Field(description="Group of units inside which a central agency fills its vacancies.")
    versi: int


@router.put("/berkas/{nama}", summary="Take over a file of posts in the columns of SSCASN (CSV, gzipped CSV, XLSX)")
async def impor(
    _: Petugas, layanan: Butuh, request: Request, nama: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,120}$")]
) -> BerkasFormasi:
    """The whole file or nothing; the same file again changes nothing. Faults are listed by row and column."""
    isi = await read_body(request, BERKAS_MAKS_BYTES)
    return BerkasFormasi.model_validate(await usecases.impor(layanan.pool, layanan.musim, nama=nama, isi=isi, saat=sekarang()))


@router.post("/buka", summary="Publish every post that is new or changed", response_model=Pembukaan)
async def buka(_: Petugas, layanan: Butuh, kunci: KunciIdempotensi) -> Response:
    """Agencies get their codes here; formation-opened is emitted for each post."""
    async with unit_of_work(layanan.pool) as uow:

        async def kerjakan() -> Pembukaan:
            return Pembukaan.model_validate(await usecases.buka(uow, layanan.musim))

        return await once(uow, key=kunci, route="POST /v1/formasi/buka", body=b"", action=kerjakan)


@router.get("/kuota", summary="Seats set aside for special need types, agency by agency")
async def kuota(_: Petugas, layanan: Butuh) -> list[KuotaInstansi]:
    """Cumlaude and Papua of central agencies, disability of all; nothing is stopped by it."""
    return [KuotaInstansi.model_validate(satu) for satu in await usecases.kuota(layanan.pool, layanan.musim)]


@router.get(".ndjson", summary="All open posts, one a line", responses={200: {"content": {NDJSON: {}}, "model": FormasiTerbuka}})
async def daftar(layanan: Butuh) -> StreamingResponse:
    """In order of post id."""
    return ndjson(_daftar(layanan.pool))


async def _daftar(pool: asyncpg.Pool) -> AsyncIterator[FormasiTerbuka]:
    async with aclosing(pages(pool, store.DAFTAR, size=_HALAMAN)) as halaman:
        async for rows in halaman:
            for row in rows:
                yield FormasiTerbuka(kelompok=kelompok(row["kode_instansi"], row["kode_jabatan"]), **row)
