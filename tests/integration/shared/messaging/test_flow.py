"""Events from an outbox over the bus to an effect, on a real broker and a real database."""

import asyncpg

from tests.support.backends import KafkaServer
from tests.support.messaging import consuming, emit, exam, fast_settings, relaying
from tests.support.waiting import wait_for


async def total(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("select coalesce(sum(n), 0) from hitungan"))


async def test_every_committed_event_has_its_effect_once(kafka: KafkaServer, prefix: str, dsn: str, pool: asyncpg.Pool) -> None:
    settings = fast_settings(prefix)
    await emit(pool, [(exam(f"24{i:015d}"), 1) for i in range(3000)])
    async with relaying(dsn, kafka.bootstrap_servers, settings), consuming(kafka.bootstrap_servers, pool, settings) as consumers:

        async def all_there() -> bool:
            return await total(pool) == 3000

        await wait_for(all_there, what="3000 effects")
        assert consumers.is_ready()[0]

        async def no_lag() -> bool:
            return sum((await consumers.lag()).values()) == 0

        await wait_for(no_lag, what="no lag")
    assert await pool.fetchval("select count(*) from messaging.outbox") == 0
    assert await pool.fetchval("select max(n) from hitungan") == 1
