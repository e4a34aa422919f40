"""What the season shows while it runs, and the times it measured."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import chain, repeat
from time import monotonic
from typing import NamedTuple, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from deploy.gladi.failures import NotFinished

T = TypeVar("T")

QUIET_SECONDS = 300.0
_PAUSES = (0.05, 0.1, 0.2, 0.3)


class Reached(NamedTuple):
    """How far something is: there when `done` reaches `total` and `whole` (counts and digests agree)."""

    done: int
    total: int
    whole: bool = True
    missing: str = ""


@dataclass(slots=True)
class Stage:
    """A stage, running or through; `count` items of `unit` in `seconds` are its throughput."""

    board: "Board"
    name: str
    task: TaskID
    started: float
    count: int = 0
    unit: str = ""
    seconds: float = 0.0
    remarks: list[str] = field(default_factory=list)

    def show(self, done: int, total: int, note: str = "") -> None:
        """Show a count."""
        rate = done / max(monotonic() - self.started, 0.001)
        self.board.progress.update(self.task, completed=done, total=total, note=f"{rate:,.0f}/s  lag {self.board.lag:,}  {note}")

    def advance(self, by: int, total: int, note: str = "") -> None:
        """Count `by` more items and show it."""
        self.count += by
        self.show(self.count, total, note)

    def note(self, count: int, unit: str, *remarks: str) -> None:
        """Say how many items went through, and what is worth a remark."""
        self.count, self.unit = count, unit
        self.remarks += remarks

    async def wait_for(self, what: str, ask: Callable[[], Awaitable[T]], reached: Callable[[T], Reached]) -> T:
        """Ask until the answer shows that the thing is whole; returns that answer.

        Raises:
            NotFinished: nothing changed for `QUIET_SECONDS` seconds.
        """
        last: Reached | None = None
        since = monotonic()
        for pause in chain(_PAUSES, repeat(_PAUSES[-1])):
            answer = await ask()
            now = reached(answer)
            self.show(now.done, now.total, what)
            if now.whole and now.done >= now.total:
                return answer
            if now != last:
                last, since = now, monotonic()
            elif monotonic() - since > QUIET_SECONDS:
                break
            await asyncio.sleep(pause)
        raise NotFinished(f"{self.name}: {what} stands at {now.done} of {now.total} {now.missing}")


class Board:
    """Progress on the terminal; a finished line per stage also where there is none.

    Attributes:
        lag: records that the services have not applied yet, as last seen.
        max_lag: most of them in any sample, by service.
        finished: the stages that are through.
    """

    def __init__(self, console: Console) -> None:
        """Draw on `console`."""
        self.console = console
        self.lag = 0
        self.max_lag: Counter[str] = Counter()
        self.finished: list[Stage] = []
        self.progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.fields[note]}"),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )

    def note_lag(self, lag: Mapping[str, int]) -> None:
        """Note a sample of the lag, by service."""
        self.lag = sum(lag.values())
        self.max_lag |= Counter(lag)

    @asynccontextmanager
    async def stage(self, name: str) -> AsyncIterator[Stage]:
        """One stage of the season: timed, shown, and noted when it is through."""
        if not self.console.is_terminal:
            self.console.print(f"… {name}")
        stage = Stage(self, name, self.progress.add_task(name, total=None, note=""), monotonic())
        try:
            yield stage
        finally:
            self.progress.remove_task(stage.task)
        stage.seconds = monotonic() - stage.started
        self.finished.append(stage)
        rate = f"  ({stage.count / stage.seconds:,.0f} {stage.unit}/s)" if stage.count and stage.seconds > 0.05 else ""
        self.console.print(f"[green]✓[/] {name}  {stage.seconds:.1f} s{rate}  {'; '.join(stage.remarks)}", highlight=False, soft_wrap=True)
