"""The job that links what was written."""

import time

import structlog

from shared.jejak import store
from shared.jejak.rantai import Kepala
from shared.messaging import Job, UnitOfWork

_AT_ONCE = 2000
# So often the end of the chain is told to the log, which lies elsewhere: an anchor that nobody has to fetch.
_TELL_SECONDS = 600.0

_log = structlog.get_logger(__name__)


class Chain:
    """Links rows, a page at a time, and tells the log now and then how far it is."""

    def __init__(self) -> None:
        """Nothing was told yet."""
        self._told_at = -_TELL_SECONDS

    async def step(self, uow: UnitOfWork) -> int:
        """Link a page; returns how many rows."""
        made = await store.rantaikan(uow.conn, _AT_ONCE)
        if made and time.monotonic() - self._told_at >= _TELL_SECONDS:
            self._told_at = time.monotonic()
            _log.info("record_of_acts", kepala=str(Kepala.dari(made[-1])))
        return len(made)


def chain() -> Job:
    """The job of one process."""
    return Job("jejak", Chain().step, poll_seconds=1.0)
