"""No more at once than allowed, and nothing beside a block outlives it."""

import asyncio

import pytest

from deploy.gladi.concurrency import at_once, beside


async def test_every_item_is_worked_on_by_as_many_as_allowed_and_no_more() -> None:
    three, running, most, done = asyncio.Barrier(3), 0, 0, list[int]()

    async def work(item: int) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await three.wait()
        running -= 1
        done.append(item)

    await at_once(3, range(21), work)
    assert sorted(done) == list(range(21))
    assert most == 3


async def test_what_runs_beside_a_block_ends_with_it_and_its_failure_hides_nothing() -> None:
    started, ended = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        started.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def fail() -> None:
        raise RuntimeError("beside")

    async with beside(work()), beside(fail()):
        await started.wait()
        assert not ended.is_set()
    assert ended.is_set()
    with pytest.raises(ValueError, match="inside"):
        async with beside(fail()):
            raise ValueError("inside")
