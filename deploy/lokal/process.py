"""Child processes that cannot outlive their parent.

On Linux each child asks the kernel for a signal at the death of its parent (PR_SET_PDEATHSIG), so even a SIGKILL of the
stack leaves nothing behind. Elsewhere only an orderly end takes the children along.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Protocol

# A tiny interpreter that becomes the child by exec: a preexec_fn would run Python between fork and exec, which may
# deadlock in a process with threads. It changes the user itself, as the interpreter may lie where that user cannot read,
# and before prctl, as a change of user takes the request back. The parent may have died meanwhile: hence the last look.
_FOLLOW_PARENT = """
import ctypes, os, sys
signal, parent, user = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
if user:
    import pwd
    account = pwd.getpwnam(user)
    os.setgroups([])
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
ctypes.CDLL(None).prctl(1, signal)
if os.getppid() != parent:
    sys.exit("the parent is gone")
os.execvp(sys.argv[4], sys.argv[4:])
"""


class Child(Protocol):
    """A process that was started, in a session of its own; `subprocess.Popen` is one."""

    pid: int

    @property
    def returncode(self) -> int | None:
        """How it ended, a signal as a negative number; None while nobody has asked since."""

    def poll(self) -> int | None:
        """Ask whether it has ended; how, if it has."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; `subprocess.TimeoutExpired` when it runs after `timeout` seconds."""

    def send_signal(self, sig: int, /) -> None:
        """Send a signal, unless it is known to have ended."""


# Every child is started from this one thread, which lives as long as the process: the kernel sends the parent-death signal when the
# *thread* that forked the child ends.
_spawner = ThreadPoolExecutor(1, "spawner")


def spawn(
    argv: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    wrapper: Sequence[str] = (),
    user: str | None = None,
    at_parents_death: signal.Signals = signal.SIGKILL,
) -> Child:
    """Start a child whose output is appended to `log`, in its own session: Ctrl-C reaches the parent only.

    `wrapper` stands before everything else and must exec (as `unshare` does), never fork.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    here = sys.platform == "linux"
    follow = (sys.executable, "-I", "-S", "-c", _FOLLOW_PARENT, str(int(at_parents_death)), str(os.getpid()), user or "")

    def start() -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            return subprocess.Popen(
                [*wrapper, *(follow if here else ()), *argv],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                cwd=cwd,
                user=None if here else user,
                start_new_session=True,
            )

    return _spawner.submit(start).result()


def run(argv: Sequence[str], *, log: Path, wrapper: Sequence[str] = (), user: str | None = None) -> None:
    """Run a command to its end.

    Raises:
        ChildFailed: it ended with another code than 0.
    """
    child = spawn(argv, log=log, wrapper=wrapper, user=user)
    if child.wait() != 0:
        raise ChildFailed(f"{Path(argv[0]).name} ended with {child.returncode}:\n{tail(log)}")


class ChildFailed(RuntimeError):
    """A child ended when it should not have, or did not become ready."""


def end(children: Sequence[Child], *, grace_s: float, first: signal.Signals = signal.SIGTERM) -> list[int]:
    """Signal all children, wait up to `grace_s` seconds for all of them together, then SIGKILL whole sessions.

    Returns:
        The ids of those that had to be killed.
    """
    for child in children:
        if child.poll() is None:
            child.send_signal(first)
    until = time.monotonic() + grace_s
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, until - time.monotonic()))
    killed = [child.pid for child in children if child.poll() is None]
    for child in children:
        kill_session(child)
    return killed


def kill_session(child: Child) -> None:
    """SIGKILL the child and everything it started that is still in its session; reap it."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    # A copy in its first moment has no session yet.
    child.send_signal(signal.SIGKILL)
    child.wait()


def tail(log: Path, lines: int = 30) -> str:
    """The last lines of a log file, or a note that there is none."""
    if not log.exists():
        return f"(no {log.name})"
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
