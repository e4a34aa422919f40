"""Row 2: SIGKILL of the relay after the broker's ack and before the delete. The id is twice on the topic; downstream it counts once."""

import asyncpg
import pytest

from shared.messaging import Ordering
from tests.support.backends import KafkaServer
from tests.support.evidence import collect, topic_records, wait_for_effects, wait_for_empty_outbox
from tests.support.history import History, Report
from tests.support.messaging import consuming, emit, events, facts, fast_settings, relaying
from tests.support.processes import worker

pytestmark = pytest.mark.fault

FACTS = facts(5, 8)
PAGE = 10


async def killed_after_publishing(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str, ordering: Ordering) -> Report:
    """The second page of ten is acknowledged and not deleted when the relay dies; another relay takes over while a consumer applies."""
    history = History()
    await emit(pool, events(FACTS))
    history.sent(FACTS)
    async with worker("relay", dsn, kafka.bootstrap_servers, prefix, page=PAGE, stop_at="after_publish", stop_after=2) as relay:
        await relay.stopped_at("after_publish")
        await relay.kill()
    settings = fast_settings(prefix)
    async with relaying(dsn, kafka.bootstrap_servers, settings):
        await wait_for_empty_outbox(pool)
    doubled = len(FACTS) + (PAGE if ordering is Ordering.LATEST else 0)
    async with consuming(kafka.bootstrap_servers, pool, settings, ordering=ordering):
        await wait_for_effects(pool, doubled)
    return (await collect(history, kafka.bootstrap_servers, prefix, pool)).report()


async def test_the_page_is_published_twice_and_applied_once(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    report = await killed_after_publishing(kafka, dsn, pool, prefix, Ordering.SEQUENCED)
    report.check("duplicate_on_topic")
    assert len(report.duplicate_on_topic) == PAGE


async def test_without_the_numbers_the_checker_finds_the_page_applied_twice(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    report = await killed_after_publishing(kafka, dsn, pool, prefix, Ordering.LATEST)
    assert report.duplicate_applied == report.duplicate_on_topic
    assert len(report.duplicate_applied) == PAGE


async def test_a_relay_that_deletes_before_the_ack_loses_its_page(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = History()
    await emit(pool, events(FACTS))
    history.sent(FACTS)
    async with worker(
        "relay", dsn, kafka.bootstrap_servers, prefix, page=PAGE, delete_first=True, stop_at="after_delete", stop_after=2
    ) as relay:
        await relay.stopped_at("after_delete")
        await relay.kill()
    async with relaying(dsn, kafka.bootstrap_servers, fast_settings(prefix)):
        await wait_for_empty_outbox(pool)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    assert history.report().lost == tuple(sorted(FACTS[PAGE : 2 * PAGE]))
