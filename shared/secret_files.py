"""Files of keys: changed by one process at a time, in one step, and on the disk before anybody relies on what is in them."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def changing(path: Path) -> Iterator[None]:
    """Let nobody else change the file from before it is read until after it is written: of two who do, one would lose a key.

    The lock is on the folder, since the file itself is replaced; it ends with the process that holds it.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def replace(path: Path, content: bytes) -> None:
    """Replace the file in one step, readable to its owner only: a reader sees the old or the new, never half.

    It is on the disk when this returns: what was wrapped or signed by a key outlives a power cut, and so must the key.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def is_private(path: Path) -> bool:
    """Whether nobody but the owner may read or change the file.

    Raises:
        OSError: it is not there.
    """
    return not path.stat().st_mode & 0o077
