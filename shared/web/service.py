"""One service process put together: pool, consumers, workers and routes, opened in order and closed in reverse."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import asyncpg
from fastapi import APIRouter, FastAPI

from shared.db import create_pool
from shared.messaging import Consumers, MessagingSettings, Worker, make_broker
from shared.web.app import build_app, lifeline_of
from shared.web.ops import Readiness, database_readiness
from shared.web.settings import ServiceSettings

# Subscribes the service's handlers, hands its routes what they need, and returns its workers; nothing runs yet.
Assemble = Callable[[FastAPI, asyncpg.Pool, Consumers, Callable[[BaseException], None]], Sequence[Worker]]


def build_service(
    *,
    service: str,
    settings: ServiceSettings,
    messaging: MessagingSettings | None,
    routers: Sequence[APIRouter],
    assemble: Assemble,
) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins.

    Consumers and workers end the process through the lifeline when one of them may not go on.
    """
    bus = messaging or MessagingSettings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        on_fatal = lifeline_of(app).cut
        async with AsyncExitStack() as stack:
            pool = await stack.enter_async_context(
                create_pool(settings.database_url, application_name=f"{service}-{settings.replica}", max_size=settings.pool_max_connections)
            )
            broker = make_broker(settings.kafka_bootstrap_servers, bus)
            consumers = Consumers(broker, pool, service=service, settings=bus, replica=settings.replica, on_fatal=on_fatal)
            workers = assemble(app, pool, consumers, on_fatal)
            app.state.pool, app.state.consumers = pool, consumers
            await consumers.start()
            stack.push_async_callback(consumers.stop)
            for worker in workers:
                await worker.start()
                stack.push_async_callback(worker.stop)
            yield

    def consumers_of() -> Consumers:
        consumers: Consumers = app.state.consumers
        return consumers

    async def readiness() -> Readiness:
        joined, missing = consumers_of().is_ready()
        database = await database_readiness(app.state.pool, service=service)
        return Readiness({"database": database, "kafka": None if joined else missing})

    app = build_app(
        title=f"CASN: {service}", settings=settings, lifespan=lifespan, routers=routers, readiness=readiness, operations=consumers_of
    )
    return app
