"""Dropping a parked record that can never be applied: one officer proposes, another confirms, and the record is kept with both names."""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.db import Conn
from shared.messaging.parking import ParkedRecord
from shared.messaging.records import RECORD_COLUMNS, taken


@dataclass(frozen=True, slots=True)
class Discard:
    """A parked record that somebody wants dropped, or that was dropped.

    Attributes:
        id: of the proposal.
        topic: where the record was.
        key: behind which it waits.
        partition: where the record was.
        offset: where the record was.
        refused: what the handler said.
        why: what the proposer says.
        proposed_by: name of an officer.
        proposed_at: UTC.
        confirmed_by: name of another officer; None while it is only proposed.
        confirmed_at: UTC.
    """

    id: int
    topic: str
    key: str
    partition: int
    offset: int
    refused: str
    why: str
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None
    confirmed_at: datetime | None


_SHOWN = "id, topic, key, part, rec_offset, refused, why, proposed_by, proposed_at, confirmed_by, confirmed_at"

# The oldest record of the key is the one that was refused; what waits behind it may be sound.
_PROPOSE = f"""
    insert into messaging.discard as d (grp, key, refused, why, proposed_by, {RECORD_COLUMNS})
    select p.grp, p.key, k.reason, $3, $4, p.topic, p.part, p.rec_offset, p.header_names, p.header_values, p.payload
    from messaging.parked_key k join messaging.parked p using (grp, key)
    where k.grp = $1 and k.key = $2 order by p.id limit 1
    on conflict (grp, topic, part, rec_offset) do update
    set why = excluded.why, proposed_by = excluded.proposed_by, proposed_at = now() where d.confirmed_by is null
    returning {_SHOWN}
"""  # noqa: S608 - the names are ours


async def propose(conn: Conn, group: str, key: str, *, officer: str, why: str) -> Discard | None:
    """Propose to drop the oldest record behind `key`; None when the key does not wait."""
    row = await conn.fetchrow(_PROPOSE, group, key, why, officer)
    return Discard(*row) if row else None


async def listed(conn: Conn, limit: int) -> list[Discard]:
    """All proposals, what waits for a second officer first, then the newest."""
    rows = await conn.fetch(f"select {_SHOWN} from messaging.discard order by confirmed_at is not null, id desc limit $1", limit)  # noqa: S608 - the names are ours
    return [Discard(*row) for row in rows]


_SIGN = "update messaging.discard set confirmed_by = $2, confirmed_at = now() where id = $1 returning confirmed_at"


async def confirm(conn: Conn, number: int, *, officer: str) -> tuple[Discard, str, ParkedRecord] | None:
    """Drop the record, in the open transaction; with the group that read it.

    Returns:
        None when there is no such proposal by another officer, or the record no longer waits; then nothing was written.
    """
    row = await conn.fetchrow(
        f"select {_SHOWN}, grp from messaging.discard where id = $1 and confirmed_by is null and proposed_by <> $2 for update",  # noqa: S608 - the names are ours
        number,
        officer,
    )
    if row is None:
        return None
    *shown, group = row
    found = Discard(*shown)
    await conn.fetchval("select 1 from messaging.parked_key where grp = $1 and key = $2 for update", group, found.key)
    record = await conn.fetchrow(
        "delete from messaging.parked where grp = $1 and topic = $2 and part = $3 and rec_offset = $4 returning *",
        group,
        found.topic,
        found.partition,
        found.offset,
    )
    if record is None:
        return None
    await conn.execute(
        """
        delete from messaging.parked_key k
        where grp = $1 and key = $2 and not exists (select from messaging.parked p where p.grp = k.grp and p.key = k.key)
        """,
        group,
        found.key,
    )
    # Only now: whoever is told that nothing waits has not signed.
    signed = replace(found, confirmed_by=officer, confirmed_at=await conn.fetchval(_SIGN, number, officer))
    return signed, group, ParkedRecord(taken(record), record["admitted"])
