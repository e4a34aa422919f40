"""Score files: their versions, and what they said last about each person and test."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from shared.db import Column, Conn, Table
from shared.errors import Fault
from shared.istilah import JenisUjian, Kehadiran, StatusSkb, UjianKompetensi

Ujian = JenisUjian | UjianKompetensi
"""A test that a score file is about."""


class BerkasDiambil(NamedTuple):
    """A version of a file as it was taken: `baris` data rows, of which `diterima` were good, and of those new and changed."""

    musim: str
    jenis: Ujian
    nama: str
    versi: int
    sha256: str
    baris: int
    diterima: int
    baru: int
    berubah: int
    kesalahan: tuple[Fault, ...]


class Isi(NamedTuple):
    """One row of a score file; `nilai_skb` in thousandths, `bagian` = its parts as JSON, `tahun_asal` = year of a carried SKD."""

    kehadiran: Kehadiran
    twk: int | None = None
    tiu: int | None = None
    tkp: int | None = None
    nilai_skb: int | None = None
    status: StatusSkb | None = None
    tahun_asal: int | None = None
    bagian: str | None = None
    teknis: int | None = None
    manajerial_sosiokultural: int | None = None
    wawancara: int | None = None


class BarisBerkas(NamedTuple):
    """The last result of one person in one test by file, with the version that its event carries and the season of the file."""

    jenis: Ujian
    peserta: str
    berkas: str
    isi: Isi
    versi: int
    musim: str


def baca_ujian(stored: str) -> Ujian:
    """The test of that word.

    Raises:
        ValueError: there is none.
    """
    return UjianKompetensi.KOMPETENSI if stored == UjianKompetensi.KOMPETENSI else JenisUjian(stored)


def _kesalahan(stored: str) -> tuple[Fault, ...]:
    return tuple(Fault(**satu) for satu in orjson.loads(stored))


_UJIAN = Column("text", load=baca_ujian)
BERKAS = Table(
    "penilaian.berkas",
    BerkasDiambil,
    key=("musim", "jenis", "nama", "versi"),
    columns={"jenis": _UJIAN, "kesalahan": Column("jsonb", lambda faults: orjson.dumps(faults).decode(), _kesalahan)},
)
BARIS = Table("penilaian.baris_berkas", BarisBerkas, key=("jenis", "peserta"), columns={"jenis": _UJIAN})


async def kunci_nama(conn: Conn, musim: str, jenis: Ujian, nama: str) -> None:
    """Wait until nobody else is taking the file of this name; held to the end of the transaction."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"berkas/{musim}/{jenis}/{nama}")


async def terakhir(conn: Conn, musim: str, jenis: Ujian, nama: str) -> BerkasDiambil | None:
    """The newest version of the file, if it was ever taken."""
    rows = await BERKAS.select(
        conn, "where t.musim = $1 and t.jenis = $2 and t.nama = $3 order by t.versi desc limit 1", musim, jenis, nama
    )
    return rows[0] if rows else None


async def catat(conn: Conn, satu: BerkasDiambil) -> None:
    """Record a version of a file."""
    await BERKAS.insert(conn, [satu])


async def peserta_dalam(conn: Conn, musim: str, jenis: Ujian, nama: str) -> set[str]:
    """Everybody whose score comes from this file."""
    rows = await conn.fetch(
        "select peserta from penilaian.baris_berkas where jenis = $1 and berkas = $2 and musim = $3", jenis, nama, musim
    )
    return {row["peserta"] for row in rows}


async def baris_terkunci(conn: Conn, jenis: Ujian, peserta: Sequence[str]) -> dict[str, BarisBerkas]:
    """The rows about these people so far, locked for us."""
    rows = await BARIS.select(conn, "where t.jenis = $1 and t.peserta = any($2) order by t.peserta for update", jenis, peserta)
    return {row.peserta: row for row in rows}


async def tambah(conn: Conn, rows: Sequence[BarisBerkas]) -> int:
    """Insert people of whom no file spoke; returns how many were still unknown."""
    return len(await BARIS.insert(conn, rows, keep=True))


async def ubah(conn: Conn, rows: Sequence[BarisBerkas]) -> None:
    """Replace what a file said of these people, whose rows are locked."""
    await BARIS.update(conn, rows)
