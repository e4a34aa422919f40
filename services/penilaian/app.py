"""The only place that wires settings, pool, broker, workers and routes."""

from fastapi import FastAPI

from services.penilaian import handlers, jobs
from services.penilaian.api import routers
from services.penilaian.context import Context
from services.penilaian.settings import Settings
from shared.messaging import MessagingSettings
from shared.web import build_service

SERVICE = "penilaian"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
    """
    return build_service(
        service=SERVICE,
        settings=settings,
        messaging=messaging,
        context=Context.of(settings),
        routers=routers,
        subscribe=handlers.subscribe,
        jobs=jobs.jobs,
    )
