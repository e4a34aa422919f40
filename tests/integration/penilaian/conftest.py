"""The scoring service over HTTP, with two officers."""

from collections.abc import AsyncIterator

import aiohttp
import asyncpg
import pytest

from services.penilaian.api import routers
from services.penilaian.context import Context
from services.penilaian.usecases.musim import terima_musim
from tests.support.http import app_of, client_of
from tests.support.musim import umumkan


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    await umumkan(pool, terima_musim)
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(65_536)
    async with client_of(app) as session:
        yield session
