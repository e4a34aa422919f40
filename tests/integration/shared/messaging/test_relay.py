"""The relay through page boundaries, lost connections and a broker that goes away and comes back."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from prometheus_client import REGISTRY

from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.topics import TopicSpec, create_topics
from shared.contracts.penilaian import ExamScored
from shared.messaging import Ordering, unit_of_work
from tests.support.backends import KafkaServer, own_folder
from tests.support.evidence import collect, effects, make_exam_topic, topic_records, wait_for_effects, wait_for_empty_outbox
from tests.support.history import Fact, History
from tests.support.messaging import (
    SERVICE,
    consuming,
    emit,
    events,
    exam,
    facts,
    fast_settings,
    peserta,
    relaying,
)
from tests.support.waiting import wait_for


def rebuilds() -> float:
    return REGISTRY.get_sample_value("messaging_relay_rebuilds_total", {"service": SERVICE}) or 0.0


@pytest.mark.parametrize("number", [20, 39, 40, 41, 700])  # around the page, and beyond one pass of sixteen pages
async def test_every_row_once_and_in_order(number: int, kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    wanted = facts(7, 100)[:number]
    await emit(pool, events(wanted))
    history.sent(wanted)
    async with relaying(dsn, kafka.bootstrap_servers, fast_settings(prefix, relay_page=20)) as relay:
        await wait_for_empty_outbox(pool)
    assert relay.published == number
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    history.report().check("without_effect")


async def test_the_largest_body_a_service_may_emit_goes_all_the_way(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    """Or the first large one would stop its shard for ever."""
    settings = fast_settings(prefix)
    small = exam(peserta(1)).model_dump()
    large = ExamScored.model_construct(
        **{**small, "sumber": "".join(chr(33 + i * 7919 % 90) for i in range(899_000)).replace("\\", "/").replace('"', "'")}
    )
    async with unit_of_work(pool) as uow:
        uow.emit(large, sequence=1)
        uow.emit(exam(peserta(1), 2), sequence=2)
    async with relaying(dsn, kafka.bootstrap_servers, settings), consuming(kafka.bootstrap_servers, pool, settings):
        await wait_for_effects(pool, 1)
    # Its body is longer than the contract allows: readers set it aside, and go on.
    assert await effects(pool) == [Fact(peserta(1), 2)]
    assert await pool.fetchval("select reason from messaging.quarantine") == "isi"


async def test_a_lost_database_connection_is_made_anew(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    async with relaying(dsn, kafka.bootstrap_servers, fast_settings(prefix)) as relay:
        for first in range(1, 4):
            more = facts(5, 1, first=first)
            await emit(pool, events(more))
            history.sent(more)
            await wait_for_empty_outbox(pool)
            before = rebuilds()
            await pool.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", f"{SERVICE}-relay")
            await wait_for(lambda seen=before: rebuilds() > seen, what="the loss noticed without anything to send")  # type: ignore[misc]
        assert relay.published == 15
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    history.report().check("without_effect")


@pytest.fixture
def own_kafka() -> Iterator[tuple[KafkaCluster, KafkaServer]]:
    """A broker that this test may kill."""
    with own_folder() as folder, KafkaCluster(Path(folder) / "kafka", locked=False) as cluster:
        yield cluster, KafkaServer(cluster.bootstrap_servers, cluster)


@pytest.mark.fault
async def test_a_broker_killed_and_started_again(own_kafka: tuple[KafkaCluster, KafkaServer], dsn: str, pool: asyncpg.Pool) -> None:
    cluster, kafka = own_kafka
    prefix = make_exam_topic(kafka)
    history = History()
    settings = fast_settings(prefix, request_timeout_ms=2000)
    before, during, later = facts(5, 4), facts(5, 4, first=5), facts(5, 4, first=9)
    async with consuming(kafka.bootstrap_servers, pool, settings, ordering=Ordering.SEQUENCED):
        async with relaying(dsn, kafka.bootstrap_servers, settings):
            await emit(pool, events(before))
            await wait_for_effects(pool, len(before))
            cluster.kill_node(1)
            # The citizen is served meanwhile: nothing that is acknowledged waits for the broker.
            await emit(pool, events(during))
            history.sent([*before, *during])
            begun = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - begun < 15, "a relay that is to stop must not wait for the broker"
        assert await pool.fetchval("select count(*) from messaging.outbox") == len(during)
        async with relaying(dsn, kafka.bootstrap_servers, settings):
            await emit(pool, events(later))
            history.sent(later)
            cluster.start_node(1)
            await wait_for_empty_outbox(pool)
            await wait_for_effects(pool, len(history.answers), timeout=40)
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check("duplicate_on_topic")


async def test_a_topic_that_is_missing_holds_up_what_follows_and_repeats_nothing(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    history = History()
    wanted, behind = facts(3, 1), facts(3, 1, first=2)
    await emit(pool, events(wanted))
    # One more of each key, and between them an event whose topic nobody has created.
    await pool.execute(
        "insert into messaging.outbox (topic, key, subject, sequence, event_id, occurred_at, correlation_id, payload)"
        " select 'ranking-closed', 'k', 'k', 1, 'uji' || n, 'now', 'uji', '{}' from generate_series(0, 3) n"
    )
    await emit(pool, events(behind))
    history.sent([*wanted, *behind])
    before = rebuilds()
    async with relaying(dsn, kafka.bootstrap_servers, fast_settings(prefix, request_timeout_ms=1000)) as relay:
        await wait_for(lambda: rebuilds() >= before + 2, what="two attempts")
        assert relay.published == len(wanted)
        create_topics(kafka.bootstrap_servers, 1, [TopicSpec(prefix + "ranking-closed", 1)])
        await wait_for_empty_outbox(pool)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    history.report().check("without_effect")
