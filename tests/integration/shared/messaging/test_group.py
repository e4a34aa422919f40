"""Several replicas of one service: partitions move between them, and every effect still happens once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.errors import Transient
from shared.messaging import Consumers, Ordering, Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.evidence import PARTITIONS, collect, metric, wait_for_effects
from tests.support.history import History
from tests.support.messaging import consuming, count, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for


def share(consumers: Consumers) -> int:
    """How many partitions it holds."""
    client = consumers.subscriptions[0].positions.consumer()
    return len(client.assignment()) if client is not None else 0


def generation(consumers: Consumers) -> int:
    """Rises with every rebalance of the group."""
    client = consumers.subscriptions[0].positions.consumer()
    assert client is not None
    return int(client._coordinator.generation)


@pytest.mark.parametrize("ordering", list(Ordering))
async def test_members_that_come_and_go_lose_and_double_nothing(
    ordering: Ordering, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    settings = fast_settings(prefix, session_timeout_ms=1500, heartbeat_interval_ms=200, batch_records=20)
    history = History()
    bootstrap = kafka.bootstrap_servers
    next_number = 1

    async with producing(bootstrap) as producer:

        async def more() -> None:
            nonlocal next_number
            wanted = facts(20, 5, first=next_number)
            next_number += 5
            await send(producer, prefix, events(wanted))
            history.sent(wanted)

        async with consuming(bootstrap, pool, settings, ordering=ordering, replica=0) as one:
            await more()
            async with consuming(bootstrap, pool, settings, ordering=ordering, replica=1) as other:
                await more()
                await wait_for(lambda: share(one) and share(other) and share(one) + share(other) == PARTITIONS, what="a shared topic")
                await more()
            # The one that left is thrown out of the group after its session; the other takes everything.
            await more()
            await wait_for(lambda: share(one) == PARTITIONS, what="one member with everything")
            await wait_for_effects(pool, len(history.answers))
    (await collect(history, bootstrap, prefix, pool)).report().check()


@dataclass
class Unwell:
    """Fails until it is well."""

    well: bool = False
    tries: list[int] = field(default_factory=list)

    async def __call__(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if not self.well:
            self.tries.append(len(batch))
            raise Transient("not yet")


async def test_a_batch_that_waits_is_given_back_when_partitions_move(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    """Or the whole group would wait for the back-off of one member."""
    patient = fast_settings(prefix, retry_initial_ms=3_600_000, retry_max_ms=3_600_000)
    history = History()
    wanted = facts(20, 5)
    history.sent(wanted)
    handler = Unwell()
    bootstrap = kafka.bootstrap_servers
    async with producing(bootstrap) as producer:
        await send(producer, prefix, events(wanted))
    async with consuming(bootstrap, pool, patient, handler, replica=0) as one:
        await wait_for(lambda: handler.tries, what="the failure")
        handler.well = True
        async with consuming(bootstrap, pool, patient, replica=1) as other:
            await wait_for(lambda: share(one) + share(other) == PARTITIONS and share(other) > 0, what="a shared topic")
            await wait_for_effects(pool, len(wanted))
    (await collect(history, bootstrap, prefix, pool)).report().check()


async def test_a_replica_that_is_back_in_time_causes_no_rebalance(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    settings = fast_settings(prefix)
    bootstrap = kafka.bootstrap_servers
    history = History()
    async with consuming(bootstrap, pool, settings, replica=0) as one, producing(bootstrap) as producer:
        async with consuming(bootstrap, pool, settings, replica=1) as other:
            await wait_for(lambda: share(other) > 0 and share(one) + share(other) == PARTITIONS, what="a shared topic")
            before, held = generation(one), share(other)
        await send(producer, prefix, events(facts(12, 2)))
        async with consuming(bootstrap, pool, settings, replica=1) as other:
            await wait_for(lambda: share(other) == held, what="its own partitions again")
            await wait_for_effects(pool, 24)
            assert generation(one) == before
    history.sent(facts(12, 2))
    (await collect(history, bootstrap, prefix, pool)).report().check()
    assert metric("messaging_applied_events_total", prefix) == 24
