"""A FastAPI application behind a real HTTP server of the test's own loop, and a client for it."""

import asyncio
import hashlib
import secrets
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Literal

import aiohttp
import uvicorn
from fastapi import APIRouter, FastAPI
from pydantic import SecretStr

from shared.web import Operations, ParticipantSettings, Readiness, build_app
from shared.web.door import Door
from tests.support.waiting import wait_for

TOKEN = secrets.token_urlsafe(16)
OFFICER = {"Authorization": f"Bearer {TOKEN}"}


def settings_for(dsn: str = "postgresql://127.0.0.1:1/none") -> ParticipantSettings:
    """Settings of a service under test, whose officers' token is `TOKEN`."""
    return ParticipantSettings(
        database_url=dsn,
        kafka_bootstrap_servers="nowhere.invalid:9092",
        service_name="penilaian",
        http_port=0,
        api_token_sha256=hashlib.sha256(TOKEN.encode()).hexdigest(),
        kunci_peserta=SecretStr(secrets.token_urlsafe(32)),
    )


@asynccontextmanager
async def no_lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """For applications that open nothing."""
    yield


async def always_ready() -> Readiness:
    """For applications that need nothing."""
    return Readiness({})


def app_of(
    *routers: APIRouter,
    readiness: Callable[[], Awaitable[Readiness]] = always_ready,
    operations: Callable[[], Operations] | None = None,
) -> FastAPI:
    """An application of these routes that opens nothing."""
    return build_app(
        title="Uji", settings=settings_for(), lifespan=no_lifespan, routers=routers, readiness=readiness, operations=operations
    )


def _to_the_end() -> aiohttp.TraceConfig:
    """Reads every answer: one that is left unread keeps its connection, which is a warning when it is forgotten."""

    async def read(_session: aiohttp.ClientSession, _context: object, params: aiohttp.TraceRequestEndParams) -> None:
        await params.response.read()

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(read)
    return trace


@asynccontextmanager
async def client_of(
    app: FastAPI,
    *,
    headers: Sequence[tuple[str, str]] = (),
    door: type[Door] = Door,
    lifespan: Literal["auto", "off"] = "auto",
    whole: bool = False,
) -> AsyncIterator[aiohttp.ClientSession]:
    """Serve `app` behind `door` on a free port; a session with paths relative to it; `whole`: it reads every answer to its end."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    config = uvicorn.Config(app, http=door, lifespan=lifespan, log_config=None, access_log=False, timeout_graceful_shutdown=5)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        await wait_for(lambda: server.started or running.done(), what="the server to start")
        traces = [_to_the_end()] if whole else None
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}", headers=dict(headers), trace_configs=traces) as session:
            yield session
    finally:
        server.should_exit = True
        await running
