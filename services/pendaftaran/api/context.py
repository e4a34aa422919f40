"""What routes need of the running service."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends

from services.pendaftaran.context import Context
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]


async def sekarang() -> datetime:
    """The clock of this server: the one place where routes read it, and where tests set it."""
    return datetime.now(UTC)


Saat = Annotated[datetime, Depends(sekarang)]
"""Server time of receipt, the only clock by which deadlines are judged, taken before the body is read."""
