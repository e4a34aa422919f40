"""Row 1: SIGKILL of a service between its commit and the publication. Every acknowledged fact is published."""

import asyncpg
import pytest

from tests.support.backends import KafkaServer
from tests.support.evidence import topic_records, wait_for_empty_outbox
from tests.support.history import History
from tests.support.messaging import fast_settings, relaying
from tests.support.processes import worker

pytestmark = pytest.mark.fault

KILLED_AFTER = 7


async def killed_and_started_again(kafka: KafkaServer, dsn: str, prefix: str, *, outbox: bool) -> History:
    """A service is killed in the instant after it has acknowledged its seventh fact; its successor goes on with later ones."""
    history = History()
    async with worker(
        "produce", dsn, kafka.bootstrap_servers, prefix, outbox=outbox, stop_at="after_commit", stop_after=KILLED_AFTER
    ) as service:
        await service.stopped_at("after_commit")
        await service.kill()
        history.sent(service.acknowledged())
    async with worker("produce", dsn, kafka.bootstrap_servers, prefix, outbox=outbox, first=6) as service:
        await service.said("done")
        history.sent(service.acknowledged())
    return history


async def test_every_acknowledged_fact_is_published(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = await killed_and_started_again(kafka, dsn, prefix, outbox=True)
    assert len(history.answers) == KILLED_AFTER + 15
    async with worker("relay", dsn, kafka.bootstrap_servers, prefix, stop_at="before_publish") as relay:
        await relay.stopped_at("before_publish")
        await relay.kill()
    async with relaying(dsn, kafka.bootstrap_servers, fast_settings(prefix)):
        await wait_for_empty_outbox(pool)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    history.report().check("without_effect")


async def test_without_the_outbox_the_checker_finds_a_lost_fact(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    history = await killed_and_started_again(kafka, dsn, prefix, outbox=False)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    assert history.report().lost == tuple(history.answers)[KILLED_AFTER - 1 : KILLED_AFTER]
