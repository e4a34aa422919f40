"""What routes need of the running service."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from services.pendaftaran.context import Context
from services.pendaftaran.store.peserta import Akses
from shared.web import ServiceSettings, context_of, request_id

_SIDIK_KUNCI = 12

Ctx = Annotated[Context, Depends(context_of)]


async def _sekarang() -> datetime:
    return datetime.now(UTC)


Saat = Annotated[datetime, Depends(_sekarang)]
"""Server time, the only clock by which deadlines are judged, taken before the body is read."""


def akses(request: Request, tujuan: str, peserta: str | None = None) -> Akses:
    """The log entry of an officer's look at people."""
    settings: ServiceSettings = request.app.state.settings
    return Akses(settings.api_token_sha256[:_SIDIK_KUNCI], request_id(request), tujuan, peserta)
