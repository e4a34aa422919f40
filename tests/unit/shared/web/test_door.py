"""What strangers may send: nothing of it is our mistake, and each refusal names what to mend."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated

import aiohttp
import asyncpg
import pytest
from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict
from structlog.testing import capture_logs
from yarl import URL

from shared.web import Readiness, read_body, wewenang
from tests.support.http import OFFICER, TOKEN, app_of, client_of
from tests.support.waiting import wait_for


class Isian(BaseModel):
    model_config = ConfigDict(extra="forbid")

    nama: str
    lain: list[dict[str, str]] = []


router = APIRouter()


@router.get("/kelompok/{kelompok}/versi/{versi}")
async def kelompok(kelompok: str, versi: Annotated[int, Path(ge=1)], cari: Annotated[str, Query()] = "") -> dict[str, str]:
    return {"kelompok": kelompok, "cari": cari, "versi": str(versi)}


@router.post("/isian")
async def isian(kiriman: Isian) -> Isian:
    return kiriman


@router.put("/berkas")
async def berkas(request: Request) -> dict[str, int]:
    return {"bita": len(await read_body(request, 50_000_000))}


@router.get("/petugas", dependencies=[wewenang("operasional.baca")])
async def petugas() -> dict[str, str]:
    return {"nama": "petugas"}


@router.get("/nanti/{kind}")
async def nanti(kind: str) -> None:
    raise {
        "time": TimeoutError(),
        "os": OSError(28, "No space left on device"),
        "closed": asyncpg.InterfaceError("connection is closed"),
        "internal": asyncpg.InternalClientError("unexpected end"),
        "lock": asyncpg.LockNotAvailableError("x"),
        "starting": asyncpg.CannotConnectNowError("x"),
        "bug": asyncpg.InterfaceError("the server expects 3 arguments for this query, 2 were passed"),
        "missing": FileNotFoundError("x"),
        "syntax": asyncpg.PostgresSyntaxError("x"),
    }[kind]


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        *(("time", 503), ("os", 503), ("closed", 503), ("internal", 503), ("lock", 503), ("starting", 503)),
        *(("bug", 500), ("missing", 500), ("syntax", 500)),
    ],
)
async def test_what_time_heals_is_503_and_our_mistakes_are_500(client: aiohttp.ClientSession, kind: str, status: int) -> None:
    with capture_logs() as lines:
        async with client.get(f"/nanti/{kind}") as answer:
            body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"]) == (status, "BELUM_SIAP" if status == 503 else "KESALAHAN_SISTEM")
    assert answer.headers.get("Retry-After") == ("5" if status == 503 else None)
    # A traceback is for our mistakes: one per request of a busy minute would bury them.
    assert [bool(line.get("exc_info")) for line in lines if line["log_level"] != "info"] == [status == 500]


@pytest.mark.parametrize(
    ("path", "kolom"),
    [
        ("/kelompok/a%00b/versi/1", "kelompok"),
        ("/kelompok/%00/versi/1?cari=x", "kelompok"),
        ("/kelompok/a/versi/%00", "versi"),
        ("/kelompok/a/versi/1?cari=%00", "cari"),
        ("/kelompok/a/versi/1?cari=x&tidak=1%00", "tidak"),
    ],
)
async def test_nul_in_an_address_is_refused_by_name(client: aiohttp.ClientSession, path: str, kolom: str) -> None:
    async with client.get(URL(path, encoded=True)) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"], [fault["kolom"] for fault in body["kesalahan"]]) == (422, "ISIAN_TIDAK_SAH", [kolom])


async def test_nul_in_an_unknown_address_is_an_unknown_address(client: aiohttp.ClientSession) -> None:
    async with client.get("/tidak/%00") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    ("text", "kolom"),
    [
        (rb'{"nama": "a\u0000b"}', ["nama"]),
        (rb'{"nama": "\\\u0000"}', ["nama"]),
        (rb'{"nama": "x", "lain": [{}, {"k": "\u0000"}]}', ["lain.1.k"]),
        (rb'{"nama": "x", "lain": [{"k\u0000": "v"}], "x": "\u0000"}', ["lain.0.k", "x"]),
        (rb'{"nama": "\ud800"}', ["nama"]),
        (rb'{"nama": "x", "\uDfff": 1}', [None]),
    ],
)
async def test_nul_in_json_is_refused_by_name(client: aiohttp.ClientSession, text: bytes, kolom: list[str | None]) -> None:
    async with client.post("/isian", data=text, headers={"Content-Type": "application/json"}) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert (answer.status, body["kode"], [fault["kolom"] for fault in body["kesalahan"]]) == (422, "ISIAN_TIDAK_SAH", kolom)


@pytest.mark.parametrize("pieces", [1, 7])
async def test_what_only_looks_like_it_passes(client: aiohttp.ClientSession, pieces: int) -> None:
    text = rb'{"nama": "\\u0000 \\ud800 \ud83d\ude00", "lain": []}'

    async def parts() -> AsyncIterator[bytes]:
        for start in range(0, len(text), len(text) // pieces):
            yield text[start : start + len(text) // pieces]

    async with client.post("/isian", data=parts(), headers={"Content-Type": "application/json"}) as answer:
        assert (answer.status, (await answer.json())["nama"]) == (200, "\\u0000 \\ud800 \U0001f600")


@pytest.mark.parametrize("text", [rb'{"nama": "\ud800', b'{"nama": "\xff"}', b'{"nama": 1e999}', b"\xff\xfe{", b'{"nama": NaN}'])
async def test_what_is_no_json_is_a_refusal(client: aiohttp.ClientSession, text: bytes) -> None:
    async with client.post("/isian", data=text, headers={"Content-Type": "application/json"}) as answer:
        body = await answer.json(content_type="application/problem+json")
    assert answer.status in (400, 422), body


@pytest.mark.parametrize(
    "values",
    [
        [f"Bearer  {TOKEN}"],
        [f"Bearer {TOKEN} "],
        [f"Bearer\t{TOKEN}"],
        [f"Bearer {TOKEN}, Bearer {TOKEN}"],
        [f"Bearer {TOKEN}", "Bearer salah"],
        ["Bearer salah", f"Bearer {TOKEN}"],
        [f"Bearer {TOKEN}", f"Bearer {TOKEN}"],
        [f"Token {TOKEN}"],
        [TOKEN],
        [f"Bearer {TOKEN}\u00e9"],
    ],
)
async def test_a_token_is_read_by_one_rule(client: aiohttp.ClientSession, values: list[str]) -> None:
    reader, writer = await asyncio.open_connection(client._base_url.host, client._base_url.port)  # type: ignore[union-attr]
    lines = "".join(f"Authorization: {value}\r\n" for value in values)
    writer.write(f"GET /petugas HTTP/1.1\r\nHost: x\r\n{lines}Connection: close\r\n\r\n".encode("latin-1"))
    answer = await reader.read()
    writer.close()
    assert answer.split()[1] == b"401"


async def test_the_scheme_is_written_in_any_case(client: aiohttp.ClientSession) -> None:
    async with client.get("/petugas", headers={"Authorization": f"bearer {TOKEN}"}) as answer:
        assert answer.status == 200


async def test_head_is_get_without_the_body(client: aiohttp.ClientSession) -> None:
    for path in ("/health", "/kelompok/a/versi/1", "/openapi.json"):
        async with client.get(path) as whole, client.head(path) as head:
            assert (head.status, await head.read()) == (whole.status, b"")
            assert head.headers["Content-Length"] == whole.headers["Content-Length"]
    async with client.head("/petugas", headers=OFFICER) as answer:
        assert answer.status == 200
    async with client.head("/isian") as answer:
        assert answer.status == 405


@pytest.mark.parametrize(("method", "path", "status"), [("PUT", "/berkas", 0), ("POST", "/isian", 400)])
async def test_an_upload_broken_off_is_not_our_failure(client: aiohttp.ClientSession, method: str, path: str, status: int) -> None:
    with capture_logs() as lines:
        _, writer = await asyncio.open_connection(client._base_url.host, client._base_url.port)  # type: ignore[union-attr]
        writer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\nx".encode())
        await writer.drain()
        writer.close()
        await wait_for(lambda: list(lines), what="the request to end")
    assert [(line["event"], line["log_level"], line["status"]) for line in lines] == [("request", "info", status)]


async def test_ready_answers_while_a_check_hangs() -> None:
    begun: list[int] = []
    let_go = asyncio.Event()

    async def readiness() -> Readiness:
        begun.append(1)
        # As asyncpg does with a server that hangs: not even a cancellation ends it.
        while not let_go.is_set():
            try:
                await let_go.wait()
            except asyncio.CancelledError:
                continue
        return Readiness({})

    async with client_of(app_of(readiness=readiness)) as client:
        try:
            for _ in range(2):
                async with asyncio.timeout(4), client.get("/ready") as answer:
                    body = await answer.json()
                assert (answer.status, body["status"]) == (503, "BELUM")
            assert begun == [1]
        finally:
            let_go.set()
        async with client.get("/ready") as answer:
            assert answer.status == 200
