"""Officers look at people: every look is logged before anything is shown."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import asyncpg
import orjson

from services.pendaftaran.domain.kelompok import kelompok
from services.pendaftaran.store import peserta as store
from services.pendaftaran.store.peserta import Akses, DataPribadi
from shared.db import pages
from shared.errors import Rejected
from shared.messaging import unit_of_work


async def data_pribadi(pool: asyncpg.Pool, akses: Akses, peserta: str) -> DataPribadi:
    """Read who a participant is.

    Raises:
        Rejected: there is no such participant; the look is logged all the same.
    """
    async with unit_of_work(pool) as uow:
        await store.catat_akses(uow.conn, akses)
        orang = await store.data_pribadi(uow.conn, peserta)
    if orang is None:
        raise Rejected("PESERTA_TIDAK_ADA", "Nomor peserta ini tidak ada.", kolom="peserta", status=404)
    return orang


async def daftar(pool: asyncpg.Pool, akses: Akses, instansi: str | None = None) -> AsyncIterator[bytes]:
    """Every application, or those of one agency, with its NIK and outcome, as NDJSON, in order of application number."""
    async with unit_of_work(pool) as uow:
        await store.catat_akses(uow.conn, akses)
    async with aclosing(pages(pool, store.DAFTAR, instansi)) as halaman:
        async for rows in halaman:
            yield b"".join(map(_baris, rows))


def _baris(row: asyncpg.Record) -> bytes:
    nik, lamaran, peserta, formasi, kode_instansi, kode_jabatan, status, alasan = row
    isi = {
        "nik": nik,
        "lamaran": lamaran,
        "peserta": peserta,
        "formasi": formasi,
        "kelompok": kelompok(kode_instansi, kode_jabatan),
        "status": status or "BELUM",
        "alasan": [satu["kode"] for satu in orjson.loads(alasan)] if alasan else [],
    }
    return orjson.dumps(isi, option=orjson.OPT_APPEND_NEWLINE)
