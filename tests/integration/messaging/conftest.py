"""A database with the messaging tables and a table of counts."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.backends import PostgresServer
from tests.support.messaging import messaging_database


@pytest.fixture
async def dsn(postgres: PostgresServer) -> AsyncIterator[str]:
    """A fresh database: messaging tables and the counters."""
    with messaging_database(postgres) as found:
        yield found


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    """A pool on that database."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=6) as found:
        yield found
