"""The topics as an auditor uses them: listen, and read everything from the beginning."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from time import monotonic
from typing import NamedTuple, TypeVar

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from deploy.gladi.concurrency import beside
from deploy.gladi.failures import TopicStuck
from shared.contracts.catalogue import BY_NAME
from shared.messaging import Access

T = TypeVar("T")

_BATCH = 5_000
_POLL_MS = 300
QUIET_SECONDS = 120.0


class Bus(NamedTuple):
    """Where the brokers are, what stands before every topic name, and as whom we read."""

    bootstrap: str
    prefix: str
    access: Access


class Record(NamedTuple):
    """One record of a topic: its identity, subject, sequence and body."""

    id: tuple[str, str]
    subject: str
    sequence: int
    body: bytes
    headers: tuple[tuple[str, bytes], ...]


def _record(record: ConsumerRecord) -> Record:
    headers = dict(record.headers)
    empty = b""
    return Record(
        (headers.get("ce_source", empty).decode(), headers.get("ce_id", empty).decode()),
        headers.get("ce_subject", empty).decode(),
        int(headers.get("ce_sequence", b"0")),
        record.value or empty,
        tuple(record.headers),
    )


async def _patiently(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask again while a broker is down or a partition has no leader; the client finds the others by itself.

    Raises:
        KafkaError: it did not heal within `QUIET_SECONDS`.
    """
    deadline = monotonic() + QUIET_SECONDS
    while True:
        try:
            return await ask()
        except KafkaError:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(_POLL_MS / 1000)


async def read_topic(bus: Bus, name: str) -> AsyncIterator[Sequence[Record]]:
    """Everything of one topic from the beginning to where it ended when the reading began, in batches.

    Raises:
        TopicStuck: no record came for `QUIET_SECONDS` seconds though there are more.
    """
    partitions = [TopicPartition(bus.prefix + name, number) for number in range(BY_NAME[name].partitions)]
    consumer = AIOKafkaConsumer(**bus.access.options(bus.bootstrap), enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(partitions)
        ends = {tp: offset for tp, offset in (await _patiently(lambda: consumer.end_offsets(partitions))).items() if offset > 0}
        last = monotonic()
        while True:
            positions = {tp: await _patiently(partial(consumer.position, tp)) for tp in ends}
            if all(positions[tp] >= ends[tp] for tp in ends):
                return
            batches = await _patiently(lambda: consumer.getmany(timeout_ms=_POLL_MS, max_records=_BATCH))
            records = [_record(record) for batch in batches.values() for record in batch]
            if records:
                last = monotonic()
                yield records
            elif monotonic() - last > QUIET_SECONDS:
                raise TopicStuck(f"{name}: stands at {positions}, ends at {ends}")
    finally:
        await consumer.stop()


@asynccontextmanager
async def replacements(bus: Bus) -> AsyncIterator[Mapping[str, float]]:
    """Listen to candidate-replaced for as long as the block runs.

    The mapping grows meanwhile: it leads from the participant who left to the moment (monotonic seconds) at which the replacement was seen.
    """
    topic = bus.prefix + "candidate-replaced"
    consumer = AIOKafkaConsumer(
        topic, **bus.access.options(bus.bootstrap), group_id=None, auto_offset_reset="earliest", fetch_max_wait_ms=20
    )
    seen: dict[str, float] = {}

    async def listen() -> None:
        while True:
            batches = await _patiently(lambda: consumer.getmany(timeout_ms=_POLL_MS))
            moment = monotonic()
            for batch in batches.values():
                for record in batch:
                    seen.setdefault(orjson.loads(record.value)["digantikan"], moment)

    await consumer.start()
    try:
        async with beside(listen()):
            yield seen
    finally:
        await consumer.stop()
