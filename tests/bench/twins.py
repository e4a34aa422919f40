"""The two sides of each comparison. A twin does the same work with the bare libraries and nothing of ours."""

import asyncio
import time
import uuid
from collections.abc import Sequence

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.contracts.penilaian import ExamScored
from shared.db import Conn
from shared.messaging import Consumers, MessagingSettings, Received, Relay, UnitOfWork, make_broker

STATE_TABLE = "create table nilai (peserta text primary key, twk int, tiu int, tkp int, versi int)"
STATE_SQL = """
    insert into nilai as t (peserta, twk, tiu, tkp, versi)
    select * from unnest($1::text[], $2::int[], $3::int[], $4::int[], $5::int[])
    on conflict (peserta) do update set twk = excluded.twk, tiu = excluded.tiu, tkp = excluded.tkp, versi = excluded.versi
    where excluded.versi > t.versi
"""
OUTBOX_COLUMNS = ("topic", "key", "subject", "sequence", "event_id", "occurred_at", "correlation_id", "causation_id", "payload")
OFFSET_SQL = """
    insert into messaging.consumer_offset as o (grp, topic, part, next_offset)
    select 'twin', topic, part, next_offset from unnest($1::text[], $2::int[], $3::bigint[]) as r (topic, part, next_offset)
    on conflict (grp, topic, part) do update set next_offset = excluded.next_offset where o.next_offset < excluded.next_offset
"""


async def _state(conn: Conn, events: Sequence[ExamScored]) -> None:
    rows = {e.peserta: (e.peserta, e.twk, e.tiu, e.tkp, e.versi) for e in events}
    await conn.execute(STATE_SQL, *zip(*rows.values(), strict=True))


async def ours_consume(dsn: str, bootstrap: str, prefix: str, events: int, given: MessagingSettings | None = None) -> float:
    """Our whole path; returns seconds from the first record to the last commit."""
    settings = given or MessagingSettings(topic_prefix=prefix)
    done = asyncio.Event()
    seen = 0
    begun = 0.0

    async def handle(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        nonlocal seen, begun
        begun = begun or time.perf_counter()
        await _state(uow.conn, [r.event for r in batch])
        for received in batch:
            uow.emit(received.event, sequence=received.event.versi, cause=received.meta)
        seen += len(batch)
        if seen >= events:
            done.set()

    async with asyncpg.create_pool(dsn, min_size=2, max_size=4) as pool:
        broker = make_broker(bootstrap, settings)
        consumers = Consumers(broker, pool, service="ours", settings=settings, on_fatal=lambda _error: done.set())
        consumers.subscribe(ExamScored, handle)
        await consumers.start()
        await done.wait()
        await consumers.stop()
        ended = time.perf_counter()
        # An honest end: what is counted is committed.
        applied = await pool.fetchval("select sum(next_offset) from messaging.consumer_offset where grp like '%ours.exam-scored'")
    if applied != events:
        raise RuntimeError(f"ours applied {applied} of {events}")
    return ended - begun


async def twin_consume(dsn: str, bootstrap: str, prefix: str, events: int) -> float:
    """Aiokafka `getmany`, the same model, the same SQL, one transaction a batch."""
    settings = MessagingSettings()
    topic = prefix + ExamScored.topic.name
    consumer = AIOKafkaConsumer(
        topic,
        bootstrap_servers=bootstrap,
        group_id=f"{prefix}twin",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        fetch_max_wait_ms=settings.fetch_max_wait_ms,
    )
    await consumer.start()
    seen, begun = 0, 0.0
    async with asyncpg.create_pool(dsn, min_size=2, max_size=4) as pool:
        while seen < events:
            found = await consumer.getmany(timeout_ms=settings.batch_wait_ms, max_records=settings.batch_records)
            if not found:
                continue
            begun = begun or time.perf_counter()
            async with pool.acquire() as conn, conn.transaction():
                decoded = [ExamScored.model_validate_json(r.value) for records in found.values() for r in records]
                await _state(conn, decoded)
                await conn.copy_records_to_table(
                    "outbox", schema_name="messaging", columns=OUTBOX_COLUMNS, records=[_outbox_row(e) for e in decoded]
                )
                await conn.execute(
                    OFFSET_SQL,
                    [tp.topic for tp in found],
                    [tp.partition for tp in found],
                    [records[-1].offset + 1 for records in found.values()],
                )
            seen += len(decoded)
        ended = time.perf_counter()
    await consumer.stop()
    return ended - begun


def _outbox_row(event: ExamScored) -> tuple[object, ...]:
    key = event.peserta
    body = event.model_dump_json(exclude_none=True).encode()
    return ("exam-scored", key, key, event.versi, str(uuid.uuid4()), "2026-01-01", "c", None, body)


async def ours_relay(dsn: str, bootstrap: str, prefix: str, events: int, given: MessagingSettings | None = None) -> float:
    """Our relay on a full outbox; seconds until the outbox is empty."""
    settings = given or MessagingSettings(topic_prefix=prefix)
    relay = Relay(dsn, bootstrap, service="bench", settings=settings)
    begun = time.perf_counter()
    task = asyncio.create_task(relay.run())
    while relay.published < events:  # noqa: ASYNC110 - a bench, and the relay has no event to wait for
        await asyncio.sleep(0.002)
    ended = time.perf_counter()
    relay.stop()
    await task
    return ended - begun


async def twin_send(rows: Sequence[tuple[bytes, bytes, list[tuple[str, bytes]]]], bootstrap: str, topic: str) -> float:
    """Bare `send` of the same bodies and headers, in pages of the same size, each page awaited."""
    settings = MessagingSettings()
    begun = time.perf_counter()
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        enable_idempotence=True,
        compression_type="zstd",
        linger_ms=settings.linger_ms,
        max_batch_size=settings.max_batch_bytes,
    )
    await producer.start()
    for start in range(0, len(rows), settings.relay_page):
        page = rows[start : start + settings.relay_page]
        pending = [await producer.send(topic, body, key=key, headers=found) for key, body, found in page]
        await asyncio.gather(*pending)
    ended = time.perf_counter()
    await producer.stop()
    return ended - begun


__all__ = ["STATE_TABLE", "ours_consume", "ours_relay", "twin_consume", "twin_send"]
