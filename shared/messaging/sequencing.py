"""Each fact about a subject once, and in order: number by number, and what comes early waits until the gap is filled."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from shared.contracts.event import Event
from shared.db import Conn
from shared.messaging.records import RECORD_COLUMNS, Received, Record, kept, key_text, taken

E = TypeVar("E", bound=Event)


@dataclass(slots=True)
class Sequenced(Generic[E]):
    """What the numbers say about a batch: apply, wait, or drop."""

    order: list[Received[E] | Record] = field(default_factory=list)  # to apply; a stored record has waited until now
    early: list[Received[E]] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)
    used: list[tuple[str, int]] = field(default_factory=list)
    duplicates: int = 0


async def arrange(conn: Conn, group: str, batch: Sequence[Received[E]]) -> Sequenced[E]:
    """Sort a batch by what the database says; the caller holds the partition's offset row, so nobody else moves these subjects."""
    subjects = sorted({a.meta.subject for a in batch})
    rows = await conn.fetch("select subject, last from messaging.sequence where grp = $1 and subject = any($2::text[])", group, subjects)
    last = {row["subject"]: int(row["last"]) for row in rows}
    waiting: dict[str, dict[int, Record]] = defaultdict(dict)
    for row in await conn.fetch("select * from messaging.early where grp = $1 and subject = any($2::text[])", group, subjects):
        waiting[row["subject"]][int(row["sequence"])] = taken(row)
    return sort(batch, last, waiting)


def sort(batch: Sequence[Received[E]], last: dict[str, int], waiting: dict[str, dict[int, Record]]) -> Sequenced[E]:
    """Sort a batch by what is already applied; consumes `last` and `waiting`.

    Args:
        batch: in the order of arrival.
        last: per subject the highest number applied; a subject that is missing has none.
        waiting: per subject and number the records that came early; must make a dict for a subject that is missing.
    """
    result: Sequenced[E] = Sequenced()
    for item in batch:
        subject, number = item.meta.subject, item.meta.sequence
        due = last.get(subject, 0) + 1
        if number < due:
            result.duplicates += 1
            continue
        if number > due:
            result.early.append(item)
            # A successor may be in this same batch behind its predecessor.
            waiting[subject][number] = item.record
            continue
        result.order.append(item)
        while (following := waiting[subject].pop(number + 1, None)) is not None:
            number += 1
            result.order.append(following)
            result.used.append((subject, number))
        last[subject] = result.last[subject] = number
    filled = set(result.used)
    result.early = [a for a in result.early if (a.meta.subject, a.meta.sequence) not in filled]
    return result


async def record(conn: Conn, group: str, result: Sequenced[E]) -> None:
    """Write down what `arrange` decided, in the same transaction as the effects."""
    if result.last:
        await conn.execute(
            """
            insert into messaging.sequence as s (grp, subject, last) select $1, * from unnest($2::text[], $3::bigint[])
            on conflict (grp, subject) do update set last = greatest(s.last, excluded.last)
            """,
            group,
            list(result.last),
            list(result.last.values()),
        )
    if result.used:
        await conn.execute(
            "delete from messaging.early where grp = $1 and (subject, sequence) in (select * from unnest($2::text[], $3::bigint[]))",
            group,
            *zip(*result.used, strict=True),
        )
    if result.early:
        early = [(group, meta.subject, meta.sequence, key_text(rec), *kept(rec)) for _event, meta, rec in result.early]
        await conn.executemany(_KEEP_EARLY, early)


_KEEP_EARLY = f"""
    insert into messaging.early (grp, subject, sequence, key, {RECORD_COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
    on conflict do nothing
"""  # noqa: S608 - the names are ours
