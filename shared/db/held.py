"""A kelompok that may not go out yet: held back with its reason, and looked at again later and later."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db.bulk import columns
from shared.db.pool import Conn


class BarisTertahan(NamedTuple):
    """A kelompok held back, and why."""

    kelompok: str
    sebab: str
    rincian: str


async def hold_back(conn: Conn, table: str, rows: Sequence[BarisTertahan], *, also: str = "", where: str = "") -> None:
    """Note reasons; the next look comes a quarter of a second later, then twice as late each time, at most half a minute.

    Args:
        conn: of the open transaction.
        table: has the columns kelompok, sebab, rincian, percobaan, coba_pada; the statement calls it `lama`.
        rows: each kelompok at most once.
        also: further assignments in SQL.
        where: a further condition in SQL.
    """
    statement = f"""
        update {table} as lama
        set sebab = baru.sebab, rincian = baru.rincian, percobaan = lama.percobaan + 1,
            coba_pada = now() + make_interval(secs => least(30, 0.25 * 2 ^ least(lama.percobaan, 7))){also and f", {also}"}
        from unnest($1::text[], $2::text[], $3::text[]) as baru (kelompok, sebab, rincian)
        where lama.kelompok = baru.kelompok{where and f" and {where}"}
    """  # noqa: S608 - the names are ours
    await conn.execute(statement, *columns(rows, len(BarisTertahan._fields)))
