"""What routes need of the running service."""

from typing import Annotated

from fastapi import Depends

from services.kepegawaian.context import Context
from services.kepegawaian.store.musim import SALINAN
from shared.musim import Musim
from shared.web import KodeDiminta, Pool, context_of

Ctx = Annotated[Context, Depends(context_of)]


async def saringan(pool: Pool, diminta: KodeDiminta = None) -> Musim | None:
    """The season whose part of a list is asked for; None for everything, where none is named and at most one is known.

    Raises:
        Rejected: none is named and there are several, or the one named is not known.
    """
    async with pool.acquire() as conn:
        return await SALINAN.saringan(conn, diminta)


MusimDiminta = Annotated[Musim | None, Depends(saringan)]
