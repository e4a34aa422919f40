"""A client of the routes of the test's own module."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from shared.web.door import Door
from tests.support.http import app_of, client_of


@pytest.fixture
async def client(request: pytest.FixtureRequest) -> AsyncIterator[aiohttp.ClientSession]:
    """The module's `router`, served behind its `DOOR` where it names one."""
    async with client_of(app_of(request.module.router), door=getattr(request.module, "DOOR", Door)) as session:
        yield session
