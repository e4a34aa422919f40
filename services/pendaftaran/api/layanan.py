"""What routes need of the running service."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import asyncpg
from fastapi import Depends, Request

from services.pendaftaran.context import Context
from services.pendaftaran.store.peserta import Akses
from services.pendaftaran.usecases.musim import Musim
from shared.web import Jawaban, Pool, ServiceSettings, request_id

__all__ = ["Butuh", "Jawaban", "Layanan", "akses", "sekarang"]

_SIDIK_KUNCI = 12


@dataclass(frozen=True, slots=True)
class Layanan:
    """The season and the database."""

    musim: Musim
    pool: asyncpg.Pool


async def _layanan(request: Request, pool: Pool) -> Layanan:
    context: Context = request.app.state.context
    return Layanan(context.musim, pool)


Butuh = Annotated[Layanan, Depends(_layanan)]


def sekarang() -> datetime:
    """Server time, the only clock by which deadlines are judged."""
    return datetime.now(UTC)


def akses(request: Request, tujuan: str, peserta: str | None = None) -> Akses:
    """The log entry of an officer's look at people."""
    settings: ServiceSettings = request.app.state.settings
    return Akses(settings.api_token_sha256[:_SIDIK_KUNCI], request_id(request), tujuan, peserta)
