"""What routes need of the running service."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query

from services.kepegawaian.context import Context
from services.kepegawaian.store.musim import SALINAN
from shared.musim import Musim
from shared.web import Pool, context_of

Ctx = Annotated[Context, Depends(context_of)]
KodeDiminta = Annotated[
    str | None,
    Query(alias="musim", min_length=1, max_length=40, description="Kode musim, misalnya cpns-2024; boleh kosong bila hanya ada satu."),
]


async def sekarang(ctx: Ctx) -> datetime:
    """The clock of this server: the one place where routes read it, and where tests set it."""
    return ctx.jam.kini()


Saat = Annotated[datetime, Depends(sekarang)]
"""Server time of receipt, the only clock by which deadlines are judged."""


async def saringan(pool: Pool, diminta: KodeDiminta = None) -> Musim | None:
    """The season whose part of a list is asked for; None for everything, where none is named and at most one is known.

    Raises:
        Rejected: none is named and there are several, or the one named is not known.
    """
    async with pool.acquire() as conn:
        return await SALINAN.saringan(conn, diminta)


MusimDiminta = Annotated[Musim | None, Depends(saringan)]
