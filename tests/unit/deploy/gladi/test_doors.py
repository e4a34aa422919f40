"""The client goes on when a replica dies: the same request, the same key, another door."""

import orjson
import pytest
from aiohttp import web

from deploy.gladi import doors as module
from deploy.gladi.answers import BerkasFormasi
from deploy.gladi.doors import Doors
from deploy.gladi.failures import DoorShut, Refused, RuleBroken
from deploy.lokal.ports import free_ports
from tests.support.doors import service


async def test_a_failed_request_is_sent_again_with_its_key() -> None:
    keys: list[str] = []

    async def reply(request: web.Request) -> web.Response:
        keys.append(request.headers["Idempotency-Key"])
        return web.Response(status=503) if len(keys) == 1 else web.json_response({"formasi": 1, "kursi": 2})

    async with service(reply) as url, Doors({"a": [url]}, "t", musim="m") as doors:
        answer = await doors.send("a", "/x", b"{}", purpose="uji")
    assert answer.parsed(BerkasFormasi).kursi == 2
    assert keys == ["gladi-m-uji"] * 2
    assert doors.retries["a"] == 1


async def test_the_second_officer_has_a_token_of_their_own() -> None:
    token: list[str] = []

    async def reply(request: web.Request) -> web.Response:
        token.append(request.headers["Authorization"])
        return web.json_response({"formasi": 1, "kursi": 2})

    async with service(reply) as url, Doors({"a": [url]}, "satu", musim="m", second_token="dua") as doors:  # noqa: S106 - no secret
        await doors.send("a", "/x", purpose="usul")
        await doors.send("a", "/x", purpose="rilis", second=True)
    assert token == ["Bearer satu", "Bearer dua"]


async def test_a_dead_replica_is_passed_over() -> None:
    async def reply(_: web.Request) -> web.Response:
        return web.json_response({"formasi": 1, "kursi": 2})

    dead = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with service(reply) as url, Doors({"a": [dead, url]}, "t", musim="m") as doors:
        for _ in range(3):
            await doors.ask("a", "/x", BerkasFormasi)
    assert doors.retries["a"] >= 1


async def test_a_refusal_is_not_repeated() -> None:
    count = 0

    async def reply(_: web.Request) -> web.Response:
        nonlocal count
        count += 1
        return web.Response(status=422)

    async with service(reply) as url, Doors({"a": [url]}, "t", musim="m") as doors:
        with pytest.raises(Refused, match="422"):
            await doors.send("a", "/x", purpose="uji")
    assert count == 1


async def test_a_broken_stream_is_read_again_from_the_start() -> None:
    count = 0

    async def reply(request: web.Request) -> web.StreamResponse:
        nonlocal count
        count += 1
        stream = web.StreamResponse()
        await stream.prepare(request)
        await stream.write(b'{"n":1}\n{"n":')
        if count == 1:
            assert request.transport is not None
            request.transport.close()
            return stream
        await stream.write(b'2}\n{"n":3}')
        return stream

    async with service(reply) as url, Doors({"a": [url]}, "t", musim="m") as doors:
        lines = await doors.read("a", "/x", lambda line: int(orjson.loads(line)["n"]))
    assert lines == [1, 2, 3]


async def test_it_gives_up_when_nobody_ever_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.5)
    dead = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with Doors({"a": [dead]}, "t", musim="m") as doors:
        with pytest.raises(DoorShut, match="a/x"):
            await doors.ask("a", "/x", BerkasFormasi)


@pytest.mark.parametrize(
    ("status", "kode", "right"), [(409, "KEMBAR", True), (409, "LAIN", False), (422, "KEMBAR", False), (201, "KEMBAR", False)]
)
async def test_what_breaks_a_rule_must_be_refused_for_that_reason(status: int, kode: str, right: bool) -> None:
    async def reply(_: web.Request) -> web.Response:
        return web.json_response({"kode": kode}, status=status)

    async with service(reply) as url, Doors({"a": [url]}, "t", musim="m") as doors:
        if right:
            await doors.send_wrong("a", "/x", b"{}", purpose="uji", status=409, kode="KEMBAR")
        else:
            with pytest.raises(RuleBroken, match=f"uji: answered {status}, expected 409 KEMBAR"):
                await doors.send_wrong("a", "/x", b"{}", purpose="uji", status=409, kode="KEMBAR")
        assert doors.refused == right
