"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import Callable, Sequence

import asyncpg
from fastapi import FastAPI

from services.pendaftaran import handlers, jobs
from services.pendaftaran.api import Layanan, routers
from services.pendaftaran.settings import Settings
from services.pendaftaran.usecases.musim import Musim
from shared import aturan
from shared.aturan import pendaftaran as aturan_pendaftaran
from shared.contracts.kepegawaian import SanctionImposed
from shared.contracts.types import Aturan
from shared.messaging import Consumers, MessagingSettings, Worker
from shared.web import build_service

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


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
    """
    layanan = Layanan(season(settings))

    def assemble(_app: FastAPI, pool: asyncpg.Pool, consumers: Consumers, on_fatal: Callable[[BaseException], None]) -> Sequence[Worker]:
        consumers.subscribe(SanctionImposed, handlers.sanction_imposed)
        check = jobs.document_check(pool, layanan.musim, on_fatal)
        layanan.open(pool, check)
        return [check, jobs.forget_answers(pool, on_fatal)]

    app = build_service(service=SERVICE, settings=settings, messaging=messaging, routers=routers, assemble=assemble)
    app.state.layanan = layanan
    return app
