"""Registration over HTTP on a real database."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.support.pendaftaran import Uji, berjalan


@pytest.fixture
async def uji(service_dsn: Callable[[str], str]) -> AsyncIterator[Uji]:
    """The service on a fresh database."""
    async with berjalan(service_dsn("pendaftaran")) as layanan:
        yield layanan
