"""Several requests in flight, never more than a few, over a stream that is never held whole."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


async def serentak(banyak: int, butir: Iterable[T], kerja: Callable[[T], Awaitable[None]]) -> None:
    """Run `kerja` on every item, at most `banyak` at a time; items are drawn from `butir` only when a place is free."""
    antrean = iter(butir)

    async def tangan() -> None:
        for satu in antrean:
            await kerja(satu)

    async with asyncio.TaskGroup() as kelompok:
        for _ in range(banyak):
            kelompok.create_task(tangan())
