"""Starts `tests.support.worker_process` and kills it where it stopped."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.history import Fact
from tests.support.waiting import wait_for

CHECKOUT = Path(__file__).resolve().parents[2]
MODULE = "tests.support.worker_process"
START_TIMEOUT_S = 40.0


@dataclass
class WorkerProcess:
    """A running child and the lines it has printed."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    readers: list[asyncio.Task[None]] = field(default_factory=list)

    async def said(self, line: str) -> None:
        """Until it has printed `line`."""

        def there() -> bool:
            assert line in self.lines or self.process.returncode is None, f"ended with {self.process.returncode}:\n" + "\n".join(self.log)
            return line in self.lines

        await wait_for(there, START_TIMEOUT_S, f"line {line!r} of {self.lines}")

    async def stopped_at(self, point: str) -> None:
        """Until it stands still at `point`."""
        await self.said(f"at {point}")

    async def kill(self) -> None:
        """SIGKILL; returns when it is gone."""
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await asyncio.gather(*self.readers)

    def acknowledged(self) -> list[Fact]:
        """The facts it answered with ok."""
        words = [line.split() for line in self.lines if line.startswith("ok ")]
        return [Fact(key, int(number)) for _ok, key, number in words]


async def _read(stream: asyncio.StreamReader | None, into: list[str]) -> None:
    assert stream is not None
    while line := await stream.readline():
        into.append(line.decode().rstrip())


@asynccontextmanager
async def worker(
    part: str, dsn: str, bootstrap: str, prefix: str, *, module: str = MODULE, **options: object
) -> AsyncIterator[WorkerProcess]:
    """A `part` of ours in a process, `ready`; killed at the end if it still lives. Options are those of the module's settings."""
    told = {"dsn": dsn, "bootstrap": bootstrap, "prefix": prefix, **options}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, part),
        cwd=CHECKOUT,
        env=os.environ | {f"WORKER_{name.upper()}": str(value) for name, value in told.items()},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    found = WorkerProcess(process)
    found.readers = [
        asyncio.create_task(_read(process.stdout, found.lines)),
        asyncio.create_task(_read(process.stderr, found.log)),
    ]
    try:
        await found.said("ready")
        yield found
    finally:
        await found.kill()
