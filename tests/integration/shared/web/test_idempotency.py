"""A request repeated, also at the same moment, has one effect and one answer."""

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import aiohttp
import asyncpg
import pytest
from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

import shared.messaging
import shared.web
from shared.db import create_pool
from shared.db.migrate import apply, migrations_in
from shared.errors import Rejected
from shared.messaging import UnitOfWork, unit_of_work
from shared.web import Diizinkan, Sekali, bila_boleh, forget_old_answers, read_body
from shared.web.idempotency import KEEP_DAYS
from tests.support.http import DIGEST_KEY, TOKEN, app_of, client_of
from tests.support.waiting import wait_for

KEY = "kunci-0001"


class TandaTerima(BaseModel):
    nomor: int


@pytest.fixture
async def pool(empty_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    rooms = [(p.__name__.rpartition(".")[2], Path(p.__path__[0]) / "migrations") for p in (shared.messaging, shared.web)]
    await apply(empty_dsn, migrations_in(rooms))
    async with create_pool(empty_dsn, application_name="uji", max_size=20) as made:
        await made.execute("create table lamaran (nomor int generated always as identity, isi text not null)")
        yield made


class Door:
    """POST /lamaran as a service writes it; `gate` holds every piece of work until the test opens it."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.gate = asyncio.Event()
        self.gate.set()
        self.inside = 0
        self.router = APIRouter()
        self.router.post("/lamaran", status_code=201)(self.post)
        self.router.post("/lamaran/{nama}", status_code=201)(self.post)
        self.app = app_of(self.router)
        self.app.state.pool = pool

    async def post(self, request: Request, sekali: Sekali, _: Annotated[Diizinkan | None, bila_boleh("operasional.baca")]) -> Response:
        body = await read_body(request, 10_000)

        async def work(uow: UnitOfWork) -> TandaTerima:
            self.inside += 1
            await self.gate.wait()
            if body == b"buruk":
                raise Rejected("BURUK", "Tidak sah.")
            number = await uow.conn.fetchval("insert into lamaran (isi) values ($1) returning nomor", body.decode())
            if body == b"rusak":
                raise ConnectionResetError
            return TandaTerima(nomor=number)

        return await sekali(work, TandaTerima)


Answer = tuple[int, bytes, bool]


async def _send(client: aiohttp.ClientSession, body: str = "isi", key: str = KEY, path: str = "/lamaran", **headers: str) -> Answer:
    async with client.post(path, data=body.encode(), headers={"Idempotency-Key": key, **headers}) as answer:
        return answer.status, await answer.read(), answer.headers.get("Idempotency-Replayed") == "true"


async def _count(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("select count(*) from lamaran"))


async def _race(pool: asyncpg.Pool, twins: int) -> list[Answer]:
    """Send the same request `twins` times so that all are under way before the first may finish."""
    door = Door(pool)
    door.gate.clear()
    async with client_of(door.app) as client:
        sent = [asyncio.create_task(_send(client)) for _ in range(twins)]

        async def all_under_way() -> bool:
            waiting = await pool.fetchval(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
            )
            return door.inside + int(waiting) == twins

        await wait_for(all_under_way, what="every twin to be inside or waiting for the first")
        door.gate.set()
        return list(await asyncio.gather(*sent))


async def test_twins_at_the_same_moment_have_one_effect(pool: asyncpg.Pool) -> None:
    answers = await _race(pool, twins=8)
    assert await _count(pool) == 1
    assert {(status, body) for status, body, _ in answers} == {(201, b'{"nomor":1}')}
    assert sorted(replayed for *_, replayed in answers) == [False] + [True] * 7


async def test_without_the_unique_key_the_same_race_has_two_effects(pool: asyncpg.Pool) -> None:
    """The control: the race above is real, and the key is what decides it."""
    await pool.execute("alter table web.idempotency drop constraint idempotency_pkey")
    answers = await _race(pool, twins=2)
    assert await _count(pool) == 2
    assert [replayed for *_, replayed in answers] == [False, False]


async def test_a_twin_takes_over_when_the_first_is_refused(pool: asyncpg.Pool) -> None:
    door = Door(pool)
    async with client_of(door.app) as client:
        assert (await _send(client, "buruk"))[0] == 422
        assert await pool.fetchval("select count(*) from web.idempotency") == 0
        assert await _send(client, "baik") == (201, b'{"nomor":1}', False)


async def test_the_stored_answer_comes_again_byte_for_byte(pool: asyncpg.Pool) -> None:
    door = Door(pool)
    async with client_of(door.app) as client:
        first = await _send(client)
        assert [await _send(client) for _ in range(3)] == [(first[0], first[1], True)] * 3
        assert (await _send(client, key="kunci-0002"))[1] == b'{"nomor":2}'
    assert door.inside == 2


async def test_the_same_key_for_another_body_is_refused(pool: asyncpg.Pool) -> None:
    async with client_of(Door(pool).app) as client:
        await _send(client, "isi")
        status, body, _ = await _send(client, "isi lain")
    assert (status, b"KUNCI_IDEMPOTENSI" in body) == (409, True)
    assert await _count(pool) == 1


async def test_what_was_sent_cannot_be_found_by_trying(pool: asyncpg.Pool) -> None:
    """A body of few unknowns, such as an application, is not digested in a way that whoever has the database can make again."""
    async with client_of(Door(pool).app) as client:
        await _send(client, "isi")
    kept = await pool.fetchval("select body_sha256 from web.idempotency")
    bare = hashlib.sha256(b"isi").digest()
    assert kept == hmac.digest(DIGEST_KEY.encode(), bare, "sha256")


async def test_an_answer_kept_under_a_bare_digest_is_given_again(pool: asyncpg.Pool) -> None:
    """A client that repeats its request after the upgrade is neither refused nor served twice; another body is refused as ever."""
    async with client_of(Door(pool).app) as client:
        await _send(client, "isi")
        await pool.execute("update web.idempotency set body_sha256 = $1", hashlib.sha256(b"isi").digest())
        assert await _send(client, "isi") == (201, b'{"nomor":1}', True)
        assert (await _send(client, "isi lain"))[0] == 409
    assert await _count(pool) == 1


async def test_a_failure_after_the_work_undoes_answer_and_effect(pool: asyncpg.Pool) -> None:
    async with client_of(Door(pool).app) as client:
        assert (await _send(client, "rusak"))[0] == 503
    assert await _count(pool) == 0
    assert await pool.fetchval("select count(*) from web.idempotency") == 0


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"path": "/lamaran/orang"}, False),
        ({"path": "/lamaran?b=2&a=1"}, False),
        ({"key": "kunci-0002"}, False),
        ({"Authorization": f"Bearer {TOKEN}"}, False),
        ({"Authorization": "Bearer salah"}, True),
        ({"X-Lain": "apa saja"}, True),
    ],
)
async def test_a_key_belongs_to_one_officer_and_one_request(pool: asyncpg.Pool, other: dict[str, str], same: bool) -> None:
    async with client_of(Door(pool).app) as client:
        await _send(client)
        assert (await _send(client, **other))[2] is same


async def test_the_order_of_a_query_is_not_part_of_the_request(pool: asyncpg.Pool) -> None:
    async with client_of(Door(pool).app) as client:
        await _send(client, path="/lamaran?a=1&b=2")
        assert (await _send(client, path="/lamaran?b=2&a=1"))[2] is True
        assert (await _send(client, path="/lamaran?b=2&a=3"))[2] is False


async def test_answers_stored_under_route_and_key_are_found_again(empty_dsn: str) -> None:
    """A client that repeats its request after the upgrade must not have it done twice."""
    room = migrations_in([("web", Path(shared.web.__path__[0]) / "migrations")])
    await apply(empty_dsn, [one for one in room if one.file.startswith("0001")])
    digest = hashlib.sha256(b"isi").digest()
    async with create_pool(empty_dsn, application_name="uji") as pool:
        await pool.execute(
            "insert into web.idempotency (route, key, body_sha256, status, body) values ('POST /lamaran', $1, $2, 201, '{\"nomor\":7}')",
            KEY,
            digest,
        )
        await apply(empty_dsn, room)
        async with client_of(Door(pool).app) as client:
            assert await _send(client, Authorization=f"Bearer {TOKEN}") == (201, b'{"nomor":7}', True)


async def test_old_answers_are_forgotten_and_young_ones_kept(pool: asyncpg.Pool) -> None:
    async with client_of(Door(pool).app) as client:
        await _send(client, key="kunci-lama")
        await pool.execute("update web.idempotency set created_at = now() - $1::interval", timedelta(days=KEEP_DAYS, minutes=1))
        await _send(client, key="kunci-baru")
    async with unit_of_work(pool) as uow:
        assert [await forget_old_answers(uow), await forget_old_answers(uow)] == [1, 0]
    async with client_of(Door(pool).app) as client:
        assert (await _send(client, key="kunci-baru"))[2] is True
    assert await pool.fetchval("select count(*) from web.idempotency") == 1
