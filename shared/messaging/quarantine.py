"""Records that nobody can read: kept byte for byte, counted, and a reason to stop when there are too many."""

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn
from shared.errors import Poison
from shared.messaging.failures import Halt
from shared.messaging.records import Record, pack_headers
from shared.messaging.settings import MessagingSettings


class PoisonStorm(Halt):
    """So many unreadable records that the fault is likely ours or the producer's: stop, and leave the rest where it is."""


class Unreadable(NamedTuple):
    """A record and why it cannot be read."""

    record: Record
    reason: Poison


_INSERT = """
    insert into messaging.quarantine (grp, topic, part, rec_offset, reason, detail, key, headers, payload)
    select $1, r.* from unnest($2::text[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::bytea[], $9::bytea[]) as r
    on conflict (grp, topic, part, rec_offset) do nothing
"""


async def store(conn: Conn, group: str, found: Sequence[Unreadable]) -> None:
    """Keep the records in the same transaction that moves the offsets past them."""
    rows = []
    for record, reason in found:
        place = (record.topic, record.partition, record.offset)
        rows.append((*place, reason.kode, reason.detail, record.key or b"", pack_headers(record.headers), record.value))
    await conn.execute(_INSERT, group, *zip(*rows, strict=True))


class StormGuard:
    """Watches the share of unreadable records; `check` before commit, `accept` after it."""

    def __init__(self, settings: MessagingSettings) -> None:
        """Limits come from the settings."""
        self._run_limit = settings.quarantine_run_limit
        self._percent_limit = settings.quarantine_percent_limit
        self._window: deque[bool] = deque(maxlen=settings.quarantine_window)
        self._run = 0

    def check(self, outcome: Sequence[bool]) -> None:
        """Judge a batch, in order; True marks an unreadable record.

        Raises:
            PoisonStorm: a run or a share over the limit; nothing of the batch may be committed.
        """
        run = self._run
        for bad in outcome:
            run = run + 1 if bad else 0
            if run > self._run_limit:
                raise PoisonStorm(f"{run} unreadable records in a row, limit {self._run_limit}")
        window = [*self._window, *outcome][-(self._window.maxlen or 0) :]
        # A share means something only over a full window; before that the run limit protects.
        if len(window) == self._window.maxlen and sum(window) * 100 > self._percent_limit * len(window):
            raise PoisonStorm(f"{sum(window)} of the last {len(window)} records unreadable, limit {self._percent_limit} %")

    def accept(self, outcome: Sequence[bool]) -> None:
        """The batch was committed."""
        self._window.extend(outcome)
        for bad in outcome:
            self._run = self._run + 1 if bad else 0
