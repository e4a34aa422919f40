"""Work that is too long for a handler: done in transactions of its own, outside the poll loop, shared by all replicas."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import structlog

from shared.db import is_transient
from shared.messaging.consumers import OnFatal
from shared.messaging.unit_of_work import UnitOfWork, unit_of_work

log = structlog.get_logger(__name__)

Step = Callable[[UnitOfWork], Awaitable[int]]


@dataclass(frozen=True, slots=True)
class Job:
    """What a service wants done beside requests and events; `build_service` makes the `Worker` that does it.

    Attributes:
        name: unique within the service.
        step: does some of the work in one transaction and returns how much.
        poll_seconds: how often to look when there was nothing to do.
    """

    name: str
    step: Step
    poll_seconds: float = 0.2


class Worker:
    """Calls `step` in one transaction after the other while it finds work, and looks again every `poll_seconds` when it does not.

    `step` claims its rows with FOR UPDATE SKIP LOCKED and returns how many it did; a killed process leaves nothing half-done.
    """

    def __init__(self, pool: asyncpg.Pool, *, name: str, step: Step, on_fatal: OnFatal, poll_seconds: float = 0.2) -> None:
        """Prepare; `start` begins."""
        self.name = name
        self._pool = pool
        self._step = step
        self._on_fatal = on_fatal
        self._poll_seconds = poll_seconds
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin in the background."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Drop the step in hand (its transaction is rolled back) and end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def wake(self) -> None:
        """Look now: something was just put in line."""
        self._wake.set()

    async def _run(self) -> None:
        delay = self._poll_seconds
        while True:
            try:
                async with unit_of_work(self._pool) as uow:
                    done = await self._step(uow)
            except Exception as error:
                if not is_transient(error):
                    log.critical("worker_stopped", worker=self.name, error=repr(error), exc_info=error)
                    self._on_fatal(error)
                    return
                delay = min(delay * 2, 5.0)
                log.warning("worker_retry", worker=self.name, error=repr(error), wait_seconds=delay)
                done = 0
            else:
                delay = self._poll_seconds
            if not done:
                await self._sleep(delay)

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()
