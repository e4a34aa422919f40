"""What routes need of the running service."""

from typing import Annotated

from fastapi import Depends

from services.penempatan.context import Context
from services.penempatan.store import musim
from shared.web import KodeDiminta, Pool, context_of

Ctx = Annotated[Context, Depends(context_of)]


async def saringan(pool: Pool, diminta: KodeDiminta = None) -> str | None:
    """The season whose part of a list is asked for; None for everything, where none is named and at most one is known.

    Raises:
        Rejected: none is named and there are several, or the one named is not known.
    """
    async with pool.acquire() as conn:
        satu = await musim.SALINAN.saringan(conn, diminta)
    return satu.musim if satu is not None else None


Musim = Annotated[str | None, Depends(saringan)]
