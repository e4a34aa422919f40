"""NDJSON: whole lines, few sends, and nothing left open."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import ExitStack

import aiohttp
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from structlog.testing import capture_logs

from shared.web import ndjson, ndjson_of
from shared.web.stream import Lists, Spool
from tests.support.http import app_of, client_of
from tests.support.waiting import wait_for


class Kursi(BaseModel):
    kursi: str
    n: int


def lists_of(app: FastAPI) -> Lists:
    lists: Lists = app.state.lists
    return lists


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


async def test_pages_become_lines_row_by_row_and_are_closed_with_the_list() -> None:
    is_closed = False

    async def pages() -> AsyncGenerator[list[int], None]:
        nonlocal is_closed
        try:
            yield [1, 2]
            yield [3]
            yield [0]
        finally:
            is_closed = True

    lines = ndjson_of(pages(), lambda n: Kursi(kursi="0001/1", n=n)).body_iterator
    whole = b"".join([piece async for piece in lines if isinstance(piece, bytes)])
    assert [json.loads(line)["n"] for line in whole.splitlines()] == [1, 2, 3, 0]
    is_closed = False
    with pytest.raises(ZeroDivisionError):
        [piece async for piece in ndjson_of(pages(), lambda n: b"%d\n" % (6 // n)).body_iterator]
    assert is_closed


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


async def _thick(count: int, held: list[int]) -> AsyncIterator[bytes]:
    held.append(1)
    try:
        for _ in range(count):
            yield b'{"n":"' + b"x" * 100_000 + b'"}\n'
    finally:
        held.pop()


def _thick_app(held: list[int], *, count: int = 400) -> FastAPI:
    router = APIRouter()

    @router.get("/tebal.ndjson")
    async def tebal() -> StreamingResponse:
        return ndjson(_thick(count, held))

    return app_of(router)


def _reader(client: aiohttp.ClientSession) -> socket.socket:
    base = client._base_url
    assert base is not None
    peer = socket.create_connection((base.host, base.port))
    peer.send(b"GET /tebal.ndjson HTTP/1.1\r\nHost: x\r\n\r\n")
    return peer


async def test_readers_that_read_nothing_hold_no_source() -> None:
    held: list[int] = []
    begun = 0
    app = _thick_app(held)
    async with client_of(app) as client:
        with ExitStack() as stack:
            for _ in range(8):
                stack.enter_context(_reader(client))
            lists = lists_of(app)
            await wait_for(lambda: lists.open == 8, what="all readers to be answered")
            most = 0

            def is_free() -> bool:
                nonlocal most
                most = max(most, len(held))
                return not held and lists.open == 8

            await wait_for(is_free, what="every source to be read to its end")
            assert most <= lists.sources
            begun = lists.open
            async with client.get("/tebal.ndjson") as answer:
                assert len(await answer.read()) == 400 * 100_009
        assert begun == 8
        await wait_for(lambda: lists.open == 0, what="the readers' places to be free")


async def test_a_list_too_many_is_told_to_come_again() -> None:
    app = _thick_app([])
    lists_of(app).readers = 2
    async with client_of(app) as client:
        with ExitStack() as stack, capture_logs():
            for _ in range(2):
                stack.enter_context(_reader(client))
            await wait_for(lambda: lists_of(app).open == 2, what="two readers")
            async with client.get("/tebal.ndjson") as answer:
                assert (answer.status, answer.headers["Retry-After"]) == (503, "5")


async def test_a_list_that_takes_for_ever_is_ended() -> None:
    app = _thick_app([])
    lists_of(app).read_seconds = 0.3
    async with client_of(app) as client:
        with _reader(client), capture_logs():
            await wait_for(lambda: lists_of(app).open == 1, what="a reader")
            await wait_for(lambda: lists_of(app).open == 0, what="its end", timeout=10)


async def test_what_fails_before_the_first_line_is_an_answer_of_its_own() -> None:
    router = APIRouter()

    async def fails(lines: int) -> AsyncIterator[Kursi]:
        for n in range(lines):
            yield Kursi(kursi="0001/1", n=n)
        raise ConnectionError

    @router.get("/gagal.ndjson")
    async def gagal() -> StreamingResponse:
        return ndjson(fails(0))

    async with client_of(app_of(router)) as client:
        with capture_logs():
            async with client.get("/gagal.ndjson") as answer:
                assert answer.status == 503


async def test_the_head_of_a_list_reads_no_list() -> None:
    held: list[int] = []

    async def never() -> AsyncIterator[bytes]:
        held.append(1)
        yield b""

    router = APIRouter()

    @router.get("/tebal.ndjson")
    async def tebal() -> StreamingResponse:
        return ndjson(never())

    async with client_of(app_of(router)) as client, client.head("/tebal.ndjson") as answer:
        assert (answer.status, answer.headers["Content-Type"], held) == (200, "application/x-ndjson", [])


async def test_a_spool_gives_back_what_it_was_given_in_order() -> None:
    for together in (True, False):
        spool, pieces, taken = Spool(), [bytes([65 + n % 26]) * (n * 7_919 % 150_000) for n in range(100)], bytearray()
        for piece in pieces:
            spool.write(piece)
            if not together and piece:
                taken += await spool.read()

        async def ends() -> None:
            return

        source = asyncio.create_task(ends())
        await source
        spool.close(source)
        while chunk := await spool.read():
            taken += chunk
        spool.discard()
        assert taken == b"".join(pieces)
