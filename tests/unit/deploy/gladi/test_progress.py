"""A stage waits until the thing is whole, and gives up when nothing moves any more."""

from collections.abc import Awaitable, Callable

import pytest
from rich.console import Console

from deploy.gladi import progress
from deploy.gladi.failures import NotFinished
from deploy.gladi.progress import Board, Reached


def _counting(last: int) -> Callable[[], Awaitable[int]]:
    """An answer that grows by one each time until it stands."""
    asked = 0

    async def ask() -> int:
        nonlocal asked
        asked = min(asked + 1, last)
        return asked

    return ask


@pytest.fixture
def board(monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setattr(progress, "_PAUSES", (0.0,))
    return Board(Console(quiet=True))


async def test_the_answer_that_is_whole_is_given_back(board: Board) -> None:
    async with board.stage("a") as stage:
        assert await stage.wait_for("things", _counting(5), lambda count: Reached(count, 3)) == 3
        assert await stage.wait_for("things", _counting(5), lambda count: Reached(count, 3, whole=count == 5)) == 5
        stage.note(5, "things", "five")
    (through,) = board.finished
    assert (through.name, through.count, through.unit, through.remarks) == ("a", 5, "things", ["five"])
    assert through.seconds > 0


async def test_what_stands_still_ends_the_season_and_says_what_is_missing(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "QUIET_SECONDS", 0.0)
    with pytest.raises(NotFinished, match="a: things stands at 2 of 3 one is late"):
        async with board.stage("a") as stage:
            await stage.wait_for("things", _counting(2), lambda count: Reached(count, 3, missing="one is late"))
    assert board.finished == []


def test_the_greatest_lag_of_each_service_is_kept() -> None:
    board = Board(Console(quiet=True))
    board.note_lag({"penilaian": 3, "penempatan": 0})
    board.note_lag({"penilaian": 1, "penempatan": 2})
    assert (board.lag, dict(board.max_lag)) == (3, {"penilaian": 3, "penempatan": 2})
