"""Work on a file from outside, in a child process that may die of it: the process that serves people does not.

A file can make any parser take all memory, run for minutes or abort. None of this can be undone within a process, and a thread cannot be
ended. The child has bounds of its own, which hold before the work begins, and ends with whoever asked for it.
"""

import asyncio
import copyreg
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType
from typing import NoReturn, TypeVar, cast

from shared.errors import Fault, Rejected, Transient

if sys.platform != "win32":
    import resource

T = TypeVar("T")

# More would only take the processor from those who are being served; who comes later waits.
CHILDREN = 2
_MIB = 1_048_576


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use.

    Attributes:
        memory_bytes: address space beyond what the empty child has.
        seconds: from its start to its answer.
        cpu_seconds: of processor time.
        result_bytes: of the answer, pickled.
    """

    memory_bytes: int = 2048 * _MIB
    seconds: float = 120.0
    cpu_seconds: int = 120
    result_bytes: int = 1024 * _MIB


LIMITS = Limits()
_threads = ThreadPoolExecutor(CHILDREN, thread_name_prefix="child")
_running: "set[_Child]" = set()
_closed = threading.Event()


def _read_only(table: dict[object, object]) -> MappingProxyType[object, object]:
    return MappingProxyType(table)


# Rule sets hold read-only mappings, which travel as what they show.
copyreg.pickle(MappingProxyType, lambda shown: (_read_only, (dict(shown),)))


async def in_child(function: Callable[..., T], *args: object, limits: Limits = LIMITS) -> T:
    """Run `function(*args)` in a child; a cancelled caller takes the child along.

    Args:
        function: of a module, so that it can be found by name there.
        args: pickled, as is the answer.
        limits: what the child may use.

    Raises:
        Rejected: whatever `function` refuses; `TABEL_TERLALU_BERAT` or `TABEL_TERLALU_LAMA` when a limit is reached, `TABEL_TIDAK_TERBACA`
            when the child dies otherwise.
        Transient: this process is about to end.
    """
    child = _Child(function, args, limits)
    try:
        return cast("T", await asyncio.get_running_loop().run_in_executor(_threads, child.run))
    except asyncio.CancelledError:
        child.end()
        raise


def in_child_now(function: Callable[..., T], *args: object, limits: Limits = LIMITS) -> T:
    """Do the same as `in_child`, for a caller that has nothing else to do meanwhile.

    Raises:
        Rejected, Transient: see `in_child`.
    """
    child = _Child(function, args, limits)
    try:
        return cast("T", child.run())
    except BaseException:
        child.end()
        raise


def end_children() -> None:
    """End every child and start none any more: this process is about to end. May be called from a signal handler."""
    _closed.set()
    for child in tuple(_running):
        child.end()


class _Child:
    """One child: started and waited for by `run` in a thread, ended by `end` from any other."""

    def __init__(self, function: Callable[..., object], args: tuple[object, ...], limits: Limits) -> None:
        self._work = (function, args)
        self._limits = limits
        self._process: BaseProcess | None = None
        self._ended = False
        self._late = False

    def run(self) -> object:
        context = _context()
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._limits), daemon=True)
        timer = threading.Timer(self._limits.seconds, self._out_of_time)
        _running.add(self)
        try:
            if _closed.is_set() or self._ended:
                raise Transient("the process is about to end")
            process.start()
            theirs.close()
            self._process = process
            # Whoever ended us before the process was known could not end it.
            self._kill_if_ended()
            timer.start()
            answer = self._talk(ours)
        finally:
            timer.cancel()
            _running.discard(self)
            ours.close()
            theirs.close()
            if self._process is not None:
                process.kill()
                process.join()
        code = process.exitcode
        process.close()
        return self._unpacked(answer, code)

    def end(self) -> None:
        self._ended = True
        process = self._process
        if process is not None:
            with suppress(ValueError):  # closed a moment ago
                process.kill()

    def _kill_if_ended(self) -> None:
        if self._ended or _closed.is_set():
            self.end()

    def _out_of_time(self) -> None:
        self._late = True
        self.end()

    def _talk(self, ours: Connection) -> bytes | None:
        """Hand over the work and take the answer; None when the child has died."""
        try:
            ours.send_bytes(pickle.dumps(self._work, pickle.HIGHEST_PROTOCOL))
            return ours.recv_bytes(self._limits.result_bytes)
        except (EOFError, OSError):
            return None

    def _unpacked(self, answer: bytes | None, code: int | None) -> object:
        if answer is not None:
            # From a child of our own program, which ran our own function.
            kind, value = pickle.loads(answer)  # noqa: S301
            if kind == "done":
                return value
            if kind == "refused":
                raise _refusal(*value)
            if kind == "memory":
                _too_heavy()
            raise value
        if self._late or (sys.platform != "win32" and code == -signal.SIGXCPU):
            pesan = f"Berkas ini tidak selesai dibaca dalam {self._limits.seconds:g} detik. Bagi menjadi beberapa berkas."
            raise Rejected("TABEL_TERLALU_LAMA", pesan)
        if self._ended:
            raise Transient("the child was ended")
        if code == -signal.SIGABRT:
            # The parsers abort when they are refused memory.
            _too_heavy()
        pesan = "Berkas ini tidak dapat dibaca: pembaca berkas berhenti di tengah jalan. Simpan ulang sebagai XLSX atau CSV."
        raise Rejected("TABEL_TIDAK_TERBACA", pesan)


def _context() -> ForkServerContext | SpawnContext:
    """Children are copies of a server that has read the program's modules once, and nothing of its state."""
    if sys.platform == "win32":
        return get_context("spawn")
    context = get_context("forkserver")
    # As read by now: takes effect when the server starts, with the first child.
    context.set_forkserver_preload(sorted(name for name in sys.modules if name.startswith(("services.", "shared.")) and name[-2:] != "__"))
    return context


