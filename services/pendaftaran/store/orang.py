"""People as they are stored: sealed, with their wrapped keys in a table apart. Nothing here can open them."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import asyncpg

from shared.brankas import BarisKunci, Tertutup, tabel_kunci
from shared.db import Conn, Table


class Bidang(StrEnum):
    """A sealed field; its name is the column's."""

    NIK = "nik"
    NAMA = "nama"
    TANGGAL_LAHIR = "tanggal_lahir"
    JENIS_KELAMIN = "jenis_kelamin"
    SUREL = "surel"


class BarisOrang(NamedTuple):
    """One person; the sealed fields are None when the person was erased, `surel` also when none was stated."""

    lamaran: str
    pseudonim: str
    nik: bytes | None
    nama: bytes | None
    tanggal_lahir: bytes | None
    jenis_kelamin: bytes | None
    surel: bytes | None


ORANG = Table("pribadi.orang", BarisOrang, key=("lamaran",))
KUNCI = tabel_kunci("pseudonim")


def kolom(*bidang: Bidang) -> str:
    """The columns that `tertutup` reads, of `pribadi.orang p left join kunci.orang k using (pseudonim)`."""
    return ", ".join(["p.pseudonim", "k.kunci_id", "k.isi as kunci", *(f"p.{satu}" for satu in bidang)])


def tertutup(row: asyncpg.Record, *bidang: Bidang) -> Tertutup:
    """The person of a row with the columns that `kolom` names for these fields."""
    return Tertutup(row["pseudonim"], row["kunci_id"], row["kunci"], tuple((satu, row[satu]) for satu in bidang))


async def simpan(conn: Conn, orang: Iterable[BarisOrang], kunci: Iterable[BarisKunci]) -> set[str]:
    """Add people who have not applied yet; each pseudonym once.

    Returns:
        The pseudonyms that are new.
    """
    # In order of pseudonym, so that two bulk uploads that overlap wait for each other instead of deadlocking. Whatever the conflict: the
    # twin of a form may meet it in the index of application numbers before it meets that of people.
    baru = {pseudonim for (pseudonim,) in await conn.fetch(_ORANG, *ORANG.arrays(orang))}
    await KUNCI.copy(conn, [satu for satu in kunci if satu.siapa in baru])
    return baru


async def dihapus_pada(conn: Conn, lamaran: str) -> tuple[bool, datetime | None]:
    """Whether there is such an application, and when its person was erased; the row is held until the transaction ends."""
    row = await conn.fetchrow("select dihapus_pada from pribadi.orang where lamaran = $1 for update", lamaran)
    return row is not None, row[0] if row else None


async def hapus(conn: Conn, lamaran: str, saat: datetime) -> None:
    """Destroy the person's key and everything it sealed."""
    await conn.execute(
        "delete from kunci.orang k using pribadi.orang p where p.lamaran = $1 and k.pseudonim = p.pseudonim",
        lamaran,
    )
    await conn.execute(_HAPUS, lamaran, saat)


async def hapus_lama(conn: Conn, saat: datetime, batas: int) -> int:
    """Destroy some of those who are still there; how many."""
    return int(await conn.fetchval(_HAPUS_LAMA, saat, batas))


_HAPUS_LAMA = f"""
    with lama as (select lamaran, pseudonim from pribadi.orang where dihapus_pada is null order by lamaran limit $2 for update skip locked),
        kunci as (delete from kunci.orang k using lama where k.pseudonim = lama.pseudonim),
        hapus as (
            update pribadi.orang p set dihapus_pada = $1, {", ".join(f"{satu} = null" for satu in Bidang)}
            from lama where p.lamaran = lama.lamaran returning true
        )
    select count(*) from hapus
"""  # noqa: S608 - the names are ours
_HAPUS = f"update pribadi.orang set dihapus_pada = $2, {', '.join(f'{satu} = null' for satu in Bidang)} where lamaran = $1"  # noqa: S608
_ORANG = f"""
    insert into pribadi.orang ({ORANG.listed()}) select {ORANG.listed()} from {ORANG.unnested("baru")} order by pseudonim
    on conflict do nothing returning pseudonim
"""  # noqa: S608 - the names are ours
