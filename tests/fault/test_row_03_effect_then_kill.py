"""Row 3: SIGKILL of a consumer after the commit of its effect and before Kafka hears of the offset. The effect happens once."""

import asyncpg
import pytest

from tests.support.backends import KafkaServer
from tests.support.evidence import collect, make_exam_topic, wait_for_effects
from tests.support.history import History, Report
from tests.support.messaging import events, facts, producing, send
from tests.support.processes import worker
from tests.support.worker_process import Offsets

pytestmark = pytest.mark.fault

FIRST, LATER = facts(5, 4), facts(5, 4, first=5)


async def killed_at(
    point: str, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, *, wanted: int, offsets: Offsets = Offsets.WITH_EFFECT
) -> Report:
    """A consumer dies at `point` with its first batch in hand; its successor reads on while more facts come."""
    # One partition: what is there at the start comes in one batch.
    prefix = make_exam_topic(kafka, partitions=1)
    history = History()
    history.sent([*FIRST, *LATER])
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(FIRST))
        async with worker("consume", dsn, kafka.bootstrap_servers, prefix, offsets=offsets, stop_at=point) as consumer:
            await consumer.stopped_at(point)
            await consumer.kill()
        async with worker("consume", dsn, kafka.bootstrap_servers, prefix, offsets=offsets):
            await send(producer, prefix, events(LATER))
            await wait_for_effects(pool, wanted)
    return (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()


@pytest.mark.parametrize("point", ["before_commit", "after_effect"])
async def test_the_effect_happens_once(point: str, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    report = await killed_at(point, kafka, dsn, pool, wanted=len(FIRST) + len(LATER))
    report.check()


async def test_with_offsets_in_kafka_after_the_effect_the_checker_finds_it_twice(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    wanted = 2 * len(FIRST) + len(LATER)
    report = await killed_at("between_effect_and_commit", kafka, dsn, pool, wanted=wanted, offsets=Offsets.KAFKA_LAST)
    assert report.found() == {"duplicate_applied": tuple(sorted(FIRST))}


async def test_with_offsets_in_kafka_before_the_effect_the_checker_finds_it_missing(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool
) -> None:
    report = await killed_at("between_effect_and_commit", kafka, dsn, pool, wanted=len(LATER), offsets=Offsets.KAFKA_FIRST)
    assert report.found() == {"without_effect": tuple(sorted(FIRST))}
