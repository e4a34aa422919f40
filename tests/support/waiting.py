"""The only place where a test may wait for time to pass."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from inspect import isawaitable
from typing import Any, TypeVar, overload

Answer = TypeVar("Answer")

POLL_S = 0.02


@overload
def wait_for(cond: Callable[[], Awaitable[Answer]], timeout: float = 30, what: str = ...) -> Coroutine[Any, Any, Answer]: ...
@overload
def wait_for(cond: Callable[[], Answer], timeout: float = 30, what: str = ...) -> Coroutine[Any, Any, Answer]: ...
async def wait_for(
    cond: Callable[[], object],
    timeout: float = 30,  # noqa: ASYNC109 - a deadline for the whole wait, of which each question is a part
    what: str = "the condition",
) -> Any:
    """Ask `cond`, plain or async, until its answer is true; return that answer.

    Raises:
        AssertionError: it was not within `timeout` seconds; names `what` and the last answer.
    """
    until = time.monotonic() + timeout
    while True:
        answer = cond()
        value = await answer if isawaitable(answer) else answer
        if value:
            return value
        if time.monotonic() >= until:
            raise AssertionError(f"waited {timeout:g} s for {what}; last answer: {value!r}")
        await asyncio.sleep(POLL_S)
