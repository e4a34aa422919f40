"""The only place where a test may wait for time to pass."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from inspect import isawaitable
from typing import TypeVar

Answer = TypeVar("Answer")

POLL_S = 0.02


async def wait_for(
    cond: Callable[[], Answer | Awaitable[Answer]],
    timeout: float = 30,  # noqa: ASYNC109 - a deadline for the whole wait, of which each question is a part
    what: str = "the condition",
) -> Answer:
    """Ask `cond`, plain or async, until its answer is true; return that answer.

    Raises:
        AssertionError: it was not within `timeout` seconds; names `what` and the last answer.
    """
    until = time.monotonic() + timeout
    while True:
        answer = cond()
        value: Answer = await answer if isawaitable(answer) else answer
        if value:
            return value
        if time.monotonic() >= until:
            raise AssertionError(f"waited {timeout:g} s for {what}; last answer: {value!r}")
        await asyncio.sleep(POLL_S)
