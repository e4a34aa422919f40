"""Seasons: read by everybody, proposed by one officer, released by another."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from services.pendaftaran.api.jadwal import Keputusan
from services.pendaftaran.store import musim as store
from services.pendaftaran.store import usul_musim as store_usul
from services.pendaftaran.store.musim import Terumumkan
from services.pendaftaran.store.usul_musim import UsulMusim
from services.pendaftaran.usecases import usul_musim as usecases
from services.pendaftaran.usecases.usul_musim import RancanganMusim
from shared.contracts.types import Aturan
from shared.istilah import KeadaanMusim, ModePengisian
from shared.messaging import UnitOfWork
from shared.musim import Musim as BarisMusim
from shared.web import LARGEST, Diizinkan, Jawaban, Pool, Saat, Sekali, terbuka, wewenang

router = APIRouter(prefix="/v1/musim", tags=["musim"])


class AturanTampil(Jawaban):
    """Kumpulan aturan dan versinya; yang sudah diputuskan tetap menurut versinya sendiri."""

    nama: str
    versi: int


class IsiMusim(Jawaban):
    """Satu musim."""

    musim: str
    jenis_pengadaan: str = Field(description="CPNS atau PPPK.")
    gelombang: int = Field(description="Tahap pengadaan bila setahun ada beberapa dari satu jenis; selain itu 1.")
    tahun_anggaran: int = Field(description="Dalam satu tahun anggaran satu orang mengirim satu lamaran.")
    aturan: AturanTampil
    mode_pengisian: ModePengisian
    keadaan: KeadaanMusim
    tanpa_musim: bool = Field(description="Catatan lama yang tidak menyebut musim adalah milik musim ini.")
    versi: int
    keputusan: str = Field(description="Surat atau keputusan versi ini; kosong pada musim pertama.")


class MusimTerbuka(IsiMusim):
    """Satu musim dalam versi terbarunya."""

    diumumkan_pada: datetime


class UsulMusimTampil(IsiMusim):
    """Musim yang diusulkan; `sidik` menyebutnya pada rilis."""

    sidik: str
    diusulkan_pada: datetime


class AturanMasuk(BaseModel):
    """Kumpulan aturan dan versinya."""

    model_config = ConfigDict(extra="forbid")

    nama: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="Misalnya cpns-2024; menentukan jenis dan tahun.")]
    versi: Annotated[int, Field(ge=1, le=LARGEST)]


class MusimMasuk(BaseModel):
    """Satu musim lengkap, baru atau versi berikutnya."""

    model_config = ConfigDict(extra="forbid")

    musim: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$", description="Kode musim; tidak pernah berubah.")]
    gelombang: Annotated[int, Field(ge=1, le=9)] = 1
    aturan: AturanMasuk
    mode_pengisian: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN
    keadaan: KeadaanMusim = KeadaanMusim.BERJALAN
    versi: Annotated[int, Field(ge=1, le=LARGEST, description="Versi yang berlaku ditambah satu; musim baru 1.")]
    keputusan: Keputusan


class RilisMusimMasuk(BaseModel):
    """Usul yang dirilis."""

    model_config = ConfigDict(extra="forbid")

    musim: Annotated[str, Field(min_length=1, max_length=40)]
    sidik: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Sidik usul, seperti pada jawaban usul.")]


@router.get("", summary="Semua musim pada layanan ini", dependencies=[terbuka("musim.baca")])
async def daftar(pool: Pool) -> list[MusimTerbuka]:
    """Menurut kode musim."""
    async with pool.acquire() as conn:
        return [_tampil(satu) for satu in await store.terumumkan(conn)]


@router.get("/usul", summary="Musim yang menunggu rilis", dependencies=[wewenang("musim.lihat_usul")])
async def baca_usul(pool: Pool) -> list[UsulMusimTampil]:
    """Usul terakhir tiap musim yang belum dirilis."""
    async with pool.acquire() as conn:
        return [_usul_tampil(satu) for satu in await store_usul.menunggu(conn)]


@router.post("/usul", status_code=201, summary="Usulkan musim baru atau versi barunya", response_model=UsulMusimTampil)
async def usulkan(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("musim.usul")], saat: Saat, isi: MusimMasuk) -> Response:
    """Belum berlaku sampai petugas lain merilis. Kumpulan aturan hanya dapat naik versi; jenis dan tahun tidak pernah berubah."""
    dasar = Aturan(nama=isi.aturan.nama, versi=isi.aturan.versi)
    rancangan = RancanganMusim(isi.musim, isi.gelombang, dasar, isi.mode_pengisian, isi.keadaan, isi.versi, isi.keputusan)

    async def kerjakan(uow: UnitOfWork) -> UsulMusimTampil:
        return _usul_tampil(await usecases.usulkan(uow, rancangan, izin.subjek, saat))

    return await sekali(kerjakan, UsulMusimTampil)


@router.post("/rilis", summary="Rilis musim yang diusulkan petugas lain", response_model=MusimTerbuka)
async def rilis(sekali: Sekali, izin: Annotated[Diizinkan, wewenang("musim.rilis")], saat: Saat, isi: RilisMusimMasuk) -> Response:
    """Berlaku saat itu juga dan diumumkan. Ditolak 403 PERLU_PETUGAS_LAIN, atau 409 USUL_BERUBAH bila usulnya sudah diganti."""

    async def kerjakan(uow: UnitOfWork) -> MusimTerbuka:
        return _tampil(await usecases.rilis(uow, isi.musim, isi.sidik, izin.subjek, saat))

    return await sekali(kerjakan, MusimTerbuka)


def _isi(musim: BarisMusim, keputusan: str) -> dict[str, object]:
    dasar = AturanTampil(nama=musim.aturan, versi=musim.aturan_versi)
    return musim._asdict() | {"tahun_anggaran": musim.tahun, "aturan": dasar, "keputusan": keputusan}


def _tampil(satu: Terumumkan) -> MusimTerbuka:
    return MusimTerbuka.model_validate(_isi(satu.musim, satu.keputusan) | {"diumumkan_pada": satu.diumumkan_pada})


def _usul_tampil(usul: UsulMusim) -> UsulMusimTampil:
    sisa = {"sidik": usul.sidik, "diusulkan_pada": usul.diusulkan_pada}
    return UsulMusimTampil.model_validate(_isi(usul.musim, usul.keputusan) | sisa)
