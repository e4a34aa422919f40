"""A FastAPI application behind a real HTTP server of the test's own loop, and a client for it."""

import asyncio
import atexit
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import aiohttp
import uvicorn
from fastapi import APIRouter, FastAPI

from shared.web import Operations, Readiness, ServiceSettings, build_app
from shared.web.door import Door
from shared.web.identitas.participants import ISSUER as PARTICIPANT_ISSUER
from tests.support.penerbit import Penerbit, bearer, semua_peran
from tests.support.waiting import wait_for

PENERBIT = Penerbit()
TOKEN = PENERBIT.petugas(*semua_peran(), subjek="petugas")
# An officer of every role, and another one: two subjects are two persons.
OFFICER = bearer(TOKEN)
SECOND_OFFICER = bearer(PENERBIT.petugas(*semua_peran(), subjek="petugas-kedua"))
PENERBIT_PESERTA = Penerbit(PARTICIPANT_ISSUER, PARTICIPANT_ISSUER)


def _written(penerbit: Penerbit) -> Path:
    """A file with its public keys, for the processes of a test as well."""
    handle, name = tempfile.mkstemp(prefix="casn-uji-", suffix=".jwks.json")
    os.write(handle, penerbit.jwks())
    os.close(handle)
    atexit.register(Path(name).unlink, missing_ok=True)
    return Path(name)


DIGEST_KEY = "kunci-sidik-untuk-uji"
# Who issues tokens, and the secret of digests: what every service must be told.
IDENTITY: dict[str, Any] = {
    "digest_key": DIGEST_KEY,
    "oidc_issuer": PENERBIT.nama,
    "oidc_jwks_file": _written(PENERBIT),
    "participant_jwks_file": _written(PENERBIT_PESERTA),
}


def participant(peserta: str) -> dict[str, str]:
    """The header of the participant of that number."""
    return bearer(PENERBIT_PESERTA.tulis(PENERBIT_PESERTA.klaim(peserta)))


def settings_for(dsn: str = "postgresql://127.0.0.1:1/none") -> ServiceSettings:
    """Settings of a service under test, which takes the tokens of `PENERBIT`."""
    return ServiceSettings(
        database_url=dsn,
        kafka_bootstrap_servers="nowhere.invalid:9092",
        service_name="penilaian",
        http_port=0,
        **IDENTITY,
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


def listening(port: int = 0) -> socket.socket:
    """A listener, by default on a free port. Named as TCP: only on sockets that say so asyncio sends small answers at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


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
    listener = listening()
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
