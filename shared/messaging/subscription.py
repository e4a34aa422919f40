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
from shared.messaging import metrics, parking, quarantine, sequencing, storm
from shared.messaging.advisory import AdvisoryCommit
from shared.messaging.failures import Halt, Held, TooManyParked
from shared.messaging.operations import ActWriter
from shared.messaging.outcome import Counts, Verdict
from shared.messaging.parking import ParkedRecord
from shared.messaging.positions import Gap, Positions
from shared.messaging.proof import Verifier
from shared.messaging.quarantine import Unreadable
from shared.messaging.records import Received, Record, key_text
from shared.messaging.settings import MessagingSettings
from shared.messaging.storm import Weather
from shared.messaging.unit_of_work import UnitOfWork, unit_of_work

log = structlog.get_logger(__name__)

E = TypeVar("E", bound=Event)
Handler = Callable[[UnitOfWork, Sequence[Received[E]]], Awaitable[None]]


class Ordering(Enum):
    """How a handler reads the numbers on its events (docs/messaging.md)."""

    LATEST = "latest"
    SEQUENCED = "sequenced"


class Subscription(Generic[E]):
    """One topic read by one group (docs/messaging.md).

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
        self.verifier = Verifier(settings.keys, owner=self.topic.owner, topic=self.topic_name)
        self.joined = False
        self.busy_since: float | None = None
        self.held: str | None = None
        self.listener = _Listener(self)
        self._handle = handle
        self._ordering = ordering
        self._pool = pool
        self._settings = settings
        self._weather: dict[TopicPartition, Weather] = {}
        self._in_flight = asyncio.Lock()
        self._nudge = asyncio.Event()
        self._settling = False
        self._leaving = False
        self._advisory = AdvisoryCommit(
            self.group, every_seconds=settings.offset_commit_seconds, limit_seconds=settings.request_timeout_ms / 1000
        )
        metrics.begin(self.group)

    # --- from the broker -------------------------------------------------------------------------------------------------------------

    async def receive(self, records: Sequence[Record]) -> None:
        """Apply a batch; returns only when it is committed or given back.

        While a person must act first (`Held`), it is tried again now and then: `held` says why.

        Raises:
            Halt: the topic is not the one we know; nothing of the batch is committed.
            Transient: the world did not heal in time.
            Exception: a bug that isolating the records did not contain.
        """
        async with self._in_flight:
            self.busy_since = time.monotonic()
            try:
                await self._until_applied(records)
            finally:
                self.busy_since = None
                self._hold(None)

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
                if isinstance(error, Held) or is_transient(error):
                    await self._wait_for_better_times(error, delay, give_up)
                    longest = self._settings.hold_seconds if self.held else self._settings.retry_max_ms / 1000
                    delay = min(delay * 2, longest)
                    if self._settling or self._leaving:
                        # Not applied and not lost: whoever gets the partitions starts where the database stands.
                        log.warning("batch_given_back", group=self.group, **_place(records), records=len(records))
                        return
                elif one_by_one:
                    log.exception("batch_failed", group=self.group, **_place(records))
                    raise
                else:
                    # Some record is refused by a rule or meets a bug: find it, park its key, let the others pass.
                    log.warning("batch_isolated", group=self.group, **_place(records), error=repr(error), exc_info=error)
                    one_by_one = True
            else:
                return

    async def _wait_for_better_times(self, error: Exception, seconds: float, give_up: float) -> None:
        if isinstance(error, Held):
            self._hold(error)
        elif time.monotonic() > give_up and not self.held:
            raise Transient(f"{self.group}: no success in {self._settings.retry_give_up_seconds} s: {error!r}") from error
        else:
            metrics.RETRIES.labels(self.group).inc()
            log.warning("batch_retry", group=self.group, error=repr(error), wait_seconds=seconds)
        try:
            async with asyncio.timeout(seconds):
                await self._nudge.wait()
        except TimeoutError:
            return
        finally:
            if not (self._settling or self._leaving):
                self._nudge.clear()

    def _hold(self, error: Held | None) -> None:
        if error is not None:
            # What a person has done since is in the database.
            self._weather.clear()
            if self.held is None:
                log.critical("subscription_held", group=self.group, error=repr(error))
        self.held = None if error is None else f"{type(error).__name__}: {error}"
        metrics.HELD.labels(self.group).set(error is not None)

    async def _apply_or_read_again(self, records: Sequence[Record], *, one_by_one: bool) -> None:
        try:
            with metrics.BATCH_SECONDS.labels(self.group).time():
                await self._apply(records, one_by_one=one_by_one)
        except Gap as gap:
            await self.positions.read_again(gap)

    # --- one transaction -------------------------------------------------------------------------------------------------------------

    async def _apply(self, records: Sequence[Record], *, one_by_one: bool) -> None:
        verdict, counts = Verdict(), Counts()
        async with self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            fresh, following = await self.positions.claim(conn, records, counts)
            readable = self._decode(fresh, verdict)
            weather = await self._judge(conn, fresh, verdict)
            await self._split_parked(conn, readable, verdict)
            await self._hand_over(uow, readable, verdict, counts, one_by_one=one_by_one)
            if verdict.unreadable:
                await quarantine.store(conn, self.group, verdict.unreadable)
            if verdict.parked:
                await self._park(conn, verdict)
            uow.wake()
            await uow.flush()
        self._weather.update(weather)
        self._advisory.note(self.positions.consumer(), following)
        counts.publish(self.group, verdict)

    def _decode(self, fresh: Sequence[Record], verdict: Verdict) -> list[Received[E]]:
        readable: list[Received[E]] = []
        model, topic, largest = self.model, self.topic, self._settings.largest_number
        proof = self.verifier.check if self.verifier.demands else None
        for record in fresh:
            try:
                if proof is not None:
                    proof(record)
                event, meta = decode(model, topic, record.headers, record.value)
                if record.key != event.key.encode():
                    # Order and parking go by the key; under a foreign one this fact could overtake its predecessor.
                    raise Poison("kunci", "the record's key is not the key of its body")  # noqa: TRY301 - the same fate as what decode refuses
                if meta.sequence > largest or getattr(event, "versi", 0) > largest:
                    # Whoever keeps the highest number would never again hear of this thing.
                    raise Poison("nomor", f"no thing has more than {largest} facts about it")  # noqa: TRY301 - as above
            except Poison as error:
                verdict.unreadable.append(Unreadable(record, error))
            else:
                readable.append(Received(event, meta, record))
        return readable

    async def _judge(self, conn: Conn, fresh: Sequence[Record], verdict: Verdict) -> dict[TopicPartition, Weather]:
        """The weather after this batch; written where there was rain."""
        unreadable = {(record.partition, record.offset) for record, _ in verdict.unreadable}
        by_partition: dict[int, list[bool]] = {}
        for record in fresh:
            by_partition.setdefault(record.partition, []).append((record.partition, record.offset) in unreadable)
        found = {TopicPartition(self.topic_name, partition): bad for partition, bad in by_partition.items()}
        unknown = found.keys() - self._weather.keys()
        before = self._weather | (await storm.load(conn, self.group, unknown) if unknown else {})
        after = {tp: storm.judge(before[tp], bad, self._settings) for tp, bad in found.items()}
        rain = {tp: now for tp, now in after.items() if 1 in now.recent or 1 in before[tp].recent}
        if rain:
            await storm.keep(conn, self.group, rain)
        return after

    async def _split_parked(self, conn: Conn, readable: list[Received[E]], verdict: Verdict) -> None:
        """Take out, in place, what belongs behind a key that waits."""
        if not await parking.count_keys(conn, self.group):
            return
        waiting = await parking.parked_keys(conn, self.group, {key_text(a.record) for a in readable})
        verdict.parked += [ParkedRecord(a.record, admitted=False) for a in readable if key_text(a.record) in waiting]
        readable[:] = [a for a in readable if key_text(a.record) not in waiting]

    async def _park(self, conn: Conn, verdict: Verdict) -> None:
        await parking.park(conn, self.group, verdict.reasons, verdict.parked)
        waiting = await parking.count_keys(conn, self.group)
        if waiting > self._settings.parked_key_limit:
            raise TooManyParked(f"{self.group}: {waiting} keys wait, limit {self._settings.parked_key_limit}")

    async def _hand_over(
        self, uow: UnitOfWork, readable: Sequence[Received[E]], verdict: Verdict, counts: Counts, *, one_by_one: bool
    ) -> None:
        order = readable
        if self._ordering is Ordering.SEQUENCED and readable:
            result = await sequencing.arrange(uow.conn, self.group, readable)
            order = [item if isinstance(item, Received) else self._again(item) for item in result.order]
            await sequencing.record(uow.conn, self.group, result)
            counts.duplicates += result.duplicates
            counts.early += len(result.early)
        if one_by_one:
            await self._singly(uow, order, verdict, counts)
        elif order:
            await self._handle(uow, order)
            counts.applied += len(order)

    async def _singly(self, uow: UnitOfWork, order: Sequence[Received[E]], verdict: Verdict, counts: Counts) -> None:
        """Each record under its own savepoint; one that is refused parks its key, and all that follows for that key in this batch."""
        for item in order:
            key = key_text(item.record)
            if key in verdict.reasons:
                verdict.parked.append(ParkedRecord(item.record, admitted=True))
                continue
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
                uow.forget()
                verdict.reasons[key] = repr(error)[:500]
                verdict.parked.append(ParkedRecord(item.record, admitted=True))
                log.warning("key_parked", group=self.group, key=key, **_place([item.record]), error=repr(error))
            else:
                counts.applied += 1

    def _again(self, record: Record) -> Received[E]:
        event, meta = decode(self.model, self.topic, record.headers, record.value)
        return Received(event, meta, record)

    # --- what a person decides -------------------------------------------------------------------------------------------------------

    async def release(self, key: str, record_act: ActWriter | None = None) -> int:
        """Apply everything that waits behind `key`, in order, in one transaction; returns how many records.

        A batch that meets the key meanwhile waits for its row; it need not be one of this process.

        Raises:
            Exception: whatever the handler raises; then the key waits on, unchanged.
        """
        verdict, counts = Verdict(), Counts()
        async with unit_of_work(self._pool) as uow:
            waiting = await parking.take_key(uow.conn, self.group, key)
            for record, admitted in waiting:
                item = self._again(record)
                if admitted:
                    await self._handle(uow, [item])
                    counts.applied += 1
                else:
                    await self._hand_over(uow, [item], verdict, counts, one_by_one=False)
            if waiting and record_act:
                await record_act(uow.conn)
        counts.publish(self.group, verdict)
        self._nudge.set()
        return len(waiting)

    async def pass_over(self, conn: Conn, dropped: ParkedRecord) -> None:
        """Count the number of a dropped record as used, or its successors would wait for it forever."""
        if self._ordering is Ordering.SEQUENCED and not dropped.admitted:
            result = await sequencing.arrange(conn, self.group, [self._again(dropped.record)])
            await sequencing.record(conn, self.group, result)
        self._nudge.set()

    async def let_go_on(self, *, officer: str, why: str, record_act: ActWriter | None = None) -> int:
        """Let so many unreadable records pass once more as the limits allow; returns for how many partitions."""
        async with self._pool.acquire() as conn, conn.transaction():
            found = await storm.let_go_on(conn, self.group, officer=officer, why=why, record_act=record_act)
        log.warning("storm_let_go_on", group=self.group, officer=officer, partitions=found)
        self._weather.clear()
        self._nudge.set()
        return found

    # --- positions -------------------------------------------------------------------------------------------------------------------

    async def settle(self) -> None:
        """Wait for the running batch before partitions are given away; one that only waits for better times is given back."""
        self._settling = True
        self._nudge.set()
        try:
            async with self._in_flight:
                pass
        finally:
            self._settling = False
            if not self._leaving:
                self._nudge.clear()

    def leave(self) -> None:
        """The process ends: no batch waits for better times any more."""
        self._leaving = True
        self._nudge.set()

    async def begin(self, assigned: set[TopicPartition]) -> None:
        """Start with a new assignment where the database stands; what was remembered of other partitions may be old."""
        self._weather.clear()
        await self.positions.start(assigned)

    async def close(self) -> None:
        """After the consumer is gone: end what runs in the background."""
        await self._advisory.close()

    async def lag(self) -> int:
        """Records of the assigned partitions that the broker has and we have not applied."""
        return await self.positions.lag()


def _place(records: Sequence[Record]) -> dict[str, object]:
    """Name the first record of each partition of a batch, for the log."""
    first: dict[int, int] = {}
    for record in records:
        first.setdefault(record.partition, record.offset)
    return {"topic": records[0].topic if records else None, "offsets": first}


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
            await self._subscription.begin(assigned)
        except Exception as error:  # noqa: BLE001 - aiokafka would swallow it unseen
            # The claim in the transaction notices both repeats and gaps, so nothing depends on this seek.
            log.warning("seek_failed", group=self._subscription.group, error=repr(error))
