"""Nobody waits for a connection without end, and whoever gives up waiting takes none away."""

import asyncio
import time
from collections.abc import Generator
from types import coroutine

import asyncpg
import pytest

from shared.db import create_pool, is_transient
from tests.support.backends import PostgresServer

CONNECTIONS = 3
CANCELS, AT_MOST_SECONDS = 10_000, 8.0
# More turns of the loop than taking a connection, asking, and giving it back have.
TURNS = 40


@coroutine
def turn() -> Generator[None]:
    """One turn of the loop."""
    yield


async def ask(pool: asyncpg.Pool) -> None:
    async with pool.acquire() as conn:
        await conn.fetchval("select 1")


async def test_who_finds_no_connection_is_told_to_come_again(postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch) -> None:
    async with create_pool(postgres.fresh(), application_name="uji", min_size=1, max_size=1) as pool:
        async with pool.acquire():
            with pytest.raises(TimeoutError) as told:
                async with pool.acquire(timeout=0.05):
                    pytest.fail("there is only one")
        assert is_transient(told.value)
        await ask(pool)
        monkeypatch.setattr(pool, "_acquire", _told)
        assert str(await pool.acquire()) == "10.0", "without asking for it, too"


async def _told(timeout: float) -> float:  # noqa: ASYNC109 - as in asyncpg
    return timeout


async def test_a_wait_given_up_at_any_point_leaks_no_connection(postgres: PostgresServer) -> None:
    """Issues 464 and 467 of asyncpg. As many as fit into some seconds, and each at the next turn of the loop."""
    async with create_pool(postgres.fresh(), application_name="uji-cancel", min_size=1, max_size=CONNECTIONS) as pool:
        until = time.monotonic() + AT_MOST_SECONDS
        done = 0
        while done < CANCELS and time.monotonic() < until:
            tasks = [asyncio.create_task(ask(pool)) for _ in range(CONNECTIONS + 2)]
            for _ in range(done % TURNS):
                await turn()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            done += 1
        assert done > 4 * TURNS
        async with asyncio.timeout(10):
            held = [await pool.acquire() for _ in range(CONNECTIONS)]
        assert await held[0].fetchval("select count(*) from pg_stat_activity where application_name = 'uji-cancel'") == CONNECTIONS
        for conn in held:
            await pool.release(conn)
