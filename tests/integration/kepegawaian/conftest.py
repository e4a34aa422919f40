"""A pool on a fresh database of the appointment service."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from shared.db import create_pool


@pytest.fixture
async def pool(service_dsn: Callable[[str], str]) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(service_dsn("kepegawaian"), application_name="uji", min_size=1) as opened:
        yield opened
