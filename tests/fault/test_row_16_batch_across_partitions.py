"""Row 16: a batch that spans partitions fails and later succeeds. All of its partitions are applied, once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.errors import Transient
from shared.messaging import Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.controls import plain_faststream
from tests.support.evidence import collect, metric, wait_for_effects
from tests.support.history import History
from tests.support.messaging import consuming, count, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

FIRST, LATER = facts(24, 1), facts(24, 2, first=2)


@dataclass
class Failing:
    """Fails after its work is done, the first times that it is called; remembers which partitions it failed for."""

    times: int
    failed: list[set[int]] = field(default_factory=list)

    async def __call__(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        partitions = {received.record.partition for received in batch}
        if len(self.failed) < self.times:
            self.failed.append(partitions)
            raise Transient("the world is not ready")


async def test_all_partitions_are_applied_once(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    history.sent([*FIRST, *LATER])
    handler = Failing(times=3)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(FIRST))
        async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handler):
            await wait_for_effects(pool, len(FIRST))
            await send(producer, prefix, events(LATER))
            await wait_for_effects(pool, len(FIRST) + len(LATER))
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()
    assert len(handler.failed) == 3
    assert len(handler.failed[0]) > 1
    assert metric("messaging_retries_total", prefix) == 3


async def test_a_plain_manual_handler_that_raises_skips_its_batch(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    history.sent([*FIRST, *LATER])
    handler = Failing(times=1)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(FIRST))
        async with plain_faststream(kafka.bootstrap_servers, pool, prefix, handler):
            await wait_for(lambda: handler.failed, what="the failure")
            await send(producer, prefix, events(LATER))
            await wait_for_effects(pool, len(LATER))
        # Not even a restart brings it back: the offsets after it were committed.
        async with plain_faststream(kafka.bootstrap_servers, pool, prefix, handler):
            more = facts(24, 1, first=4)
            await send(producer, prefix, events(more))
            await wait_for_effects(pool, len(LATER) + len(more))
    report = (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()
    assert report.found().keys() == {"without_effect"}
    assert set(report.without_effect) <= set(FIRST)
