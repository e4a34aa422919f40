"""Kelompok of a closed stage that are held back, because their result breaks a property or cannot be computed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from shared.db import BarisTertahan, Conn, hold_back

TahapTutup = Literal["skd", "peringkat"]


class Tertahan(NamedTuple):
    """A kelompok that is held back: why, since when, after how many looks, and when it is looked at again."""

    kelompok: str
    sebab: str
    rincian: str
    tertahan_sejak: datetime
    percobaan: int
    coba_pada: datetime


async def tahan(conn: Conn, tahap: TahapTutup, baris: Sequence[BarisTertahan]) -> None:
    """Hold back; the next look comes later each time, at most half a minute later."""
    await hold_back(conn, f"penilaian.penutupan_{tahap}", baris, also="tertahan_sejak = coalesce(lama.tertahan_sejak, now())")


async def daftar(conn: Conn, tahap: TahapTutup, paling_banyak: int) -> list[Tertahan]:
    """Those held back, the longest first."""
    rows = await conn.fetch(
        f"""
        select kelompok, sebab, rincian, tertahan_sejak, percobaan, coba_pada from penilaian.penutupan_{tahap}
        where not selesai and sebab is not null order by tertahan_sejak, kelompok limit $1
        """,  # noqa: S608 - the name is ours
        paling_banyak,
    )
    return [Tertahan(*row) for row in rows]
