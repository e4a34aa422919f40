"""Where a group stands: claimed in the transaction that applies, and told to the consumer whenever the two may differ."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import asyncpg
import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.db import Conn
from shared.errors import CasnError, Transient
from shared.messaging import offsets
from shared.messaging.failures import TopicShrunk
from shared.messaging.outcome import Counts
from shared.messaging.records import Record

log = structlog.get_logger(__name__)


class Gap(CasnError):
    """The batch starts beyond what is applied; read again from there before believing it."""

    def __init__(self, tp: TopicPartition, stood: int, first: int) -> None:
        """Partition `tp` is applied up to before `stood`, and the batch begins at `first`."""
        super().__init__(f"{tp}: applied up to {stood}, batch begins at {first}")
        self.tp = tp
        self.stood = stood


class Stand(NamedTuple):
    """One partition: what is applied, what the consumer reads next, and where the topic ends. All are next offsets."""

    applied: int
    position: int
    end: int


class Positions:
    """The positions of one group in one topic."""

    def __init__(self, group: str, topic: str, pool: asyncpg.Pool) -> None:
        """`consumer` is set by whoever owns it; before that there is nothing to seek."""
        self.consumer: Callable[[], AIOKafkaConsumer | None] = lambda: None
        self._group = group
        self._topic = topic
        self._pool = pool
        self._asked_again: dict[TopicPartition, int] = {}

    async def claim(self, conn: Conn, records: Sequence[Record], counts: Counts) -> tuple[list[Record], dict[TopicPartition, int]]:
        """Move the offsets inside the open transaction; returns only what nobody has applied before, and the next offsets.

        Raises:
            Gap: offsets are missing before the first record, and we have not yet asked the broker for them again.
            TopicShrunk: the topic ends before what we have applied.
        """
        batches: dict[TopicPartition, list[Record]] = {}
        for record in sorted(records, key=lambda record: record.partition):
            batches.setdefault(TopicPartition(self._topic, record.partition), []).append(record)
        before = await offsets.advance(conn, self._group, {tp: found[-1].offset + 1 for tp, found in batches.items()})
        fresh: list[Record] = []
        following: dict[TopicPartition, int] = {}
        for tp, found in batches.items():
            stood, first = before[tp], found[0].offset
            if first > stood:
                if self._asked_again.get(tp) != stood:
                    raise Gap(tp, stood, first)
                counts.gone += first - stood
                place = {"topic": tp.topic, "partition": tp.partition}
                log.warning("offsets_gone", group=self._group, **place, first_missing=stood, next_present=first)
            elif first < stood:
                await self._check_topic(tp, stood)
            fresh.extend(record for record in found if record.offset >= stood)
            following[tp] = max(stood, found[-1].offset + 1)
        counts.duplicates += len(records) - len(fresh)
        return fresh, following

    async def _check_topic(self, tp: TopicPartition, stood: int) -> None:
        consumer = self.consumer()
        if consumer is None or (known := consumer.highwater(tp)) is None or known >= stood:
            return
        # What this consumer knows may be old: another member may have read on. The broker's word counts.
        try:
            end = (await consumer.end_offsets([tp]))[tp]
        except KafkaError as error:
            raise Transient(f"{self._group}: the broker does not say where partition {tp.partition} ends") from error
        if end < stood:
            raise TopicShrunk(f"{self._group}: applied up to {stood} of partition {tp.partition}, which ends at {end}")

    async def seek(self, partitions: set[TopicPartition] | None = None) -> dict[TopicPartition, int]:
        """Put the consumer where the database says, and never where Kafka says; returns where it was put.

        Offset 0 for a partition without a row: where the broker keeps less, `earliest` takes over.
        """
        consumer = self.consumer()
        if consumer is None:
            return {}
        applied = await self._applied(consumer.assignment() if partitions is None else partitions)
        ours = consumer.assignment()
        sought = {tp: offset for tp, offset in applied.items() if tp in ours}
        for tp, offset in sought.items():
            consumer.seek(tp, offset)
        return sought

    async def read_again(self, gap: Gap) -> None:
        """Ask the broker for what is missing. Only a gap that we really asked for again is believed when it comes again."""
        if (await self.seek()).get(gap.tp) == gap.stood:
            self._asked_again[gap.tp] = gap.stood

    async def start(self, assigned: set[TopicPartition]) -> None:
        """Begin with a new assignment: what was asked under the old one says nothing now."""
        self._asked_again.clear()
        await self.seek(assigned)

    async def stands(self) -> dict[TopicPartition, "Stand"]:
        """Ask the broker where each assigned partition stands: what the consumer remembers is as old as its last fetch.

        Raises:
            Transient: the broker does not say.
        """
        consumer = self.consumer()
        assigned = consumer.assignment() if consumer is not None else set()
        if consumer is None or not assigned:
            return {}
        try:
            ends = await consumer.end_offsets(assigned)
        except KafkaError as error:
            raise Transient(f"{self._group}: the broker does not say where its partitions end") from error
        applied = await self._applied(assigned)
        reading = consumer._subscription.subscription.assignment  # noqa: SLF001 - `position` waits until there is one
        stands: dict[TopicPartition, Stand] = {}
        for tp, end in ends.items():
            state = reading.state_value(tp) if reading is not None else None
            stands[tp] = Stand(applied[tp], state.position if state is not None and state.has_valid_position else applied[tp], end)
        return stands

    async def lag(self) -> int:
        """Records of the assigned partitions that the broker has and we have not applied."""
        return sum(max(0, one.end - one.applied) for one in (await self.stands()).values())

    async def _applied(self, partitions: set[TopicPartition]) -> dict[TopicPartition, int]:
        async with self._pool.acquire() as conn:
            return await offsets.positions(conn, self._group, partitions)
