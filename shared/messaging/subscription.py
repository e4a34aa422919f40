"""One topic read by one group: from a batch of raw records to one committed transaction."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Generic, TypeVar

import asyncpg
import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import KafkaError

from shared.contracts.envelope import decode
from shared.contracts.event import Event
from shared.db import Conn
from shared.errors import CasnError, Poison, Transient
from shared.messaging import metrics, offsets, parking, quarantine, sequencing
from shared.messaging.offsets import Span
from shared.messaging.parking import ParkedRecord
from shared.messaging.quarantine import PoisonStorm, StormGuard, Unreadable
from shared.messaging.records import Received, Record, key_text
from shared.messaging.settings import MessagingSettings
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

E = TypeVar("E", bound=Event)
Handler = Callable[[UnitOfWork, Sequence[Received[E]]], Awaitable[None]]

# What the world does and time heals. Everything else that a handler raises is either a rule's refusal or a bug.
TRANSIENT = (
    Transient,
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)


class Ordering(Enum):
    """What a handler asks of the numbers on its events (docs/messaging.md)."""

    LATEST = "latest"
    SEQUENCED = "sequenced"


class TooManyParked(CasnError):
    """So many keys wait that the fault is likely ours: stop before the whole topic is set aside."""


class Gap(CasnError):
    """The batch starts beyond what is applied; read again from there before believing it."""


class Subscription(Generic[E]):
    """The rules of design.md §4 for one topic and one group.

    A batch is one transaction: offsets move, events are decoded, the handler changes state, its events go to the outbox, and what cannot be
    read or may not be applied is set aside. Either all of it is committed or none.
    """

    def __init__(
        self, model: type[E], handle: Handler[E], *, ordering: Ordering, service: str, pool: asyncpg.Pool, settings: MessagingSettings
    ) -> None:
        """Bind a handler to the topic of `model`; reading begins when the owner of the consumer calls `receive`."""
        self.model = model
        self.topic = model.topic
        self.group = f"{settings.topic_prefix}{service}.{model.topic.name}"
        self.topic_name = settings.topic_prefix + model.topic.name
        self.consumer: Callable[[], AIOKafkaConsumer | None] = lambda: None
        self.joined = False
        self.busy_since: float | None = None
        self.listener = _Listener(self)
        self._handle = handle
        self._ordering = ordering
        self._pool = pool
        self._settings = settings
        self._storm = StormGuard(settings)
        self._in_flight = asyncio.Lock()
        self._true_gaps: dict[TopicPartition, int] = {}
        self._committable: dict[TopicPartition, int] = {}
        self._next_commit = 0.0

    # --- from the broker -------------------------------------------------------------------------------------------------------------

    async def receive(self, records: Sequence[Record]) -> None:
        """Apply a batch; returns only when it is committed or given back.

        Raises:
            PoisonStorm: too many unreadable records.
            TooManyParked: too many keys wait.
            Transient: the world did not heal in time.
            Exception: a bug that isolating the records did not contain.
        """
        async with self._in_flight:
            self.busy_since = time.monotonic()
            try:
                await self._until_applied(records)
            finally:
                self.busy_since = None
        await self._commit_to_kafka()

    async def _until_applied(self, records: Sequence[Record]) -> None:
        settings = self._settings
        give_up = time.monotonic() + settings.retry_give_up_seconds
        delay = settings.retry_initial_ms / 1000
        one_by_one = False
        while True:
            try:
                with metrics.BATCH_SECONDS.labels(self.group).time():
                    await self._apply(records, one_by_one=one_by_one)
            except Gap:
                await self.seek_to_applied()
                return
            except (PoisonStorm, TooManyParked):
                raise
            except TRANSIENT as error:
                if time.monotonic() > give_up:
                    raise Transient(f"{self.group}: no success in {settings.retry_give_up_seconds} s: {error!r}") from error
                metrics.RETRIES.labels(self.group).inc()
                log.warning("batch_retry", group=self.group, error=repr(error), wait_seconds=delay)
                await asyncio.sleep(delay)
                delay = min(delay * 2, settings.retry_max_ms / 1000)
            except Exception as error:
                if one_by_one:
                    raise
                # Some record is refused by a rule or meets a bug: find it, park its key, let the others pass.
                log.warning("batch_isolated", group=self.group, error=repr(error), exc_info=error)
                one_by_one = True
            else:
                return

    # --- one transaction -------------------------------------------------------------------------------------------------------------

    async def _apply(self, records: Sequence[Record], *, one_by_one: bool) -> None:
        async with self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            fresh, positions = await self._claim(conn, records)
            readable, unreadable, outcome = self._decode(fresh)
            self._storm.check(outcome)
            parked = await self._split_parked(conn, readable)
            applied, refused = await self._hand_over(uow, readable, one_by_one=one_by_one)
            if unreadable:
                await quarantine.store(conn, self.group, unreadable)
            if parked or refused.records:
                await parking.park(conn, self.group, refused.reasons, [*parked, *refused.records])
                waiting = await parking.count_keys(conn, self.group)
                if waiting > self._settings.parked_key_limit:
                    raise TooManyParked(f"{self.group}: {waiting} keys wait, limit {self._settings.parked_key_limit}")
            await uow.flush()
        self._storm.accept(outcome)
        self._committable.update(positions)
        self._count(applied, unreadable, len(parked) + len(refused.records))

    async def _claim(self, conn: Conn, records: Sequence[Record]) -> tuple[list[Record], dict[TopicPartition, int]]:
        """Move the offsets, and keep only what nobody has applied before.

        Raises:
            Gap: offsets are missing before the first record, and we have not yet asked the broker for them again.
        """
        by_partition: dict[int, list[Record]] = {}
        for record in records:
            by_partition.setdefault(record.partition, []).append(record)
        spans = {
            TopicPartition(self.topic_name, part): Span(found[0].offset, found[-1].offset) for part, found in sorted(by_partition.items())
        }
        before = await offsets.advance(conn, self.group, spans)
        fresh: list[Record] = []
        for tp, span in spans.items():
            stood = before[tp]
            if stood is not None and span.first > stood:
                if self._true_gaps.get(tp) != stood:
                    self._true_gaps[tp] = stood
                    raise Gap(f"{tp}: applied up to {stood}, batch begins at {span.first}")
                metrics.GAPS.labels(self.group).inc(span.first - stood)
                log.warning("offsets_gone", group=self.group, partition=tp.partition, first_missing=stood, next_present=span.first)
            fresh.extend(r for r in by_partition[tp.partition] if stood is None or r.offset >= stood)
        metrics.DUPLICATES.labels(self.group).inc(len(records) - len(fresh))
        return fresh, {tp: span.last + 1 for tp, span in spans.items()}

    def _decode(self, fresh: Sequence[Record]) -> tuple[list[Received[E]], list[Unreadable], list[bool]]:
        readable: list[Received[E]] = []
        unreadable: list[Unreadable] = []
        outcome: list[bool] = []
        model, topic = self.model, self.topic
        for record in fresh:
            try:
                event, meta = decode(model, topic, record.headers, record.value)
            except Poison as error:
                unreadable.append(Unreadable(record, error))
                outcome.append(True)
            else:
                readable.append(Received(event, meta, record))
                outcome.append(False)
        return readable, unreadable, outcome

    async def _split_parked(self, conn: Conn, readable: list[Received[E]]) -> list[ParkedRecord]:
        """Take out, in place, what belongs behind a key that waits."""
        if not await parking.count_keys(conn, self.group):
            return []
        waiting = await parking.parked_keys(conn, self.group, {key_text(a.record) for a in readable})
        behind = [ParkedRecord(a.record, admitted=False) for a in readable if key_text(a.record) in waiting]
        readable[:] = [a for a in readable if key_text(a.record) not in waiting]
        return behind

    async def _hand_over(self, uow: UnitOfWork, readable: Sequence[Received[E]], *, one_by_one: bool) -> "tuple[int, _Refused]":
        order = readable
        if self._ordering is Ordering.SEQUENCED and readable:
            result = await sequencing.arrange(uow.conn, self.group, readable)
            order = [item if isinstance(item, Received) else self._again(item) for item in result.order]
            await sequencing.record(uow.conn, self.group, result)
            metrics.DUPLICATES.labels(self.group).inc(result.duplicates)
            metrics.EARLY.labels(self.group).inc(len(result.early))
        if not order:
            return 0, _Refused()
        if one_by_one:
            return await self._singly(uow, order)
        await self._handle(uow, order)
        return len(order), _Refused()

    async def _singly(self, uow: UnitOfWork, order: Sequence[Received[E]]) -> "tuple[int, _Refused]":
        """Each record under its own savepoint; one that is refused parks its key, and all that follows for that key in this batch."""
        refused = _Refused()
        applied = 0
        for item in order:
            key = key_text(item.record)
            if key in refused.reasons:
                refused.records.append(ParkedRecord(item.record, admitted=True))
                continue
            mark = uow.mark()
            try:
                async with uow.conn.transaction():
                    await self._handle(uow, [item])
            except TRANSIENT:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it concerns this key: it is kept, counted and shown
                uow.rewind(mark)
                refused.reasons[key] = repr(error)[:500]
                refused.records.append(ParkedRecord(item.record, admitted=True))
                log.warning("key_parked", group=self.group, key=key, offset=item.record.offset, error=repr(error))
            else:
                applied += 1
        return applied, refused

    def _again(self, record: Record) -> Received[E]:
        event, meta = decode(self.model, self.topic, record.headers, record.value)
        return Received(event, meta, record)

    def _count(self, applied: int, unreadable: Sequence[Unreadable], parked: int) -> None:
        metrics.APPLIED.labels(self.group).inc(applied)
        metrics.PARKED.labels(self.group).inc(parked)
        for item in unreadable:
            metrics.QUARANTINED.labels(self.group, item.reason.kode).inc()
            log.error(
                "record_quarantined", group=self.group, partition=item.record.partition, offset=item.record.offset, reason=str(item.reason)
            )

    # --- parked keys -----------------------------------------------------------------------------------------------------------------

    async def release(self, key: str) -> int:
        """Apply everything that waits behind `key`, in order, in one transaction; returns how many records.

        Raises:
            Exception: whatever the handler raises; then the key waits on, unchanged.
        """
        async with self._in_flight, self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            waiting = await parking.take_key(conn, self.group, key)
            for record, admitted in waiting:
                item = self._again(record)
                if admitted:
                    await self._handle(uow, [item])
                else:
                    await self._hand_over(uow, [item], one_by_one=False)
            await uow.flush()
        return len(waiting)

    # --- positions -------------------------------------------------------------------------------------------------------------------

    async def seek_to_applied(self, partitions: set[TopicPartition] | None = None) -> None:
        """Put the consumer where the database says; a partition without a row keeps the start that the group has (`earliest`)."""
        consumer = self.consumer()
        if consumer is None:
            return
        wanted = partitions if partitions is not None else consumer.assignment()
        async with self._pool.acquire() as conn:
            applied = await offsets.positions(conn, self.group, wanted)
        for tp, offset in applied.items():
            if tp in consumer.assignment():
                consumer.seek(tp, offset)

    async def settle(self) -> None:
        """Wait for the batch in hand; called before partitions are given away."""
        async with self._in_flight:
            pass

    async def _commit_to_kafka(self) -> None:
        """Tell Kafka now and then, for lag tools; nothing depends on it, so a failure is counted and forgotten."""
        now = time.monotonic()
        consumer = self.consumer()
        if consumer is None or now < self._next_commit or not self._committable:
            return
        self._next_commit = now + self._settings.offset_commit_seconds
        ours = consumer.assignment()
        committable = {tp: offset for tp, offset in self._committable.items() if tp in ours}
        self._committable.clear()
        try:
            if committable:
                await consumer.commit(committable)
        except KafkaError as error:
            metrics.COMMIT_FAILURES.labels(self.group).inc()
            log.warning("offset_commit_failed", group=self.group, error=repr(error))

    async def lag(self) -> int:
        """Records of the assigned partitions that the broker has and we have not applied."""
        consumer = self.consumer()
        if consumer is None:
            return 0
        assigned = consumer.assignment()
        ends = {tp: consumer.highwater(tp) for tp in assigned}
        async with self._pool.acquire() as conn:
            applied = await offsets.positions(conn, self.group, assigned)
        return sum(max(0, (end or 0) - applied.get(tp, 0)) for tp, end in ends.items())


class _Refused:
    """Records a handler refused, and why each key began to wait."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.records: list[ParkedRecord] = []


class _Listener(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka is untyped
    """Starts a new owner where the database stands, and lets an old owner finish its batch first."""

    def __init__(self, subscription: Subscription[E]) -> None:
        self._subscription = subscription

    async def on_partitions_revoked(self, revoked: set[TopicPartition]) -> None:
        if revoked:
            await self._subscription.settle()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        self._subscription.joined = True
        try:
            await self._subscription.seek_to_applied(assigned)
        except TRANSIENT as error:
            # aiokafka would swallow it; the claim in the transaction notices both repeats and gaps, so nothing depends on this seek.
            log.warning("seek_failed", group=self._subscription.group, error=repr(error))
