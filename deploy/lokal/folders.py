"""Where the embedded stack keeps its files, and who may use a folder at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = CHECKOUT / ".cache"
DATA = CHECKOUT / ".lokal"


class FolderInUse(RuntimeError):
    """Another process works in this folder."""


@contextmanager
def waiting_for(path: Path) -> Iterator[None]:
    """Hold the lock file `path`, after waiting for whoever holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold `folder` for this process.

    The kernel lets go of the lock when the process ends, however it ends, so no stale lock file can shut anyone out.

    Raises:
        FolderInUse: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderInUse(f"{folder} is in use by another stack; stop it or name another folder") from error
        yield
