"""The tables of numbers in clear, as they were before the vault: read and emptied, once."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from services.kepegawaian.store.nip import HITUNGAN, KUNCI, BarisNip
from shared.brankas import BarisKunci
from shared.db import Conn, Table


class NipTerang(NamedTuple):
    """A number of before."""

    nip: str
    peserta: str
    tmt: date
    terbit_pada: datetime
    dibatalkan: bool


class NipPindahan(NamedTuple):
    """The same number, sealed."""

    baris: BarisNip
    terbit_pada: datetime
    dibatalkan: bool


PINDAHAN = Table("pribadi.nip", NipPindahan, key=("peserta",))


async def ada(conn: Conn) -> bool:
    """Whether the tables are still there."""
    return bool(await conn.fetchval("select to_regclass('pribadi.nip_terang') is not null"))


async def ambil_hitungan(conn: Conn, batas: int) -> dict[str, int]:
    """Take some counters out of their table: the last serial by the first 15 digits."""
    return {row["awalan"]: row["terakhir"] for row in await conn.fetch(_AMBIL_HITUNGAN, batas)}


async def simpan_hitungan(conn: Conn, terakhir: Iterable[tuple[str, int]]) -> None:
    """Write counters by the fingerprint of their digits."""
    await conn.execute(
        f"insert into {HITUNGAN.name} (awalan, terakhir) select * from unnest($1::text[], $2::int[])",  # noqa: S608 - the name is ours
        *map(list, zip(*terakhir, strict=True)),
    )


async def ambil(conn: Conn, batas: int) -> list[NipTerang]:
    """Take some numbers out of their table."""
    return [NipTerang(*row) for row in await conn.fetch(_AMBIL, batas)]


async def simpan(conn: Conn, nip: Iterable[NipPindahan], kunci: Iterable[BarisKunci]) -> None:
    """Write numbers with the keys of their servants."""
    await PINDAHAN.insert(conn, nip)
    await KUNCI.insert(conn, kunci)


_AMBIL_HITUNGAN = """
    delete from pribadi.nip_urut_terang where awalan in (select awalan from pribadi.nip_urut_terang order by awalan limit $1)
    returning awalan, terakhir
"""
_AMBIL = """
    delete from pribadi.nip_terang where nip in (select nip from pribadi.nip_terang order by nip limit $1)
    returning nip, peserta, tmt, terbit_pada, dibatalkan
"""
