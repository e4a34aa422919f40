"""The worst that can come over a socket, bounded in what it takes of us."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack
from pathlib import Path

import aiohttp
import pytest
from fastapi import APIRouter, Request

from shared.web import read_body
from shared.web.door import Door
from tests.support.http import app_of, client_of
from tests.support.waiting import wait_for

router = APIRouter()


@router.get("/")
async def akar() -> dict[str, str]:
    return {"status": "ada"}


@router.put("/berkas")
async def berkas(request: Request) -> dict[str, int]:
    return {"bita": len(await read_body(request, 50_000_000))}


class Hasty(Door):
    places = 8
    head_seconds = 0.3
    body_seconds = 0.3
    body_bytes = 100
    write_seconds = 0.3


class Patient(Door):
    """Without limits of time, so that only those of size can be what ends a connection."""

    head_seconds = body_seconds = write_seconds = 3600.0


DOOR = Patient


@pytest.fixture
async def hasty() -> AsyncIterator[aiohttp.ClientSession]:
    async with client_of(app_of(router), door=Hasty) as session:
        yield session


def _address(client: aiohttp.ClientSession) -> tuple[str, int]:
    base = client._base_url
    assert base is not None
    assert base.host is not None
    assert base.port is not None
    return base.host, base.port


async def _told(client: aiohttp.ClientSession, *pieces: bytes) -> bytes:
    """All that the server says to `pieces` until it ends the connection."""
    reader, writer = await asyncio.open_connection(*_address(client))
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        # It was still being written to when it ended.
        return b""
    finally:
        writer.close()


HEAD = b"GET / HTTP/1.1\r\nHost: x\r\n"
CHUNKED = b"PUT /berkas HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (HEAD + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n", b"431"),
        (HEAD + b"X: " + b"a" * 40_000 + b"\r\n\r\n", b"431"),
        (HEAD + b"X: y\r\n" * 20_000 + b"\r\n", b"431"),
        (HEAD + b"X: y\r\n" * 101 + b"\r\n", b"431"),
        (b"GET /" + b"a" * 40_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", b"431"),
        (HEAD + b"A" * 1_000_000, b"431"),
        (CHUNKED + b"1;" + b"a" * 1_000_000, b"400"),
        (CHUNKED + b"0\r\n" + b"X: y\r\n" * 20_000, b"431"),
        (CHUNKED + b"0\r\nX: " + b"a" * 1_000_000, b"400"),
        (b"\r\n" * 1_000_000, b"400"),
        (b"NONSENSE\r\n\r\n", b"400"),
    ],
    ids=lambda value: value[-20:].decode() + str(len(value)) if len(value) > 3 else value.decode(),
)
async def test_what_never_ends_is_ended(client: aiohttp.ClientSession, text: bytes, status: bytes) -> None:
    told = await _told(client, *(text[start : start + 20_000] for start in range(0, len(text), 20_000)))
    # A client that still writes may lose the answer with the connection; what counts is that it ends.
    assert not told or (told.split()[1] in (status, b"431") and b"application/problem+json" in told)


async def test_a_refusal_can_be_read(client: aiohttp.ClientSession) -> None:
    told = await _told(client, HEAD + b"X: y\r\n" * 101 + b"\r\n")
    assert told.startswith(b"HTTP/1.1 431 ")
    assert "Kepala permintaan terlalu besar." in told.decode()


async def test_what_is_large_and_lawful_passes(client: aiohttp.ClientSession) -> None:
    told = await _told(client, HEAD + b"X: y\r\n" * 90 + b"Y: " + b"a" * 30_000 + b"\r\nConnection: close\r\n\r\n")
    assert told.split()[1] == b"200"
    chunks = b"".join(b"1\r\nx\r\n" for _ in range(60_000)) + b"0\r\nX: y\r\n\r\n"
    told = await _told(client, CHUNKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), chunks)
    assert told.endswith(b'{"bita":60000}')


async def test_memory_does_not_grow_with_a_head_that_never_ends(client: aiohttp.ClientSession) -> None:
    def resident_mb() -> float:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

    before = resident_mb()
    with ExitStack() as stack:
        for _ in range(16):
            peer = stack.enter_context(socket.create_connection(_address(client)))
            peer.setblocking(False)
            await asyncio.get_running_loop().sock_sendall(peer, HEAD + b"X: ")
            try:
                for _ in range(100):
                    await asyncio.get_running_loop().sock_sendall(peer, b"a" * 100_000)
            except ConnectionError:
                continue
            pytest.fail("ten megabytes of a head were taken")
    assert resident_mb() - before < 20


async def test_a_flood_of_requests_behind_one_another_is_not_kept(client: aiohttp.ClientSession) -> None:
    told = await _told(client, HEAD + b"\r\n", (HEAD + b"\r\n") * 5_000)
    assert told.count(b'{"status":"ada"}') < 100


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (b"", b""),
        (b"GET / HT", b"408"),
        (HEAD, b"408"),
        (b"PUT /berkas HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", b"408"),
        (CHUNKED + b"5\r\nab", b"408"),
    ],
)
async def test_what_stops_half_way_is_ended(hasty: aiohttp.ClientSession, text: bytes, status: bytes) -> None:
    told = await _told(hasty, text)
    assert told[9:12] == status


async def test_a_trickle_is_ended_and_a_slow_line_is_not(hasty: aiohttp.ClientSession) -> None:
    async def sent(size: int, pause: float) -> bytes:
        reader, writer = await asyncio.open_connection(*_address(hasty))
        writer.write(b"PUT /berkas HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % (10 * size))
        told = asyncio.create_task(reader.read())
        for _ in range(10):
            writer.write(b"x" * size)
            await asyncio.wait((told,), timeout=pause)
        answer = await told
        writer.close()
        return answer

    trickle, slow = await asyncio.gather(sent(1, 0.1), sent(1_000, 0.1))
    assert (trickle.split()[1], slow[-14:]) == (b"408", b'{"bita":10000}')


async def test_half_sent_heads_make_place_for_whole_ones(client: aiohttp.ClientSession) -> None:
    class Small(Patient):
        places = 8

    async with client_of(app_of(router), door=Small) as small:
        with ExitStack() as stack:
            for _ in range(40):
                stack.enter_context(socket.create_connection(_address(small))).send(HEAD)
            for _ in range(5):
                async with asyncio.timeout(5), small.get("/") as answer:
                    assert answer.status == 200


async def test_when_all_places_work_the_next_is_told_to_come_again() -> None:
    let_go = asyncio.Event()
    begun: list[int] = []
    busy = APIRouter()

    @busy.get("/lama")
    async def lama() -> None:
        begun.append(1)
        await let_go.wait()

    class Small(Patient):
        places = 3

    async with client_of(app_of(busy), door=Small) as small:
        running = [asyncio.create_task(_told(small, b"GET /lama HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) for _ in range(3)]
        await wait_for(lambda: len(begun) == 3, what="all places to be taken")
        told = await _told(small, b"")
        let_go.set()
        answers = await asyncio.gather(*running)
    assert told.startswith(b"HTTP/1.1 503 ")
    assert [answer.split()[1] for answer in answers] == [b"200"] * 3


async def test_a_reader_that_reads_nothing_is_ended(hasty: aiohttp.ClientSession) -> None:
    large = APIRouter()
    ended: list[bool] = []

    @large.get("/besar")
    async def besar() -> str:
        return "x" * 30_000_000

    class Noted(Hasty):
        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            ended.append(True)

    for head in (b"", b"Connection: close\r\n"):
        async with client_of(app_of(large), door=Noted) as client:
            with socket.create_connection(_address(client)) as peer:
                peer.send(b"GET /besar HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n")
                await wait_for(lambda: ended, timeout=10, what="the connection to end")
        ended.clear()
