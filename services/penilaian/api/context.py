"""The rules and limits of the process, and the season that a request means, as dependencies of routes."""

from typing import Annotated

import asyncpg
from fastapi import Depends

from services.penilaian.context import Context
from services.penilaian.store.musim import SALINAN
from shared.musim import Musim
from shared.web import context_of

Ctx = Annotated[Context, Depends(context_of)]


async def musim_diminta(pool: asyncpg.Pool, kode: str | None) -> Musim:
    """The season that a request is about.

    Raises:
        Rejected: see `shared.musim.pilih_musim`.
    """
    async with pool.acquire() as conn:
        return await SALINAN.pilih(conn, kode)
