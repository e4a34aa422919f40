"""People who are barred, known only by pseudonym."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from shared.db import Conn, columns, unnest


class Sanksi(NamedTuple):
    """A bar: last day on which an application is refused, and why."""

    pseudonim: str
    sampai: date
    kode: str
    pasal: str
    versi: int


async def simpan(conn: Conn, sanksi: Sequence[Sanksi]) -> None:
    """Write the sanctions whose version is newer than what is known; each pseudonym at most once in `sanksi`."""
    await conn.execute(
        f"""
        insert into pendaftaran.sanksi (pseudonim, sampai, kode, pasal, versi)
        select * from {unnest("text", "date", "text", "text", "int")} as t (pseudonim, sampai, kode, pasal, versi) order by pseudonim
        on conflict (pseudonim) do update
        set sampai = excluded.sampai, kode = excluded.kode, pasal = excluded.pasal, versi = excluded.versi
        where excluded.versi > sanksi.versi
        """,  # noqa: S608 - text of this module
        *columns(sanksi, 5),
    )


async def sampai(conn: Conn, pseudonim: Sequence[str]) -> dict[str, date]:
    """Last day of the sanction of those among these who have one, by pseudonym."""
    rows = await conn.fetch("select pseudonim, sampai from pendaftaran.sanksi where pseudonim = any($1)", pseudonim)
    return {row[0]: row[1] for row in rows}
