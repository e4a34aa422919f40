"""Headers whose names are no text: whatever somebody writes to a topic, the readers pass it."""

import asyncpg
from aiokafka import AIOKafkaProducer
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from shared.contracts.envelope import body
from tests.support.backends import KafkaServer
from tests.support.evidence import effects, make_exam_topic, wait_for_effects
from tests.support.history import Fact
from tests.support.messaging import TOPIC, Fatal, consuming, exam, fast_settings, peserta, producing, send, wire


async def not_text(bootstrap: str, topic: str, value: bytes, headers: list[tuple[str, bytes]]) -> None:
    """Send a record that has a header whose name is no text."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap) as producer:
        batch = producer.create_batch()
        # The client's own encoder in C takes names apart itself; the one in Python asks them for their bytes.
        batch._builder = _DefaultRecordBatchBuilderPy(2, 0, 0, -1, -1, 0, 16_384)
        key = peserta(1).encode()
        batch.append(timestamp=None, key=key, value=value, headers=[*headers, (NotUtf8("x"), b"")])
        await producer.send_batch(batch, topic, partition=0)
        await producer.flush()


async def test_a_header_name_that_is_no_text_stops_nobody(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    """The client raises inside the poll, before any code of ours sees the record: the reader could never pass it."""
    prefix = make_exam_topic(kafka, partitions=1)
    topic = prefix + TOPIC
    fatal = Fatal()
    good = [exam(peserta(1), number) for number in range(1, 5)]
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, prefix, [(good[0], 1)])
        await not_text(kafka.bootstrap_servers, topic, b"?", [])
        # One that is readable all the same: a header we know nothing of may hold anything, and be named anything.
        await not_text(kafka.bootstrap_servers, topic, body(good[1]), wire(good[1], sequence=2))
        await send(producer, prefix, [(good[2], 3)])
        async with consuming(kafka.bootstrap_servers, pool, fast_settings(prefix), fatal=fatal):
            await wait_for_effects(pool, 3)
            await send(producer, prefix, [(good[3], 4)])
            await wait_for_effects(pool, 4)
    assert fatal.errors == []
    assert await effects(pool) == [Fact(peserta(1), number) for number in range(1, 5)]
    (row,) = await pool.fetch("select rec_offset, payload, header_names from messaging.quarantine")
    assert tuple(row) == (1, b"?", ["\\xff\\xfe"])


class NotUtf8(str):
    """A text that encodes to bytes that no text has."""

    __slots__ = ()

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:  # noqa: ARG002 - as in str
        return b"\xff\xfe"
