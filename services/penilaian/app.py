"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from fastapi import FastAPI

from services.penilaian import jobs
from services.penilaian.api import Layanan, routers
from services.penilaian.handlers import Handlers
from services.penilaian.settings import Settings
from shared.aturan import load
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened
from shared.contracts.penilaian import ExamScored
from shared.db import create_pool
from shared.messaging import Consumers, MessagingSettings, make_broker
from shared.web import Readiness, build_app, database_readiness, lifeline_of

SERVICE = "penilaian"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
    """
    bus = messaging or MessagingSettings()
    aturan = load(settings.aturan)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        on_fatal = lifeline_of(app).cut
        async with AsyncExitStack() as stack:
            name = f"{SERVICE}-{settings.replica}"
            pool = await stack.enter_async_context(
                create_pool(settings.database_url, application_name=name, max_size=settings.pool_max_connections)
            )
            broker = make_broker(settings.kafka_bootstrap_servers, bus)
            consumers = Consumers(broker, pool, service=SERVICE, settings=bus, replica=settings.replica, on_fatal=on_fatal)
            handlers = Handlers(aturan)
            consumers.subscribe(FormationOpened, handlers.formation_opened)
            consumers.subscribe(ApplicationVerified, handlers.application_verified)
            consumers.subscribe(ExamScored, handlers.exam_scored)
            app.state.consumers = consumers
            app.state.layanan = Layanan(
                pool, aturan, settings.berkas_max_bytes, settings.rilis_dua_orang, settings.kunci_peserta.get_secret_value()
            )
            await consumers.start()
            stack.push_async_callback(consumers.stop)
            for worker in jobs.workers(pool, settings, aturan, on_fatal):
                await worker.start()
                stack.push_async_callback(worker.stop)
            yield

    def consumers_of() -> Consumers:
        consumers: Consumers = app.state.consumers
        return consumers

    async def readiness() -> Readiness:
        joined, missing = consumers_of().is_ready()
        layanan: Layanan = app.state.layanan
        return Readiness({"database": await database_readiness(layanan.pool, service=SERVICE), "kafka": None if joined else missing})

    app = build_app(
        title="CASN: penilaian",
        settings=settings,
        lifespan=lifespan,
        routers=routers,
        readiness=readiness,
        operations=consumers_of,
    )
    return app
