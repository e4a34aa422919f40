"""Row 17: Kafka refuses the offset commit. A metric rises; nothing is lost or doubled, for nothing depends on it."""

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import CommitFailedError

from tests.support.backends import KafkaServer
from tests.support.evidence import PARTITIONS, collect, group, metric, wait_for_effects
from tests.support.history import History
from tests.support.messaging import consuming, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

FIRST, LATER = facts(12, 2), facts(12, 2, first=3)


async def refuse(offsets: dict[TopicPartition, int]) -> None:
    """What aiokafka raises when the group has moved on without this member."""
    raise CommitFailedError(f"refused: {offsets}")


async def committed(bootstrap: str, prefix: str) -> int:
    """The sum of the offsets that Kafka knows of our group."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        found = await admin.list_consumer_group_offsets(group(prefix))
    finally:
        await admin.close()
    return sum(int(each.offset) for each in found.values() if each.offset > 0)


async def test_a_refused_commit_is_counted_and_nothing_is_lost(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    history.sent([*FIRST, *LATER])
    settings = fast_settings(prefix)
    async with producing(kafka.bootstrap_servers) as producer:
        async with consuming(kafka.bootstrap_servers, pool, settings) as consumers:
            (subscription,) = consumers.subscriptions
            client = subscription.positions.consumer()
            assert isinstance(client, AIOKafkaConsumer)
            client.commit = refuse
            await send(producer, prefix, events(FIRST))
            await wait_for_effects(pool, len(FIRST))
            await wait_for(lambda: metric("messaging_offset_commit_failures_total", prefix) >= 2, what="two refused commits counted")
            assert consumers.is_ready() == (True, "ready")
        assert await committed(kafka.bootstrap_servers, prefix) == 0
        # Kafka knows nothing of the group; the database does.
        async with consuming(kafka.bootstrap_servers, pool, settings):
            await send(producer, prefix, events(LATER))
            await wait_for_effects(pool, len(FIRST) + len(LATER))

            async def told() -> bool:
                return await committed(kafka.bootstrap_servers, prefix) == len(FIRST) + len(LATER)

            await wait_for(told, what="Kafka told of every partition")
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()
    assert await pool.fetchval("select count(*) from messaging.consumer_offset where grp = $1", group(prefix)) == PARTITIONS
