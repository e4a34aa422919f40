"""One topic read by one group: from a batch of raw records to one committed transaction."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Generic, TypeVar

import asyncpg
import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition

from shared.contracts.envelope import decode
from shared.contracts.event import Event
from shared.db import Conn, is_transient
from shared.errors import Poison, Transient
from shared.messaging import metrics, parking, quarantine, sequencing
from shared.messaging.advisory import AdvisoryCommit
from shared.messaging.failures import Halt, TooManyParked
from shared.messaging.outcome import Outcome
from shared.messaging.parking import ParkedRecord
from shared.messaging.positions import Gap, Positions
from shared.messaging.quarantine import StormGuard, Unreadable
from shared.messaging.records import Received, Record, key_text
from shared.messaging.settings import MessagingSettings
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

E = TypeVar("E", bound=Event)
Handler = Callable[[UnitOfWork, Sequence[Received[E]]], Awaitable[None]]


class Ordering(Enum):
    """What a handler asks of the numbers on its events (docs/messaging.md)."""

    LATEST = "latest"
    SEQUENCED = "sequenced"


class Subscription(Generic[E]):
    """The rules of docs/messaging.md for one topic and one group.

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
        self.positions = Positions(self.group, self.topic_name, pool)
        self.joined = False
        self.busy_since: float | None = None
        self.listener = _Listener(self)
        self._handle = handle
        self._ordering = ordering
        self._pool = pool
        self._settings = settings
        self._storm = StormGuard(settings)
        self._in_flight = asyncio.Lock()
        self._hurry = asyncio.Event()
        self._leaving = False
        self._advisory = AdvisoryCommit(
            self.group, every_seconds=settings.offset_commit_seconds, limit_seconds=settings.request_timeout_ms / 1000
        )

    # --- from the broker -------------------------------------------------------------------------------------------------------------

    async def receive(self, records: Sequence[Record]) -> None:
        """Apply a batch; returns only when it is committed or given back.

        Raises:
            Halt: too many unreadable records or waiting keys, or the topic is not the one we know; nothing of the batch is committed.
            Transient: the world did not heal in time.
            Exception: a bug that isolating the records did not contain.
        """
        async with self._in_flight:
            self.busy_since = time.monotonic()
            try:
                await self._until_applied(records)
            finally:
                self.busy_since = None

    async def _until_applied(self, records: Sequence[Record]) -> None:
        give_up = time.monotonic() + self._settings.retry_give_up_seconds
        delay = self._settings.retry_initial_ms / 1000
        one_by_one = False
        while True:
            try:
                await self._apply_or_read_again(records, one_by_one=one_by_one)
            except Halt:
                raise
            except Exception as error:
                if is_transient(error):
                    await self._wait_for_better_times(error, delay, give_up)
                    delay = min(delay * 2, self._settings.retry_max_ms / 1000)
                    if self._hurry.is_set():
                        # Not applied and not lost: whoever gets the partitions starts where the database stands.
                        log.warning("batch_given_back", group=self.group, records=len(records))
                        return
                elif one_by_one:
                    raise
                else:
                    # Some record is refused by a rule or meets a bug: find it, park its key, let the others pass.
                    log.warning("batch_isolated", group=self.group, error=repr(error), exc_info=error)
                    one_by_one = True
            else:
                return

    async def _wait_for_better_times(self, error: Exception, seconds: float, give_up: float) -> None:
        if time.monotonic() > give_up:
            raise Transient(f"{self.group}: no success in {self._settings.retry_give_up_seconds} s: {error!r}") from error
        metrics.RETRIES.labels(self.group).inc()
        log.warning("batch_retry", group=self.group, error=repr(error), wait_seconds=seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        except TimeoutError:
            return

    async def _apply_or_read_again(self, records: Sequence[Record], *, one_by_one: bool) -> None:
        try:
            with metrics.BATCH_SECONDS.labels(self.group).time():
                await self._apply(records, one_by_one=one_by_one)
        except Gap as gap:
            await self.positions.read_again(gap)

    # --- one transaction -------------------------------------------------------------------------------------------------------------

    async def _apply(self, records: Sequence[Record], *, one_by_one: bool) -> None:
        outcome = Outcome()
        async with self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            fresh = await self.positions.claim(conn, records, outcome)
            readable = self._decode(fresh, outcome)
            self._storm.check(outcome.bad)
            behind = await self._split_parked(conn, readable)
            await self._hand_over(uow, readable, outcome, one_by_one=one_by_one)
            if outcome.unreadable:
                await quarantine.store(conn, self.group, outcome.unreadable)
            if behind or outcome.refused:
                await self._park(conn, [*behind, *outcome.refused], outcome)
            uow.wake()
            await uow.flush()
        self._storm.accept(outcome.bad)
        self._advisory.note(self.positions.consumer(), outcome.positions)
        outcome.count(self.group)

    def _decode(self, fresh: Sequence[Record], outcome: Outcome) -> list[Received[E]]:
        readable: list[Received[E]] = []
        model, topic = self.model, self.topic
        for record in fresh:
            try:
                event, meta = decode(model, topic, record.headers, record.value)
                if record.key != event.key.encode():
                    # Order and parking go by the key; under a foreign one this fact could overtake its predecessor.
                    raise Poison("kunci", "the record's key is not the key of its body")  # noqa: TRY301 - the same fate as what decode refuses
            except Poison as error:
                outcome.unreadable.append(Unreadable(record, error))
                outcome.bad.append(True)
            else:
                readable.append(Received(event, meta, record))
                outcome.bad.append(False)
        return readable

    async def _split_parked(self, conn: Conn, readable: list[Received[E]]) -> list[ParkedRecord]:
        """Take out, in place, what belongs behind a key that waits."""
        if not await parking.count_keys(conn, self.group):
            return []
        waiting = await parking.parked_keys(conn, self.group, {key_text(a.record) for a in readable})
        behind = [ParkedRecord(a.record, admitted=False) for a in readable if key_text(a.record) in waiting]
        readable[:] = [a for a in readable if key_text(a.record) not in waiting]
        return behind

    async def _park(self, conn: Conn, records: Sequence[ParkedRecord], outcome: Outcome) -> None:
        await parking.park(conn, self.group, outcome.reasons, records)
        outcome.parked = len(records)
        waiting = await parking.count_keys(conn, self.group)
        if waiting > self._settings.parked_key_limit:
            raise TooManyParked(f"{self.group}: {waiting} keys wait, limit {self._settings.parked_key_limit}")

    async def _hand_over(self, uow: UnitOfWork, readable: Sequence[Received[E]], outcome: Outcome, *, one_by_one: bool) -> None:
        order = readable
        if self._ordering is Ordering.SEQUENCED and readable:
            result = await sequencing.arrange(uow.conn, self.group, readable)
            order = [item if isinstance(item, Received) else self._again(item) for item in result.order]
            await sequencing.record(uow.conn, self.group, result)
            outcome.duplicates += result.duplicates
            outcome.early += len(result.early)
        if one_by_one:
            await self._singly(uow, order, outcome)
        elif order:
            await self._handle(uow, order)
            outcome.applied += len(order)

    async def _singly(self, uow: UnitOfWork, order: Sequence[Received[E]], outcome: Outcome) -> None:
        """Each record under its own savepoint; one that is refused parks its key, and all that follows for that key in this batch."""
        for item in order:
            key = key_text(item.record)
            if key in outcome.reasons:
                outcome.refused.append(ParkedRecord(item.record, admitted=True))
                continue
            mark = uow.mark()
            # In SQL, because only this can still be rolled back when the handler hid an SQL error and the release fails.
            await uow.conn.execute("savepoint record")
            try:
                await self._handle(uow, [item])
                # Its events too: what the outbox refuses is this record's fault, not the batch's.
                await uow.flush()
                await uow.conn.execute("release savepoint record")
            except Exception as error:
                if is_transient(error):
                    raise
                await uow.conn.execute("rollback to savepoint record")
                uow.rewind(mark)
                outcome.reasons[key] = repr(error)[:500]
                outcome.refused.append(ParkedRecord(item.record, admitted=True))
                log.warning("key_parked", group=self.group, key=key, offset=item.record.offset, error=repr(error))
            else:
                outcome.applied += 1

    def _again(self, record: Record) -> Received[E]:
        event, meta = decode(self.model, self.topic, record.headers, record.value)
        return Received(event, meta, record)

    # --- parked keys -----------------------------------------------------------------------------------------------------------------

    async def release(self, key: str) -> int:
        """Apply everything that waits behind `key`, in order, in one transaction; returns how many records.

        Raises:
            Exception: whatever the handler raises; then the key waits on, unchanged.
        """
        outcome = Outcome()
        async with self._in_flight, self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            waiting = await parking.take_key(conn, self.group, key)
            for record, admitted in waiting:
                item = self._again(record)
                if admitted:
                    await self._handle(uow, [item])
                    outcome.applied += 1
                else:
                    await self._hand_over(uow, [item], outcome, one_by_one=False)
            uow.wake()
            await uow.flush()
        outcome.count(self.group)
        return len(waiting)

    # --- positions -------------------------------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Wait for the batch in hand before partitions are given away; one that only waits for better times is given back."""
        self._hurry.set()
        try:
            async with self._in_flight:
                pass
        finally:
            if not self._leaving:
                self._hurry.clear()

    def leave(self) -> None:
        """The process ends: no batch waits for better times any more."""
        self._leaving = True
        self._hurry.set()

    async def close(self) -> None:
        """After the consumer is gone: end what runs in the background."""
        await self._advisory.close()

    async def lag(self) -> int:
        """Records of the assigned partitions that the broker has and we have not applied."""
        return await self.positions.lag()


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
            await self._subscription.positions.start(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would swallow it unseen
            # The claim in the transaction notices both repeats and gaps, so nothing depends on this seek.
            log.warning("seek_failed", group=self._subscription.group, error=repr(error))
