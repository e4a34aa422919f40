"""A request repeated, also at the same moment, has one effect and one answer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

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
from shared.messaging import unit_of_work
from shared.web import KunciIdempotensi, forget_old_answers, once, read_body
from shared.web.idempotency import KEEP_DAYS
from tests.support.http import app_of, client_of
from tests.support.waiting import wait_for

ROUTE = "POST /lamaran"
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
    """POST /lamaran as a service writes it; `gate` holds every action until the test opens it."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self.pool = pool
        self.gate = asyncio.Event()
        self.gate.set()
        self.inside = 0
        self.router = APIRouter()
        self.router.post("/lamaran")(self.post)

    async def post(self, request: Request, key: KunciIdempotensi) -> Response:
        body = await read_body(request, 10_000)
        async with unit_of_work(self.pool) as uow:

            async def action() -> TandaTerima:
                self.inside += 1
                await self.gate.wait()
                if body == b"buruk":
                    raise Rejected("BURUK", "Tidak sah.")
                return TandaTerima(nomor=await uow.conn.fetchval("insert into lamaran (isi) values ($1) returning nomor", body.decode()))

            return await once(uow, key=key, route=ROUTE, body=body, action=action, status=201)


Answer = tuple[int, bytes, bool]


async def _send(client: aiohttp.ClientSession, body: str = "isi", key: str = KEY) -> Answer:
    async with client.post("/lamaran", data=body.encode(), headers={"Idempotency-Key": key}) as answer:
        return answer.status, await answer.read(), answer.headers.get("Idempotency-Replayed") == "true"


async def _count(pool: asyncpg.Pool) -> int:
    return int(await pool.fetchval("select count(*) from lamaran"))


async def _race(pool: asyncpg.Pool, twins: int) -> list[Answer]:
    """Send the same request `twins` times so that all are under way before the first may finish."""
    door = Door(pool)
    door.gate.clear()
    async with client_of(app_of(door.router)) as client:
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
    async with client_of(app_of(door.router)) as client:
        assert (await _send(client, "buruk"))[0] == 422
        assert await pool.fetchval("select count(*) from web.idempotency") == 0
        assert await _send(client, "baik") == (201, b'{"nomor":1}', False)


async def test_the_stored_answer_comes_again_byte_for_byte(pool: asyncpg.Pool) -> None:
    door = Door(pool)
    async with client_of(app_of(door.router)) as client:
        first = await _send(client)
        assert [await _send(client) for _ in range(3)] == [(first[0], first[1], True)] * 3
        assert (await _send(client, key="kunci-0002"))[1] == b'{"nomor":2}'
    assert door.inside == 2


async def test_the_same_key_for_another_body_is_refused(pool: asyncpg.Pool) -> None:
    async with client_of(app_of(Door(pool).router)) as client:
        await _send(client, "isi")
        status, body, _ = await _send(client, "isi lain")
    assert (status, b"KUNCI_IDEMPOTENSI" in body) == (409, True)
    assert await _count(pool) == 1


async def test_a_failure_after_the_action_undoes_answer_and_effect(pool: asyncpg.Pool) -> None:
    async def fail_at_the_end() -> None:
        async with unit_of_work(pool) as uow:

            async def action() -> TandaTerima:
                return TandaTerima(nomor=await uow.conn.fetchval("insert into lamaran (isi) values ('x') returning nomor"))

            await once(uow, key=KEY, route=ROUTE, body=b"x", action=action)
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await fail_at_the_end()
    assert await _count(pool) == 0
    assert await pool.fetchval("select count(*) from web.idempotency") == 0


async def test_old_answers_are_forgotten_and_young_ones_kept(pool: asyncpg.Pool) -> None:
    async with client_of(app_of(Door(pool).router)) as client:
        await _send(client, key="kunci-lama")
        await pool.execute("update web.idempotency set created_at = now() - $1::interval", timedelta(days=KEEP_DAYS, minutes=1))
        await _send(client, key="kunci-baru")
    async with unit_of_work(pool) as uow:
        assert [await forget_old_answers(uow), await forget_old_answers(uow)] == [1, 0]
    assert await pool.fetchval("select array_agg(key) from web.idempotency") == ["kunci-baru"]
