"""NDJSON: whole lines, few sends, and nothing left open."""

import json
from collections.abc import AsyncIterator

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from shared.web import ndjson
from tests.support.http import app_of, client_of
from tests.support.waiting import wait_for


class Kursi(BaseModel):
    kursi: str
    n: int


async def _models(count: int) -> AsyncIterator[Kursi]:
    for n in range(count):
        yield Kursi(kursi=f"0001/{n}", n=n)


async def _bytes() -> AsyncIterator[bytes]:
    yield b'{"n":1}\n{"n":2}\n'
    yield b'{"n":3}\n'


async def test_models_become_lines() -> None:
    router = APIRouter()

    @router.get("/kursi.ndjson")
    async def kursi(count: int) -> StreamingResponse:
        return ndjson(_models(count))

    async with client_of(app_of(router)) as client:
        async with client.get("/kursi.ndjson", params={"count": "5000"}) as answer:
            assert answer.headers["Content-Type"] == "application/x-ndjson"
            lines = (await answer.read()).splitlines()
        assert [json.loads(line)["n"] for line in lines] == list(range(5000))
        async with client.get("/kursi.ndjson", params={"count": "0"}) as answer:
            assert (answer.status, await answer.read()) == (200, b"")


async def test_lines_that_are_ready_pass_as_they_are() -> None:
    pieces = [piece async for piece in ndjson(_bytes()).body_iterator]
    assert b"".join(piece for piece in pieces if isinstance(piece, bytes)) == b'{"n":1}\n{"n":2}\n{"n":3}\n'
    assert len(pieces) == 1


async def test_a_reader_that_leaves_frees_the_source() -> None:
    closed: list[bool] = []

    async def endless() -> AsyncIterator[Kursi]:
        try:
            n = 0
            while True:
                yield Kursi(kursi="0001/1", n=n)
                n += 1
        finally:
            closed.append(True)

    router = APIRouter()

    @router.get("/endless.ndjson")
    async def kursi() -> StreamingResponse:
        return ndjson(endless())

    async with client_of(app_of(router)) as client:
        async with client.get("/endless.ndjson") as answer:
            await answer.content.readline()
            answer.close()
        await wait_for(lambda: closed, timeout=10, what="the source to be closed")
