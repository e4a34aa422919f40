"""Seasons: read by everybody."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import Field

from services.pendaftaran.store import musim as store
from services.pendaftaran.store.musim import Terumumkan
from shared.istilah import KeadaanMusim, ModePengisian
from shared.web import Jawaban, Pool, terbuka

router = APIRouter(prefix="/v1/musim", tags=["musim"])


class AturanTampil(Jawaban):
    """Kumpulan aturan dan versinya; yang sudah diputuskan tetap menurut versinya sendiri."""

    nama: str
    versi: int


class MusimTerbuka(Jawaban):
    """Satu musim dalam versi terbarunya."""

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
    diumumkan_pada: datetime


@router.get("", summary="Semua musim pada layanan ini", dependencies=[terbuka("musim.baca")])
async def daftar(pool: Pool) -> list[MusimTerbuka]:
    """Menurut kode musim."""
    async with pool.acquire() as conn:
        return [tampil(satu) for satu in await store.terumumkan(conn)]


def tampil(satu: Terumumkan) -> MusimTerbuka:
    """A season as everybody reads it."""
    isi = satu.musim
    return MusimTerbuka(
        musim=isi.musim,
        jenis_pengadaan=isi.jenis_pengadaan,
        gelombang=isi.gelombang,
        tahun_anggaran=isi.tahun,
        aturan=AturanTampil(nama=isi.aturan, versi=isi.aturan_versi),
        mode_pengisian=isi.mode_pengisian,
        keadaan=isi.keadaan,
        tanpa_musim=isi.tanpa_musim,
        versi=isi.versi,
        keputusan=satu.keputusan,
        diumumkan_pada=satu.diumumkan_pada,
    )
