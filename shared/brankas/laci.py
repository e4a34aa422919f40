"""The wrapped keys of people as they are stored: in `kunci.orang` of each service that has a vault."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn, Table


class BarisKunci(NamedTuple):
    """The wrapped key of one person."""

    siapa: str
    kunci_id: str
    isi: bytes


def tabel_kunci(orang: str) -> Table[BarisKunci]:
    """The table `kunci.orang` of a service that calls a person by the column `orang`."""
    return Table("kunci.orang", BarisKunci, key=(orang,), names={"siapa": orang})


async def ambil_lain(conn: Conn, laci: Table[BarisKunci], aktif: str, batas: int) -> list[BarisKunci]:
    """Take some keys that are not under the wrapping key `aktif`, and that nobody else holds."""
    (orang,) = laci.key
    return await laci.select(
        conn, f"where t.kunci_id < $1 or t.kunci_id > $1 order by t.{orang} limit $2 for update skip locked", aktif, batas
    )


async def tahan(conn: Conn) -> None:
    """Wait for whoever writes keys, and let nobody write any until the transaction ends."""
    await conn.execute("lock table kunci.orang in share mode")


async def masih_di(conn: Conn, kunci_id: str) -> bool:
    """Whether any data key is still under this wrapping key."""
    return bool(await conn.fetchval("select exists (select from kunci.orang where kunci_id = $1)", kunci_id))


async def ganti(conn: Conn, laci: Table[BarisKunci], kunci: Sequence[BarisKunci]) -> None:
    """Write the same data keys under another wrapping key."""
    await laci.update(conn, kunci)
