"""Work that is too long for a handler: done in transactions of its own, outside the poll loop, shared by all replicas."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
import structlog

from shared.db import is_transient
from shared.messaging.consumers import OnFatal
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger(__name__)

Step = Callable[[UnitOfWork], Awaitable[int]]

# Without being woken: for what was lost on the way, and for what becomes due by time.
_LONGEST_PAUSE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """What a service wants done beside requests and events; `shared.web.Service` makes the `Worker` that does it.

    Attributes:
        name: unique within the service.
        step: does some of the work in one transaction and returns how much.
        poll_seconds: when there was nothing to do, look again no sooner than this, however often somebody wakes us.
    """

    name: str
    step: Step
    poll_seconds: float = 0.2


class Worker:
    """Calls `step` in one transaction after the other while it finds work; then waits until `wake`.

    `step` claims its rows with FOR UPDATE SKIP LOCKED and returns how many it did; a killed process leaves nothing half-done.
    It is also called without `wake`: after `poll_seconds`, then each time after twice as long, at most every five seconds (or every
    `poll_seconds`, where that is more). So a row that becomes due by time waits at most as long again as it has waited already.
    """

    def __init__(self, pool: asyncpg.Pool, *, name: str, step: Step, on_fatal: OnFatal, poll_seconds: float = 0.2) -> None:
        """Prepare; `start` begins."""
        self.name = name
        self._pool = pool
        self._step = step
        self._on_fatal = on_fatal
        self._poll_seconds = poll_seconds
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin in the background."""
        self._task = asyncio.create_task(self._run(), name=self.name)

    async def stop(self) -> None:
        """Drop the running step (its transaction is rolled back) and end."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    def wake(self) -> None:
        """Look soon: something may have been put in line."""
        self._woken.set()

    async def _run(self) -> None:
        clock = asyncio.get_running_loop()
        pause = self._poll_seconds
        while True:
            self._woken.clear()
            looked = clock.time()
            try:
                done = await self._look()
            except Exception as error:
                if not is_transient(error):
                    log.critical("worker_stopped", worker=self.name, error=repr(error), exc_info=error)
                    self._on_fatal(error)
                    return
                log.warning("worker_retry", worker=self.name, error=repr(error), wait_seconds=pause)
                done = 0
            if done or await self._rest(pause):
                pause = self._poll_seconds
            else:
                pause = min(pause * 2, max(self._poll_seconds, _LONGEST_PAUSE_SECONDS))
            if not done:
                await asyncio.sleep(looked + self._poll_seconds - clock.time())

    async def _look(self) -> int:
        async with self._pool.acquire() as conn, conn.transaction():
            uow = UnitOfWork(conn)
            done = await self._step(uow)
            if done:
                # What was done here may be work for another; having found nothing is not, or two workers would wake each other forever.
                uow.wake()
            await uow.flush()
        return done

    async def _rest(self, seconds: float) -> bool:
        """Whether somebody woke us within about `seconds`."""
        try:
            # Replicas that began together shall not ask together.
            async with asyncio.timeout(seconds * random.uniform(0.8, 1.2)):  # noqa: S311 - no secret
                return await self._woken.wait()
        except TimeoutError:
            return False
