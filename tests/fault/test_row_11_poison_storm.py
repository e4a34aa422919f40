"""Row 11: everything is unreadable. The service stops within its limit, says so, and drops nothing."""

import asyncpg
import pytest

from shared.messaging.quarantine import PoisonStorm
from tests.support.backends import KafkaServer
from tests.support.evidence import effects, group, make_exam_topic, wait_for_effects
from tests.support.messaging import TOPIC, Fatal, consuming, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

LIMIT, BATCH, STORM = 20, 8, 60
GOOD, AFTER = facts(1, 10), facts(1, 10, first=11)


async def test_a_storm_stops_the_service_and_nothing_is_dropped(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    prefix = make_exam_topic(kafka, partitions=1)
    strict = fast_settings(prefix, quarantine_run_limit=LIMIT, batch_records=BATCH)
    quarantined = "select count(*) from messaging.quarantine where grp = $1"
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(GOOD))
        for n in range(STORM):
            await producer.send_and_wait(prefix + TOPIC, b"?", key=b"%d" % n)
        await send(producer, prefix, events(AFTER))

    fatal = Fatal()
    async with consuming(kafka.bootstrap_servers, pool, strict, fatal=fatal) as consumers:
        await wait_for(lambda: fatal.errors, what="the stop")
        assert isinstance(fatal.errors[0], PoisonStorm)
        ready, reason = consumers.is_ready()
        assert not ready
        assert "PoisonStorm" in reason
    assert LIMIT - BATCH < await pool.fetchval(quarantined, group(prefix)) <= LIMIT
    assert await effects(pool) == GOOD

    # A person has looked and raised the limit: it goes on where it stopped.
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix, quarantine_run_limit=1000)):
        await wait_for_effects(pool, len(GOOD) + len(AFTER))
    assert await pool.fetchval(quarantined, group(prefix)) == STORM
    assert await effects(pool) == [*GOOD, *AFTER]
