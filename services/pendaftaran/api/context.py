"""What routes need of the running service."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from services.pendaftaran.context import Context
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]
KodeDiminta = Annotated[
    str | None,
    Query(alias="musim", min_length=1, max_length=40, description="Kode musim, misalnya cpns-2024; boleh kosong bila hanya ada satu."),
]
"""The season that a request about a whole season means."""


async def sekarang(ctx: Ctx) -> datetime:
    """The clock of this server: the one place where routes read it, and where tests set it."""
    return ctx.jam.kini()


Saat = Annotated[datetime, Depends(sekarang)]
"""Server time of receipt, the only clock by which deadlines are judged, taken before the body is read."""
