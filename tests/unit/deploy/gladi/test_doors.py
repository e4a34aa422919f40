"""The client goes on when a replica dies: the same request, the same key, another door."""

import orjson
import pytest
from aiohttp import web
from joserfc import jws

from deploy.gladi import doors as module
from deploy.gladi.answers import BerkasFormasi
from deploy.gladi.doors import Doors
from deploy.gladi.failures import DoorShut, Refused, RuleBroken
from deploy.gladi.people import applicant
from deploy.lokal.ports import free_ports
from tests.support.doors import service
from tests.support.masuk import people


async def test_a_failed_request_is_sent_again_with_its_key() -> None:
    keys: list[str] = []

    async def reply(request: web.Request) -> web.Response:
        keys.append(request.headers["Idempotency-Key"])
        return web.Response(status=503) if len(keys) == 1 else web.json_response({"formasi": 1, "kursi": 2})

    async with service(reply) as url, people() as known, Doors({"a": [url]}, known, musim="m") as doors:
        answer = await doors.send("a", "/x", b"{}", purpose="uji")
    assert answer.parsed(BerkasFormasi).kursi == 2
    assert keys == ["gladi-m-uji"] * 2
    assert doors.retries["a"] == 1


async def test_each_act_is_done_by_the_person_whose_part_it_is_and_open_doors_are_asked_without_a_token() -> None:
    said: list[str | None] = []

    async def reply(request: web.Request) -> web.Response:
        given = request.headers.get("Authorization")
        said.append(None if given is None else str(jws.extract_compact(given.removeprefix("Bearer ").encode()).payload))
        return web.json_response({"formasi": 1, "kursi": 2})

    async with service(reply) as url, people() as known, Doors({"a": [url]}, known, musim="m") as doors:
        await doors.send("a", "/v1/skd/tutup", purpose="usul")
        await doors.send("a", "/v1/skd/rilis", purpose="rilis")
        await doors.send("a", "/v1/lamaran", purpose="lamaran", by=applicant(f"00{1:014d}"))
        await doors.send("a", "/v1/lamaran/massal", purpose="massal")
        await doors.ask("a", "/v1/ringkasan", BerkasFormasi)
    wanted = ["PANSELNAS_PENGUSUL", "PANSELNAS_PERILIS", "PELAMAR", "LAYANAN"]
    assert [peran in (token or "") for peran, token in zip(wanted, said, strict=False)] == [True] * 4
    assert said[4] is None


async def test_a_dead_replica_is_passed_over() -> None:
    async def reply(_: web.Request) -> web.Response:
        return web.json_response({"formasi": 1, "kursi": 2})

    dead = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with service(reply) as url, people() as known, Doors({"a": [dead, url]}, known, musim="m") as doors:
        for _ in range(3):
            await doors.ask("a", "/x", BerkasFormasi)
    assert doors.retries["a"] >= 1


async def test_a_refusal_is_not_repeated() -> None:
    count = 0

    async def reply(_: web.Request) -> web.Response:
        nonlocal count
        count += 1
        return web.Response(status=422)

    async with service(reply) as url, people() as known, Doors({"a": [url]}, known, musim="m") as doors:
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

    async with service(reply) as url, people() as known, Doors({"a": [url]}, known, musim="m") as doors:
        lines = await doors.read("a", "/x", lambda line: int(orjson.loads(line)["n"]))
    assert lines == [1, 2, 3]


async def test_it_gives_up_when_nobody_ever_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.5)
    dead = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with people() as known, Doors({"a": [dead]}, known, musim="m") as doors:
        with pytest.raises(DoorShut, match="a/x"):
            await doors.ask("a", "/x", BerkasFormasi)


@pytest.mark.parametrize(
    ("status", "kode", "right"), [(409, "KEMBAR", True), (409, "LAIN", False), (422, "KEMBAR", False), (201, "KEMBAR", False)]
)
async def test_what_breaks_a_rule_must_be_refused_for_that_reason(status: int, kode: str, right: bool) -> None:
    async def reply(_: web.Request) -> web.Response:
        return web.json_response({"kode": kode}, status=status)

    async with service(reply) as url, people() as known, Doors({"a": [url]}, known, musim="m") as doors:
        if right:
            await doors.send_wrong("a", "/x", b"{}", purpose="uji", status=409, kode="KEMBAR")
        else:
            with pytest.raises(RuleBroken, match=f"uji: answered {status}, expected 409 KEMBAR"):
                await doors.send_wrong("a", "/x", b"{}", purpose="uji", status=409, kode="KEMBAR")
        assert doors.refused == right
