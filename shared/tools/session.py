"""One run of a tool: what the officer chose, what is told on the way, and how far it is."""

import gc
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shared.tabular import Style
from shared.tools.names import Spellings

T = TypeVar("T")
_AT_ONCE = 500


class Session(AbstractContextManager["Session"]):
    """Choices, notes and progress bars; bars and notes go to standard error, bars only where somebody looks."""

    def __init__(self, *, sheet: str | None = None, overwrite: bool = False, style: Style = Style.BAKU, compare: bool = False) -> None:
        """Nothing is shown before the context is entered.

        Args:
            sheet: of a workbook, where there are several that could be meant.
            overwrite: whether an output that exists is replaced.
            style: of a CSV.
            compare: tell every difference between the columns of the input and those of the same name that are computed.
        """
        self.sheet = sheet
        self.overwrite = overwrite
        self.style = style
        self.compare = compare
        self.inputs: list[Path] = []
        self.written: list[Path] = []
        self.differences = 0
        self.spellings: dict[str, Spellings] = {}
        self._collected = False
        self._told: dict[str, None] = {}
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._progress.start()
        # Millions of cells live to the end, and looking through them for cycles finds none: a fifth of a national table's time.
        self._collected = gc.isenabled()
        gc.disable()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was, and say what was supposed on the way, also when the work was refused."""
        if self._collected:
            gc.enable()
        self._progress.stop()
        sys.stderr.writelines(f"{note}\n" for note in self._told)

    def tell(self, note: str) -> None:
        """Note something that the officer should know; the same note once."""
        self._told.setdefault(note)

    def say(self, line: str) -> None:
        """Say what came of it: on standard output, unless the table goes there."""
        (sys.stderr if Path("-") in self.written else sys.stdout).write(f"{line}\n")

    def sum_up(self, rules: str, version: int, result: str) -> None:
        """Say by which rules it was done, what came of it, and which files were written."""
        written = f" Ditulis: {', '.join(map(str, self.written))}." if self.written else ""
        self.say(f"Aturan {rules} versi {version}: {result}{written}")

    def follow(self, what: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """`items`, with a bar called `what`."""
        task = self._progress.add_task(what, total=total)
        done = 0
        for done, item in enumerate(items, 1):
            if done % _AT_ONCE == 0:
                self._progress.update(task, completed=done)
            yield item
        self._progress.update(task, completed=done, total=done)
