"""Keeps child processes running: what dies is started again, sooner or later depending on how long it lived."""

import json
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.memory import MemoryMeter
from deploy.lokal.process import Child, end, spawn

LOOK_EVERY_S = 0.1
FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 5.0
HEALTHY_AFTER_S = 10.0
# Longer than the 15 s a consumer is given to finish its batch.
STOP_GRACE_S = 20.0


class Start(Protocol):
    """How a program becomes a process; `spawn` is one way."""

    def __call__(self, argv: Sequence[str], *, log: Path, env: Mapping[str, str], cwd: Path) -> Child:
        """Start it."""


class Kept(Protocol):
    """Something that runs as one process and can be started again."""

    def pid(self) -> int | None:
        """Its process; None while it is down on purpose, and then left alone."""

    def is_alive(self) -> bool:
        """Whether that process runs."""

    def respawn(self) -> None:
        """Start it again, without waiting until it is ready."""


@dataclass
class Program:
    """A command whose process belongs to the supervisor."""

    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    start: Start = spawn
    child: Child | None = None

    def pid(self) -> int | None:
        """Its process, once started."""
        return None if self.child is None else self.child.pid

    def is_alive(self) -> bool:
        """Whether it runs."""
        return self.child is not None and self.child.poll() is None

    def respawn(self) -> None:
        """Start it anew, after its earlier output."""
        self.child = self.start(self.argv, env=self.env, log=self.log, cwd=CHECKOUT)


@dataclass
class _Watch:
    kept: Kept
    started: float = field(default_factory=time.monotonic)
    pause_s: float = FIRST_PAUSE_S
    died: float | None = None


class Supervisor:
    """Starts programs, restarts the dead, and keeps `processes.json` ({name: pid}) in its folder true."""

    def __init__(self, folder: Path, *, log: Callable[[str], None] = print) -> None:
        self._folder = folder.resolve()
        self._print = log
        self._watches: dict[str, _Watch] = {}
        self._restarts: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self._guard = threading.RLock()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="supervisor", daemon=True)
        self._meter = MemoryMeter(self.pids)

    @property
    def processes_file(self) -> Path:
        """Names and ids of what should be running now."""
        return self._folder / "processes.json"

    def log_file(self, name: str) -> Path:
        """Where the program's output goes."""
        return self._folder / "logs" / f"{name}.log"

    def add(self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None, *, start: Start = spawn) -> None:
        """Add a program; it starts with `start`, or at once if that has been called.

        Args:
            name: unique.
            argv: the command.
            env: added to this process's environment.
            start: what makes it a process, each time.
        """
        program = Program(argv, {**os.environ, **(env or {})}, self.log_file(name), start)
        with self._guard:
            self._put(name, program)
            if self._thread.is_alive():
                program.respawn()
                self._write()

    def adopt(self, name: str, kept: Kept) -> None:
        """Restart something that runs already when it dies; `stop` leaves it to its owner."""
        with self._guard:
            self._put(name, kept)
            self._write()

    def _put(self, name: str, kept: Kept) -> None:
        if name in self._watches:
            raise ValueError(f"{name} is there already")
        self._watches[name] = _Watch(kept)
        self._restarts.setdefault(name, 0)

    def start(self) -> None:
        """Start every program, and from now on what dies."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._guard:
            for program in self._programs():
                program.respawn()
            self._write()
        self._thread.start()
        self._meter.start()

    def stop(self) -> None:
        """End the programs: SIGTERM, and SIGKILL after `STOP_GRACE_S` seconds; may be called twice."""
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()
        self._meter.stop()
        with self._guard:
            children = {name: watch.kept.child for name, watch in self._watches.items() if isinstance(watch.kept, Program)}
            running = [child for child in children.values() if child is not None]
            killed = end(running, grace_s=STOP_GRACE_S)
            for name, child in children.items():
                if child is not None and child.pid in killed:
                    self._log(f"{name}: did not end within {STOP_GRACE_S:.0f} s and was killed")
                del self._watches[name]
            self._write()

    def _programs(self) -> list[Program]:
        return [watch.kept for watch in self._watches.values() if isinstance(watch.kept, Program)]

    def pids(self) -> dict[str, int]:
        """Processes that run or are about to be restarted, by name."""
        with self._guard:
            found = {name: watch.kept.pid() for name, watch in self._watches.items()}
        return {name: pid for name, pid in found.items() if pid is not None}

    def restarts(self) -> dict[str, int]:
        """How often each was started again after it died; known after the end too."""
        with self._guard:
            return dict(self._restarts)

    def is_alive(self, name: str) -> bool:
        """Whether its process runs now."""
        with self._guard:
            return self._watches[name].kept.is_alive()

    def rss_mb(self) -> dict[str, float]:
        """What each process, with its children, takes now, in MiB."""
        return self._meter.sample()

    def peak_rss_mb(self) -> dict[str, float]:
        """The most each took in any of the samples, one a second, in MiB."""
        return self._meter.peaks()

    def peak_total_mb(self) -> float:
        """The most all of them took together in one sample, in MiB."""
        return self._meter.peak_total()

    def _work(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            with self._guard:
                for name, watch in self._watches.items():
                    self._look(name, watch, time.monotonic())
                self._write()

    def _look(self, name: str, watch: _Watch, now: float) -> None:
        if watch.kept.is_alive() or watch.kept.pid() is None:
            watch.died = None
            return
        if watch.died is None:
            watch.died = now
            if now - watch.started >= HEALTHY_AFTER_S:
                watch.pause_s = FIRST_PAUSE_S
            self._log(f"{name}: ended; starting it again in {watch.pause_s:.1f} s")
        if now - watch.died < watch.pause_s:
            return
        with suppress(OSError):  # no memory for a new process: the same as one that ends at once
            watch.kept.respawn()
        watch.started, watch.died = now, None
        watch.pause_s = min(2 * watch.pause_s, LONGEST_PAUSE_S)
        self._restarts[name] += 1

    def _log(self, message: str) -> None:
        with suppress(OSError):  # the log lies on the disk that is full, or its reader is gone
            self._print(message)

    def _write(self) -> None:
        pids = self.pids()
        if pids != self._written:
            with suppress(OSError):  # the disk is full: what runs must go on being watched, and the next look writes again
                self._folder.mkdir(parents=True, exist_ok=True)
                write_json(self.processes_file, pids)
                self._written = pids


def write_json(path: Path, value: object) -> None:
    """Replace a file in one step, readable to its owner only: a reader sees the old or the new, never half."""
    draft = path.with_suffix(".draft")
    draft.touch(mode=0o600)
    draft.write_text(json.dumps(value, indent=2), encoding="utf-8")
    draft.replace(path)
