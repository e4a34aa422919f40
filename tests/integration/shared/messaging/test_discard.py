"""A record that can never be applied is dropped by two officers, with a reason, and what waited behind it goes on."""

from collections.abc import Sequence

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.messaging import Ordering, Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.evidence import effects, wait_for_effects
from tests.support.history import Fact
from tests.support.messaging import TOPIC, consuming, count, events, fast_settings, peserta, producing, send
from tests.support.waiting import wait_for

KEY = peserta(1)
WHY = "tidak akan pernah dapat diterapkan"


async def refuses_the_second(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
    await count(uow, batch)
    if any(received.event.versi == 2 for received in batch):
        raise KeyError("ditolak")


@pytest.mark.parametrize("ordering", list(Ordering))
async def test_two_officers_drop_what_was_refused_and_the_rest_is_applied(
    ordering: Ordering, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), refuses_the_second, ordering=ordering) as consumers,
    ):
        await send(producer, prefix, events([Fact(KEY, n) for n in range(1, 5)]))

        async def waits() -> int:
            return sum(found.records for found in await consumers.parked(10))

        async def three() -> bool:
            return await waits() == 3

        await wait_for(three, what="the second and what follows")
        assert await consumers.propose_discard(TOPIC, peserta(9), officer="satu", why=WHY) is None
        proposed = await consumers.propose_discard(TOPIC, KEY, officer="satu", why=WHY)
        assert proposed is not None
        assert (proposed.topic, proposed.key, proposed.offset, proposed.confirmed_by) == (TOPIC, KEY, 1, None)
        assert await consumers.confirm_discard(proposed.id, officer="satu") is None, "one person is not two"
        assert await waits() == 3
        with pytest.raises(KeyError):
            await consumers.release(TOPIC, KEY)
        assert await waits() == 3
        done = await consumers.confirm_discard(proposed.id, officer="dua")
        assert done is not None
        assert (done.proposed_by, done.confirmed_by, done.why) == ("satu", "dua", WHY)
        assert await consumers.confirm_discard(proposed.id, officer="dua") is None, "once"
        assert await consumers.release(TOPIC, KEY) == 2
        await wait_for_effects(pool, 3)
        assert await effects(pool) == [Fact(KEY, 1), Fact(KEY, 3), Fact(KEY, 4)]
        # Nothing of the key waits, and its next fact finds its way.
        await send(producer, prefix, events([Fact(KEY, 5)]))
        await wait_for_effects(pool, 4)
        assert [found.id for found in await consumers.discards(10)] == [proposed.id]
    row = await pool.fetchrow("select payload, header_names, refused, grp from messaging.discard")
    assert row is not None
    assert b'"versi":2' in row["payload"]
    assert "ce_id" in row["header_names"]


async def test_the_number_of_a_record_dropped_behind_a_waiting_key_counts_as_used(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    """The second was never looked at, for its key waited already; without its number the third would wait for it for ever."""
    refused = {1}

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if any(received.event.versi in refused for received in batch):
            raise KeyError("ditolak")

    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handle, ordering=Ordering.SEQUENCED) as consumers,
    ):
        await send(producer, prefix, events([Fact(KEY, 1)]))
        await wait_for(lambda: consumers.parked(10), what="the key waits")
        await send(producer, prefix, events([Fact(KEY, 2), Fact(KEY, 3)]))

        async def three() -> bool:
            return sum(found.records for found in await consumers.parked(10)) == 3

        await wait_for(three, what="what follows")
        for _ in range(2):
            proposed = await consumers.propose_discard(TOPIC, KEY, officer="satu", why=WHY)
            assert proposed is not None
            assert await consumers.confirm_discard(proposed.id, officer="dua") is not None
        assert await consumers.release(TOPIC, KEY) == 1
        assert await effects(pool) == [Fact(KEY, 3)]
        assert await consumers.parked(10) == []


async def test_nobody_is_said_to_have_dropped_what_was_applied_meanwhile(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    """Otherwise two names stand under a discard that never was, and the record could not be proposed again."""
    refused = {1}

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if any(received.event.versi in refused for received in batch):
            raise KeyError("ditolak")

    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handle) as consumers,
    ):
        await send(producer, prefix, events([Fact(KEY, 1)]))
        await wait_for(lambda: consumers.parked(10), what="the key waits")
        proposed = await consumers.propose_discard(TOPIC, KEY, officer="satu", why=WHY)
        assert proposed is not None
        refused.clear()
        assert await consumers.release(TOPIC, KEY) == 1
        assert await effects(pool) == [Fact(KEY, 1)]
        assert await consumers.confirm_discard(proposed.id, officer="dua") is None
        assert [(found.confirmed_by, found.confirmed_at) for found in await consumers.discards(10)] == [(None, None)]
