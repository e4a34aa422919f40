"""What time heals, told by errors that the real server and driver raise."""

import asyncio

import asyncpg
import pytest

from shared.db import create_pool, is_transient
from shared.errors import Poison, Rejected, Transient


async def _raised(conn: asyncpg.Connection, statement: str, *args: object) -> BaseException:
    with pytest.raises(Exception, match=r"\w") as caught:
        await conn.execute(statement, *args)
    return caught.value


async def test_a_mistake_in_a_statement_is_never_transient(empty_dsn: str) -> None:
    conn = await asyncpg.connect(empty_dsn)
    try:
        for statement, args in (
            ("select $1::int + $2::int", (1,)),
            ("select $1::int", ("x",)),
            ("select nothing", ()),
            ("select 1 / 0", ()),
            ("selec", ()),
        ):
            error = await _raised(conn, statement, *args)
            assert not is_transient(error), repr(error)
    finally:
        await conn.close()


async def test_a_connection_that_is_gone_is_transient(empty_dsn: str) -> None:
    conn = await asyncpg.connect(empty_dsn)
    await conn.close()
    assert is_transient(await _raised(conn, "select 1"))
    killed = await asyncpg.connect(empty_dsn)
    assert is_transient(await _raised(killed, "select pg_terminate_backend(pg_backend_pid())"))
    async with create_pool(empty_dsn, application_name="uji") as pool:
        pass
    with pytest.raises(asyncpg.InterfaceError) as caught:
        await pool.acquire()
    assert is_transient(caught.value)


async def test_a_statement_that_takes_too_long_or_waits_for_a_lock_is_transient(empty_dsn: str) -> None:
    first, second = await asyncpg.connect(empty_dsn), await asyncpg.connect(empty_dsn)
    try:
        await first.execute("create table satu ()")
        await second.execute("set statement_timeout = '50ms'")
        assert is_transient(await _raised(second, "select pg_sleep(5)"))
        await second.execute("set statement_timeout = 0; set lock_timeout = '50ms'")
        async with first.transaction():
            await first.execute("lock table satu in access exclusive mode")
            assert is_transient(await _raised(second, "select * from satu"))
    finally:
        await asyncio.gather(first.close(), second.close())


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Transient("x"), True),
        (TimeoutError(), True),
        (ConnectionResetError(), True),
        (OSError(28, "No space left on device"), True),
        (FileNotFoundError(), False),
        (PermissionError(), False),
        (Rejected("X", "x"), False),
        (Poison("x", "x"), False),
        (KeyError("x"), False),
        (asyncpg.TooManyConnectionsError("x"), True),
        (asyncpg.DiskFullError("x"), True),
        (asyncpg.UniqueViolationError("x"), False),
        (asyncpg.InterfaceError("cannot perform operation: another operation is in progress"), False),
    ],
)
async def test_every_other_kind(error: BaseException, expected: bool) -> None:
    assert is_transient(error) is expected
