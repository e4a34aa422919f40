"""Waiting from synchronous code, and running a coroutine wherever one is."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")

POLL_S = 0.05


def run_async(work: Callable[[], Coroutine[object, object, Answer]]) -> Answer:
    """Run a coroutine in a thread and loop of its own: the caller may itself stand inside a running loop."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work())).result()


def poll(ready: Callable[[], bool], *, timeout_s: float) -> bool:
    """Ask until `ready` says yes or `timeout_s` seconds are over; what it said last."""
    until = time.monotonic() + timeout_s
    while not (answer := ready()) and time.monotonic() < until:
        time.sleep(POLL_S)  # a bounded poll of a process outside: it has no event to wait for
    return answer
