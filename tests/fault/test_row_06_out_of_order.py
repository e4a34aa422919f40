"""Row 6: events of one key in any order. What comes early waits; nothing is applied in a wrong order."""

import random

import asyncpg
import pytest

from shared.messaging import Ordering
from tests.support.backends import KafkaServer
from tests.support.evidence import collect, metric, wait_for_effects
from tests.support.history import Fact, History, Report
from tests.support.messaging import consuming, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

FACTS = facts(6, 8)


def shuffled() -> list[Fact]:
    """Any order, but nobody's first comes in the first half: so there is something to wait for."""
    stream = random.Random(6).sample(FACTS, len(FACTS))
    firsts = [fact for fact in stream if fact.number == 1]
    return [fact for fact in stream if fact.number > 1] + firsts


async def applied(kafka: KafkaServer, pool: asyncpg.Pool, prefix: str, ordering: Ordering) -> Report:
    history = History()
    stream = shuffled()
    half = len(stream) // 2
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), ordering=ordering),
    ):
        await send(producer, prefix, events(stream[:half]))
        if ordering is Ordering.SEQUENCED:
            await wait_for(lambda: metric("messaging_early_events_total", prefix) == half, what="the first half waits")
        else:
            await wait_for_effects(pool, half)
        await send(producer, prefix, events(stream[half:]))
        await wait_for_effects(pool, len(FACTS))
    history.sent(FACTS)
    return (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()


async def test_early_events_wait_for_their_predecessors(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    report = await applied(kafka, pool, prefix, Ordering.SEQUENCED)
    report.check("misordered_on_topic")
    assert report.misordered_on_topic
    assert await pool.fetchval("select count(*) from messaging.early") == 0


async def test_applied_as_they_arrive_the_checker_finds_a_wrong_order(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    report = await applied(kafka, pool, prefix, Ordering.LATEST)
    assert report.misordered_applied == report.misordered_on_topic != ()
