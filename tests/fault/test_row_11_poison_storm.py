"""Row 11: everything is unreadable. The topic is held within its limit, by the next process too; nothing is dropped."""

import asyncpg
import pytest

from shared.contracts.envelope import body
from tests.support.backends import KafkaServer
from tests.support.evidence import effects, group, make_exam_topic, wait_for_effects
from tests.support.messaging import TOPIC, consuming, events, exam, facts, fast_settings, peserta, producing, send, wire
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

LIMIT, BATCH, STORM = 20, 8, 60
QUARANTINED = "select count(*) from messaging.quarantine where grp = $1"
GOOD, AFTER = facts(1, 10), facts(1, 10, first=11)


async def test_a_storm_holds_the_topic_and_nothing_is_dropped(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    prefix = make_exam_topic(kafka, partitions=1)
    strict = fast_settings(prefix, quarantine_run_limit=LIMIT, batch_records=BATCH)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(GOOD))
        for n in range(STORM):
            await producer.send_and_wait(prefix + TOPIC, b"?", key=b"%d" % n)
        await send(producer, prefix, events(AFTER))

    async with consuming(kafka.bootstrap_servers, pool, strict) as consumers:
        await wait_for(consumers.held, what="the topic held")
        assert "PoisonStorm" in consumers.held()[TOPIC]
        assert consumers.is_ready()[0], "who is to decide needs this process"
    aside = await pool.fetchval(QUARANTINED, group(prefix))
    assert LIMIT - BATCH < aside <= LIMIT
    assert await effects(pool) == GOOD

    # Started again it counts on where it was: nothing more is set aside.
    async with consuming(kafka.bootstrap_servers, pool, strict) as consumers:
        await wait_for(consumers.held, what="the topic held again")
        assert await pool.fetchval(QUARANTINED, group(prefix)) == aside

        async def let_go_on_until_all_is_aside() -> bool:
            if consumers.held():
                await consumers.let_go_on(TOPIC, officer="petugas", why="uji")
            return bool(await pool.fetchval(QUARANTINED, group(prefix)) == STORM)

        await wait_for(let_go_on_until_all_is_aside, what="all set aside on the word of a person")
        await wait_for_effects(pool, len(GOOD) + len(AFTER))
    assert await effects(pool) == [*GOOD, *AFTER]
    assert await pool.fetchval("select let_on_by from messaging.storm") == "petugas"


async def test_without_the_table_a_restart_sets_more_aside(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    """Negative control: what is counted only in the process begins from nought with each process."""
    prefix = make_exam_topic(kafka, partitions=1)
    strict = fast_settings(prefix, quarantine_run_limit=LIMIT, batch_records=BATCH)
    async with producing(kafka.bootstrap_servers) as producer:
        for n in range(STORM):
            await producer.send_and_wait(prefix + TOPIC, b"?", key=b"%d" % n)
    for _ in range(2):
        await pool.execute("truncate messaging.storm")
        async with consuming(kafka.bootstrap_servers, pool, strict) as consumers:
            await wait_for(consumers.held, what="the topic held")
    assert await pool.fetchval(QUARANTINED, group(prefix)) > LIMIT


async def test_a_storm_in_one_partition_is_not_hidden_by_its_neighbours(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    prefix = make_exam_topic(kafka, partitions=2)
    strict = fast_settings(prefix, quarantine_run_limit=LIMIT, batch_records=BATCH)
    good = exam(peserta(1))
    async with producing(kafka.bootstrap_servers) as producer:
        for n in range(LIMIT + 5):
            await producer.send_and_wait(prefix + TOPIC, b"?", key=b"%d" % n, partition=0)
            headers = wire(good, sequence=n + 1)
            await producer.send_and_wait(prefix + TOPIC, body(good), key=good.key.encode(), headers=headers, partition=1)
    async with consuming(kafka.bootstrap_servers, pool, strict) as consumers:
        await wait_for(consumers.held, what="the topic held")
    assert await pool.fetchval(QUARANTINED, group(prefix)) <= LIMIT
