"""A kelompok that may not go out yet: held back with its reason, and looked at again later and later."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

import structlog

from shared.db.bulk import columns
from shared.db.pool import Conn

T = TypeVar("T")
H = TypeVar("H")
log = structlog.get_logger(__name__)


class BarisTertahan(NamedTuple):
    """A kelompok held back, and why."""

    kelompok: str
    sebab: str
    rincian: str


def guarded(kelompok: str, compute: Callable[[], T], held: Callable[[str], H]) -> T | H:
    """The result of a pure computation about one kelompok; one that fails holds back this kelompok and not the whole nation.

    `held` makes of a sentence, for officers, what holds it back.
    """
    try:
        return compute()
    except Exception as error:
        log.exception("hitungan_gagal", kelompok=kelompok)
        return held(f"perhitungan berhenti karena {type(error).__name__}; perlu diperiksa pengelola")


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
