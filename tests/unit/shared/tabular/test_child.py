"""A file may end the child that reads it, and nothing else."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import MappingProxyType

import pytest

from shared.errors import Fault, Rejected, Transient
from shared.tabular import child
from shared.tabular.child import LIMITS, Limits, end_children, in_child, in_child_now
from tests.support import child_work as work

MIB = 1_048_576


def _refusal(function: Callable[..., object], *args: object, limits: Limits = LIMITS) -> Rejected:
    with pytest.raises(Rejected) as caught:
        in_child_now(function, *args, limits=limits)
    return caught.value


def test_the_answer_comes_back() -> None:
    assert in_child_now(work.add, 2, 3) == 5


async def test_the_answer_comes_back_to_a_loop_and_many_at_once() -> None:
    assert await asyncio.gather(*(in_child(work.add, n, 1) for n in range(8))) == list(range(1, 9))


def test_a_rule_set_travels_with_its_read_only_mappings() -> None:
    assert in_child_now(work.look_up, MappingProxyType({"a": 1}), "a") == 1


def test_a_refusal_comes_back_whole() -> None:
    refused = _refusal(work.refuse, "X")
    assert (refused.kode, refused.pesan, refused.kolom, refused.status) == ("X", "Tidak.", "twk", 409)
    assert refused.faults == (Fault("A", "B", baris=3),)


def test_a_bug_stays_a_bug() -> None:
    with pytest.raises(KeyError, match="a bug"):
        in_child_now(work.fail)


@pytest.mark.parametrize(
    ("function", "args", "limits", "kode"),
    [
        pytest.param(work.take_memory, (400,), Limits(memory_bytes=200 * MIB), "TABEL_TERLALU_BERAT", id="memory"),
        pytest.param(work.answer_of, (2 * MIB,), Limits(result_bytes=MIB), "TABEL_TERLALU_BERAT", id="answer"),
        pytest.param(work.spin, (), Limits(seconds=0.5), "TABEL_TERLALU_LAMA", id="time"),
        pytest.param(work.spin, (), Limits(cpu_seconds=1), "TABEL_TERLALU_LAMA", id="processor"),
        pytest.param(work.abort, (), Limits(), "TABEL_TERLALU_BERAT", id="abort, as parsers do that get no memory"),
        pytest.param(work.die, (), Limits(), "TABEL_TIDAK_TERBACA", id="crash"),
    ],
)
def test_what_ends_the_child_is_a_sentence_for_the_caller(
    function: Callable[..., object], args: tuple[object, ...], limits: Limits, kode: str
) -> None:
    assert _refusal(function, *args, limits=limits).kode == kode


def test_within_its_limits_it_may_do_all_of_this() -> None:
    assert in_child_now(work.take_memory, 100, limits=Limits(memory_bytes=200 * MIB)) == 100 * MIB
    assert len(in_child_now(work.answer_of, MIB // 2, limits=Limits(result_bytes=MIB))) == MIB // 2


def test_a_child_writes_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="too large"):
        in_child_now(work.write, str(tmp_path / "x"))


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    path = tmp_path / "mark"
    os.mkfifo(path)
    return path


def _until_gone(end: int) -> None:
    """Return when nobody holds the other end of the FIFO any more."""
    os.set_blocking(end, True)
    assert os.read(end, 1) == b""


async def _begin(mark: Path) -> tuple["asyncio.Task[None]", int]:
    task = asyncio.create_task(in_child(work.stay, str(mark)))
    # Opens when the child has opened its end: it is at work.
    return task, await asyncio.to_thread(os.open, mark, os.O_RDONLY)


async def test_a_cancelled_caller_takes_the_child_along(mark: Path) -> None:
    task, end = await _begin(mark)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(asyncio.to_thread(_until_gone, end), 10)
    os.close(end)


async def test_a_process_that_ends_takes_its_children_along_and_starts_none(mark: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_closed", type(child._closed)())
    task, end = await _begin(mark)
    end_children()
    with pytest.raises(Transient):
        await task
    await asyncio.wait_for(asyncio.to_thread(_until_gone, end), 10)
    os.close(end)
    with pytest.raises(Transient):
        await in_child(work.add, 1, 1)


async def test_the_loop_goes_on_meanwhile() -> None:
    loop = asyncio.get_running_loop()
    longest, before = 0.0, time.monotonic()

    def turn() -> None:
        nonlocal longest, before
        now = time.monotonic()
        longest, before = max(longest, now - before), now
        if not task.done():
            loop.call_soon(turn)

    task = asyncio.create_task(in_child(work.spin, limits=Limits(seconds=1.0)))
    turn()
    with pytest.raises(Rejected):
        await task
    assert longest < 0.7
