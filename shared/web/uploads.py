"""Files in the body of a request: read in a child process that ends with the request."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from fastapi import Request
from starlette.requests import ClientDisconnect

from shared.tabular.child import LIMITS, Limits, in_child

T = TypeVar("T")


async def read_upload(request: Request, function: Callable[..., T], *args: object, limits: Limits = LIMITS) -> T:
    """`in_child(function, *args)` for a request whose body has been read; the child ends when the caller leaves.

    Raises:
        ClientDisconnect: the caller has left.
        Rejected, Transient: see `in_child`.
    """
    work = asyncio.ensure_future(in_child(function, *args, limits=limits))
    leaving = asyncio.ensure_future(_gone(request))
    try:
        await asyncio.wait((work, leaving), return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            raise ClientDisconnect
        return await work
    finally:
        work.cancel()
        leaving.cancel()
        await asyncio.wait((work, leaving))


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
