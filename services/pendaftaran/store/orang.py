"""People as they are stored: sealed, with their wrapped keys in a table apart. Nothing here can open them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import asyncpg

from services.pendaftaran.store.lamaran import LAMARAN, Pelamar, Terkunci
from shared.brankas import BarisKunci, Tertutup, tabel_kunci
from shared.db import Conn, Table


class Bidang(StrEnum):
    """A sealed field; its name is the column's."""

    NIK = "nik"
    NAMA = "nama"
    TANGGAL_LAHIR = "tanggal_lahir"
    JENIS_KELAMIN = "jenis_kelamin"
    SUREL = "surel"
    RIWAYAT = "riwayat"


class BarisOrang(NamedTuple):
    """One person; the sealed fields are None when the person was erased, `surel` and `riwayat` also when nothing was stated."""

    lamaran: str
    pseudonim: str
    nik: bytes | None
    nama: bytes | None
    tanggal_lahir: bytes | None
    jenis_kelamin: bytes | None
    surel: bytes | None
    riwayat: bytes | None


class _OrangSetahun(NamedTuple):
    orang: BarisOrang
    tahun: int


class Dihapus(NamedTuple):
    """Somebody who can no longer be known; `peserta` where a number was given."""

    lamaran: str
    peserta: str | None


ORANG = Table("pribadi.orang", _OrangSetahun, key=("lamaran",))
KUNCI = tabel_kunci("lamaran")


def kolom(*bidang: Bidang) -> str:
    """The columns that `tertutup` reads, of `pribadi.orang p left join kunci.orang k using (lamaran)`."""
    return ", ".join(["p.pseudonim", "k.kunci_id", "k.isi as kunci", *(f"p.{satu}" for satu in bidang)])


def tertutup(row: asyncpg.Record, *bidang: Bidang) -> Tertutup:
    """The person of a row with the columns that `kolom` names for these fields."""
    return Tertutup(row["pseudonim"], row["kunci_id"], row["kunci"], tuple((satu, row[satu]) for satu in bidang))


async def simpan(conn: Conn, orang: Mapping[Pelamar, BarisOrang], kunci: Iterable[BarisKunci]) -> set[Pelamar]:
    """Add people who have not applied yet in their year; `kunci` by number of the application.

    Returns:
        Those who are new.
    """
    # In order of pseudonym, so that two bulk uploads that overlap wait for each other instead of deadlocking. Whatever the conflict: the
    # twin of a form may meet it in the index of application numbers before it meets that of people.
    rows = await conn.fetch(_ORANG, *ORANG.arrays(_OrangSetahun(satu, siapa.tahun) for siapa, satu in orang.items()))
    baru = {lamaran for _, _, lamaran in rows}
    await KUNCI.copy(conn, [satu for satu in kunci if satu.siapa in baru])
    return {Pelamar(pseudonim, tahun) for pseudonim, tahun, _ in rows}


async def kunci(conn: Conn, lamaran: str) -> tuple[BarisOrang, Terkunci, datetime | None] | None:
    """Who sent an application, what they sent, and when the person was erased, held until the transaction ends; None: there is none."""
    row = await conn.fetchrow(_TERKUNCI, lamaran)
    return (ORANG.read(row).orang, LAMARAN.read(row), row["dihapus_pada"]) if row else None


async def hapus(conn: Conn, lamaran: Sequence[str], saat: datetime) -> list[Dihapus]:
    """Destroy the keys of these people, whose rows are held, and everything they sealed; who they were to others, by application."""
    return [Dihapus(*row) for row in await conn.fetch(_HAPUS, lamaran, saat)]


async def tahan_lama(conn: Conn, musim: Sequence[str], batas: int) -> list[str]:
    """Hold the rows of some of those of these seasons who are still there: their applications."""
    rows = await conn.fetch(
        """
        select p.lamaran from pribadi.orang p join pendaftaran.lamaran l using (lamaran) join pendaftaran.formasi f using (formasi)
        where p.dihapus_pada is null and f.musim = any($1) order by p.lamaran limit $2 for update of p skip locked
        """,
        musim,
        batas,
    )
    return [row[0] for row in rows]


_HAPUS = f"""
    with orang as (
        update pribadi.orang set dihapus_pada = $2, {", ".join(f"{satu} = null" for satu in Bidang)} where lamaran = any($1::text[])
        returning lamaran
    ), kunci as (delete from kunci.orang k using orang where k.lamaran = orang.lamaran)
    select lamaran, s.peserta from orang left join pendaftaran.peserta s using (lamaran) order by lamaran
"""  # noqa: S608 - the names are ours
_TERKUNCI = f"""
    select {ORANG.listed("p")}, p.dihapus_pada, {LAMARAN.listed("l")} from pribadi.orang p join pendaftaran.lamaran l using (lamaran)
    where p.lamaran = $1 for update of p
"""  # noqa: S608 - the names are ours
_ORANG = f"""
    insert into pribadi.orang ({ORANG.listed()}) select {ORANG.listed()} from {ORANG.unnested("baru")} order by pseudonim, tahun
    on conflict do nothing returning pseudonim, tahun, lamaran
"""  # noqa: S608 - the names are ours
