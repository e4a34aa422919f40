"""A service can write its record of acts and read it; the server refuses it everything else."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from shared.db import create_pool
from shared.jejak import Catatan, Hasil
from shared.jejak.jobs import Chain
from shared.jejak.store import tulis
from shared.messaging import unit_of_work

CATATAN = Catatan(
    subjek="p-7",
    jenis="PETUGAS",
    sebagai="PPK",
    instansi="0001",
    tindakan="nip.usul",
    objek="",
    peserta=None,
    permintaan="00000000-0000-4000-8000-000000000001",
    hasil=Hasil.DIKERJAKAN,
)


@pytest.fixture(params=["pendaftaran", "penilaian", "penempatan", "kepegawaian"])
async def pool(request: pytest.FixtureRequest, service_dsn: Callable[[str], str]) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(service_dsn(request.param), application_name="uji") as made:
        yield made


async def _linked(pool: asyncpg.Pool) -> int:
    async with unit_of_work(pool) as uow:
        await tulis(uow.conn, CATATAN)
    async with unit_of_work(pool) as uow:
        return await Chain().step(uow)


async def test_the_service_s_role_writes_and_links(pool: asyncpg.Pool) -> None:
    assert await _linked(pool) == 1
    assert await pool.fetchval("select count(*) from jejak.rantai") == 1


@pytest.mark.parametrize("table", ["catatan", "rantai"])
async def test_nothing_written_can_be_changed_or_taken_away(pool: asyncpg.Pool, table: str) -> None:
    await _linked(pool)
    column = {"catatan": "subjek = 'p-8'", "rantai": "catatan = 2"}[table]
    for statement in (
        f"update jejak.{table} set {column}",
        f"delete from jejak.{table}",
        f"truncate jejak.{table}",
        f"drop table jejak.{table}",
        f"alter table jejak.{table} add column x int",
        f"create rule r as on insert to jejak.{table} do instead nothing",
        f"select * from jejak.{table} for update",
        "update jejak.antrean set catatan = 9",
        "truncate jejak.antrean",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await pool.execute(statement)
    assert await pool.fetchval(f"select count(*) from jejak.{table}") == 1
