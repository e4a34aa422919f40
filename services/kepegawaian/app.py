"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from services.kepegawaian import handlers, jobs
from services.kepegawaian.api import router
from services.kepegawaian.settings import Settings
from shared.db import create_pool
from shared.messaging import Consumers, MessagingSettings, make_broker
from shared.web import Readiness, build_app, database_readiness, lifeline_of

SERVICE = "kepegawaian"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins."""
    bus = messaging or MessagingSettings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        on_fatal = lifeline_of(app).cut
        async with AsyncExitStack() as stack:
            pool = await stack.enter_async_context(
                create_pool(settings.database_url, application_name=f"{SERVICE}-{settings.replica}", max_size=settings.pool_max_connections)
            )
            broker = make_broker(settings.kafka_bootstrap_servers, bus)
            consumers = Consumers(broker, pool, service=SERVICE, settings=bus, replica=settings.replica, on_fatal=on_fatal)
            handlers.subscribe(consumers)
            app.state.pool, app.state.consumers = pool, consumers
            await consumers.start()
            stack.push_async_callback(consumers.stop)
            for worker in jobs.workers(pool, settings, on_fatal):
                await worker.start()
                stack.push_async_callback(worker.stop)
            yield

    def consumers_of() -> Consumers:
        consumers: Consumers = app.state.consumers
        return consumers

    async def readiness() -> Readiness:
        joined, missing = consumers_of().is_ready()
        database = await database_readiness(app.state.pool, service=SERVICE)
        return Readiness({"database": database, "kafka": None if joined else missing})

    app = build_app(
        title="Kepegawaian", settings=settings, lifespan=lifespan, routers=[router], readiness=readiness, operations=consumers_of
    )
    return app
