"""Row 5: the same event 2 to 100 times, interleaved, in one batch, and long after. The state is the same; the partition never freezes."""

import hashlib
import random
from collections.abc import Sequence

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.messaging import Ordering, Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.evidence import collect, effects, metric, wait_for_effects
from tests.support.history import Fact, History
from tests.support.messaging import consuming, events, facts, fast_settings, peserta, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

ONCE, NEW = facts(4, 6), facts(4, 1, first=7)


def repeated() -> list[Fact]:
    """Every fact again at random places behind its first occurrence, one of them a hundred times."""
    dice = random.Random(5)
    stream: list[Fact] = []
    for fact in ONCE:
        stream.append(fact)
        stream.extend(dice.choices(stream, k=dice.randint(1, 5)))
    return [*stream, *[Fact(peserta(0), 1)] * 100]


async def digest(pool: asyncpg.Pool) -> str:
    rows = await pool.fetch("select peserta, n from hitungan order by peserta")
    return hashlib.sha256(repr([*map(tuple, rows), *sorted(await effects(pool))]).encode()).hexdigest()


async def latest(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
    """A handler that keeps the highest number it has seen: what `Ordering.LATEST` is for."""
    for received in batch:
        await uow.conn.execute(
            "insert into hitungan as h values ($1, $2) on conflict (peserta) do update set n = greatest(h.n, excluded.n)",
            received.event.peserta,
            received.event.versi,
        )


async def test_what_is_repeated_is_applied_once(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    history.sent([*ONCE, *NEW])
    settings = fast_settings(prefix)
    stream = repeated()
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(stream))
        async with consuming(kafka.bootstrap_servers, pool, settings, ordering=Ordering.SEQUENCED):
            await wait_for_effects(pool, len(ONCE))
            before = await digest(pool)
        async with consuming(kafka.bootstrap_servers, pool, settings, ordering=Ordering.SEQUENCED):
            await send(producer, prefix, events(ONCE))
            dropped = len(stream) - len(ONCE) + len(ONCE)
            await wait_for(lambda: metric("messaging_duplicate_events_total", prefix) >= dropped, what="all repetitions counted")
            assert await digest(pool) == before
            await send(producer, prefix, events(NEW))
            await wait_for_effects(pool, len(ONCE) + len(NEW))
    report = (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()
    report.check("duplicate_on_topic")
    assert set(report.duplicate_on_topic) == set(ONCE)


async def test_without_the_numbers_the_checker_finds_them_applied_again(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    history = History()
    stream = repeated()
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(stream))
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), ordering=Ordering.LATEST):
        await wait_for_effects(pool, len(stream))
    report = (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()
    assert report.duplicate_applied == report.duplicate_on_topic != ()


async def test_a_handler_that_keeps_the_latest_needs_no_numbers(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), latest) as consumers,
    ):
        await send(producer, prefix, events([*repeated(), *NEW, *ONCE]))

        async def no_lag() -> bool:
            return sum((await consumers.lag()).values()) == 0

        await wait_for(no_lag, what="no lag")
    assert {row["n"] for row in await pool.fetch("select n from hitungan")} == {7}
