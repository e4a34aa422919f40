"""What a child is given to do in the tests: the worst that a parser can do."""

import os
import signal
from collections.abc import Mapping
from pathlib import Path

from shared.errors import Fault, Rejected


def add(one: int, other: int) -> int:
    return one + other


def look_up(table: Mapping[str, int], key: str) -> int:
    return table[key]


def refuse(kode: str) -> None:
    raise Rejected(kode, "Tidak.", kolom="twk", status=409, faults=(Fault("A", "B", baris=3),))


def fail() -> None:
    raise KeyError("a bug")


def take_memory(mebibytes: int) -> int:
    return len(bytearray(mebibytes * 1_048_576))


def answer_of(size: int) -> bytes:
    return bytes(size)


def abort() -> None:
    os.abort()


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def spin() -> None:
    while True:
        pass


def write(path: str) -> None:
    Path(path).write_bytes(b"x" * 100)


def stay(mark: str) -> None:
    """Say that we are here by holding the write end of a pipe, a FIFO at `mark`, for ever."""
    with Path(mark).open("wb"):
        signal.pause()
