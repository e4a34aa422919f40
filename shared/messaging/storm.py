"""So many unreadable records that the fault is likely ours or the producer's: how many came lately in a partition, kept in the database.

This exists to prevent that a whole topic is set aside when something is misconfigured or a newer contract is written than we can read.
The count is written in the transaction that sets records aside, so that a process that is started again goes on counting where it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from aiokafka import TopicPartition

from shared.db import Conn
from shared.messaging.failures import Held
from shared.messaging.operations import ActWriter
from shared.messaging.settings import MessagingSettings


class PoisonStorm(Held):
    """Too many unreadable records: nothing of the batch is set aside, and a person decides."""


class Weather(NamedTuple):
    """Recent records of one partition.

    Attributes:
        run: unreadable records in a row, up to now.
        recent: one byte per record of the window, oldest first: 1 was unreadable.
    """

    run: int = 0
    recent: bytes = b""


def judge(before: Weather, unreadable: Sequence[bool], settings: MessagingSettings) -> Weather:
    """The weather after a batch, whose records were unreadable or not, in their order.

    Raises:
        PoisonStorm: a run or a share over the limit; nothing of the batch may be committed.
    """
    run = before.run
    for bad in unreadable:
        run = run + 1 if bad else 0
        if run > settings.quarantine_run_limit:
            raise PoisonStorm(f"{run} unreadable records in a row, limit {settings.quarantine_run_limit}")
    recent = (before.recent + bytes(unreadable))[-settings.quarantine_window :]
    # A share means something only over a full window; before that the run limit protects.
    if len(recent) == settings.quarantine_window and sum(recent) * 100 > settings.quarantine_percent_limit * len(recent):
        raise PoisonStorm(f"{sum(recent)} of the last {len(recent)} records unreadable, limit {settings.quarantine_percent_limit} %")
    return Weather(run, recent)


async def load(conn: Conn, group: str, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, Weather]:
    """Load what was stored about these partitions; a partition without a row starts in fair weather."""
    rows = await conn.fetch("select topic, part, run, recent from messaging.storm where grp = $1", group)
    kept = {TopicPartition(row["topic"], row["part"]): Weather(row["run"], row["recent"]) for row in rows}
    return {tp: kept.get(tp, Weather()) for tp in partitions}


async def keep(conn: Conn, group: str, weather: Mapping[TopicPartition, Weather]) -> None:
    """Write it in the open transaction."""
    await conn.executemany(
        """
        insert into messaging.storm (grp, topic, part, run, recent) values ($1, $2, $3, $4, $5)
        on conflict (grp, topic, part) do update set run = excluded.run, recent = excluded.recent
        """,
        [(group, tp.topic, tp.partition, *found) for tp, found in weather.items()],
    )


async def let_go_on(conn: Conn, group: str, *, officer: str, why: str, record_act: ActWriter | None = None) -> int:
    """Count from nought again in every partition of the group, on the word of a person; returns how many partitions had a count."""
    found = await conn.fetch(
        """
        update messaging.storm set run = 0, recent = '', let_on_by = $2, let_on_at = now(), let_on_why = $3
        where grp = $1 and recent <> '' returning part
        """,
        group,
        officer,
        why,
    )
    if record_act:
        await record_act(conn)
    return len(found)
