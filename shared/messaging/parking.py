"""Keys that wait for a person: the record that was refused and everything that came after it for the same key, in order."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from shared.db import Conn
from shared.messaging.records import RECORD_COLUMNS, Record, kept, key_text, taken


class ParkedRecord(NamedTuple):
    """A record that waits. `admitted`: the sequence check had passed it on before the handler refused it."""

    record: Record
    admitted: bool


_INSERT = f"insert into messaging.parked (grp, key, admitted, {RECORD_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"  # noqa: S608 - the names are ours


async def parked_keys(conn: Conn, group: str, keys: Collection[str]) -> dict[str, str]:
    """Which of `keys` wait, and why. Their rows stay locked until the transaction ends, so a release cannot slip in between."""
    rows = await conn.fetch(
        "select key, reason from messaging.parked_key where grp = $1 and key = any($2::text[]) order by key for update", group, list(keys)
    )
    return {row["key"]: row["reason"] for row in rows}


async def park(conn: Conn, group: str, reasons: dict[str, str], records: Sequence[ParkedRecord]) -> None:
    """Set records aside behind their keys; `reasons` names the keys that begin to wait."""
    if reasons:
        await conn.execute(
            "insert into messaging.parked_key (grp, key, reason) select $1, * from unnest($2::text[], $3::text[]) on conflict do nothing",
            group,
            list(reasons),
            list(reasons.values()),
        )
    await conn.executemany(_INSERT, [(group, key_text(record), admitted, *kept(record)) for record, admitted in records])


async def take_key(conn: Conn, group: str, key: str) -> list[ParkedRecord]:
    """Lock a waiting key and take its records out, oldest first; empty when the key does not wait."""
    if await conn.fetchval("select 1 from messaging.parked_key where grp = $1 and key = $2 for update", group, key) is None:
        return []
    rows = await conn.fetch("delete from messaging.parked where grp = $1 and key = $2 returning *", group, key)
    await conn.execute("delete from messaging.parked_key where grp = $1 and key = $2", group, key)
    return [ParkedRecord(taken(row), row["admitted"]) for row in sorted(rows, key=lambda row: int(row["id"]))]


async def count_keys(conn: Conn, group: str) -> int:
    """Count the keys of the group that wait."""
    return int(await conn.fetchval("select count(*) from messaging.parked_key where grp = $1", group))
