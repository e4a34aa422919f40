"""The newest keys of each issuer in the service's database, so that a restart during the issuer's outage refuses nobody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg
import structlog

from shared.db.errors import is_transient
from shared.errors import Transient
from shared.web.identitas.issuers import REFRESH_SECONDS
from shared.web.identitas.tokens import Identity

_log = structlog.get_logger(__name__)


class PoolMemory:
    """Keeps key sets in `web.issuer_keys`."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        """Bind to the service's own database."""
        self._pool = pool

    async def recall(self, issuer: str) -> bytes | None:
        """The set kept last; None: none was."""
        found: bytes | None = await self._pool.fetchval("select jwks from web.issuer_keys where issuer = $1", issuer)
        return found

    async def keep(self, issuer: str, jwks: bytes) -> None:
        """Keep this set instead.

        Raises:
            Transient: the database does not answer now.
        """
        try:
            await self._pool.execute(_KEEP, issuer, jwks)
        except Exception as error:
            if is_transient(error):
                raise Transient(f"the issuer's keys: {type(error).__name__}") from error
            raise


_KEEP = """
    insert into web.issuer_keys (issuer, jwks) values ($1, $2)
    on conflict (issuer) do update set jwks = excluded.jwks, kept_at = now()
"""


@asynccontextmanager
async def kept_fresh(identity: Identity, *, every_seconds: float = REFRESH_SECONDS) -> AsyncIterator[None]:
    """Ask the issuers for their keys now and then while the body runs: a key that was withdrawn opens nothing for much longer."""
    task = asyncio.create_task(_refresh(identity, every_seconds))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _refresh(identity: Identity, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(every_seconds)
        for issuer in identity.issuers:
            try:
                await issuer.keys.refresh()
            except Exception:  # noqa: BLE001 - a withdrawn key must not live on because one look failed: it is told, and looked again
                _log.exception("keys not looked at", issuer=issuer.name)
