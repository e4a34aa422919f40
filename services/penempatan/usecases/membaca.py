"""Answers to questions; nothing here changes anything."""

from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass

import asyncpg
import orjson

from services.penempatan.domain import Kursi
from services.penempatan.domain.kalimat import kalimat, kalimat_kosong, paragraf
from services.penempatan.store import baca
from services.penempatan.store import versi as store_versi
from services.penempatan.store.baca import Ringkasan, StatusKelompok
from services.penempatan.store.hasil import SimpananKeputusan
from services.penempatan.store.versi import IsiVersi, SelisihVersi
from shared.db import Conn
from shared.errors import Rejected


@dataclass(frozen=True, slots=True)
class Penjelasan:
    """Why one person has the result they have, in sentences they can read; `aturan` is the rule set the kelompok was placed under."""

    peserta: str
    aturan: str
    versi_aturan: int
    penjelasan: str
    kalimat: tuple[str, ...]


async def ringkasan(pool: asyncpg.Pool) -> Ringkasan:
    """The placement in numbers."""
    async with pool.acquire() as conn:
        return await baca.ringkasan(conn)


async def keputusan_peserta(pool: asyncpg.Pool, peserta: str) -> SimpananKeputusan:
    """What became of one person.

    Raises:
        Rejected: 404, nothing is decided about this number.
    """
    async with pool.acquire() as conn:
        return await _keputusan(conn, peserta)


async def penjelasan_peserta(pool: asyncpg.Pool, peserta: str) -> Penjelasan:
    """Why one person has this result.

    Raises:
        Rejected: 404, nothing is decided about this number.
    """
    async with pool.acquire() as conn:
        satu = await _keputusan(conn, peserta)
        aturan, versi = await baca.aturan_kelompok(conn, satu.kelompok)
    pembuka = f"Hasil peserta {peserta} pada formasi {satu.keputusan.formasi_asal} diputuskan menurut aturan {aturan} versi {versi}."
    return Penjelasan(peserta, aturan, versi, f"{pembuka} {paragraf(satu.keputusan)}", kalimat(satu.keputusan))


async def _keputusan(conn: Conn, peserta: str) -> SimpananKeputusan:
    satu = await baca.keputusan_peserta(conn, peserta)
    if satu is None:
        raise Rejected("BELUM_ADA_KEPUTUSAN", "Belum ada keputusan untuk nomor peserta ini.", status=404, kolom="peserta")
    return satu


async def tentang_kelompok(pool: asyncpg.Pool, kelompok: str) -> tuple[StatusKelompok, list[Kursi]]:
    """How far one kelompok is, and its seats.

    Raises:
        Rejected: 404, its ranking is not closed.
    """
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        status = await baca.status_kelompok(conn, kelompok)
        kursi = await baca.kursi_kelompok(conn, kelompok)
    if status is None:
        raise Rejected("KELOMPOK_TIDAK_ADA", "Peringkat kelompok ini belum ditutup, atau kodenya salah.", status=404, kolom="kelompok")
    return status, [satu.kursi for satu in kursi]


async def isi_versi(pool: asyncpg.Pool, kelompok: str, versi: int) -> IsiVersi:
    """A version of a kelompok as it was placed; the one in force as it stands.

    Raises:
        Rejected: 404, never in force.
    """
    async with pool.acquire() as conn:
        isi = await store_versi.isi_versi(conn, kelompok, versi)
    if isi is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini tidak pernah berlaku pada kelompok ini.", kolom="versi", status=404)
    return isi


async def selisih_versi(pool: asyncpg.Pool, kelompok: str, versi: int) -> SelisihVersi:
    """How a version differs from the one in force before it.

    Raises:
        Rejected: 404, no correction put it in force.
    """
    async with pool.acquire() as conn:
        satu = await store_versi.selisih_versi(conn, kelompok, versi)
    if satu is None:
        raise Rejected("VERSI_TIDAK_ADA", "Versi ini bukan hasil koreksi penempatan kelompok ini.", kolom="versi", status=404)
    return satu


async def kelompok_tertahan(pool: asyncpg.Pool, paling_banyak: int) -> list[StatusKelompok]:
    """Kelompok an operator must look at."""
    async with pool.acquire() as conn:
        return await baca.kelompok_tertahan(conn, paling_banyak)


def semua_keputusan(pool: asyncpg.Pool, *, beralasan: bool) -> AsyncIterator[bytes]:
    """All current decisions as JSON lines, sorted by participant; with their reasons, or as bare outcomes."""
    return _baris(baca.semua_keputusan(pool), beralasan=beralasan)


def semua_kursi(pool: asyncpg.Pool) -> AsyncIterator[bytes]:
    """All seats as JSON lines, sorted by formation and number; an open one says in a sentence why."""
    return _baris(baca.semua_kursi(pool), sentence=_mengapa_kosong)


def mengapa_kosong(kursi: Kursi) -> str | None:
    """Why this seat is open, as a sentence."""
    return kalimat_kosong(kursi.alasan) if kursi.alasan is not None else None


def _mengapa_kosong(alasan: str) -> str:
    return kalimat_kosong(baca.alasan_dari(alasan))


async def _baris(
    halaman: AsyncIterator[list[asyncpg.Record]], sentence: Callable[[str], str] | None = None, *, beralasan: bool = True
) -> AsyncIterator[bytes]:
    """Rows as JSON lines; reasons are JSON in the database already and are passed through, with a sentence where one is asked for."""
    async with aclosing(halaman) as isi:  # type: ignore[type-var]  # pages() is an async generator
        async for baris in isi:
            lines = []
            for row in baris:
                nilai = dict(row)
                alasan = nilai.pop("alasan")
                if beralasan:
                    nilai["alasan"] = orjson.Fragment(alasan) if alasan is not None else None
                if sentence is not None:
                    nilai["penjelasan"] = sentence(alasan) if alasan is not None else None
                lines.append(orjson.dumps(nilai, option=orjson.OPT_APPEND_NEWLINE))
            yield b"".join(lines)
