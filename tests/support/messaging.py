"""A small service of one table, to test the messaging layer with: it counts, and counting is not idempotent."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
from aiokafka import AIOKafkaProducer

import shared.messaging as messaging_package
from deploy.lokal.waiting import run_async
from shared.contracts.envelope import body, headers
from shared.contracts.event import Event
from shared.contracts.penilaian import ExamScored
from shared.istilah import JenisUjian, Kehadiran
from shared.messaging import Consumers, MessagingSettings, Ordering, Received, Relay, UnitOfWork, make_broker, unit_of_work
from shared.messaging.subscription import Handler
from tests.support.history import Fact

if TYPE_CHECKING:  # workers are started often, and need no server of their own
    from tests.support.backends import PostgresServer

SERVICE = "penilaian"
TOPIC = ExamScored.topic.name
MIGRATIONS = Path(messaging_package.__file__).parent / "migrations"
TABLES = """
    create table hitungan (peserta text primary key, n bigint not null);
    create table urutan (n bigint generated always as identity, peserta text not null, versi int not null);
"""


def exam(peserta: str, versi: int = 1, *, twk: int = 100) -> ExamScored:
    """A score of a synthetic participant."""
    return ExamScored(
        peserta=peserta, jenis=JenisUjian.SKD, kehadiran=Kehadiran.HADIR, twk=twk, tiu=100, tkp=200, sumber="uji", versi=versi
    )


def peserta(n: int) -> str:
    """The number of a synthetic participant."""
    return f"24{n:015d}"


def facts(keys: int, numbers: int, *, first: int = 1) -> list[Fact]:
    """Every number for every key, the keys taking turns."""
    return [Fact(peserta(k), n) for n in range(first, first + numbers) for k in range(keys)]


def events(wanted: Sequence[Fact]) -> list[tuple[Event, int]]:
    """The facts as events with their sequence numbers, as `send` and `emit` take them."""
    return [(exam(fact.key, fact.number), fact.number) for fact in wanted]


async def count(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
    """The handler under test: adds one per event, notes the order, and passes each event on."""
    await uow.conn.execute(
        """
        insert into hitungan as h (peserta, n) select p, count(*) from unnest($1::text[]) as p group by p order by p
        on conflict (peserta) do update set n = h.n + excluded.n
        """,
        [r.event.peserta for r in batch],
    )
    await uow.conn.executemany("insert into urutan (peserta, versi) values ($1, $2)", [(r.event.peserta, r.event.versi) for r in batch])


def fast_settings(topic_prefix: str, **changes: object) -> MessagingSettings:
    """Settings for tests: short sessions and back-offs, and topics that nobody else uses."""
    values: dict[str, object] = {
        "topic_prefix": topic_prefix,
        "session_timeout_ms": 6000,
        "heartbeat_interval_ms": 500,
        "fetch_max_wait_ms": 100,
        "retry_initial_ms": 20,
        "retry_max_ms": 200,
        "offset_commit_seconds": 0.2,
        "hold_seconds": 0.2,
        "watch_seconds": 0.2,
        "relay_poll_seconds": 0.1,
        "relay_lease_seconds": 0.2,
        **changes,
    }
    return MessagingSettings.model_validate(values)


@contextmanager
def messaging_database(postgres: "PostgresServer") -> Iterator[str]:
    """The DSN of a fresh database with the messaging tables and the counters, dropped afterwards."""
    dsn = postgres.fresh()

    async def fill() -> None:
        conn = await asyncpg.connect(dsn)
        try:
            for path in sorted(MIGRATIONS.glob("*.sql")):
                await conn.execute(path.read_text(encoding="utf-8"))
            await conn.execute(TABLES)
        finally:
            await conn.close()

    run_async(fill)
    yield dsn
    postgres.drop(dsn)


@dataclass
class Fatal:
    """Collects what would have ended the process."""

    errors: list[BaseException] = field(default_factory=list)

    def __call__(self, error: BaseException) -> None:
        self.errors.append(error)


@asynccontextmanager
async def consuming(
    bootstrap: str,
    pool: asyncpg.Pool,
    settings: MessagingSettings,
    handle: Handler[ExamScored] = count,
    *,
    ordering: Ordering = Ordering.LATEST,
    replica: int = 0,
    fatal: Fatal | None = None,
) -> AsyncIterator[Consumers]:
    """A running consumer of `exam-scored`."""
    broker = make_broker(bootstrap, settings)
    consumers = Consumers(broker, pool, service=SERVICE, settings=settings, replica=replica, on_fatal=fatal or Fatal())
    consumers.subscribe(ExamScored, handle, ordering=ordering)
    await consumers.start()
    try:
        yield consumers
    finally:
        await consumers.stop()


@asynccontextmanager
async def producing(bootstrap: str) -> AsyncIterator[AIOKafkaProducer]:
    """A bare producer, for what comes from outside."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


def wire(event: Event, *, sequence: int, event_id: str | None = None) -> list[tuple[str, bytes]]:
    """The headers of an event as any publisher would send them."""
    return headers(
        type(event).topic,
        key=event.key,
        subject=event.subject,
        sequence=sequence,
        event_id=event_id or f"uji-{event.subject}-{sequence}",
        time="2026-01-01T00:00:00.000Z",
        correlation_id="uji",
        causation_id=None,
    )


async def send(producer: AIOKafkaProducer, prefix: str, events: Sequence[tuple[Event, int]]) -> None:
    """Send events with their sequence numbers, in order, and wait for the broker."""
    pending = [
        await producer.send(prefix + type(e).topic.name, body(e), key=e.key.encode(), headers=wire(e, sequence=n)) for e, n in events
    ]
    await producer.flush()
    for future in pending:
        await future


async def emit(pool: asyncpg.Pool, events: Sequence[tuple[Event, int]]) -> None:
    """Put events into the outbox in one committed unit of work."""
    async with unit_of_work(pool) as uow:
        for event, sequence in events:
            uow.emit(event, sequence=sequence)


@asynccontextmanager
async def run_relay(relay: Relay) -> AsyncIterator[Relay]:
    """Runs `relay` in this process; an error that ended it is raised at the end."""
    task = asyncio.create_task(relay.run())
    try:
        yield relay
    finally:
        relay.stop()
        await task


@asynccontextmanager
async def relaying(dsn: str, bootstrap: str, settings: MessagingSettings) -> AsyncIterator[Relay]:
    """A relay in this process."""
    async with run_relay(Relay(dsn, bootstrap, service=SERVICE, settings=settings)) as relay:
        yield relay
