"""Score files in."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from services.penilaian.api.context import Ctx, musim_diminta
from services.penilaian.api.masukan import baca_bawaan, baca_kompetensi, baca_nilai
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.store.berkas import Ujian
from services.penilaian.usecases.aturan import aturan_musim
from services.penilaian.usecases.bawaan import PilihanTerbaca, impor_bawaan
from services.penilaian.usecases.berkas import BerkasNilai, Catat, Mode, NilaiTerbaca, Pembaca, impor
from services.penilaian.usecases.kompetensi.masukan import impor_kompetensi
from shared.aturan import AturanSeleksi
from shared.aturan.pppk import AturanPppk
from shared.contracts.types import INT4_MAX
from shared.istilah import JenisUjian, UjianKompetensi
from shared.web import TABEL, Jawaban, Kesalahan, KodeDiminta, Pool, Rekam, read_body, read_upload, wewenang

router = APIRouter(prefix="/v1", tags=["nilai"])

NamaBerkas = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120, description="Nama tetap berkas ini.")]
JumlahBaris = Annotated[int, Query(ge=0, le=INT4_MAX, description="Banyaknya baris data menurut pengirim.")]
Sidik = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$", description="SHA-256 isi berkas menurut pengirim.")]


class BerkasDiterima(Jawaban):
    """Apa yang terjadi dengan berkas nilai."""

    berkas: str
    versi: int = Field(description="Naik satu setiap isi berkas bernama sama berubah.")
    baris: int = Field(description="Baris data dalam berkas.")
    diterima: int = Field(description="Baris yang benar: baru, berubah, atau sama dengan yang sudah ada.")
    baru: int
    berubah: int
    sama: int
    ditolak: list[Kesalahan] = Field(description="Paling banyak 1.000 kesalahan pertama.")


@router.put(
    "/nilai/berkas/{nama}",
    summary="Kirim berkas nilai SKD, SKB, atau seleksi kompetensi PPPK (CSV, CSV.GZ, XLSX)",
    openapi_extra=TABEL,
    dependencies=[wewenang("nilai.kirim")],
)
async def kirim_berkas(
    *,
    request: Request,
    rekam: Rekam,
    pool: Pool,
    ctx: Ctx,
    nama: NamaBerkas,
    jenis: Ujian,
    jumlah: JumlahBaris,
    sha256: Sidik,
    mode: Mode = Mode.TOLAK,
    kode: KodeDiminta = None,
) -> BerkasDiterima:
    """Isi yang sama dengan nama yang sama tidak mengubah apa pun; isi lain menjadi versi baru dan hanya baris yang berubah diumumkan."""
    isi = await read_body(request, ctx.upload_max_bytes)
    musim = await musim_diminta(pool, kode)
    kiriman = BerkasNilai(musim=musim.musim, nama=nama, jenis=jenis, mode=mode, jumlah=jumlah, sha256=sha256, isi=isi)
    if isinstance(jenis, UjianKompetensi):
        rules = aturan_musim(ctx.buku_pppk, musim, "PPPK")
        hasil = await impor_kompetensi(pool, kiriman, pembaca_kompetensi(request, kiriman, rules), rules, _catat(rekam, kiriman))
    else:
        aturan = aturan_musim(ctx.buku, musim, "CPNS")
        hasil = await impor(pool, kiriman, pembaca(request, kiriman, aturan), _catat(rekam, kiriman))
    return BerkasDiterima.model_validate(hasil)


@router.put(
    "/skd/bawaan/{nama}",
    summary="Kirim daftar peserta yang memilih nilai SKD tahun sebelumnya (CSV, CSV.GZ, XLSX)",
    openapi_extra=TABEL,
    dependencies=[wewenang("nilai.kirim_bawaan")],
)
async def kirim_bawaan(
    *,
    request: Request,
    rekam: Rekam,
    pool: Pool,
    ctx: Ctx,
    nama: NamaBerkas,
    jumlah: JumlahBaris,
    sha256: Sidik,
    mode: Mode = Mode.TOLAK,
    kode: KodeDiminta = None,
) -> BerkasDiterima:
    """Pilihan yang tidak memenuhi syarat aturan tahun ini adalah baris yang salah; yang memenuhi menjadi nilai SKD peserta."""
    isi = await read_body(request, ctx.upload_max_bytes)
    musim = await musim_diminta(pool, kode)
    aturan = aturan_musim(ctx.buku, musim, "CPNS")
    kiriman = BerkasNilai(musim=musim.musim, nama=nama, jenis=JenisUjian.SKD, mode=mode, jumlah=jumlah, sha256=sha256, isi=isi)

    async def baca() -> PilihanTerbaca:
        return await read_upload(request, baca_bawaan, kiriman, aturan)

    return BerkasDiterima.model_validate(await impor_bawaan(pool, kiriman, baca, aturan, _catat(rekam, kiriman)))


def _catat(rekam: Rekam, kiriman: BerkasNilai) -> Catat:
    # The digest that its sender says, which is compared with the file before anything is taken.
    return lambda uow: rekam.act(sent=bytes.fromhex(kiriman.sha256), uow=uow)


def pembaca(request: Request, kiriman: BerkasNilai, aturan: AturanSeleksi) -> Pembaca:
    """The reader of the file that came with a request, which ends with it."""

    async def baca(bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
        return await read_upload(request, baca_nilai, kiriman, aturan, bagian)

    return baca


def pembaca_kompetensi(request: Request, kiriman: BerkasNilai, aturan: AturanPppk) -> Pembaca:
    """The reader of the file of the competency test that came with a request, which ends with it; nobody has parts of an SKB."""

    async def baca(_bagian: Mapping[str, Sequence[BagianSkb]]) -> NilaiTerbaca:
        return await read_upload(request, baca_kompetensi, kiriman, aturan)

    return baca
