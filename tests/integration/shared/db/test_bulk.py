"""Pool and bulk helpers against a real server."""

from collections.abc import AsyncIterator
from contextlib import aclosing

import asyncpg
import pytest

from shared.db import columns, copy_rows, create_pool, pages, unnest


@pytest.fixture
async def pool(empty_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(empty_dsn, application_name="uji-0", min_size=1, max_size=2) as made:
        await made.execute("create schema uji; create table uji.kursi (kursi text primary key, n int not null)")
        yield made


async def test_connections_say_who_they_are_and_do_not_wait_for_ever(pool: asyncpg.Pool) -> None:
    shown = {name: await pool.fetchval(f"show {name}") for name in ("application_name", "jit", "statement_timeout", "timezone")}
    assert shown == {"application_name": "uji-0", "jit": "off", "statement_timeout": "1min", "timezone": "UTC"}


async def test_copy_then_upsert_by_unnest_then_pages(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as conn:
        assert await copy_rows(conn, "uji.kursi", ["kursi", "n"], ((f"0001/{n}", n) for n in range(12_000))) == 12_000
        assert await copy_rows(conn, "uji.kursi", ["kursi", "n"], []) == 0
    source = unnest("text", "int", first=2)
    rows = [("0001/0", 1), ("0002/1", 2)]
    await pool.execute(
        f"insert into uji.kursi select k, n + $1::int from {source} as t (k, n) on conflict (kursi) do update set n = excluded.n",
        100,
        *columns(rows, 2),
    )
    sizes: list[int] = []
    found: dict[str, int] = {}
    async for page in pages(pool, "select kursi, n from uji.kursi where n > $1", 0):
        sizes.append(len(page))
        found.update((row["kursi"], row["n"]) for row in page)
    assert sizes == [5000, 5000, 2001]
    assert (found["0001/0"], found["0002/1"], found["0001/11999"]) == (101, 102, 11_999)


async def test_a_row_that_breaks_a_constraint_refuses_all(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.UniqueViolationError):
            await copy_rows(conn, "uji.kursi", ["kursi", "n"], [("a", 1), ("a", 2)])
        assert await conn.fetchval("select count(*) from uji.kursi") == 0


async def test_pages_show_one_moment(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as conn:
        await copy_rows(conn, "uji.kursi", ["kursi", "n"], [(str(n), 0) for n in range(10)])
    seen: list[int] = []
    async with aclosing(pages(pool, "select n from uji.kursi", size=3)) as read:
        async for page in read:
            await pool.execute("update uji.kursi set n = n + 1")
            seen.extend(row["n"] for row in page)
    assert seen == [0] * 10


async def test_pages_left_early_give_the_connection_back(pool: asyncpg.Pool) -> None:
    async with aclosing(pages(pool, "select generate_series(1, 100)", size=10)) as read:
        await anext(read)
        assert pool.get_idle_size() == pool.get_size() - 1
    assert pool.get_idle_size() == pool.get_size()


def test_columns_are_as_wide_as_said() -> None:
    assert columns([], 2) == [[], []]
    assert columns(iter([(1, "a"), (2, "b")]), 2) == [[1, 2], ["a", "b"]]
    with pytest.raises(ValueError, match="3 wide, not 2"):
        columns([(1, 2, 3)], 2)
    with pytest.raises(ValueError, match="argument 2"):
        columns([(1, 2), (1,)], 2)
