"""A pool on a fresh database of the service whose folder a test stands in."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from shared.db import create_pool


@pytest.fixture
async def pool(request: pytest.FixtureRequest, service_dsn: Callable[[str], str]) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(service_dsn(request.path.parent.name), application_name="uji", min_size=1) as opened:
        yield opened
