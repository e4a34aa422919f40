"""What a test does to a database that no service may do to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

# DSN of the server's administrator by the DSN that a test was given for a service's own role.
_ADMINISTRATOR: dict[str, str] = {}


def remember(dsn: str, administrator: str) -> None:
    """This is how the administrator reaches the database of `dsn`."""
    _ADMINISTRATOR[dsn] = administrator


@asynccontextmanager
async def administrator(pool: asyncpg.Pool) -> AsyncIterator[asyncpg.Connection]:
    """A connection of the administrator to the database of `pool`."""
    (dsn,) = pool._connect_args  # type: ignore[attr-defined] # asyncpg tells nobody else where it connects
    conn: asyncpg.Connection = await asyncpg.connect(_ADMINISTRATOR.get(dsn, dsn))
    try:
        yield conn
    finally:
        await conn.close()


async def empty_outbox(pool: asyncpg.Pool) -> None:
    """As if the relay had published everything."""
    async with administrator(pool) as conn:
        await conn.execute("delete from messaging.outbox")
