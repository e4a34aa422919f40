"""Row 9: two relays on one outbox, the leader killed with a page in hand. Per-key order is kept, nothing is lost."""

import asyncpg
import pytest

from tests.support.backends import KafkaServer
from tests.support.evidence import topic_records, wait_for_empty_outbox
from tests.support.history import History
from tests.support.messaging import emit, events, facts, fast_settings, relaying
from tests.support.processes import worker
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault


async def leaders(pool: asyncpg.Pool) -> int:
    return int(
        await pool.fetchval(
            """
            select count(*) from pg_locks
            where locktype = 'advisory' and granted and database = (select oid from pg_database where datname = current_database())
            """
        )
    )


async def test_the_other_takes_over_when_the_leader_is_killed(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    bootstrap = kafka.bootstrap_servers
    async with worker("relay", dsn, bootstrap, prefix, page=10, stop_at="after_publish", stop_after=5) as leader:

        async def leads() -> bool:
            return await leaders(pool) == 1

        await wait_for(leads, what="a leader")
        async with worker("relay", dsn, bootstrap, prefix, page=10):
            for first in range(1, 21):
                more = facts(5, 1, first=first)
                await emit(pool, events(more))
                history.sent(more)
            await leader.stopped_at("after_publish")
            assert await pool.fetchval("select count(*) from messaging.outbox") > 0
            # Its session ends with it, and with the session its locks; nobody has to tell the other.
            await leader.kill()
            await wait_for_empty_outbox(pool)
    history.observed(await topic_records(bootstrap, prefix))
    report = history.report()
    report.check("without_effect", "duplicate_on_topic")
    assert report.duplicate_on_topic


async def test_there_are_never_two_leaders(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    settings = fast_settings(prefix, relay_page=10)
    async with relaying(dsn, kafka.bootstrap_servers, settings) as one, relaying(dsn, kafka.bootstrap_servers, settings) as other:
        for first in range(1, 31):
            more = facts(5, 1, first=first)
            await emit(pool, events(more))
            history.sent(more)
            assert not (one.leads and other.leads)
        await wait_for_empty_outbox(pool)
        assert one.leads != other.leads
        assert one.published + other.published == len(history.answers)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    history.report().check("without_effect")
