"""Whole sets of rows in and out, never one statement per row.

Measured on one connection: up to about 2,000 rows an `insert … select from unnest(…)`, beyond that COPY.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence

import asyncpg

from shared.db.pool import Conn


async def copy_rows(conn: Conn, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> int:
    """Append `rows` to `table` ("schema.table" or "table") by COPY; a row that breaks a constraint refuses them all.

    Returns:
        The number of rows written.
    """
    schema, _, name = table.rpartition(".")
    status = await conn.copy_records_to_table(name, schema_name=schema or None, columns=list(columns), records=rows)
    return int(status.rpartition(" ")[2])


def columns(rows: Iterable[Sequence[object]], width: int) -> list[list[object]]:
    """Turn rows into `width` columns, the shape `unnest` takes; no rows give empty columns.

    Raises:
        ValueError: a row has another width.
    """
    turned = [list(column) for column in zip(*rows, strict=True)]
    if not turned:
        return [[] for _ in range(width)]
    if len(turned) != width:
        raise ValueError(f"rows are {len(turned)} wide, not {width}")
    return turned


def unnest(*types: str, first: int = 1) -> str:
    """Write the SQL that reads columns of these types from parameters numbered from `first`.

    >>> unnest("text", "int")
    'unnest($1::text[], $2::int[])'
    """
    return "unnest(" + ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(types, start=first)) + ")"


async def pages(pool: asyncpg.Pool, query: str, *args: object, size: int = 5000) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Read a result of any length in pages of at most `size` rows, all from one snapshot, in constant memory.

    The statement time-out holds for each page. Close the iterator (`contextlib.aclosing`) when leaving it early: it holds a connection.
    """
    async with pool.acquire() as conn, conn.transaction(isolation="repeatable_read", readonly=True):
        cursor = await conn.cursor(query, *args)
        while page := await cursor.fetch(size):
            yield page
