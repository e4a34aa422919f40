"""What routes need of the running service."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from services.pendaftaran.context import Context
from services.pendaftaran.store.peserta import Akses
from shared.web import Diizinkan, context_of, request_id

Ctx = Annotated[Context, Depends(context_of)]


async def _sekarang() -> datetime:
    return datetime.now(UTC)


Saat = Annotated[datetime, Depends(_sekarang)]
"""Server time, the only clock by which deadlines are judged, taken before the body is read."""


def akses(request: Request, izin: Diizinkan, tujuan: str, peserta: str | None = None) -> Akses:
    """The log entry of a look at people, by who looked."""
    return Akses(izin.subjek, request_id(request), tujuan, peserta)
