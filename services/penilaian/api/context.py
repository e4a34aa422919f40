"""The rules and limits of the process, and the season that a request means, as dependencies of routes."""

from datetime import datetime
from typing import Annotated

import asyncpg
from fastapi import Depends, Query

from services.penilaian.context import Context
from services.penilaian.store.musim import SALINAN
from shared.musim import Musim
from shared.web import context_of

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


async def musim_diminta(pool: asyncpg.Pool, kode: str | None) -> Musim:
    """The season that a request is about.

    Raises:
        Rejected: see `shared.musim.pilih_musim`.
    """
    async with pool.acquire() as conn:
        return await SALINAN.pilih(conn, kode)
