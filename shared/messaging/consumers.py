"""All subscriptions of a service on one FastStream broker, and what an operator asks of them."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import Any, TypeVar, cast

import asyncpg
import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.subscriber.usecase import BatchSubscriber
from faststream.message import StreamMessage

from shared.contracts.event import Event
from shared.messaging import discard, operations
from shared.messaging.connections import keepers, mend_connections
from shared.messaging.discard import Discard
from shared.messaging.header_names import read_names
from shared.messaging.operations import ActWriter, ParkedKey, QuarantinedRecord
from shared.messaging.records import Record
from shared.messaging.settings import MessagingSettings
from shared.messaging.subscription import Handler, Ordering, Subscription
from shared.messaging.watch import Watch

log = structlog.get_logger(__name__)

# FastStream only logs a poll that Kafka refused, and polls again in five seconds; its other lines say what ours say better.
_reader_log = logging.getLogger("messaging.reader")
_reader_log.setLevel(logging.ERROR)

E = TypeVar("E", bound=Event)
Shown = TypeVar("Shown", ParkedKey, Discard)
OnFatal = Callable[[BaseException], None]


def make_broker(bootstrap_servers: str, settings: MessagingSettings) -> KafkaBroker:
    """A broker object for reading only: services publish through the outbox. Topics are never created by accident.

    Raises:
        Unprotected: what is read would travel in clear beyond this machine.
    """
    mend_connections()
    return KafkaBroker(
        bootstrap_servers.split(","),
        security=settings.access.faststream(bootstrap_servers),
        ack_policy=AckPolicy.MANUAL,
        allow_auto_create_topics=False,
        consumer_only=True,
        apply_types=False,
        logger=_reader_log,
        graceful_timeout=15.0,
        request_timeout_ms=settings.request_timeout_ms,
    )


async def _parse(batch: tuple[Record, ...]) -> StreamMessage[tuple[Record, ...]]:
    """Hand the raw records on: FastStream's own parser decodes headers as UTF-8, and one bad byte would lose the whole batch."""
    return KafkaMessage(body=b"", raw_message=batch, headers={}, consumer=None)  # type: ignore[arg-type]


async def _next_batch(consumer: AIOKafkaConsumer, subscription: Subscription[Any], settings: MessagingSettings) -> tuple[Record, ...]:
    """Wait within the client until something comes. FastStream's own way sleeps beside it, for as long again, deaf."""
    try:
        found = await consumer.getmany(timeout_ms=settings.batch_wait_ms, max_records=settings.batch_records)
    except UnicodeDecodeError as error:
        stands = await subscription.positions.seek()
        offsets = {tp.partition: offset for tp, offset in stands.items()}
        log.warning(
            "header_name_not_text", group=subscription.group, topic=subscription.topic_name, from_offsets=offsets, error=repr(error)
        )
        read_names(leniently=True)
        return ()
    if found:
        read_names(leniently=False)
    return tuple(Record(r.topic, r.partition, r.offset, r.key, r.headers, r.value) for r in chain.from_iterable(found.values()))


async def _decode(message: StreamMessage[tuple[Record, ...]]) -> Sequence[Record]:
    return message.raw_message


