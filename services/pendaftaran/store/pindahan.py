"""The table of people in clear, as it was before the vault: read and emptied, once."""

from datetime import date
from typing import NamedTuple

from shared.db import Conn


class OrangTerang(NamedTuple):
    """A person of before."""

    lamaran: str
    nik: str
    nama: str
    tanggal_lahir: date
    jenis_kelamin: str
    surel: str | None


async def ada(conn: Conn) -> bool:
    """Whether the table is still there."""
    return bool(await conn.fetchval("select to_regclass('pribadi.pelamar') is not null"))


async def ambil(conn: Conn, batas: int) -> list[OrangTerang]:
    """Take some people out of the table."""
    rows = await conn.fetch(
        """
        delete from pribadi.pelamar where lamaran in (select lamaran from pribadi.pelamar order by lamaran limit $1)
        returning lamaran, nik, nama, tanggal_lahir, jenis_kelamin, surel
        """,
        batas,
    )
    return [OrangTerang(*row) for row in rows]
