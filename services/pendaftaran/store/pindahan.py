"""The table of people in clear, as it was before the vault: read and emptied, once."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from services.pendaftaran.store.orang import BarisOrang
from shared.brankas import BarisKunci
from shared.db import Conn, columns


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


async def simpan(conn: Conn, orang: Iterable[BarisOrang], kunci: Iterable[BarisKunci]) -> int:
    """Add people and their keys to the tables as they were when the vault came; returns how many were not there yet."""
    rows = await conn.fetch(_ORANG, *columns((satu[:_BIDANG] for satu in orang), _BIDANG))
    await conn.execute(
        """
        insert into kunci.orang (pseudonim, kunci_id, isi) select * from unnest($1::text[], $2::text[], $3::bytea[])
        on conflict do nothing
        """,
        *columns(kunci, len(BarisKunci._fields)),
    )
    return len(rows)


_BIDANG = BarisOrang._fields.index("riwayat")
_ORANG = """
    insert into pribadi.orang (lamaran, pseudonim, nik, nama, tanggal_lahir, jenis_kelamin, surel)
    select * from unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])
    on conflict do nothing returning true
"""
