"""A worker looks when something was committed and when something becomes due; it does not ask all day."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest

from shared.messaging import Bell, UnitOfWork, Worker, unit_of_work
from shared.messaging.bell import CHANNEL
from tests.support.backends import KafkaServer
from tests.support.evidence import make_exam_topic
from tests.support.messaging import Fatal, consuming, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

BELL = "uji-bell"


@dataclass
class Queue:
    """A step over rows of `hitungan`; counts how often it was asked."""

    due: str = "true"
    looks: int = 0
    found: list[str] = field(default_factory=list)

    async def __call__(self, uow: UnitOfWork) -> int:
        self.looks += 1
        rows = await uow.conn.fetch(f"delete from hitungan where {self.due} returning peserta")
        self.found += [row["peserta"] for row in rows]
        return len(rows)


@pytest.fixture
def deaf_to_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses without end: whatever happens, happens because somebody was woken."""
    monkeypatch.setattr("shared.messaging.worker.random.uniform", lambda *_: 1e9)


@asynccontextmanager
async def working(dsn: str, pool: asyncpg.Pool, queue: Queue, *, bell: bool = True) -> AsyncIterator[Worker]:
    fatal = Fatal()
    worker = Worker(pool, name="uji", step=queue, on_fatal=fatal, poll_seconds=0.02)
    heard = Bell(dsn, application_name=BELL)
    if bell:
        heard.wakes.append(worker.wake)
    async with heard:
        await worker.start()
        await wait_for(lambda: queue.looks, what="the first look")
        await wait_for(lambda: _listening(pool), what="the bell")
        try:
            yield worker
        finally:
            await worker.stop()
    assert fatal.errors == []


async def _listening(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("select count(*) from pg_stat_activity where application_name = $1", BELL))


async def put(pool: asyncpg.Pool, name: str) -> None:
    async with unit_of_work(pool) as uow:
        await uow.conn.execute("insert into hitungan values ($1, 1)", name)


@pytest.mark.usefixtures("deaf_to_time")
async def test_a_commit_wakes_the_worker(dsn: str, pool: asyncpg.Pool) -> None:
    queue = Queue()
    async with working(dsn, pool, queue):
        for number, name in enumerate(("a", "b", "c"), start=1):
            await put(pool, name)
            await wait_for(lambda wanted=number: len(queue.found) == wanted, what="the work done")  # type: ignore[misc]


@pytest.mark.usefixtures("deaf_to_time")
async def test_without_the_bell_nothing_is_done(dsn: str, pool: asyncpg.Pool) -> None:
    """Negative control."""
    queue = Queue()
    async with working(dsn, pool, queue, bell=False):
        await put(pool, "a")
        with pytest.raises(AssertionError):
            await wait_for(lambda: queue.found, timeout=0.5)


@pytest.mark.usefixtures("deaf_to_time")
async def test_a_batch_from_the_bus_wakes_the_worker(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    prefix = make_exam_topic(kafka)
    queue = Queue()
    async with (
        working(dsn, pool, queue),
        producing(kafka.bootstrap_servers) as producer,
        consuming(kafka.bootstrap_servers, pool, fast_settings(prefix)),
    ):
        wanted = facts(3, 1)
        await send(producer, prefix, events(wanted))
        await wait_for(lambda: len(queue.found) == len(wanted), what="the work done")


@pytest.mark.usefixtures("deaf_to_time")
async def test_a_bell_that_lost_its_connection_rings_for_what_was_committed_meanwhile(dsn: str, pool: asyncpg.Pool) -> None:
    queue = Queue()
    async with working(dsn, pool, queue):
        await pool.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1", BELL)
        await put(pool, "a")
        await wait_for(lambda: queue.found, what="the work done")


async def test_what_becomes_due_by_time_is_found_without_a_bell(dsn: str, pool: asyncpg.Pool) -> None:
    queue = Queue(due="now() >= timestamptz 'epoch' + n * interval '1 millisecond'")
    async with working(dsn, pool, queue, bell=False):
        await pool.execute("insert into hitungan values ('a', (extract(epoch from now()) * 1000)::bigint + 300)")
        await wait_for(lambda: queue.found, timeout=3, what="the work done")
    assert queue.looks < 12, "it asks less and less often"


async def test_a_worker_that_found_nothing_wakes_nobody(dsn: str, pool: asyncpg.Pool) -> None:
    """Or two idle workers would wake each other for ever."""
    heard: list[str] = []
    listener: asyncpg.Connection = await asyncpg.connect(dsn)
    await listener.add_listener(CHANNEL, lambda *args: heard.append(args[2]))
    worker = Worker(pool, name="uji", step=Queue(), on_fatal=Fatal())
    await worker._look()
    await put(pool, "a")
    await wait_for(lambda: len(heard) == 1, what="the commit heard")
    await worker._look()
    await wait_for(lambda: len(heard) == 2, what="the work heard")
    await worker._look()
    await put(pool, "b")
    await wait_for(lambda: len(heard) == 3, what="the second commit heard")
    await listener.close()
