"""What routes need of the running service."""

from datetime import UTC, datetime
from typing import Annotated, cast

import asyncpg
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict

from services.pendaftaran.store.peserta import Akses
from services.pendaftaran.usecases.musim import Musim
from shared.errors import Transient
from shared.messaging import Worker
from shared.web import ServiceSettings, request_id

_SIDIK_KUNCI = 12


class Layanan:
    """The season, and the database and worker that the lifespan opens."""

    def __init__(self, musim: Musim) -> None:
        """Closed; `open` before the first request."""
        self.musim = musim
        self._pool: asyncpg.Pool | None = None
        self._worker: Worker | None = None

    def open(self, pool: asyncpg.Pool, worker: Worker) -> None:
        """Take over what the lifespan opened."""
        self._pool, self._worker = pool, worker

    @property
    def pool(self) -> asyncpg.Pool:
        """The database.

        Raises:
            Transient: the process is only starting.
        """
        if self._pool is None:
            raise Transient("the pool is not open yet")
        return self._pool

    def wake(self) -> None:
        """Let the document check look for work now."""
        if self._worker is not None:
            self._worker.wake()


async def _layanan(request: Request) -> Layanan:
    return cast("Layanan", request.app.state.layanan)


Butuh = Annotated[Layanan, Depends(_layanan)]


class Jawaban(BaseModel):
    """Base of answers, read from what the use cases return."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


def sekarang() -> datetime:
    """Server time, the only clock by which deadlines are judged."""
    return datetime.now(UTC)


def akses(request: Request, tujuan: str, peserta: str | None = None) -> Akses:
    """The log entry of an officer's look at people."""
    settings: ServiceSettings = request.app.state.settings
    return Akses(settings.api_token_sha256[:_SIDIK_KUNCI], request_id(request), tujuan, peserta)
