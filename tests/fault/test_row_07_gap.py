"""Row 7: an event is missing. Its successors wait, visibly, across a restart as well; when it comes they follow it in order."""

import asyncpg
import pytest

from shared.messaging import Ordering
from tests.support.backends import KafkaServer
from tests.support.evidence import collect, effects, metric, wait_for_effects
from tests.support.history import Fact, History
from tests.support.messaging import consuming, events, fast_settings, peserta, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

GAPPED, WHOLE = peserta(1), peserta(2)


async def test_successors_of_a_missing_event_wait_and_resume(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    settings = fast_settings(prefix)
    missing = Fact(GAPPED, 2)
    around = [Fact(GAPPED, 1), Fact(GAPPED, 3), Fact(GAPPED, 4), Fact(WHOLE, 1), Fact(WHOLE, 2)]
    history.sent([missing, *around])
    async with producing(kafka.bootstrap_servers) as producer:
        async with consuming(kafka.bootstrap_servers, pool, settings, ordering=Ordering.SEQUENCED):
            await send(producer, prefix, events(around))
            await wait_for_effects(pool, 3)
            await wait_for(lambda: metric("messaging_early_events_total", prefix) == 2, what="the alarm counts what waits")
        assert sorted(await effects(pool)) == [Fact(GAPPED, 1), Fact(WHOLE, 1), Fact(WHOLE, 2)]
        async with consuming(kafka.bootstrap_servers, pool, settings, ordering=Ordering.SEQUENCED):
            await send(producer, prefix, events([missing]))
            await wait_for_effects(pool, 6)
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check("misordered_on_topic")
