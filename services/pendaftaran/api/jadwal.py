"""The calendar: read by everybody, proposed by one officer, released by another."""

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from services.pendaftaran.api.context import Ctx
from services.pendaftaran.store.jadwal import UsulJadwal
from services.pendaftaran.usecases import jadwal as usecases
from services.pendaftaran.usecases.jadwal import JadwalLengkap, Rancangan
from shared.errors import Fault, Rejected
from shared.istilah import TahapMusim
from shared.jadwal import NAMA, Jadwal, Jendela, Pengecualian, milidetik
from shared.kalender import WIB
from shared.messaging import UnitOfWork
from shared.web import LARGEST, Diizinkan, Jawaban, KodeDiminta, Pool, Saat, Sekali, Waktu, terbuka, wewenang

router = APIRouter(prefix="/v1/jadwal", tags=["jadwal"])

_SISA_DETIK = timedelta(milliseconds=999)
Keputusan = Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S", description="Nomor surat atau keputusan.")]


class JendelaMasuk(BaseModel):
    """Waktu satu tahap, keduanya termasuk; `sampai` dalam detik utuh berarti sampai milidetik terakhir detik itu."""

    model_config = ConfigDict(extra="forbid")

    mulai: Waktu
    sampai: Waktu


class PengecualianMasuk(BaseModel):
    """Keputusan yang mengecualikan satu tahap dari satu aturan."""

    model_config = ConfigDict(extra="forbid")

    aturan: Annotated[str, Field(pattern=r"^JADWAL_[A-Z_]{1,57}$", description="Kode aturan seperti pada penolakannya.")]
    tahap: TahapMusim
    keputusan: Keputusan


class JadwalMasuk(BaseModel):
    """Satu versi jadwal, lengkap dengan semua tahapnya."""

    model_config = ConfigDict(extra="forbid")

    versi: Annotated[int, Field(ge=1, le=LARGEST, description="Versi yang berlaku ditambah satu; jadwal pertama 1.")]
    keputusan: Keputusan
    tahap: dict[TahapMusim, JendelaMasuk]
    pengecualian: Annotated[tuple[PengecualianMasuk, ...], Field(max_length=40)] = ()


class RilisMasuk(BaseModel):
    """Usul yang dirilis."""

    model_config = ConfigDict(extra="forbid")

    sidik: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="Sidik usul, seperti pada jawaban usul.")]


class TahapTampil(Jawaban):
    """Satu tahap, dalam WIB; keduanya termasuk."""

    tahap: TahapMusim
    nama: str
    mulai: datetime
    sampai: datetime


class PengecualianTampil(Jawaban):
    """Keputusan yang mengecualikan satu tahap dari satu aturan."""

    aturan: str
    tahap: TahapMusim
    keputusan: str


class TerbitanTampil(Jawaban):
    """Satu versi yang sudah dirilis."""

    versi: int
    keputusan: str
    dirilis_pada: datetime


class JadwalTampil(Jawaban):
    """Jadwal yang berlaku, dan semua versinya dari yang terbaru."""

    musim: str
    versi: int
    keputusan: str
    dirilis_pada: datetime
    tahap: tuple[TahapTampil, ...]
    pengecualian: tuple[PengecualianTampil, ...]
    riwayat: tuple[TerbitanTampil, ...]


class UsulTampil(Jawaban):
    """Jadwal yang diusulkan; `sidik` menyebutnya pada rilis."""

    musim: str
    versi: int
    keputusan: str
    sidik: str
    diusulkan_pada: datetime
    tahap: tuple[TahapTampil, ...]
    pengecualian: tuple[PengecualianTampil, ...]


@router.get("", summary="Jadwal musim ini", dependencies=[terbuka("jadwal.baca")])
async def baca(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> JadwalTampil:
    """Yang terakhir dirilis; pintu dibuka dan ditutup menurutnya. 404 JADWAL_BELUM_ADA bila musim ini berjalan tanpa jadwal."""
    async with pool.acquire() as conn:
        return _tampil(await usecases.baca(conn, (await ctx.instalasi.pilih(conn, kode)).nama))


@router.get("/usul", summary="Jadwal yang menunggu rilis", dependencies=[wewenang("jadwal.lihat_usul")])
async def baca_usul(ctx: Ctx, pool: Pool, kode: KodeDiminta = None) -> UsulTampil:
    """Usul terakhir yang belum dirilis."""
    async with pool.acquire() as conn:
        return _usul_tampil(await usecases.baca_usul(conn, (await ctx.instalasi.pilih(conn, kode)).nama))


@router.post("/usul", status_code=201, summary="Usulkan jadwal atau perpanjangannya", response_model=UsulTampil)
async def usulkan(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("jadwal.usul")],
    ctx: Ctx,
    saat: Saat,
    isi: JadwalMasuk,
    kode: KodeDiminta = None,
) -> Response:
    """Belum berlaku sampai petugas lain merilis. Ditolak dengan setiap kesalahan, pasalnya dan jalan keluarnya."""

    async def kerjakan(uow: UnitOfWork) -> UsulTampil:
        musim = await ctx.instalasi.pilih(uow.conn, kode)
        rancangan = Rancangan(_baca(isi, musim.nama), isi.keputusan)
        return _usul_tampil(await usecases.usulkan(uow, ctx.instalasi, rancangan, izin.subjek, saat))

    return await sekali(kerjakan, UsulTampil)


