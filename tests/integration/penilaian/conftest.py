"""A pool on a fresh database of the scoring service, and its HTTP with two officers."""

from collections.abc import AsyncIterator, Callable
from hashlib import sha256

import aiohttp
import asyncpg
import pytest

from services.penilaian.api import routers
from services.penilaian.context import Context
from shared.db import create_pool
from tests.integration.penilaian.season import ATURAN
from tests.support.http import app_of, client_of, settings_for


@pytest.fixture
async def pool(service_dsn: Callable[[str], str]) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(service_dsn("penilaian"), application_name="uji", min_size=1) as opened:
        yield opened


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(ATURAN, 65_536)
    app.state.settings = settings_for().model_copy(update={"api_officers": {"kedua": sha256(b"token-petugas-kedua").hexdigest()}})
    async with client_of(app) as session:
        yield session
