"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from services.pendaftaran import handlers, jobs
from services.pendaftaran.api import Layanan, routers
from services.pendaftaran.settings import Settings
from services.pendaftaran.usecases.musim import Musim
from shared import aturan
from shared.aturan import pendaftaran as aturan_pendaftaran
from shared.contracts.kepegawaian import SanctionImposed
from shared.contracts.types import Aturan
from shared.db import create_pool
from shared.messaging import Consumers, MessagingSettings, Ordering, make_broker
from shared.web import Readiness, build_app, database_readiness, lifeline_of

SERVICE = "pendaftaran"


def season(settings: Settings) -> Musim:
    """The season these settings describe.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
    """
    dasar = aturan.load(settings.aturan)
    return Musim(
        nama=settings.musim,
        kunci=settings.pseudonym_key.get_secret_value().encode(),
        aturan=aturan_pendaftaran.load(settings.aturan),
        dasar=Aturan(nama=dasar.nama, versi=dasar.versi),
        tanggal_acuan_usia=settings.tanggal_acuan_usia,
    )


def build(settings: Settings) -> FastAPI:
    """The service, ready to be served."""
    layanan = Layanan(season(settings))
    running: list[Consumers] = []

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        on_fatal = lifeline_of(app).cut
        messaging = MessagingSettings()
        async with create_pool(settings.database_url, application_name=f"{SERVICE}-{settings.replica}") as pool:
            consumers = Consumers(
                make_broker(settings.kafka_bootstrap_servers, messaging),
                pool,
                service=SERVICE,
                settings=messaging,
                replica=settings.replica,
                on_fatal=on_fatal,
            )
            consumers.subscribe(SanctionImposed, handlers.sanction_imposed, ordering=Ordering.LATEST)
            check = jobs.document_check(pool, layanan.musim, on_fatal)
            forget = jobs.forget_answers(pool, on_fatal)
            layanan.open(pool, check)
            running.append(consumers)
            await consumers.start()
            await check.start()
            await forget.start()
            try:
                yield
            finally:
                running.clear()
                await forget.stop()
                await check.stop()
                await consumers.stop()

    async def readiness() -> Readiness:
        if not running:
            return Readiness({"consumers": "not started"})
        joined, why = running[0].is_ready()
        return Readiness({"database": await database_readiness(layanan.pool, service=SERVICE), "consumers": None if joined else why})

    app = build_app(
        title="CASN: pendaftaran",
        settings=settings,
        lifespan=lifespan,
        routers=routers,
        readiness=readiness,
        operations=lambda: running[0],
    )
    app.state.layanan = layanan
    return app
