"""HTTP in: who has which seat, keyed by participant number; who that is only pendaftaran knows. Nothing here changes anything."""

from datetime import datetime
from typing import Annotated

import asyncpg
import orjson
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import Field

from services.penempatan.api.context import Ctx, Musim
from services.penempatan.api.masukan import KodeKelompok
from services.penempatan.domain.jenis import Kursi
from services.penempatan.domain.kalimat import kalimat_kosong
from services.penempatan.domain.persetujuan import BedaKursi, BedaOrang
from services.penempatan.store import baca
from services.penempatan.store.keadaan import BarisKeputusan
from services.penempatan.usecases.penjelasan import jelaskan
from shared.contracts.alasan import baca_alasan
from shared.db import Conn
from shared.errors import Rejected
from shared.web import (
    NDJSON_ANSWER,
    Batas,
    Diizinkan,
    Jawaban,
    NomorPeserta,
    Pool,
    bila_boleh,
    milik_kelompok,
    milik_peserta,
    ndjson_of,
    sebatas_jangkauan,
    terbuka,
    wewenang,
)

router = APIRouter(prefix="/v1", tags=["penempatan"])


class PengaruhRingkas(Jawaban):
    """Yang diubah oleh pertanyaan lebih dahulu kepada peserta, dalam angka."""

    pilihan: int = Field(default=0, description="Peserta yang tidak menyatakan bersedia ke mana saja.")
    tanpa_persetujuan: int = Field(default=0, description="Peserta yang dipindah keputusan padahal menyatakan tidak bersedia.")
    mendapat: int = Field(default=0, description="Peserta yang mendapat kursi hanya dengan persetujuan.")
    melepas: int = Field(default=0, description="Peserta yang mendapat kursi hanya menurut keputusan.")
    pindah: int = Field(default=0, description="Peserta yang mendapat kursi lain.")
    kursi_lebih_kosong: int = Field(default=0, description="Kursi yang lebih banyak kosong dengan persetujuan; negatif: lebih sedikit.")


class Pengaruh(PengaruhRingkas):
    """Yang diubah pada satu kelompok; siapa dan kursi mana hanya untuk petugas, karena menyingkap kesediaan peserta."""

    orang: list[BedaOrang] | None = Field(default=None, description="Hanya untuk petugas.")
    kursi: list[BedaKursi] | None = Field(default=None, description="Hanya untuk petugas.")


class RingkasanPenempatan(Jawaban):
    """Penempatan sebuah musim dalam angka."""

    kelompok: int = Field(description="Peringkat yang sudah ditutup.")
    ditempatkan: int = Field(description="Kelompok yang sudah ditempatkan.")
    tertahan: int = Field(description="Kelompok yang tertahan.")
    kursi: int = Field(description="Kursi pada kelompok yang sudah ditempatkan.")
    terisi: int
    kosong: int = Field(description="Kosong, dan masih dapat diisi.")
    diganti: int = Field(description="Berapa kali kursi yang ditinggalkan diambil penggantinya.")
    dibawa_ke_kebutuhan_berikut: int = Field(description="Kosong sampai kebutuhan berikutnya.")
    keputusan: int = Field(description="Peserta yang sudah diputuskan.")
    koreksi_menunggu: int = Field(description="Koreksi yang menunggu tanda tangan dua petugas.")
    koreksi_tertahan: int = Field(description="Koreksi yang tertahan.")
    koreksi_berlaku: int = Field(description="Koreksi yang sudah berlaku.")
    kode: dict[str, int] = Field(description="Peserta menurut kode tahun itu, tanpa yang sudah keluar.")
    rute: dict[str, int] = Field(description="Peserta yang mempunyai kursi menurut cara memperolehnya; setiap langkah pengisian satu.")
    persetujuan: PengaruhRingkas = Field(description="Yang diubah cara pengisian lainnya, pada semua kelompok.")


class KursiTampil(Jawaban):
    """Satu kursi."""

    kursi: str
    formasi: str
    nomor: int
    status: str
    peserta: str | None
    mengapa_kosong: str | None = Field(description="Mengapa tidak ada pemegangnya.")