def _serve(connection: Connection, limits: Limits) -> None:
    """The child's life."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    with connection:
        work = connection.recv_bytes()
        _bound(limits)
        threading.Thread(target=_end_with, args=(connection,), daemon=True).start()
        try:
            function, args = pickle.loads(work)  # noqa: S301 - from the parent
            del work
            answer = pickle.dumps(("done", function(*args)), pickle.HIGHEST_PROTOCOL)
        except MemoryError:
            answer = pickle.dumps(("memory", None))
        except Rejected as error:
            answer = pickle.dumps(("refused", (error.kode, error.pesan, error.kolom, error.status, error.faults)))
        except Exception as error:  # noqa: BLE001 - told to the parent, for whom it is as if it had happened there
            answer = pickle.dumps(("failed", _portable(error)))
        if len(answer) > limits.result_bytes:
            answer = pickle.dumps(("memory", None))
        connection.send_bytes(answer)


def _end_with(connection: Connection) -> None:
    """End this process when the parent has gone: nobody would read the answer."""
    with suppress(OSError):
        connection.poll(None)
    os._exit(1)


def _bound(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    bounds = {resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    with suppress(OSError):  # no such file: not Linux
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        bounds[resource.RLIMIT_AS] = taken + limits.memory_bytes
    for kind, value in bounds.items():
        with suppress(ValueError, OSError):  # a smaller limit was there before
            resource.setrlimit(kind, (value, value))
    with suppress(ValueError, OSError):
        # The first is a signal of its own, by which we tell it from other deaths.
        resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))


def _portable(error: Exception) -> Exception:
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    except Exception:  # noqa: BLE001 - whatever it is: it cannot travel
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _refusal(kode: str, pesan: str, kolom: str | None, status: int, faults: tuple[Fault, ...]) -> Rejected:
    return Rejected(kode, pesan, kolom=kolom, status=status, faults=faults)


def _too_heavy() -> NoReturn:
    pesan = "Berkas ini membutuhkan terlalu banyak memori. Hapus kolom dan baris kosong yang berformat, atau bagi menjadi beberapa berkas."
    raise Rejected("TABEL_TERLALU_BERAT", pesan)
