"""Our own Python programs as copies of a process that has read what they share: each start costs a second of processor time less.

What `python -m module` would run is run, as `__main__`, with the environment, the arguments and the log file it would have; only the shared
modules are there already. Each copy is a session of its own and ends with us, however we end.
"""

import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from multiprocessing.process import BaseProcess
from pathlib import Path

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.process import Child, spawn

# Only what keeps nothing of its own: a service's metrics, for one, would be those of all others too.
SHARED = ("shared.web", "shared.messaging", "shared.brankas", "shared.tabular", "typer", "uvicorn", "uvloop", __name__)


class Copy:
    """One program, as `deploy.lokal.process.Child` is one."""

    def __init__(self, process: ForkServerProcess) -> None:
        """`process` has been started."""
        self._process = process
        self.pid = process.pid or 0

    @property
    def returncode(self) -> int | None:
        """How it ended, a signal as a negative number; None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        """How it ended, if it did."""
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end.

        Raises:
            subprocess.TimeoutExpired: it runs after `timeout` seconds.
        """
        self._process.join(timeout)
        code = self.returncode
        if code is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0.0)
        return code

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)


def begin() -> None:
    """Start reading the shared modules; returns at once. The first program would do it otherwise, and wait."""
    if sys.platform == "linux":
        multiprocessing.get_context("forkserver").set_forkserver_preload(list(SHARED))
        forkserver.ensure_running()


def run_module(argv: Sequence[str], *, log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> Child:
    """Start `[sys.executable, "-m", module, ...]`, as `spawn` does; elsewhere than on Linux by `spawn`.

    Raises:
        ValueError: `argv` is something else.
    """
    if sys.platform != "linux":
        return spawn(argv, log=log, env=env, cwd=cwd)
    if list(argv[:2]) != [sys.executable, "-m"]:
        raise ValueError(f"not a module of ours: {argv}")
    begin()
    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch()
    arguments = (list(argv[2:]), dict(os.environ if env is None else env), log, cwd or CHECKOUT)
    process = multiprocessing.get_context("forkserver").Process(target=_live, args=arguments, name=argv[2])
    process.start()
    return Copy(process)


def _live(argv: list[str], environment: dict[str, str], log: Path, folder: Path) -> None:
    """Be the program, from here on."""
    os.setsid()
    _end_with(multiprocessing.parent_process())
    with log.open("ab") as output:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(output.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.path.insert(0, str(folder))
    sys.argv = argv
    runpy.run_module(argv[0], run_name="__main__", alter_sys=True)


def _end_with(parent: BaseProcess | None) -> None:
    """Die when the parent has: it is not the one that forked us, so the kernel does not do it."""

    def watch(parent: BaseProcess) -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGKILL)

    if parent is not None:
        threading.Thread(target=watch, args=(parent,), name="parent", daemon=True).start()
