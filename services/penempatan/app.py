"""The only place that wires settings, pool, broker, workers and routes."""

from collections.abc import Callable, Sequence

import asyncpg
from fastapi import FastAPI

from services.penempatan import handlers, jobs
from services.penempatan.api import router
from services.penempatan.settings import Settings
from shared.messaging import Consumers, MessagingSettings, Worker
from shared.web import build_service

SERVICE = "penempatan"


def build(settings: Settings, messaging: MessagingSettings | None = None) -> FastAPI:
    """The application of one process; nothing is opened before its lifespan begins."""

    def assemble(_app: FastAPI, pool: asyncpg.Pool, consumers: Consumers, on_fatal: Callable[[BaseException], None]) -> Sequence[Worker]:
        handlers.subscribe(consumers)
        return jobs.workers(pool, settings, on_fatal)

    return build_service(service=SERVICE, settings=settings, messaging=messaging, routers=[router], assemble=assemble)
