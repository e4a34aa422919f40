"""Score files: their versions, and what they said last about each person and test."""

from collections.abc import Sequence
from typing import NamedTuple

from shared.db import Conn, columns


class BerkasTersimpan(NamedTuple):
    """A version of a file as it was taken; `kesalahan` is JSON."""

    versi: int
    sha256: str
    baris: int
    diterima: int
    baru: int
    berubah: int
    kesalahan: str


class Isi(NamedTuple):
    """What a file says about one person; `nilai_skb` in thousandths, `bagian` = its parts as JSON, `tahun_asal` = year of a carried SKD."""

    kehadiran: str
    twk: int | None
    tiu: int | None
    tkp: int | None
    nilai_skb: int | None
    status: str | None
    tahun_asal: int | None = None
    bagian: str | None = None


class BarisTersimpan(NamedTuple):
    """What is known from files of one person and test."""

    berkas: str
    isi: Isi
    versi: int


class BarisBaru(NamedTuple):
    """What a file says now, with the version its event carries."""

    peserta: str
    isi: Isi
    versi: int


async def kunci_nama(conn: Conn, jenis: str, nama: str) -> None:
    """Wait until nobody else is taking the file of this name; held to the end of the transaction."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"berkas/{jenis}/{nama}")


async def terakhir(conn: Conn, jenis: str, nama: str) -> BerkasTersimpan | None:
    """The newest version of the file, if it was ever taken."""
    row = await conn.fetchrow(
        """
        select versi, sha256, baris, diterima, baru, berubah, kesalahan from penilaian.berkas
        where jenis = $1 and nama = $2 order by versi desc limit 1
        """,
        jenis,
        nama,
    )
    return BerkasTersimpan(*row) if row else None


async def catat(conn: Conn, jenis: str, nama: str, berkas: BerkasTersimpan) -> None:
    """Record a version of a file."""
    await conn.execute(
        """
        insert into penilaian.berkas (jenis, nama, versi, sha256, baris, diterima, baru, berubah, kesalahan)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        jenis,
        nama,
        *berkas,
    )


async def peserta_dalam(conn: Conn, jenis: str, nama: str) -> set[str]:
    """Everybody whose score comes from this file."""
    rows = await conn.fetch("select peserta from penilaian.baris_berkas where jenis = $1 and berkas = $2", jenis, nama)
    return {row["peserta"] for row in rows}


async def baris_terkunci(conn: Conn, jenis: str, peserta: Sequence[str]) -> dict[str, BarisTersimpan]:
    """What files said of these people so far, locked for us."""
    rows = await conn.fetch(
        """
        select peserta, berkas, versi, kehadiran, twk, tiu, tkp, nilai_skb, status, tahun_asal, bagian
        from penilaian.baris_berkas
        where jenis = $1 and peserta = any($2) order by peserta for update
        """,
        jenis,
        peserta,
    )
    return {row["peserta"]: BarisTersimpan(row["berkas"], Isi(*row[3:]), row["versi"]) for row in rows}


async def tambah(conn: Conn, jenis: str, nama: str, rows: Sequence[BarisBaru]) -> int:
    """Insert people of whom no file spoke; returns how many were still unknown."""
    return len(await conn.fetch(_TAMBAH, jenis, nama, *_columns(rows)))


async def ubah(conn: Conn, jenis: str, rows: Sequence[BarisBaru]) -> None:
    """Replace what a file said of these people, whose rows are locked."""
    await conn.execute(_UBAH, jenis, *_columns(rows))


def _columns(rows: Sequence[BarisBaru]) -> list[list[object]]:
    return columns([(satu.peserta, *satu.isi, satu.versi) for satu in rows], 10)


_TAMBAH = """
    insert into penilaian.baris_berkas
        (jenis, berkas, peserta, kehadiran, twk, tiu, tkp, nilai_skb, status, tahun_asal, bagian, versi)
    select $1, $2, baru.*
    from unnest(
        $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::text[], $10::int[], $11::text[], $12::int[]
    ) as baru (peserta)
    order by baru.peserta
    on conflict do nothing
    returning 1
"""
_UBAH = """
    update penilaian.baris_berkas as lama set
        kehadiran = baru.kehadiran, twk = baru.twk, tiu = baru.tiu, tkp = baru.tkp, nilai_skb = baru.nilai_skb, status = baru.status,
        tahun_asal = baru.tahun_asal, bagian = baru.bagian, versi = baru.versi
    from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::int[], $7::int[], $8::text[], $9::int[], $10::text[], $11::int[])
        as baru (peserta, kehadiran, twk, tiu, tkp, nilai_skb, status, tahun_asal, bagian, versi)
    where lama.jenis = $1 and lama.peserta = baru.peserta
"""
