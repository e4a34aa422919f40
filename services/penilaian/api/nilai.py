"""Score files in."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field

from services.penilaian.api.layanan import LayananIni
from services.penilaian.usecases.bawaan import impor_bawaan
from services.penilaian.usecases.impor import BerkasNilai, HasilImpor, Mode, impor
from shared.contracts.types import JenisUjian
from shared.web import Kesalahan, Petugas, read_body

router = APIRouter(prefix="/v1/nilai", tags=["nilai"])
bawaan = APIRouter(prefix="/v1/skd", tags=["nilai"])

NamaBerkas = Annotated[str, Path(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=120, description="Nama tetap berkas ini.")]
JumlahBaris = Annotated[int, Query(ge=0, description="Banyaknya baris data menurut pengirim.")]
Sidik = Annotated[str, Query(pattern=r"^[0-9a-f]{64}$", description="SHA-256 isi berkas menurut pengirim.")]


class BerkasDiterima(BaseModel):
    """Apa yang terjadi dengan berkas nilai."""

    berkas: str
    versi: int = Field(description="Naik satu setiap isi berkas bernama sama berubah.")
    baris: int = Field(description="Baris data dalam berkas.")
    diterima: int = Field(description="Baris yang benar: baru, berubah, atau sama dengan yang sudah ada.")
    baru: int
    berubah: int
    sama: int
    ditolak: list[Kesalahan] = Field(description="Paling banyak 1.000 kesalahan pertama.")


@router.put("/berkas/{nama}", summary="Kirim berkas nilai SKD atau SKB (CSV, CSV.GZ, XLSX)")
async def kirim_berkas(
    *,
    _: Petugas,
    request: Request,
    layanan: LayananIni,
    nama: NamaBerkas,
    jenis: JenisUjian,
    jumlah: JumlahBaris,
    sha256: Sidik,
    mode: Mode = Mode.TOLAK,
) -> BerkasDiterima:
    """Isi yang sama dengan nama yang sama tidak mengubah apa pun; isi lain menjadi versi baru dan hanya baris yang berubah diumumkan."""
    isi = await read_body(request, layanan.berkas_max_bytes)
    kiriman = BerkasNilai(nama=nama, jenis=jenis, mode=mode, jumlah=jumlah, sha256=sha256, isi=isi)
    return _diterima(nama, await impor(layanan.pool, kiriman, layanan.aturan))


@bawaan.put("/bawaan/{nama}", summary="Kirim daftar peserta yang memilih nilai SKD tahun sebelumnya (CSV, CSV.GZ, XLSX)")
async def kirim_bawaan(
    *,
    _: Petugas,
    request: Request,
    layanan: LayananIni,
    nama: NamaBerkas,
    jumlah: JumlahBaris,
    sha256: Sidik,
    mode: Mode = Mode.TOLAK,
) -> BerkasDiterima:
    """Pilihan yang tidak memenuhi syarat aturan tahun ini adalah baris yang salah; yang memenuhi menjadi nilai SKD peserta."""
    isi = await read_body(request, layanan.berkas_max_bytes)
    kiriman = BerkasNilai(nama=nama, jenis=JenisUjian.SKD, mode=mode, jumlah=jumlah, sha256=sha256, isi=isi)
    return _diterima(nama, await impor_bawaan(layanan.pool, kiriman, layanan.aturan))


def _diterima(nama: str, hasil: HasilImpor) -> BerkasDiterima:
    return BerkasDiterima(
        berkas=nama,
        versi=hasil.versi,
        baris=hasil.baris,
        diterima=hasil.diterima,
        baru=hasil.baru,
        berubah=hasil.berubah,
        sama=hasil.sama,
        ditolak=[
            Kesalahan(baris=satu.baris, kolom=satu.kolom, nilai=satu.nilai, kode=satu.kode, pesan=satu.pesan) for satu in hasil.kesalahan
        ],
    )
