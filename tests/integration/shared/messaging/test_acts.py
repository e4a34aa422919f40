"""What operators decide and who decided it become true together, or not at all."""

from collections.abc import Sequence

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.db import Conn
from shared.messaging import ActWriter, Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.history import Fact
from tests.support.messaging import TOPIC, consuming, count, events, fast_settings, peserta, producing, send
from tests.support.waiting import wait_for

KEY = peserta(1)
WHY = "tidak akan pernah dapat diterapkan"


async def _refuses_the_first(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
    await count(uow, batch)
    if any(received.event.versi == 1 for received in batch):
        raise KeyError("ditolak")


def _writes(what: str) -> ActWriter:
    async def write(conn: Conn) -> None:
        await conn.execute("insert into tindak values ($1)", what)

    return write


async def _cannot(conn: Conn) -> None:
    raise ConnectionResetError("the record is full")


async def test_what_cannot_be_written_down_is_not_decided(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    await pool.execute("create table tindak (apa text)")
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), _refuses_the_first) as consumers,
    ):
        await send(producer, prefix, events([Fact(KEY, n) for n in range(1, 4)]))

        async def waiting() -> int:
            return sum(found.records for found in await consumers.parked(10))

        async def three() -> bool:
            return await waiting() == 3

        await wait_for(three, what="the first and what follows")
        with pytest.raises(ConnectionResetError):
            await consumers.propose_discard(TOPIC, KEY, officer="satu", why=WHY, record_act=_cannot)
        assert await consumers.discards(10) == []
        proposed = await consumers.propose_discard(TOPIC, KEY, officer="satu", why=WHY, record_act=_writes("usul"))
        assert proposed is not None
        with pytest.raises(ConnectionResetError):
            await consumers.confirm_discard(proposed.id, officer="dua", record_act=_cannot)
        assert await waiting() == 3
        assert await consumers.confirm_discard(proposed.id, officer="satu", record_act=_writes("sendiri")) is None
        assert await consumers.confirm_discard(proposed.id, officer="dua", record_act=_writes("setujui")) is not None
        with pytest.raises(ConnectionResetError):
            await consumers.release(TOPIC, KEY, record_act=_cannot)
        assert await waiting() == 2
        assert await consumers.release(TOPIC, KEY, record_act=_writes("lepas")) == 2
        assert await consumers.release(TOPIC, KEY, record_act=_writes("lagi")) == 0
        with pytest.raises(ConnectionResetError):
            await consumers.let_go_on(TOPIC, officer="satu", why=WHY, record_act=_cannot)
        await consumers.let_go_on(TOPIC, officer="satu", why=WHY, record_act=_writes("lanjut"))
    assert [row["apa"] for row in await pool.fetch("select apa from tindak")] == ["usul", "setujui", "lepas", "lanjut"]
