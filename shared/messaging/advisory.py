"""Tells Kafka how far a group is, for lag tools. Nothing depends on it: what is applied is decided in PostgreSQL."""

import asyncio
from collections.abc import Mapping

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from shared.messaging import metrics

log = structlog.get_logger(__name__)


class AdvisoryCommit:
    """Commits in the background, so that a coordinator that is away holds nobody up; a failure is counted and tried again."""

    def __init__(self, group: str, *, every_seconds: float, limit_seconds: float) -> None:
        """Commit at most once in `every_seconds`; one attempt may take `limit_seconds`."""
        self._group = group
        self._every_seconds = every_seconds
        self._limit_seconds = limit_seconds
        self._noted: dict[TopicPartition, int] = {}
        self._task: asyncio.Task[None] | None = None

    def note(self, consumer: AIOKafkaConsumer | None, positions: Mapping[TopicPartition, int]) -> None:
        """These are the next offsets now; Kafka hears of it soon."""
        self._noted.update(positions)
        if consumer is not None and (self._task is None or self._task.done()):
            self._task = asyncio.create_task(self._tell(consumer))

    async def close(self) -> None:
        """Stop telling."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _tell(self, consumer: AIOKafkaConsumer) -> None:
        while self._noted:
            await asyncio.sleep(self._every_seconds)
            await self._commit(consumer)

    async def _commit(self, consumer: AIOKafkaConsumer) -> None:
        ours = consumer.assignment()
        due = {tp: offset for tp, offset in self._noted.items() if tp in ours}
        self._noted = {}
        if not due:
            return
        try:
            async with asyncio.timeout(self._limit_seconds):
                await consumer.commit(due)
        except (KafkaError, TimeoutError) as error:
            self._noted = {**due, **self._noted}
            metrics.COMMIT_FAILURES.labels(self._group).inc()
            log.warning("offset_commit_failed", group=self._group, error=repr(error))
