"""A process that has lost one of its tasks is worse than none: it ends, and the supervisor starts a whole one."""

import asyncio
from collections.abc import Callable

import structlog

_log = structlog.get_logger(__name__)


class Lifeline:
    """Ends the server when a task that must run as long as the process ends before it."""

    def __init__(self) -> None:
        """A line that is whole; `serve` says what to do when it is cut."""
        self.error: BaseException | None = None
        self._on_cut: Callable[[], None] | None = None

    def watch(self, task: asyncio.Task[None]) -> None:
        """Cut the line when `task` raises, or returns although nobody cancelled it."""
        task.add_done_callback(self._ended)

    def cut(self, error: BaseException) -> None:
        """End the process with a failure because of `error`; the first one counts."""
        if self.error is not None:
            return
        self.error = error
        _log.critical("lifeline cut: the process ends", exc_info=error)
        if self._on_cut is not None:
            self._on_cut()

    def on_cut(self, callback: Callable[[], None]) -> None:
        """Call `callback` when the line is cut; at once when it was."""
        self._on_cut = callback
        if self.error is not None:
            callback()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if task.cancelled():
            return
        self.cut(task.exception() or RuntimeError(f"task {task.get_name()} returned, but should run forever"))
