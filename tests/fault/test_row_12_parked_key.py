"""Row 12: the handler refuses one key for a long time. Only that key waits; released, it is applied in order."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import asyncpg
import pytest

from shared.contracts.penilaian import ExamScored
from shared.errors import Rejected
from shared.messaging import Ordering, Received, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.controls import DeadLetterAside
from tests.support.evidence import collect, effects, group, metric, wait_for_effects
from tests.support.history import History
from tests.support.messaging import TOPIC, consuming, count, events, facts, fast_settings, peserta, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

REFUSED = peserta(1)
FIRST, LATER, LAST = facts(4, 3), facts(4, 3, first=4), facts(4, 1, first=7)


@dataclass
class Refusing:
    """Counts, but a rule says no to one key until it is mended."""

    refused: set[str] = field(default_factory=lambda: {REFUSED})

    async def __call__(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if any(received.event.peserta in self.refused for received in batch):
            raise Rejected("uji", "kunci ini ditolak")


@pytest.mark.parametrize("ordering", list(Ordering))
async def test_only_the_refused_key_waits_and_is_released_in_order(
    ordering: Ordering, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    history = History()
    handler = Refusing()
    settings = fast_settings(prefix)
    waiting = "select count(*) from messaging.parked where grp = $1 and key = $2"
    async with producing(kafka.bootstrap_servers) as producer:
        async with consuming(kafka.bootstrap_servers, pool, settings, handler, ordering=ordering) as consumers:
            await send(producer, prefix, events(FIRST))
            await wait_for_effects(pool, 9)
            await send(producer, prefix, events(LATER))
            await wait_for_effects(pool, 18)

            async def all_parked() -> bool:
                return bool(await pool.fetchval(waiting, group(prefix), REFUSED) == 6)

            await wait_for(all_parked, what="six records behind the key")
            assert REFUSED not in {fact.key for fact in await effects(pool)}
            with pytest.raises(Rejected):
                await consumers.release(TOPIC, REFUSED)
            assert await all_parked()
            assert [(key.topic, key.key, key.records) for key in await consumers.parked(10)] == [(TOPIC, REFUSED, 6)]
        # It waits across a restart, and what comes when the cause is mended waits behind it.
        handler.refused.clear()
        async with consuming(kafka.bootstrap_servers, pool, settings, handler, ordering=ordering) as consumers:
            await send(producer, prefix, events(LAST))
            await wait_for_effects(pool, 21)
            await wait_for(lambda: metric("messaging_parked_events_total", prefix) == 7, what="the newest behind the others")
            assert await consumers.release(TOPIC, REFUSED) == 7
            await wait_for_effects(pool, 28)
    history.sent([*FIRST, *LATER, *LAST])
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()
    assert metric("messaging_applied_events_total", prefix) == 28


async def test_with_a_dead_letter_for_single_events_the_checker_finds_a_wrong_order(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    history = History()
    history.sent([*FIRST, *LATER])
    refusing = Refusing()
    aside = DeadLetterAside(refusing)
    async with producing(kafka.bootstrap_servers) as producer, consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), aside):
        await send(producer, prefix, events(FIRST))
        await wait_for_effects(pool, 9)
        refusing.refused.clear()
        await send(producer, prefix, events(LATER))
        await wait_for_effects(pool, 21)
        await aside.replay(pool)
    report = (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()
    assert report.misordered_applied == tuple(fact for fact in FIRST if fact.key == REFUSED)
