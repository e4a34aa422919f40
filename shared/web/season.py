"""What routes of every service are told of seasons: which one a request means, and when it came."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query, Request

KodeDiminta = Annotated[
    str | None,
    Query(alias="musim", min_length=1, max_length=40, description="Kode musim, misalnya cpns-2024; boleh kosong bila hanya ada satu."),
]
"""The season that a request about a whole season means."""


async def sekarang(request: Request) -> datetime:
    """The clock of this server (`jam` of the service's context): the one place where routes read it, and where tests set it."""
    kini: datetime = request.app.state.context.jam.kini()
    return kini


Saat = Annotated[datetime, Depends(sekarang)]
"""Server time of receipt, the only clock by which deadlines are judged, taken before the body is read."""
