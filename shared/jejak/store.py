"""All SQL that writes the record and its chain."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter

import asyncpg

from shared.db import Conn, columns
from shared.db.bulk import unnest
from shared.jejak.catatan import Catatan, sidik
from shared.jejak.rantai import Kepala, Mata, sambung

KOLOM = tuple(field.name for field in fields(Catatan))
_LISTED = ", ".join(KOLOM)
# `dataclasses.astuple` copies every value deeply: microseconds that each write of a season would pay.
_values: Callable[[Catatan], tuple[object, ...]] = attrgetter(*KOLOM)


def insertion(first: int = 1) -> str:
    """Parts of a `with` that write one row and put it in line, reading its columns from the parameters numbered from `first`."""
    given = ", ".join(f"${number}" for number in range(first, first + len(KOLOM)))
    return f"""
        catatan_baru as (insert into jejak.catatan ({_LISTED}) values ({given}) returning id)
        insert into jejak.antrean (catatan) select id from catatan_baru
    """  # noqa: S608 - the names are ours


_INSERT = f"with {insertion()}"


def parameters(catatan: Catatan) -> tuple[object, ...]:
    """What `insertion` reads."""
    return _values(catatan)


async def tulis(conn: Conn, catatan: Catatan) -> None:
    """Write one act in the open transaction."""
    await conn.execute(_INSERT, *parameters(catatan))


# Any number that nobody else in these databases uses.
_LOCK = 0x4A454A414B
_WAITING = f"""
    select c.id, c.waktu, {", ".join(f"c.{name}" for name in KOLOM)}
    from jejak.antrean a join jejak.catatan c on c.id = a.catatan
    where not exists (select from jejak.rantai r where r.catatan = a.catatan) order by a.catatan limit $1
"""  # noqa: S608 - the names are ours
_LINK = f"""
    insert into jejak.rantai (posisi, catatan, waktu, sidik, sebelumnya)
    select * from {unnest("bigint", "bigint", "timestamptz", "bytea", "bytea")}
"""  # noqa: S608 - the names are ours


async def kepala(conn: Conn) -> Kepala:
    """The end of the chain as of now."""
    row = await conn.fetchrow("select posisi, catatan, waktu, sidik, sebelumnya from jejak.rantai order by posisi desc limit 1")
    return Kepala.dari(Mata(*row)) if row else Kepala()


async def rantaikan(conn: Conn, limit: int) -> list[Mata]:
    """Link at most `limit` rows that wait, oldest number first, in the open transaction; one process at a time.

    Returns:
        The new links; none when there was nothing to do, or another process is at it.
    """
    if not await conn.fetchval("select pg_try_advisory_xact_lock($1)", _LOCK):
        return []
    rows = await conn.fetch(_WAITING, limit)
    if not rows:
        return []
    made = sambung(await kepala(conn), ((row["id"], row["waktu"], sidik_baris(row)) for row in rows))
    await conn.execute(_LINK, *columns(made, len(Mata._fields)))
    await conn.execute("delete from jejak.antrean where catatan = any($1::bigint[])", [mata.catatan for mata in made])
    return made


def sidik_baris(row: asyncpg.Record) -> bytes:
    """SHA-256 of what a row says, beside its number and its time."""
    return sidik(row[name] for name in KOLOM)
