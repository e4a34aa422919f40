"""Corrections of closed kelompok: proposed by one officer, released by another; every version and difference stays readable."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.penilaian.api.layanan import LayananIni
from services.penilaian.api.nilai import JumlahBaris, Sidik
from services.penilaian.store import koreksi as store
from services.penilaian.store.berkas import Isi
from services.penilaian.store.koreksi import Koreksi, Perubahan
from services.penilaian.usecases.hitung_ulang import Usul
from services.penilaian.usecases.impor import BerkasNilai, Mode
from services.penilaian.usecases.koreksi import Rilis, dari_berkas, rilis, usulkan
from shared.aturan import Kehadiran, StatusSkb
from shared.contracts.types import JenisUjian
from shared.errors import Rejected
from shared.messaging import unit_of_work
from shared.web import AlasanTerbit, KunciIdempotensi, Petugas, SumberTerbit, once, read_body

router = APIRouter(prefix="/v1/kelompok/{kelompok}", tags=["koreksi"])

NomorKelompok = Annotated[str, Path(max_length=64)]
NomorPeserta = Annotated[str, Field(pattern=r"^[0-9]{1,20}$")]
Butir = Annotated[int, Field(ge=0, le=1000)]


class PerubahanNilai(BaseModel):
    """Nilai yang benar seorang peserta pada satu ujian."""

    model_config = ConfigDict(extra="forbid")

    peserta: NomorPeserta
    jenis: JenisUjian
    kehadiran: Kehadiran
    twk: Butir | None = None
    tiu: Butir | None = None
    tkp: Butir | None = None
    nilai_skb: Annotated[int | None, Field(ge=0, le=100_000, description="Perseribu: 83500 berarti 83,500.")] = None
    status_skb: StatusSkb | None = None

    @model_validator(mode="after")
    def _lengkap(self) -> "PerubahanNilai":
        """Whoever attended has all scores of that test, whoever did not has none."""
        hadir = self.kehadiran is Kehadiran.HADIR
        skd = hadir and self.jenis is JenisUjian.SKD
        skb = hadir and self.jenis is JenisUjian.SKB
        if any((value is not None) is not skd for value in (self.twk, self.tiu, self.tkp)):
            raise ValueError("twk, tiu, dan tkp ada tepat bila peserta hadir pada SKD")
        if any((value is not None) is not skb for value in (self.nilai_skb, self.status_skb)):
            raise ValueError("nilai_skb dan status_skb ada tepat bila peserta hadir pada SKB")
        return self


class UsulKoreksi(BaseModel):
    """Koreksi yang diusulkan: nilai yang benar, urutan seri menurut keputusan Panselnas yang ditandatangani (`sumber`), atau keduanya."""

    model_config = ConfigDict(extra="forbid")

    alasan: AlasanTerbit
    sumber: SumberTerbit
    perubahan: Annotated[list[PerubahanNilai], Field(max_length=10_000)] = []
    urutan_seri: Annotated[
        list[Annotated[list[NomorPeserta], Field(min_length=2, max_length=10_000)]],
        Field(max_length=1_000, description="Setiap daftar menyebut semua peserta satu seri, yang terbaik lebih dulu."),
    ] = []

    @model_validator(mode="after")
    def _ada_isinya(self) -> "UsulKoreksi":
        """A proposal proposes something."""
        if not self.perubahan and not self.urutan_seri:
            raise ValueError("isi perubahan, urutan_seri, atau keduanya")
        return self


class PersetujuanRilis(BaseModel):
    """Persetujuan petugas kedua."""

    model_config = ConfigDict(extra="forbid")

    kehilangan: list[str] = Field(default_factory=list, description="Tepat peserta yang tidak lagi di dalam kuota, seperti dalam selisih.")


class UbahanTampil(BaseModel):
    """Satu nilai yang berbeda antara dua versi."""

    model_config = ConfigDict(from_attributes=True)

    peserta: str
    kolom: str
    dari: int | str | None
    menjadi: int | str | None


class SelisihTampil(BaseModel):
    """Perbedaan sebuah versi dengan versi sebelumnya."""

    model_config = ConfigDict(from_attributes=True)

    ubahan: list[UbahanTampil]
    masuk: list[str] = Field(description="Sekarang di dalam kuota formasinya, sebelumnya tidak.")
    kehilangan: list[str] = Field(description="Sebelumnya di dalam kuota formasinya, sekarang tidak.")


class KoreksiTampil(BaseModel):
    """Sebuah usul koreksi; `versi` ada bila sudah dirilis."""

    model_config = ConfigDict(from_attributes=True)

    nomor: int
    kelompok: str
    versi_dasar: int
    alasan: str
    sumber: str
    urutan_seri: list[list[str]]
    selisih: SelisihTampil
    diusulkan_oleh: str
    diusulkan_pada: datetime
    dirilis_oleh: str | None
    dirilis_pada: datetime | None
    versi: int | None


class BarisTampil(BaseModel):
    """Seorang peserta dalam satu versi; nilai dalam perseribu."""

    model_config = ConfigDict(from_attributes=True)

    peserta: str
    formasi: str
    hasil_skd: str
    status_skb: str | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    urutan_panselnas: int | None = Field(description="Urutan di antara peserta yang sama dalam semua ukuran, bila Panselnas memutuskannya.")


class VersiTampil(BaseModel):
    """Satu versi kelompok seperti yang diumumkan."""

    model_config = ConfigDict(from_attributes=True)

    kelompok: str
    versi: int
    sha256: str | None = Field(description="Sidik peringkat dalam ranking-closed; kosong bila peringkat belum ditutup.")
    sha256_sebelumnya: str | None
    baris: list[BarisTampil]


class SelisihVersi(SelisihTampil):
    """Perbedaan sebuah versi dengan sebabnya."""

    kelompok: str
    versi: int
    alasan: str | None
    sumber: str | None


@router.post("/koreksi", status_code=201, response_model=KoreksiTampil, summary="Usulkan koreksi kelompok yang sudah ditutup")
async def post_koreksi(
    *, petugas: Petugas, request: Request, layanan: LayananIni, kunci: KunciIdempotensi, kelompok: NomorKelompok, isi: UsulKoreksi
) -> Response:
    """Dihitung seluruhnya dan ditunjukkan selisihnya; belum ada yang berubah sampai petugas lain merilis."""
    usul = Usul(kelompok, isi.alasan, isi.sumber, tuple(map(_perubahan, isi.perubahan)), tuple(map(tuple, isi.urutan_seri)))
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            return _tampil(await usulkan(uow, usul, petugas, layanan.aturan))

        route = f"POST /v1/kelompok/{kelompok}/koreksi"
        return await once(uow, key=kunci, route=route, body=await request.body(), action=act, status=201)


@router.post("/koreksi/berkas", status_code=201, response_model=KoreksiTampil, summary="Usulkan koreksi dari berkas nilai yang diperbaiki")
async def post_koreksi_berkas(
    *,
    petugas: Petugas,
    request: Request,
    layanan: LayananIni,
    kunci: KunciIdempotensi,
    kelompok: NomorKelompok,
    jenis: JenisUjian,
    alasan: Annotated[AlasanTerbit, Query()],
    sumber: Annotated[SumberTerbit, Query()],
    jumlah: JumlahBaris,
    sha256: Sidik,
) -> Response:
    """Kolomnya seperti berkas nilai biasa; baris yang sama dengan yang tercatat tidak mengubah apa pun."""
    isi = await read_body(request, layanan.berkas_max_bytes)
    kiriman = BerkasNilai(nama=sumber, jenis=jenis, mode=Mode.TOLAK, jumlah=jumlah, sha256=sha256, isi=isi)
    perubahan = await dari_berkas(layanan.pool, kelompok, kiriman, layanan.aturan)
    usul = Usul(kelompok, alasan, sumber, perubahan)
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            return _tampil(await usulkan(uow, usul, petugas, layanan.aturan))

        route = f"POST /v1/kelompok/{kelompok}/koreksi/berkas?{jenis}&{alasan}&{sumber}"
        return await once(uow, key=kunci, route=route, body=isi, action=act, status=201)


@router.post("/koreksi/{nomor}/rilis", response_model=KoreksiTampil, summary="Rilis koreksi yang diusulkan petugas lain")
async def post_rilis(
    *,
    petugas: Petugas,
    request: Request,
    layanan: LayananIni,
    kunci: KunciIdempotensi,
    kelompok: NomorKelompok,
    nomor: Annotated[int, Path(ge=1)],
    isi: PersetujuanRilis,
) -> Response:
    """Menjadi versi berikutnya; ditolak bila petugas ini yang mengusulkan atau kehilangan tidak disebut dengan tepat."""
    diminta = Rilis(kelompok, nomor, tuple(isi.kehilangan))
    async with unit_of_work(layanan.pool) as uow:

        async def act() -> BaseModel:
            return _tampil(await rilis(uow, diminta, petugas, layanan.aturan))

        route = f"POST /v1/kelompok/{kelompok}/koreksi/{nomor}/rilis {petugas}"
        return await once(uow, key=kunci, route=route, body=await request.body(), action=act)


@router.get("/koreksi", summary="Semua usul koreksi sebuah kelompok")
async def get_koreksi(_: Petugas, layanan: LayananIni, kelompok: NomorKelompok) -> list[KoreksiTampil]:
    """Yang paling lama lebih dulu."""
    async with layanan.pool.acquire() as conn:
        return [_tampil(satu) for satu in await store.semua_koreksi(conn, kelompok)]


@router.get("/versi/{versi}", summary="Satu versi kelompok seperti yang diumumkan")
async def get_versi(layanan: LayananIni, kelompok: NomorKelompok, versi: Annotated[int, Path(ge=1)]) -> VersiTampil:
    """Versi lama tetap dapat dibaca."""
    return VersiTampil.model_validate(await _versi(layanan, kelompok, versi))


@router.get("/versi/{versi}/selisih", summary="Perbedaan sebuah versi dengan versi sebelumnya")
async def get_selisih(layanan: LayananIni, kelompok: NomorKelompok, versi: Annotated[int, Path(ge=2)]) -> SelisihVersi:
    """Semua nilai yang berubah, siapa yang masuk, siapa yang kehilangan, dan mengapa."""
    satu = await _versi(layanan, kelompok, versi)
    if satu.selisih is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini bukan hasil koreksi.", kolom="versi", status=404)
    selisih = SelisihTampil.model_validate(satu.selisih)
    return SelisihVersi(**selisih.model_dump(), kelompok=kelompok, versi=versi, alasan=satu.alasan, sumber=satu.sumber)


async def _versi(layanan: LayananIni, kelompok: str, versi: int) -> store.Versi:
    async with layanan.pool.acquire() as conn:
        satu = await store.versi(conn, kelompok, versi)
    if satu is None:
        raise Rejected("VERSI_TIDAK_ADA", "Kelompok ini tidak mempunyai versi itu.", kolom="versi", status=404)
    return satu


def _perubahan(satu: PerubahanNilai) -> Perubahan:
    status = satu.status_skb.value if satu.status_skb else None
    isi = Isi(satu.kehadiran.value, satu.twk, satu.tiu, satu.tkp, satu.nilai_skb, status)
    return Perubahan(satu.peserta, satu.jenis, isi)


def _tampil(satu: Koreksi) -> KoreksiTampil:
    return KoreksiTampil.model_validate(satu)
