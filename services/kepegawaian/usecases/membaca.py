"""Answers to questions; nothing here changes anything."""

from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass

import asyncpg
import orjson

from services.kepegawaian.domain import BebasSanksi, Sanksi, sanksi
from services.kepegawaian.store import baca
from services.kepegawaian.store.baca import Pegawai, Ringkasan
from shared.aturan.pengangkatan import JenisPengunduran, Langkah, Rute, load
from shared.errors import Rejected


@dataclass(frozen=True, slots=True)
class TentangPegawai:
    """The case of one person, and, of who left, the bar that follows or why there is none."""

    pegawai: Pegawai
    akibat: Sanksi | BebasSanksi | None


async def ringkasan(pool: asyncpg.Pool) -> tuple[Ringkasan, dict[str, int]]:
    """The appointments in numbers, and how many left by reason, from one snapshot."""
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        return await baca.ringkasan(conn)


async def tentang_pegawai(pool: asyncpg.Pool, peserta: str) -> TentangPegawai:
    """The case of one person.

    Raises:
        Rejected: 404, no case.
    """
    async with pool.acquire() as conn:
        satu = await baca.pegawai(conn, peserta)
    if satu is None:
        raise Rejected("BELUM_DITEMPATKAN", "Peserta ini tidak mempunyai keputusan lulus.", status=404, kolom="peserta")
    if satu.jenis is None:
        return TentangPegawai(satu, None)
    akibat = sanksi(JenisPengunduran(satu.jenis), Langkah(satu.langkah), Rute(satu.rute), load(satu.aturan))
    return TentangPegawai(satu, akibat)


async def semua_kasus(pool: asyncpg.Pool) -> AsyncIterator[bytes]:
    """All cases as JSON lines, sorted by participant; no NIP among them."""
    async with aclosing(baca.semua_kasus(pool)) as halaman:  # type: ignore[type-var]  # pages() is an async generator
        async for baris in halaman:
            yield b"".join(orjson.dumps(dict(row), option=orjson.OPT_APPEND_NEWLINE) for row in baris)