class KelompokTampil(Jawaban):
    """Sejauh mana sebuah kelompok."""

    kelompok: str
    musim: str | None = Field(description="Kosong bila musimnya belum dikenal layanan ini.")
    status: str
    jumlah: int = Field(description="Peserta yang diperingkat menurut penutupannya.")
    jumlah_formasi: int
    jumlah_kursi: int
    versi: int
    versi_ditempatkan: int | None
    sebab: str | None = Field(description="Mengapa kelompok ini, atau koreksinya, menunggu atau tertahan.")
    rincian: str | None
    sejak: datetime | None
    mode: str | None = Field(description="SESUAI_KEPUTUSAN atau DENGAN_PERSETUJUAN, sejak dirilis.")


class IsiKelompok(KelompokTampil):
    """Satu kelompok dengan kursinya, dan yang diubah cara pengisian lainnya."""

    kursi: list[KursiTampil]
    pengaruh: Pengaruh | None


class HasilPeserta(Jawaban):
    """Hasil seorang peserta."""

    peserta: str
    kelompok: str
    formasi_asal: str
    hasil: str
    kode: str
    rute: str | None
    formasi_tujuan: str | None
    kursi: str | None
    mundur: bool = Field(description="Benar bila kursinya dilepaskan atau lepas.")
    versi: int