class Consumers:
    """The subscriptions of one service process.

    `on_fatal` is called once, with the error, when a subscription may not go on; the process is expected to end and be started again.
    Until then the subscription holds still: nothing after the failed batch is read.
    """

    def __init__(
        self,
        broker: KafkaBroker,
        pool: asyncpg.Pool,
        *,
        service: str,
        settings: MessagingSettings | None = None,
        replica: int = 0,
        on_fatal: OnFatal,
    ) -> None:
        """Prepare; `subscribe` for each topic, then `start`."""
        self._broker = broker
        self._pool = pool
        self._service = service
        self._replica = replica
        self._settings = settings or MessagingSettings()
        self._on_fatal = on_fatal
        self._subscriptions: dict[str, Subscription[Any]] = {}
        self._readers: list[BatchSubscriber] = []
        self._failure: BaseException | None = None
        self._stopping = asyncio.Event()
        self.watch = Watch(self._subscriptions.values(), pool, self._settings)
        self._watching: asyncio.Task[None] | None = None

    def subscribe(self, model: type[E], handle: Handler[E], *, ordering: Ordering = Ordering.LATEST) -> Subscription[E]:
        """Read the topic of `model` with a group of its own (several topics in one group would rebalance each other)."""
        settings = self._settings
        subscription = Subscription(model, handle, ordering=ordering, service=self._service, pool=self._pool, settings=settings)
        if not subscription.verifier.demands:
            log.warning("writer_not_proved", topic=subscription.topic_name, owner=subscription.topic.owner, missing="MESSAGING_OWNER_KEYS")
        subscriber = self._broker.subscriber(
            subscription.topic_name,
            batch=True,
            group_id=subscription.group,
            # Static membership: a process that was killed and started again takes its partitions back without a rebalance.
            group_instance_id=f"{self._service}-{self._replica}",
            auto_offset_reset="earliest",
            fetch_max_wait_ms=settings.fetch_max_wait_ms,
            session_timeout_ms=settings.session_timeout_ms,
            heartbeat_interval_ms=settings.heartbeat_interval_ms,
            max_poll_interval_ms=settings.max_poll_interval_ms,
            rebalance_timeout_ms=settings.session_timeout_ms,
            partition_assignment_strategy=(StickyPartitionAssignor,),
            listener=subscription.listener,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            parser=_parse,
            decoder=_decode,
        )
        if not isinstance(subscriber, BatchSubscriber):
            raise TypeError(f"FastStream made a {type(subscriber).__name__} where a batch subscriber was asked for")
        subscriber.get_msg = partial(_next_batch, subscription=subscription, settings=settings)  # type: ignore[method-assign]
        subscription.positions.consumer = lambda: subscriber.consumer

        @subscriber
        async def receive(records: object) -> None:
            # FastStream builds a pydantic model from this signature, and a record is no pydantic type.
            await self._guarded(subscription, cast("Sequence[Record]", records))

        self._subscriptions[model.topic.name] = subscription
        self._readers.append(subscriber)
        return subscription

    async def _guarded(self, subscription: Subscription[Any], records: Sequence[Record]) -> None:
        """FastStream forgets a batch whose handler raised and reads on: so nothing may be raised here, and after a failure nothing read."""
        if self._failure is None and not self._stopping.is_set():
            try:
                await subscription.receive(records)
            except asyncio.CancelledError:
                raise
            except Exception as error:  # noqa: BLE001 - it is handed to whoever ends the process
                self._fail(error, subscription.group)
        if self._failure is not None:
            await self._stopping.wait()

    def _fail(self, error: BaseException, group: str) -> None:
        if self._failure is None:
            self._failure = error
            log.critical("consumer_stopped", group=group, error=repr(error), exc_info=error)
            self._on_fatal(error)

    async def start(self) -> None:
        """Join all groups and begin to read."""
        await self._broker.start()
        for reader in self._readers:
            self._must_live(*reader.tasks)
            if reader.consumer is not None:
                self._must_live(*keepers(reader.consumer))
        self._watching = asyncio.create_task(self.watch.run(), name="messaging-watch")
        self._must_live(self._watching)

    def _must_live(self, *tasks: asyncio.Task[Any]) -> None:
        """None of them may end before us, and their owners do not tell when they do.

        FastStream restarts a broken poll loop at once and without end. Nothing restarts what keeps the metadata, the place in the group
        or the fetches: without it the client waits forever and looks well.
        """
        for task in tasks:
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        if not self._stopping.is_set():
            error = None if task.cancelled() else task.exception()
            self._fail(error or RuntimeError(f"{task.get_name()} ended"), "reader")

    async def stop(self) -> None:
        """Finish the running batches, give back those that wait for better times, and leave."""
        self._stopping.set()
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        for subscription in self._subscriptions.values():
            subscription.leave()
        await self._broker.stop()
        for subscription in self._subscriptions.values():
            await subscription.close()

    @property
    def subscriptions(self) -> tuple[Subscription[Any], ...]:
        """All subscriptions, in the order in which they were made."""
        return tuple(self._subscriptions.values())

    def is_ready(self) -> tuple[bool, str]:
        """Whether every group is joined and no batch is stuck; if not, a sentence that names the group.

        A topic that is held until a person acts does not count: the person needs this very process to act through.
        """
        if self._failure is not None:
            return False, f"stopped: {self._failure!r}"
        limit = self._settings.max_poll_interval_ms / 1000
        for subscription in self._subscriptions.values():
            if not subscription.joined:
                return False, f"{subscription.group} has not joined its group"
            if subscription.held is None and subscription.busy_since is not None and time.monotonic() - subscription.busy_since > limit:
                return False, f"{subscription.group} is busy with one batch for more than {limit:.0f} s"
        stuck = self.watch.stuck()
        return stuck is None, stuck or "ready"

    async def lag(self) -> dict[str, int]:
        """Per topic: records of this process's partitions that are not applied yet."""
        # Each asks on a connection of its own, where a fetch may be waiting: together, not one after the other.
        return dict(zip(self._subscriptions, await asyncio.gather(*(s.lag() for s in self._subscriptions.values())), strict=True))

    async def quarantine(self, limit: int) -> list[QuarantinedRecord]:
        """The newest unreadable records of this service, at most `limit`."""
        async with self._pool.acquire() as conn:
            return await operations.quarantined(conn, limit)

    async def parked(self, limit: int) -> list[ParkedKey]:
        """The keys of this service that wait, longest first, at most `limit`."""
        async with self._pool.acquire() as conn:
            return [self._shown(key) for key in await operations.parked(conn, limit)]

    async def release(self, topic: str, key: str, *, record_act: ActWriter | None = None) -> int:
        """Apply what waits behind `key` in the group of `topic`.

        Raises:
            KeyError: this service does not read that topic.
        """
        return await self._subscriptions[topic].release(key, record_act)

    def held(self) -> dict[str, str]:
        """Per topic that this process does not read until a person has acted: why."""
        return {topic: s.held for topic, s in self._subscriptions.items() if s.held is not None}

    async def let_go_on(self, topic: str, *, officer: str, why: str, record_act: ActWriter | None = None) -> int:
        """After a storm of unreadable records: count from nought again; returns for how many partitions.

        Raises:
            KeyError: this service does not read that topic.
        """
        return await self._subscriptions[topic].let_go_on(officer=officer, why=why, record_act=record_act)

    async def discards(self, limit: int) -> list[Discard]:
        """Records that somebody wants dropped, and those that were."""
        async with self._pool.acquire() as conn:
            return [self._shown(found) for found in await discard.listed(conn, limit)]

    async def propose_discard(self, topic: str, key: str, *, officer: str, why: str, record_act: ActWriter | None = None) -> Discard | None:
        """Propose to drop the oldest record that waits behind `key`; None when it does not wait.

        Raises:
            KeyError: this service does not read that topic.
        """
        async with self._pool.acquire() as conn, conn.transaction():
            found = await discard.propose(conn, self._subscriptions[topic].group, key, officer=officer, why=why)
            if found and record_act:
                await record_act(conn)
        return None if found is None else self._shown(found)

    async def confirm_discard(self, number: int, *, officer: str, record_act: ActWriter | None = None) -> Discard | None:
        """Drop the record of a proposal by another officer; None when there is none, or the record no longer waits."""
        async with self._pool.acquire() as conn, conn.transaction():
            dropped = await discard.confirm(conn, number, officer=officer)
            if dropped is None:
                return None
            found, group, record = dropped
            await next(s for s in self._subscriptions.values() if s.group == group).pass_over(conn, record)
            if record_act:
                await record_act(conn)
        log.warning("record_discarded", group=group, topic=found.topic, partition=found.partition, offset=found.offset, id=found.id)
        return self._shown(found)

    def _shown(self, found: Shown) -> Shown:
        return replace(found, topic=found.topic.removeprefix(self._settings.topic_prefix))
