"""What may go wrong around a batch: positions that differ, handlers that fail, connections that are lost."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import asyncpg
import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from shared.contracts.envelope import body
from shared.contracts.penilaian import ExamScored
from shared.errors import Transient
from shared.messaging import Consumers, Ordering, Received, UnitOfWork, make_broker
from shared.messaging.failures import TopicShrunk
from shared.messaging.subscription import Handler
from tests.support.backends import KafkaServer
from tests.support.evidence import collect, effects, group, make_exam_topic, metric, wait_for_effects
from tests.support.history import Fact, History
from tests.support.messaging import (
    SERVICE,
    TOPIC,
    Fatal,
    consuming,
    count,
    events,
    exam,
    facts,
    fast_settings,
    peserta,
    producing,
    send,
    wire,
)
from tests.support.waiting import wait_for

SET_POSITION = """
    insert into messaging.consumer_offset values ($1, $2, $3, $4)
    on conflict (grp, topic, part) do update set next_offset = excluded.next_offset
"""


@dataclass
class Held:
    """Counts, and holds its batch while `free` is not set."""

    free: asyncio.Event = field(default_factory=asyncio.Event)
    holding: bool = False

    async def __call__(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        self.holding = True
        await self.free.wait()
        self.holding = False
        await count(uow, batch)


async def test_a_partition_set_back_is_read_again_and_its_neighbour_loses_nothing(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    """How an operator replays. The batch that finds out holds the very first records of another partition as well."""
    prefix = make_exam_topic(kafka, partitions=2)
    handler = Held()
    handler.free.set()
    topic = prefix + TOPIC

    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handler) as consumers,
    ):

        async def put(partition: int, fact: Fact) -> None:
            event = exam(fact.key, fact.number)
            headers = wire(event, sequence=fact.number)
            await producer.send_and_wait(topic, body(event), key=fact.key.encode(), headers=headers, partition=partition)

        one, other = peserta(1), peserta(2)
        for number in range(1, 5):
            await put(0, Fact(one, number))
        await wait_for_effects(pool, 4)

        handler.free.clear()
        await put(0, Fact(one, 5))
        await wait_for(lambda: handler.holding, what="a batch in hand")
        await put(0, Fact(one, 6))
        # At once: a partition whose records nobody has taken yet is not fetched again, so what comes later would not be in hand.
        together = producer.create_batch()
        for number in range(1, 4):
            event = exam(other, number)
            together.append(key=other.encode(), value=body(event), timestamp=None, headers=wire(event, sequence=number))
        await (await producer.send_batch(together, topic, partition=1))
        (subscription,) = consumers.subscriptions
        client = subscription.positions.consumer()
        assert client is not None
        await wait_for(lambda: client.highwater(TopicPartition(topic, 1)) == 3, what="both partitions fetched")
        # The operator's statement waits for the batch in hand, whose transaction holds the row.
        setting = asyncio.create_task(pool.execute(SET_POSITION, group(prefix), topic, 0, 2))
        waits = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
        await wait_for(lambda: pool.fetchval(waits), what="the statement behind the batch")
        handler.free.set()
        await setting
        await wait_for_effects(pool, 6 + 3 + 3)
        found = await effects(pool)
    assert [fact for fact in found if fact.key == other] == [Fact(other, n) for n in range(1, 4)]
    numbers = [fact.number for fact in found if fact.key == one]
    assert numbers[-4:] == [3, 4, 5, 6]
    assert sorted(set(numbers)) == [1, 2, 3, 4, 5, 6]


async def test_an_empty_database_starts_at_the_beginning_whatever_kafka_remembers(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    """A database restored from nothing, under the old group name: the effects are gone, so the events must come again."""
    settings = fast_settings(prefix, offset_commit_seconds=0.05)
    wanted = facts(6, 3)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(wanted))
    async with consuming(kafka.bootstrap_servers, pool, settings) as consumers:
        await wait_for_effects(pool, len(wanted))
        client = consumers.subscriptions[0].positions.consumer()
        assert client is not None

        async def kafka_knows() -> bool:
            return sum([await client.committed(tp) or 0 for tp in client.assignment()]) == len(wanted)

        await wait_for(kafka_knows, what="the advisory commit")
    await pool.execute("truncate messaging.consumer_offset, hitungan, urutan")
    async with consuming(kafka.bootstrap_servers, pool, settings):
        await wait_for_effects(pool, len(wanted))
    history = History()
    history.sent(wanted)
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()


async def test_offsets_that_the_broker_deleted_are_counted_and_passed(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    prefix = make_exam_topic(kafka, partitions=1)
    tp = TopicPartition(prefix + TOPIC, 0)
    wanted = facts(1, 10)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(wanted))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap_servers)
    await admin.start()
    await admin.delete_records({tp: RecordsToDelete(before_offset=6)})
    await admin.close()
    await pool.execute(SET_POSITION, group(prefix), tp.topic, 0, 2)
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix)):
        await wait_for_effects(pool, 4)
    assert await effects(pool) == wanted[6:]
    assert metric("messaging_gap_records_total", prefix) == 4


async def test_a_topic_that_ends_before_what_is_applied_stops_the_service(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    """Made anew, or its end was lost by the broker: its new records carry old offsets and would be dropped as known."""
    prefix = make_exam_topic(kafka, partitions=1)
    await pool.execute(SET_POSITION, group(prefix), prefix + TOPIC, 0, 1000)
    fatal = Fatal()
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(facts(1, 5)))
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), fatal=fatal):
        await wait_for(lambda: fatal.errors, what="the stop")
    assert isinstance(fatal.errors[0], TopicShrunk)
    assert await pool.fetchval("select next_offset from messaging.consumer_offset") == 1000


async def wrong_argument(uow: UnitOfWork, _received: Received[ExamScored]) -> None:
    await uow.conn.execute("select $1::int", 2**40)


async def hidden_sql_error(uow: UnitOfWork, _received: Received[ExamScored]) -> None:
    with suppress(asyncpg.DivisionByZeroError):  # as a careless handler might do
        await uow.conn.execute("select 1 / 0")


async def refused_by_the_outbox(uow: UnitOfWork, received: Received[ExamScored]) -> None:
    uow.emit(received.event, sequence=0)


async def plain_bug(_uow: UnitOfWork, _received: Received[ExamScored]) -> None:
    raise KeyError("uji")


@pytest.mark.parametrize("bug", [wrong_argument, hidden_sql_error, refused_by_the_outbox, plain_bug], ids=lambda bug: bug.__name__)
async def test_a_bug_that_meets_one_key_parks_that_key(
    bug: "Handler[ExamScored]", kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    victim = peserta(3)

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        for received in batch:
            if received.event.peserta == victim:
                await bug(uow, received)  # type: ignore[arg-type]
            else:
                uow.emit(received.event, sequence=received.event.versi)

    wanted = facts(6, 2)
    fatal = Fatal()
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handle, fatal=fatal) as consumers,
    ):
        await send(producer, prefix, events(wanted))
        await wait_for_effects(pool, 10)

        async def parked() -> bool:
            return [(key.key, key.records) for key in await consumers.parked(10)] == [(victim, 2)]

        await wait_for(parked, what="the key parked")
    assert fatal.errors == []
    assert victim not in {fact.key for fact in await effects(pool)}
    assert await pool.fetchval("select count(*) from messaging.outbox") == 10


async def test_too_many_parked_keys_hold_the_topic_until_persons_have_acted(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    """The process serves on: whoever releases and discards does so through it."""
    broken = True

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if broken:
            raise KeyError("ours, for everybody")

    settings = fast_settings(prefix, parked_key_limit=3, batch_records=2)
    fatal = Fatal()
    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, settings, handle, fatal=fatal) as consumers,
    ):
        await send(producer, prefix, events(facts(12, 1)))
        await wait_for(consumers.held, what="the topic held")
        assert "TooManyParked" in consumers.held()[TOPIC]
        assert consumers.is_ready()[0]
        assert await pool.fetchval("select count(*) from messaging.parked_key") <= 3
        broken = False
        for key in await consumers.parked(10):
            await consumers.release(TOPIC, key.key)
        await wait_for_effects(pool, 12)
        await wait_for(lambda: not consumers.held(), what="the topic let go")
    assert fatal.errors == []


async def test_a_connection_lost_inside_the_handler_is_one_more_try(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    losses = 3

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        nonlocal losses
        await count(uow, batch)
        if losses:
            losses -= 1
            await uow.conn.execute("select pg_terminate_backend(pg_backend_pid())")

    history = History()
    wanted = facts(6, 3)
    history.sent(wanted)
    async with producing(kafka.bootstrap_servers) as producer, consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handle):
        await send(producer, prefix, events(wanted))
        await wait_for_effects(pool, len(wanted))
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()


async def test_stopping_does_not_wait_for_better_times(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    async def never(_uow: UnitOfWork, _batch: Sequence[Received[ExamScored]]) -> None:
        raise Transient("not today")

    history = History()
    wanted = facts(6, 3)
    history.sent(wanted)
    slow = fast_settings(prefix, retry_initial_ms=3_600_000, retry_max_ms=3_600_000)
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(wanted))
    async with consuming(kafka.bootstrap_servers, pool, slow, never):
        await wait_for(lambda: metric("messaging_retries_total", prefix) == 1, what="the back-off")
        begun = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - begun < 10  # under the grace that FastStream gives a busy handler
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix)):
        await wait_for_effects(pool, len(wanted))
    (await collect(history, kafka.bootstrap_servers, prefix, pool)).report().check()


async def test_better_times_that_do_not_come_stop_the_service(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    async def never(_uow: UnitOfWork, _batch: Sequence[Received[ExamScored]]) -> None:
        raise Transient("not today")

    fatal = Fatal()
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, events(facts(2, 1)))
    async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix, retry_give_up_seconds=0.3), never, fatal=fatal):
        await wait_for(lambda: fatal.errors, what="the stop")
    assert isinstance(fatal.errors[0], Transient)
    assert await pool.fetchval("select count(*) from messaging.consumer_offset") == 0


async def test_early_records_of_a_parked_key_follow_it_when_it_is_released(
    kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str
) -> None:
    """The fifth waits for the fourth; the third is refused; the fourth comes behind it. Released: 3, 4, 5."""
    key = peserta(1)
    refused = {3}

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await count(uow, batch)
        if any(received.event.versi in refused for received in batch):
            raise KeyError("ditolak")

    async with (
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), handle, ordering=Ordering.SEQUENCED) as consumers,
    ):
        await send(producer, prefix, events([Fact(key, 1), Fact(key, 2), Fact(key, 5)]))
        await wait_for(lambda: metric("messaging_early_events_total", prefix) == 1, what="the fifth waits")
        await send(producer, prefix, events([Fact(key, 3), Fact(key, 3), Fact(key, 4)]))

        async def behind() -> int:
            return sum(waiting.records for waiting in await consumers.parked(10))

        async def three() -> bool:
            return await behind() >= 2 and sum((await consumers.lag()).values()) == 0

        await wait_for(three, what="the third and what follows parked")
        refused.clear()
        await consumers.release(TOPIC, key)
        assert await effects(pool) == [Fact(key, n) for n in range(1, 6)]
        assert await pool.fetchval("select count(*) from messaging.early") == 0
        await send(producer, prefix, events([Fact(key, 6)]))
        await wait_for_effects(pool, 6)


async def test_ready_only_when_every_group_is_joined(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    settings = fast_settings(prefix)
    consumers = Consumers(make_broker(kafka.bootstrap_servers, settings), pool, service=SERVICE, settings=settings, on_fatal=Fatal())
    consumers.subscribe(ExamScored, count)
    ready, reason = consumers.is_ready()
    assert not ready
    assert group(prefix) in reason
    await consumers.start()
    try:
        await wait_for(lambda: consumers.is_ready()[0], what="readiness")
    finally:
        await consumers.stop()
