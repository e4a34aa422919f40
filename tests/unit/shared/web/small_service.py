"""A service that opens nothing; started as a process by test_serve.py, in the mode named by its argument."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse

from shared.web import Readiness, ServiceSettings, build_app, lifeline_of, ndjson, serve

mode = sys.argv[1]
log = structlog.get_logger()
router = APIRouter()


@router.get("/slow")
async def slow() -> dict[str, str]:
    log.info("slow request begun")
    # Work that takes a while: the thing this process is asked to let end.
    await asyncio.to_thread(sum, range(40_000_000))
    return {"status": "whole"}


_free = asyncio.Event()


@router.get("/besar.ndjson")
async def besar() -> StreamingResponse:
    async def rows() -> AsyncIterator[bytes]:
        _free.clear()
        try:
            for _ in range(500):
                yield b"x" * 100_000 + b"\n"
        finally:
            _free.set()

    return ndjson(rows())


@router.get("/menunggu.ndjson")
async def menunggu() -> StreamingResponse:
    async def rows() -> AsyncIterator[bytes]:
        _free.clear()
        try:
            yield b"x" * 100_000 + b"\n"
            log.info("list begun")
            await asyncio.Event().wait()
        finally:
            _free.set()

    return ndjson(rows())


async def _raises() -> None:
    raise RuntimeError("the consumer died")


async def _returns() -> None:
    return


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    if mode == "no-start":
        raise RuntimeError("no database")
    if mode.startswith("task"):
        lifeline_of(app).watch(asyncio.create_task(_raises() if mode == "task-raises" else _returns(), name="consumer"))
    _free.set()
    yield
    # As a pool does: it closes when all its connections are back.
    await _free.wait()
    log.info("lifespan ended")
    if mode == "no-end":
        raise RuntimeError("the pool does not close")


async def ready() -> Readiness:
    return Readiness({})


if __name__ == "__main__":
    settings = ServiceSettings()
    serve(build_app(title="Kecil", settings=settings, lifespan=lifespan, routers=[router], readiness=ready), settings)