class PenjelasanTampil(Jawaban):
    """Mengapa hasilnya demikian, untuk peserta itu sendiri dan petugas."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str = Field(description="Satu paragraf: aturan dan pasalnya, angka yang dibandingkan, apa yang akan mengubahnya.")
    kalimat: list[str] = Field(description="Isi yang sama, satu kalimat atau alasan demi satu.")


@router.get("/ringkasan", summary="Penempatan dalam angka", dependencies=[terbuka("kemajuan.baca")])
async def ringkasan(pool: Pool, musim: Musim) -> RingkasanPenempatan:
    """Jumlah kelompok, kursi, penggantian, keputusan, dan koreksi."""
    async with pool.acquire() as conn:
        return RingkasanPenempatan.model_validate(await baca.ringkasan(conn, musim))


@router.get(
    "/hasil.ndjson",
    response_class=StreamingResponse,
    responses=NDJSON_ANSWER,
    summary="Semua keputusan",
    dependencies=[terbuka("hasil.baca")],
)
async def hasil(izin: Annotated[Diizinkan | None, bila_boleh("hasil.lihat_alasan")], pool: Pool, musim: Musim) -> StreamingResponse:
    """Menurut nomor peserta, untuk umum; bagi yang berwenang juga `alasan`."""
    return ndjson_of(baca.semua_keputusan(pool, musim), lambda row: _baris_keputusan(row, beralasan=izin is not None))


@router.get(
    "/kursi.ndjson",
    response_class=StreamingResponse,
    responses=NDJSON_ANSWER,
    summary="Semua kursi",
    dependencies=[terbuka("hasil.baca")],
)
async def kursi(pool: Pool, musim: Musim) -> StreamingResponse:
    """Menurut formasi dan nomor; yang kosong dengan `penjelasan`."""
    return ndjson_of(baca.semua_kursi(pool, musim), _baris_kursi)


@router.get("/peserta/{peserta}", summary="Hasil seorang peserta", dependencies=[terbuka("hasil.baca")])
async def peserta(pool: Pool, peserta: NomorPeserta) -> HasilPeserta:
    """Seperti tercetak dalam daftar."""
    async with pool.acquire() as conn:
        satu = await _keputusan(conn, peserta)
    k = satu.keputusan
    return HasilPeserta(
        peserta=k.peserta,
        kelompok=satu.kelompok,
        formasi_asal=k.formasi_asal,
        hasil=k.hasil.value,
        kode=k.kode,
        rute=k.rute.value if k.rute else None,
        formasi_tujuan=k.formasi_tujuan,
        kursi=k.kursi,
        mundur=k.mundur,
        versi=k.versi,
    )


@router.get("/peserta/{peserta}/penjelasan", summary="Mengapa hasilnya demikian", dependencies=[wewenang("penjelasan.baca", milik_peserta)])
async def penjelasan(pool: Pool, ctx: Ctx, peserta: NomorPeserta) -> PenjelasanTampil:
    """Untuk peserta bernomor ini sendiri, dan petugas yang berwenang."""
    async with pool.acquire() as conn:
        return PenjelasanTampil.model_validate(await jelaskan(conn, await _keputusan(conn, peserta), buku=ctx.buku))


# Before /kelompok/{kelompok}: the first route that fits answers.
@router.get("/kelompok/tertahan", summary="Kelompok yang tertahan")
async def tertahan(
    izin: Annotated[Diizinkan, wewenang("kelompok.lihat_tertahan", sebatas_jangkauan)], pool: Pool, limit: Batas = 100
) -> list[KelompokTampil]:
    """Dan mengapa; yang paling lama tertahan lebih dulu."""
    async with pool.acquire() as conn:
        return [KelompokTampil.model_validate(satu) for satu in await baca.kelompok_tertahan(conn, limit, izin.instansi)]


@router.get("/kelompok/{kelompok}", summary="Satu kelompok dengan kursinya", dependencies=[terbuka("hasil.baca")])
async def kelompok(
    izin: Annotated[Diizinkan | None, bila_boleh("kelompok.lihat_pengaruh", milik_kelompok)], pool: Pool, kelompok: KodeKelompok
) -> IsiKelompok:
    """Untuk umum; bagi yang berwenang juga siapa dan kursi mana yang berbeda menurut cara pengisian lainnya."""
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        status = await baca.status_kelompok(conn, kelompok)
        bangku = await baca.kursi_kelompok(conn, kelompok)
    if status is None:
        raise Rejected("KELOMPOK_TIDAK_ADA", "Peringkat kelompok ini belum ditutup, atau kodenya salah.", status=404, kolom="kelompok")
    pengaruh = Pengaruh.model_validate_json(status.pengaruh) if status.pengaruh is not None else None
    if pengaruh is not None and izin is None:
        pengaruh = pengaruh.model_copy(update={"orang": None, "kursi": None})
    return IsiKelompok(
        **KelompokTampil.model_validate(status).model_dump(), kursi=[_kursi_tampil(satu.kursi) for satu in bangku], pengaruh=pengaruh
    )


def _kursi_tampil(satu: Kursi) -> KursiTampil:
    return KursiTampil(
        kursi=satu.kursi,
        formasi=satu.formasi,
        nomor=satu.nomor,
        status=satu.status.tercetak.value,
        peserta=satu.peserta,
        mengapa_kosong=kalimat_kosong(satu.alasan) if satu.alasan is not None else None,
    )


async def _keputusan(conn: Conn, peserta: str) -> BarisKeputusan:
    satu = await baca.keputusan_peserta(conn, peserta)
    if satu is None:
        raise Rejected("BELUM_ADA_KEPUTUSAN", "Belum ada keputusan untuk nomor peserta ini.", status=404, kolom="peserta")
    return satu


def _baris_keputusan(row: asyncpg.Record, *, beralasan: bool) -> bytes:
    """A decision as a JSON line; its reasons are JSON in the database already."""
    nilai = dict(row)
    alasan = orjson.Fragment(nilai.pop("alasan"))
    return orjson.dumps({**nilai, "alasan": alasan} if beralasan else nilai, option=orjson.OPT_APPEND_NEWLINE)


def _baris_kursi(row: asyncpg.Record) -> bytes:
    """A seat as a JSON line; one that nobody holds with the reason, which is JSON in the database already, and the same as a sentence."""
    nilai, alasan = dict(row), row["alasan"]
    nilai["alasan"] = orjson.Fragment(alasan) if alasan is not None else None
    nilai["penjelasan"] = kalimat_kosong(baca_alasan(f"[{alasan}]")[0]) if alasan is not None else None
    return orjson.dumps(nilai, option=orjson.OPT_APPEND_NEWLINE)
