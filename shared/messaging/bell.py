"""One listening connection per process: a commit that may be work for somebody wakes whoever waits for work.

Nothing but speed depends on it. Who is woken looks in the tables, and looks there now and then without being woken.
"""

import asyncio
from collections.abc import Callable
from typing import Self

import asyncpg
import structlog

log = structlog.get_logger(__name__)

CHANNEL = "messaging_wake"
_RETRY_SECONDS = (0.2, 5.0)
_CONNECT_SECONDS = 10.0


class Bell:
    """Calls everybody in `wakes` after each commit of a unit of work in this database, by whatever process."""

    def __init__(self, dsn: str, *, application_name: str) -> None:
        """Prepare; `async with` listens."""
        self.wakes: list[Callable[[], None]] = []
        self._dsn = dsn
        self._name = application_name
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run(), name=self._name)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        delay, longest = _RETRY_SECONDS
        while True:
            try:
                await self._listen()
                delay, _ = _RETRY_SECONDS
            except Exception as error:  # noqa: BLE001 - without it work is found later, and nothing else
                log.warning("bell_retry", bell=self._name, error=repr(error), wait_seconds=delay)
            await asyncio.sleep(delay)
            delay = min(delay * 2, longest)

    async def _listen(self) -> None:
        """Until the connection is lost."""
        settings = {"application_name": self._name}
        conn: asyncpg.Connection = await asyncpg.connect(self._dsn, timeout=_CONNECT_SECONDS, server_settings=settings)
        try:
            lost = asyncio.Event()
            conn.add_termination_listener(lambda *_: lost.set())
            await conn.add_listener(CHANNEL, lambda *_: self._ring())
            # For what was committed while nobody listened.
            self._ring()
            await lost.wait()
        finally:
            conn.terminate()

    def _ring(self) -> None:
        for wake in self.wakes:
            wake()
