"""`python -m tests.support.worker_process produce|relay|consume`: one part of the system in a process of its own, to be killed.

Prints a line for all that a test must know: `ready`, `ok KEY NUMBER` for an acknowledged fact, `at POINT`. At the point it was told it
stops itself with SIGSTOP: nothing of it runs on, no task and no socket, until the test kills it exactly there.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import asyncpg
from aiokafka import AIOKafkaProducer
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.contracts.penilaian import ExamScored
from shared.messaging import Consumers, MessagingSettings, Ordering, Received, Relay, UnitOfWork, make_broker, unit_of_work
from shared.messaging.records import Record
from tests.support.controls import DeleteBeforeAckRelay, consume_with_kafka_offsets, publish_after_commit
from tests.support.history import Fact
from tests.support.messaging import SERVICE, count, exam, facts, fast_settings, producing


class Offsets(StrEnum):
    """Where a consumer keeps its offsets: ours, and the two naive ways."""

    WITH_EFFECT = "with-effect"
    KAFKA_FIRST = "kafka-first"
    KAFKA_LAST = "kafka-last"


class WorkerSettings(BaseSettings):
    """From the environment, as `WORKER_<NAME>`.

    Attributes:
        stop_at: name of the point to stop at; empty: run on.
        stop_after: stop when the point is reached for this time.
        outbox: no: a service that publishes after the commit.
        delete_first: a relay that deletes, then sends.
    """

    model_config = SettingsConfigDict(env_prefix="WORKER_", frozen=True)

    dsn: str
    bootstrap: str
    prefix: str
    stop_at: str = ""
    stop_after: int = 1

    keys: int = 3
    first: int = 1
    numbers: int = 5
    outbox: bool = True

    page: int = 2000
    delete_first: bool = False

    offsets: Offsets = Offsets.WITH_EFFECT
    ordering: Ordering = Ordering.LATEST
    replica: int = 0
    batch: int = 2000

    def messaging(self) -> MessagingSettings:
        """A commit to Kafka comes so late that it never comes: what was applied must be known without it."""
        return fast_settings(
            self.prefix, offset_commit_seconds=3600, session_timeout_ms=3000, batch_records=self.batch, relay_page=self.page
        )


def say(text: str) -> None:
    """One line to the test, at once."""
    print(text, flush=True)


@dataclass
class Stop:
    """The point at which this process stops itself."""

    point: str
    after: int

    def __call__(self, point: str) -> None:
        if point != self.point:
            return
        self.after -= 1
        if self.after == 0:
            say(f"at {point}")
            os.kill(os.getpid(), signal.SIGSTOP)


async def produce(settings: WorkerSettings, at: Stop) -> None:
    """A service that takes requests: each is answered when it is committed."""
    async with asyncpg.create_pool(settings.dsn, min_size=1, max_size=2) as pool, producing(settings.bootstrap) as producer:
        say("ready")
        for fact in facts(settings.keys, settings.numbers, first=settings.first):

            def acknowledge(done: Fact = fact) -> None:
                say(f"ok {done.key} {done.number}")
                at("after_commit")

            if settings.outbox:
                async with unit_of_work(pool) as uow:
                    uow.emit(exam(fact.key, fact.number), sequence=fact.number)
                acknowledge()
            else:
                await publish_after_commit(pool, producer, settings.prefix, fact, acknowledge)
        say("done")


class StoppingRelay(Relay):
    """Ours, with points before it sends and when the broker has acknowledged a page."""

    at: Stop

    async def _send(self, producer: AIOKafkaProducer, page: list[asyncpg.Record]) -> list[asyncio.Future[object]]:
        self.at("before_publish")
        pending = await super()._send(producer, page)
        await asyncio.wait(pending)
        self.at("after_publish")
        return pending


async def relay(settings: WorkerSettings, at: Stop) -> None:
    """The relay of the service."""
    kind = DeleteBeforeAckRelay if settings.delete_first else StoppingRelay
    found = kind(settings.dsn, settings.bootstrap, service=SERVICE, settings=settings.messaging())
    found.at = at
    say("ready")
    await found.run()


async def consume(settings: WorkerSettings, at: Stop) -> None:
    """A consumer with the counting handler."""
    messaging = settings.messaging()

    async def handle(uow: UnitOfWork, received: Sequence[Received[ExamScored]]) -> None:
        await count(uow, received)
        at("before_commit")

    async with asyncpg.create_pool(settings.dsn, min_size=1, max_size=4) as pool:
        if settings.offsets is not Offsets.WITH_EFFECT:
            say("ready")
            first = settings.offsets is Offsets.KAFKA_FIRST
            await consume_with_kafka_offsets(settings.bootstrap, pool, messaging, count, commit_first=first, at=at)
        ended: asyncio.Future[BaseException] = asyncio.get_running_loop().create_future()
        broker = make_broker(settings.bootstrap, messaging)
        consumers = Consumers(broker, pool, service=SERVICE, settings=messaging, replica=settings.replica, on_fatal=ended.set_result)
        subscription = consumers.subscribe(ExamScored, handle, ordering=settings.ordering)
        receive = subscription.receive

        async def receive_and_stop(records: Sequence[Record]) -> None:
            await receive(records)
            at("after_effect")

        subscription.receive = receive_and_stop  # type: ignore[method-assign]
        await consumers.start()
        say("ready")
        raise await ended


PARTS: dict[str, Callable[[WorkerSettings, Stop], Awaitable[None]]] = {"produce": produce, "relay": relay, "consume": consume}


async def main() -> None:
    """Run the part that is named on the command line."""
    settings = WorkerSettings()
    await PARTS[sys.argv[1]](settings, Stop(settings.stop_at, settings.stop_after))


if __name__ == "__main__":
    asyncio.run(main())
