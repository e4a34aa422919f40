"""Negative controls: each takes one mechanism away, as a naive program would be written. With them the checker must find something.

Never part of the product: a mechanism that can be switched off will be.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import cast

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage

from shared.contracts.envelope import decode
from shared.contracts.penilaian import ExamScored
from shared.errors import Rejected
from shared.messaging import MessagingSettings, Received, Relay, UnitOfWork, unit_of_work
from shared.messaging.subscription import Handler
from shared.messaging.unit_of_work import OUTBOX_COLUMNS
from tests.support.history import Fact
from tests.support.messaging import TOPIC, exam, send

Point = Callable[[str], None]


async def publish_after_commit(
    pool: asyncpg.Pool, producer: AIOKafkaProducer, prefix: str, fact: Fact, acknowledge: Callable[[], None]
) -> None:
    """Without an outbox: commit the state, answer the client, then tell the broker."""
    async with unit_of_work(pool) as uow:
        await uow.conn.execute("insert into hitungan as h values ($1, 1) on conflict (peserta) do update set n = h.n + 1", fact.key)
    acknowledge()
    await send(producer, prefix, [(exam(fact.key, fact.number), fact.number)])


class DeleteBeforeAckRelay(Relay):
    """Takes the rows off the outbox first, and then sends."""

    at: Point

    async def _drain(self, conn: asyncpg.Connection, producer: AIOKafkaProducer) -> int:
        page = await self._page(conn, under_way=[])
        if page:
            await conn.execute("delete from messaging.outbox where id = any($1::bigint[])", [row["id"] for row in page])
            self.at("after_delete")
            await asyncio.gather(*await self._send(producer, page))
        return len(page)


class HighWaterMarkRelay(Relay):
    """Remembers the highest id it has sent, and asks for what lies above."""

    last_seen = 0

    async def _page(self, conn: asyncpg.Connection, *, under_way: list[int]) -> list[asyncpg.Record]:  # noqa: ARG002 - as in Relay
        page: list[asyncpg.Record] = await conn.fetch(
            f"select id, {OUTBOX_COLUMNS} from messaging.outbox where id > $1 order by id limit $2",
            self.last_seen,
            self._settings.relay_page,
        )
        self.last_seen = max([self.last_seen, *(row["id"] for row in page)])
        return page


class ReadOnRelay(Relay):
    """Reads the next page from the end of the page in hand; only each pass begins with the oldest row."""

    async def _page(self, conn: asyncpg.Connection, *, under_way: list[int]) -> list[asyncpg.Record]:
        found: list[asyncpg.Record] = await conn.fetch(
            f"select id, {OUTBOX_COLUMNS} from messaging.outbox where id > $1 order by id limit $2",
            max(under_way, default=0),
            self._settings.relay_page,
        )
        return found


async def consume_with_kafka_offsets(
    bootstrap: str, pool: asyncpg.Pool, settings: MessagingSettings, handle: Handler[ExamScored], *, commit_first: bool, at: Point
) -> None:
    """Offsets in Kafka, beside the effect: committed before it, or after it."""
    consumer = AIOKafkaConsumer(
        settings.topic_prefix + TOPIC,
        bootstrap_servers=bootstrap,
        group_id=settings.topic_prefix + "naive",
        group_instance_id="naive-0",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        session_timeout_ms=settings.session_timeout_ms,
        heartbeat_interval_ms=settings.heartbeat_interval_ms,
    )
    await consumer.start()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_consume(consumer, pool, handle, commit_first=commit_first, at=at))


async def _consume(consumer: AIOKafkaConsumer, pool: asyncpg.Pool, handle: Handler[ExamScored], *, commit_first: bool, at: Point) -> None:
    while True:
        batch = [record for records in (await consumer.getmany(timeout_ms=100)).values() for record in records]
        if not batch:
            continue
        steps: list[Callable[[], Awaitable[None]]] = [lambda: _effect(pool, handle, batch), consumer.commit]  # noqa: B023 - awaited below
        first, second = reversed(steps) if commit_first else steps
        await first()
        at("between_effect_and_commit")
        await second()


async def _effect(pool: asyncpg.Pool, handle: Handler[ExamScored], batch: Sequence[object]) -> None:
    async with unit_of_work(pool) as uow:
        await handle(uow, [decoded(record) for record in batch])


def decoded(record: object) -> Received[ExamScored]:
    """A record of the client library as an event."""
    event, meta = decode(ExamScored, ExamScored.topic, record.headers, record.value)  # type: ignore[attr-defined]  # aiokafka is untyped
    return Received(event, meta, record)  # type: ignore[arg-type]


class DeadLetterAside:
    """Puts single events aside that the handler refuses, and lets later ones of the same key pass: the usual dead-letter topic."""

    def __init__(self, handle: Handler[ExamScored]) -> None:
        self._handle = handle
        self._aside: list[Received[ExamScored]] = []

    async def __call__(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        for received in batch:
            try:
                async with uow.conn.transaction():
                    await self._handle(uow, [received])
            except Rejected:
                self._aside.append(received)

    async def replay(self, pool: asyncpg.Pool) -> None:
        """Hand over what was put aside."""
        async with unit_of_work(pool) as uow:
            await self._handle(uow, self._aside)


@asynccontextmanager
async def plain_faststream(bootstrap: str, pool: asyncpg.Pool, prefix: str, handle: Handler[ExamScored]) -> AsyncIterator[None]:
    """The library as its documentation shows it, with a manual acknowledgement after the work; nothing of ours around it."""
    broker = KafkaBroker(bootstrap, logger=None, apply_types=False)
    subscriber = broker.subscriber(
        prefix + TOPIC,
        batch=True,
        group_id=prefix + "plain",
        group_instance_id="plain-0",
        auto_offset_reset="earliest",
        ack_policy=AckPolicy.MANUAL,
        batch_timeout_ms=20,
    )

    @subscriber
    async def receive(_body: object) -> None:
        message: KafkaMessage = broker.context.get_local("message")
        await _effect(pool, handle, cast("Sequence[object]", message.raw_message))
        await message.ack()

    await broker.start()
    try:
        yield
    finally:
        await broker.stop()
