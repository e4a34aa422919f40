"""Consumed offsets in PostgreSQL: the row that decides what is applied, and fences a zombie without generation numbers."""

from collections.abc import Iterable, Mapping

from aiokafka import TopicPartition

from shared.db import Conn

# One statement locks the rows, moves them on, and tells where they stood. `greatest`, because a zombie may arrive late with an older batch.
_ADVANCE = """
    insert into messaging.consumer_offset as o (grp, topic, part, next_offset)
    select $1, topic, part, next_offset
    from unnest($2::text[], $3::int[], $4::bigint[]) as r (topic, part, next_offset)
    order by topic, part
    on conflict (grp, topic, part) do update set next_offset = greatest(o.next_offset, excluded.next_offset)
    returning o.topic, o.part, old.next_offset as before
"""

_READ = """
    select topic, part, next_offset from messaging.consumer_offset
    where grp = $1 and (topic, part) in (select * from unnest($2::text[], $3::int[]))
"""


async def advance(conn: Conn, group: str, following: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
    """Move to these next offsets inside the open transaction; returns where each partition stood before (0: nothing was ever applied).

    The row locks last until the transaction ends, so whoever else holds the same records waits here and then sees that they are done.
    """
    rows = await conn.fetch(_ADVANCE, group, [tp.topic for tp in following], [tp.partition for tp in following], list(following.values()))
    return {TopicPartition(row["topic"], row["part"]): row["before"] or 0 for row in rows}


async def positions(conn: Conn, group: str, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
    """Read where the group stands in each of `partitions`; 0 where it has applied nothing."""
    wanted = list(partitions)
    rows = await conn.fetch(_READ, group, [tp.topic for tp in wanted], [tp.partition for tp in wanted])
    return dict.fromkeys(wanted, 0) | {TopicPartition(row["topic"], row["part"]): row["next_offset"] for row in rows}
