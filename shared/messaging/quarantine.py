"""Records that nobody can read, kept byte for byte."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn
from shared.errors import Poison
from shared.messaging.records import RECORD_COLUMNS, Record, kept


class Unreadable(NamedTuple):
    """A record and why it cannot be read."""

    record: Record
    reason: Poison


_INSERT = f"""
    insert into messaging.quarantine (grp, reason, detail, key, {RECORD_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict (grp, topic, part, rec_offset) do nothing
"""  # noqa: S608 - the names are ours


async def store(conn: Conn, group: str, found: Sequence[Unreadable]) -> None:
    """Keep the records in the same transaction that moves the offsets past them."""
    # A detail may quote what was found, and no text column holds a NUL.
    rows = [(group, reason.kode, reason.detail.replace("\0", "\\x00"), record.key, *kept(record)) for record, reason in found]
    await conn.executemany(_INSERT, rows)
