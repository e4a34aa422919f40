"""Row 8: a transaction stays open while others commit. No event is lost, none is overtaken by its successor."""

import asyncio

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from shared.messaging import Relay, UnitOfWork
from tests.support.backends import KafkaServer
from tests.support.controls import HighWaterMarkRelay, ReadOnRelay
from tests.support.evidence import topic_records, wait_for_empty_outbox
from tests.support.history import Fact, History, Report
from tests.support.messaging import SERVICE, emit, events, exam, facts, fast_settings, peserta, run_relay
from tests.support.waiting import wait_for

pytestmark = pytest.mark.fault

SLOW = peserta(0)
OTHERS = facts(40, 1)[1:]


async def one_commits_late(relay: Relay, kafka: KafkaServer, pool: asyncpg.Pool, prefix: str) -> Report:
    """The id of the first fact is taken before all others and becomes visible after they are published."""
    history = History()
    async with run_relay(relay), pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        uow = UnitOfWork(conn)
        uow.emit(exam(SLOW, 1), sequence=1)
        await uow.flush()
        await emit(pool, events(OTHERS))
        await wait_for(lambda: relay.published == len(OTHERS), what="the others published")
        await transaction.commit()
        await emit(pool, events([Fact(SLOW, 2)]))
        history.sent([Fact(SLOW, 1), *OTHERS, Fact(SLOW, 2)])
        await wait_for(lambda: relay.published >= len(OTHERS) + 1, what="what came late published")
        if not isinstance(relay, HighWaterMarkRelay):
            await wait_for_empty_outbox(pool)
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    return history.report()


async def test_a_late_commit_is_published(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    relay = Relay(dsn, kafka.bootstrap_servers, service=SERVICE, settings=fast_settings(prefix))
    (await one_commits_late(relay, kafka, pool, prefix)).check("without_effect")


async def test_with_a_high_water_mark_the_checker_finds_it_lost(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    relay = HighWaterMarkRelay(dsn, kafka.bootstrap_servers, service=SERVICE, settings=fast_settings(prefix))
    assert (await one_commits_late(relay, kafka, pool, prefix)).lost == (Fact(SLOW, 1),)


class CommittedMeanwhile:
    """While the first page is under way, the slow transaction commits and a later one of the same key follows at once."""

    def __init__(self, pool: asyncpg.Pool, slow: asyncpg.transaction.Transaction) -> None:
        self._pool = pool
        self._slow = slow
        self._done = False

    async def __call__(self) -> None:
        if not self._done:
            self._done = True
            await self._slow.commit()
            await emit(self._pool, events([Fact(SLOW, 2)]))


class MeanwhileRelay(Relay):
    """Ours; something happens between two pages."""

    meanwhile: CommittedMeanwhile

    async def _send(self, producer: AIOKafkaProducer, page: list[asyncpg.Record]) -> list[asyncio.Future[object]]:
        await self.meanwhile()
        return await super()._send(producer, page)


class MeanwhileReadOnRelay(MeanwhileRelay, ReadOnRelay):
    """The same with the naive paging."""


async def commits_between_two_pages(relay: MeanwhileRelay, kafka: KafkaServer, pool: asyncpg.Pool, prefix: str) -> Report:
    history = History()
    async with pool.acquire() as conn:
        transaction = conn.transaction()
        await transaction.start()
        uow = UnitOfWork(conn)
        uow.emit(exam(SLOW, 1), sequence=1)
        await uow.flush()
        await emit(pool, events(OTHERS))
        relay.meanwhile = CommittedMeanwhile(pool, transaction)
        async with run_relay(relay):
            await wait_for(lambda: relay.published == len(OTHERS) + 2, what="all published")
    history.sent([Fact(SLOW, 1), *OTHERS, Fact(SLOW, 2)])
    history.observed(await topic_records(kafka.bootstrap_servers, prefix))
    return history.report()


async def test_a_commit_between_two_pages_keeps_the_order_of_its_key(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    relay = MeanwhileRelay(dsn, kafka.bootstrap_servers, service=SERVICE, settings=fast_settings(prefix, relay_page=20))
    (await commits_between_two_pages(relay, kafka, pool, prefix)).check("without_effect")


async def test_reading_on_from_the_page_in_hand_the_checker_finds_it_overtaken(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    relay = MeanwhileReadOnRelay(dsn, kafka.bootstrap_servers, service=SERVICE, settings=fast_settings(prefix, relay_page=20))
    report = await commits_between_two_pages(relay, kafka, pool, prefix)
    assert report.misordered_on_topic == (Fact(SLOW, 1),)
