"""The scoring service over HTTP, with two officers."""

from collections.abc import AsyncIterator

import aiohttp
import asyncpg
import pytest

from services.penilaian.api import routers
from services.penilaian.context import Context
from tests.integration.penilaian.season import ATURAN
from tests.support.http import app_of, client_of


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(ATURAN, 65_536)
    async with client_of(app) as session:
        yield session
