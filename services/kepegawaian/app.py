"""The only place that wires settings, pool, broker, workers and routes."""

from fastapi import FastAPI

from services.kepegawaian import handlers, jobs
from services.kepegawaian.api import routers
from services.kepegawaian.context import Context
from services.kepegawaian.settings import Settings
from shared.messaging import MessagingSettings
from shared.web import build_service

SERVICE = "kepegawaian"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins."""
    return build_service(
        service=SERVICE,
        settings=settings,
        messaging=messaging,
        context=Context.of(settings),
        routers=routers,
        subscribe=handlers.subscribe,
        jobs=jobs.jobs,
    )
