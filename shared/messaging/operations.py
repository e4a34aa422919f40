"""What an operator sees of the records that were set aside."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from shared.db import Conn

ActWriter = Callable[[Conn], Awaitable[None]]
"""Writes who decides into the record of acts, in the open transaction of the decision."""


@dataclass(frozen=True, slots=True)
class QuarantinedRecord:
    """A record nobody could read; its bytes stay in the database, for they may hold personal data.

    Attributes:
        id: of the row that keeps it.
        group: consumer group that met it.
        topic: where it was.
        partition: where it was.
        offset: where it was.
        reason: code, as counted in the metrics.
        detail: for the operator; no personal data.
        received_at: when it was set aside, UTC.
    """

    id: int
    group: str
    topic: str
    partition: int
    offset: int
    reason: str
    detail: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class ParkedKey:
    """A key whose records wait because one of them was refused.

    Attributes:
        topic: of the records.
        key: which waits.
        reason: code and sentence of the refusal.
        records: how many wait.
        parked_at: since when, UTC.
    """

    topic: str
    key: str
    reason: str
    records: int
    parked_at: datetime


async def quarantined(conn: Conn, limit: int) -> list[QuarantinedRecord]:
    """The newest records set aside, at most `limit`."""
    rows = await conn.fetch(
        "select id, grp, topic, part, rec_offset, reason, detail, received_at from messaging.quarantine order by id desc limit $1", limit
    )
    return [QuarantinedRecord(*row) for row in rows]


async def parked(conn: Conn, limit: int) -> list[ParkedKey]:
    """The keys that wait, longest first, at most `limit`."""
    rows = await conn.fetch(
        """
        select min(p.topic) as topic, k.key, k.reason, count(p.id) as records, k.parked_at
        from messaging.parked_key k join messaging.parked p using (grp, key)
        group by k.grp, k.key, k.reason, k.parked_at
        order by k.parked_at, k.key
        limit $1
        """,
        limit,
    )
    return [ParkedKey(*row) for row in rows]


async def set_aside(conn: Conn) -> dict[str, tuple[int, int]]:
    """Per group how many keys wait, and how many records are in the quarantine."""
    rows = await conn.fetch(
        """
        select grp, sum(parked)::bigint as parked, sum(quarantined)::bigint as quarantined from (
            select grp, count(*) as parked, 0 as quarantined from messaging.parked_key group by grp
            union all select grp, 0, count(*) from messaging.quarantine group by grp
        ) as each group by grp
        """
    )
    return {row["grp"]: (row["parked"], row["quarantined"]) for row in rows}
