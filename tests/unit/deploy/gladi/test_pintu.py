"""The client goes on when a replica dies: the same request, the same key, another door."""

import orjson
import pytest
from aiohttp import web

from deploy.gladi import pintu as modul
from deploy.gladi.bentuk import BerkasFormasi
from deploy.gladi.kegagalan import Ditolak, PintuTertutup
from deploy.gladi.pintu import Pintu
from deploy.lokal.ports import free_ports
from tests.support.doors import layanan


async def test_a_failed_request_is_sent_again_with_its_key() -> None:
    kunci: list[str] = []

    async def jawab(request: web.Request) -> web.Response:
        kunci.append(request.headers["Idempotency-Key"])
        return web.Response(status=503) if len(kunci) == 1 else web.json_response({"formasi": 1, "kursi": 2})

    async with layanan(jawab) as url, Pintu({"a": [url]}, "t", musim="m") as pintu:
        jawaban = await pintu.kirim("a", "/x", b"{}", guna="uji")
    assert jawaban.sebagai(BerkasFormasi).kursi == 2
    assert kunci == ["gladi-m-uji"] * 2
    assert pintu.ulang["a"] == 1


async def test_the_second_officer_has_a_token_of_their_own() -> None:
    token: list[str] = []

    async def jawab(request: web.Request) -> web.Response:
        token.append(request.headers["Authorization"])
        return web.json_response({"formasi": 1, "kursi": 2})

    async with layanan(jawab) as url, Pintu({"a": [url]}, "satu", musim="m", token_kedua="dua") as pintu:  # noqa: S106 - no secret
        await pintu.kirim("a", "/x", guna="usul")
        await pintu.kirim("a", "/x", guna="rilis", kedua=True)
    assert token == ["Bearer satu", "Bearer dua"]


async def test_a_dead_replica_is_passed_over() -> None:
    async def jawab(_: web.Request) -> web.Response:
        return web.json_response({"formasi": 1, "kursi": 2})

    mati = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with layanan(jawab) as url, Pintu({"a": [mati, url]}, "t", musim="m") as pintu:
        for _ in range(3):
            await pintu.tanya("a", "/x", BerkasFormasi)
    assert pintu.ulang["a"] >= 1


async def test_a_refusal_is_not_repeated() -> None:
    banyak = 0

    async def jawab(_: web.Request) -> web.Response:
        nonlocal banyak
        banyak += 1
        return web.Response(status=422)

    async with layanan(jawab) as url, Pintu({"a": [url]}, "t", musim="m") as pintu:
        with pytest.raises(Ditolak, match="422"):
            await pintu.kirim("a", "/x", guna="uji")
    assert banyak == 1


async def test_a_broken_stream_is_read_again_from_the_start() -> None:
    banyak = 0

    async def jawab(request: web.Request) -> web.StreamResponse:
        nonlocal banyak
        banyak += 1
        aliran = web.StreamResponse()
        await aliran.prepare(request)
        await aliran.write(b'{"n":1}\n{"n":')
        if banyak == 1:
            assert request.transport is not None
            request.transport.close()
            return aliran
        await aliran.write(b'2}\n{"n":3}')
        return aliran

    async with layanan(jawab) as url, Pintu({"a": [url]}, "t", musim="m") as pintu:
        hasil = await pintu.baca("a", "/x", lambda baris: int(orjson.loads(baris)["n"]))
    assert hasil == [1, 2, 3]


async def test_it_gives_up_when_nobody_ever_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modul, "COBA_LAGI_DETIK", 0.5)
    mati = f"http://127.0.0.1:{free_ports(1)[0]}"
    async with Pintu({"a": [mati]}, "t", musim="m") as pintu:
        with pytest.raises(PintuTertutup, match="a/x"):
            await pintu.tanya("a", "/x", BerkasFormasi)
