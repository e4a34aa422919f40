"""`python -m tests.support.penempatan.pekerja rilis|pekerja|terpisah`: one correction put in force in a process of its own, to be killed.

`terpisah` is the negative control: it commits the state first and the events after it.
"""

import asyncio
import sys

import asyncpg
from pydantic_settings import BaseSettings, SettingsConfigDict

from services.penempatan.context import Context
from services.penempatan.jobs import jobs
from services.penempatan.usecases.pengesahan import Diminta, rilis
from shared.contracts.envelope import Meta
from shared.contracts.event import Event
from shared.db import Conn
from shared.errors import Rejected
from shared.messaging import UnitOfWork, unit_of_work
from tests.support.worker_process import Stop, say

CONTEXT = Context()
DIMINTA = Diminta("K", 2, ("3",), ("2",))


class PlacementSettings(BaseSettings):
    """From the environment, as `WORKER_<NAME>`; `stop_at`: name of the point to stop at, empty: run on."""

    model_config = SettingsConfigDict(env_prefix="WORKER_", frozen=True, extra="ignore")

    dsn: str
    stop_at: str = ""


async def _rilis(uow: UnitOfWork) -> None:
    try:
        await rilis(uow, DIMINTA, "kedua", buku=CONTEXT.buku)
    except Rejected as refused:
        # Whoever died before had committed.
        if refused.kode != "KOREKSI_SUDAH_BERLAKU":
            raise


class _HanyaKeadaan(UnitOfWork):
    """Keeps what is emitted instead of writing it with the state."""

    def __init__(self, conn: Conn) -> None:
        super().__init__(conn)
        self.tertunda: list[tuple[Event, int]] = []

    def emit(self, event: Event, *, sequence: int, cause: Meta | None = None) -> None:  # noqa: ARG002 - as the true one
        self.tertunda.append((event, sequence))


async def _terpisah(pool: asyncpg.Pool, at: Stop) -> None:
    """State in one transaction, events in the next."""
    async with pool.acquire() as conn, conn.transaction():
        keadaan = _HanyaKeadaan(conn)
        await _rilis(keadaan)
    at("before_events")
    async with unit_of_work(pool) as uow:
        for event, sequence in keadaan.tertunda:
            uow.emit(event, sequence=sequence)


async def main(cara: str) -> None:
    """Put the correction in force, once."""
    settings = PlacementSettings.model_validate({})
    at = Stop(settings.stop_at, 1)
    async with asyncpg.create_pool(settings.dsn, min_size=1, max_size=2) as pool:
        say("ready")
        if cara == "terpisah":
            await _terpisah(pool, at)
        else:
            async with unit_of_work(pool) as uow:
                await (_rilis(uow) if cara == "rilis" else jobs(CONTEXT)[0].step(uow))
                at("before_commit")
            at("after_commit")
        say("done")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
