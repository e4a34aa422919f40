"""One service process put together: pool, consumers, workers and routes, opened in order and closed in reverse."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

import asyncpg
from fastapi import APIRouter, FastAPI

from shared.aturan import add_folder
from shared.db import MigrationError, create_pool, pending
from shared.jejak.jobs import chain
from shared.messaging import Bell, Consumers, Job, MessagingSettings, Worker, broker_answers, make_broker
from shared.observability import POOL_CONNECTIONS
from shared.web.app import build_app, lifeline_of
from shared.web.idempotency import forget_old_answers
from shared.web.identitas.memory import PoolMemory, kept_fresh
from shared.web.jejak import OwnNumbers, own_number
from shared.web.ops import BROKER_SECONDS, Readiness, database_readiness
from shared.web.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)
C = TypeVar("C")

# What no service may lack.
_COMMON_JOBS = (Job("forget-answers", forget_old_answers, poll_seconds=600.0),)


@dataclass(frozen=True, slots=True)
class Service(Generic[S, C]):
    """The parts of one service.

    Attributes:
        name: of the service, of its database and of its consumer groups.
        context: reads the rules and limits that its use cases work under, for `subscribe`, `jobs` and the routes (`context_of`).
        routers: its routes.
        subscribe: binds its use cases to topics.
        jobs: its work outside requests and events.
        numbers_of: finds the participant numbers of a person, who sees the acts about them.
        prepare: brings the database into the state that all of it expects; done before anything is read or served.
    """

    name: str
    context: Callable[[S], C]
    routers: Sequence[APIRouter]
    subscribe: Callable[[Consumers, C], None]
    jobs: Callable[[C], Sequence[Job]]
    numbers_of: OwnNumbers = own_number
    prepare: Callable[[asyncpg.Pool, C], Awaitable[None]] | None = None

    def build(self, settings: S, messaging: MessagingSettings | None = None) -> FastAPI:
        """The application of one process; nothing is opened before its lifespan begins.

        Consumers and workers end the process through the lifeline when one of them may not go on.

        Args:
            settings: what its environment says.
            messaging: limits of the bus; None reads them from the environment.

        Raises:
            AturanTidakSah: a rule set is unknown or contradicts itself.
        """
        add_folder(settings.aturan_tambahan)
        bus, context, identity = messaging or MessagingSettings(), self.context(settings), settings.identity()
        process = f"{self.name}-{settings.replica}"

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[None]:
            on_fatal = lifeline_of(app).cut
            async with AsyncExitStack() as stack:
                pool = await stack.enter_async_context(
                    create_pool(settings.database_url, application_name=process, max_size=settings.pool_max_connections)
                )
                POOL_CONNECTIONS.labels("open").set_function(pool.get_size)
                POOL_CONNECTIONS.labels("idle").set_function(pool.get_idle_size)
                if self.prepare is not None:
                    await _require_migrated(pool, self.name)
                    await self.prepare(pool, context)
                broker = make_broker(settings.kafka_bootstrap_servers, bus)
                consumers = Consumers(broker, pool, service=self.name, settings=bus, replica=settings.replica, on_fatal=on_fatal)
                self.subscribe(consumers, context)
                app.state.pool, app.state.consumers = pool, consumers
                await identity.open(PoolMemory(pool))
                await stack.enter_async_context(kept_fresh(identity))
                await consumers.start()
                stack.push_async_callback(consumers.stop)
                bell = Bell(settings.database_url, application_name=f"{process}-bell")
                for job in (*self.jobs(context), *_COMMON_JOBS, chain()):
                    name = f"{self.name}.{job.name}"
                    worker = Worker(pool, name=name, step=job.step, on_fatal=on_fatal, poll_seconds=job.poll_seconds)
                    await worker.start()
                    stack.push_async_callback(worker.stop)
                    bell.wakes.append(worker.wake)
                await stack.enter_async_context(bell)
                yield

        def consumers_of() -> Consumers:
            consumers: Consumers = app.state.consumers
            return consumers

        async def readiness() -> Readiness:
            joined, missing = consumers_of().is_ready()
            database, broker = await asyncio.gather(
                database_readiness(app.state.pool, service=self.name),
                broker_answers(settings.kafka_bootstrap_servers, bus.access, within_seconds=BROKER_SECONDS),
            )
            # Until the groups are joined this replica is starting; a broker that goes away later hinders it and stops no request.
            hindrances = {"kafka": broker} if joined and broker else {}
            return Readiness({"database": database, "kafka": None if joined else missing}, hindrances)

        app = build_app(
            title=f"CASN: {self.name}",
            settings=settings,
            lifespan=lifespan,
            routers=self.routers,
            readiness=readiness,
            operations=consumers_of,
            identity=identity,
            numbers_of=self.numbers_of,
        )
        app.state.context = context
        return app


async def _require_migrated(pool: asyncpg.Pool, service: str) -> None:
    """Refuse a database that is behind, by name and not by the first statement that fails."""
    async with pool.acquire() as conn:
        if missing := await pending(conn, service=service):
            raise MigrationError(f"this database lacks {', '.join(missing)}: run migrate, then start {service}")
