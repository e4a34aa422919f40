"""What routes and use-case answers have in common in every service."""

from typing import Annotated, Any

import asyncpg
from fastapi import Depends, Request
from pydantic import BaseModel, ConfigDict

from shared.errors import Transient


class Jawaban(BaseModel):
    """Base of answers, read from what a use case or the store returns; where that is what is shown, it is the answer itself."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


async def pool_of(request: Request) -> asyncpg.Pool:
    """The database of the running service.

    Raises:
        Transient: the process is only starting.
    """
    pool: asyncpg.Pool | None = getattr(request.app.state, "pool", None)
    if pool is None:
        raise Transient("the pool is not open yet")
    return pool


# FastAPI asks for the service's own type where a service says `Annotated[Context, Depends(context_of)]`.
async def context_of(request: Request) -> Any:  # noqa: ANN401
    """The rules and limits of the running service, as its `Service` read them."""
    return request.app.state.context


Pool = Annotated[asyncpg.Pool, Depends(pool_of)]