@router.post("/rilis", summary="Rilis jadwal yang diusulkan petugas lain", response_model=JadwalTampil)
async def rilis(
    *,
    sekali: Sekali,
    izin: Annotated[Diizinkan, wewenang("jadwal.rilis")],
    ctx: Ctx,
    saat: Saat,
    isi: RilisMasuk,
    kode: KodeDiminta = None,
) -> Response:
    """Berlaku saat itu juga di semua server. Ditolak 403 PERLU_PETUGAS_LAIN, atau 409 USUL_BERUBAH bila usulnya sudah diganti."""

    async def kerjakan(uow: UnitOfWork) -> JadwalTampil:
        return _tampil(await usecases.rilis(uow, ctx.instalasi, kode, sidik_usul=isi.sidik, petugas=izin.subjek, saat=saat))

    return await sekali(kerjakan, JadwalTampil)


def _baca(isi: JadwalMasuk, musim: str) -> Jadwal:
    tahap: list[tuple[TahapMusim, Jendela]] = []
    faults: list[Fault] = []
    for nama in TahapMusim:
        if (masuk := isi.tahap.get(nama)) is None:
            continue
        mulai, sampai = milidetik(masuk.mulai), milidetik(masuk.sampai)
        sampai += _SISA_DETIK if sampai.microsecond == 0 else timedelta(0)
        if sampai < mulai:
            pesan = f"Waktu selesai {NAMA[nama]} lebih dahulu daripada waktu mulainya. Tukar keduanya atau perbaiki."
            faults.append(Fault("JADWAL_JENDELA", pesan, kolom=f"tahap.{nama}.sampai"))
        else:
            tahap.append((nama, Jendela(mulai, sampai)))
    if faults:
        raise Rejected("JADWAL_DITOLAK", f"Jadwal ditolak: {len(faults)} kesalahan. Tidak ada yang disimpan.", faults=tuple(faults))
    kecuali = {(satu.aturan, satu.tahap): Pengecualian(satu.aturan, satu.tahap, satu.keputusan) for satu in isi.pengecualian}
    return Jadwal(musim, isi.versi, tuple(tahap), tuple(kecuali[kunci] for kunci in sorted(kecuali)))


def _tahap(jadwal: Jadwal) -> tuple[TahapTampil, ...]:
    return tuple(
        TahapTampil(tahap=tahap, nama=NAMA[tahap], mulai=jendela.mulai.astimezone(WIB), sampai=jendela.sampai.astimezone(WIB))
        for tahap, jendela in jadwal.tahap
    )


def _kecuali(jadwal: Jadwal) -> tuple[PengecualianTampil, ...]:
    return tuple(PengecualianTampil.model_validate(satu) for satu in jadwal.pengecualian)


def _usul_tampil(usul: UsulJadwal) -> UsulTampil:
    return UsulTampil(
        musim=usul.jadwal.musim,
        versi=usul.jadwal.versi,
        keputusan=usul.keputusan,
        sidik=usul.sidik,
        diusulkan_pada=usul.diusulkan_pada,
        tahap=_tahap(usul.jadwal),
        pengecualian=_kecuali(usul.jadwal),
    )


def _tampil(lengkap: JadwalLengkap) -> JadwalTampil:
    berlaku = lengkap.berlaku
    return JadwalTampil(
        musim=berlaku.jadwal.musim,
        versi=berlaku.jadwal.versi,
        keputusan=berlaku.keputusan,
        dirilis_pada=berlaku.dirilis_pada,
        tahap=_tahap(berlaku.jadwal),
        pengecualian=_kecuali(berlaku.jadwal),
        riwayat=tuple(TerbitanTampil.model_validate(satu) for satu in lengkap.riwayat),
    )
