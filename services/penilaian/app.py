"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import Callable, Sequence

import asyncpg
from fastapi import FastAPI

from services.penilaian import jobs
from services.penilaian.api import Layanan, routers
from services.penilaian.handlers import Handlers
from services.penilaian.settings import Settings
from shared.aturan import load
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened
from shared.contracts.penilaian import ExamScored
from shared.messaging import Consumers, MessagingSettings, Worker
from shared.web import build_service

SERVICE = "penilaian"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
    """
    aturan = load(settings.aturan)

    def assemble(app: FastAPI, pool: asyncpg.Pool, consumers: Consumers, on_fatal: Callable[[BaseException], None]) -> Sequence[Worker]:
        handlers = Handlers(aturan)
        consumers.subscribe(FormationOpened, handlers.formation_opened)
        consumers.subscribe(ApplicationVerified, handlers.application_verified)
        consumers.subscribe(ExamScored, handlers.exam_scored)
        app.state.layanan = Layanan(pool, aturan, settings.berkas_max_bytes, settings.rilis_dua_orang)
        return jobs.workers(pool, settings, aturan, on_fatal)

    return build_service(service=SERVICE, settings=settings, messaging=messaging, routers=routers, assemble=assemble)
