"""People who are barred, known only by pseudonym."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from shared.db import Conn, Table


class Sanksi(NamedTuple):
    """A bar: last day on which an application is refused, and why."""

    pseudonim: str
    sampai: date
    kode: str
    pasal: str
    versi: int


SANKSI = Table("pendaftaran.sanksi", Sanksi, key=("pseudonim",))


async def simpan(conn: Conn, sanksi: Sequence[Sanksi]) -> None:
    """Write the sanctions whose version is newer than what is known; each pseudonym at most once in `sanksi`."""
    await SANKSI.upsert(conn, sanksi, newest="versi")


async def sampai(conn: Conn, pseudonim: Sequence[str]) -> dict[str, date]:
    """Last day of the sanction of those among these who have one, by pseudonym."""
    rows = await conn.fetch("select pseudonim, sampai from pendaftaran.sanksi where pseudonim = any($1)", pseudonim)
    return {row[0]: row[1] for row in rows}
