"""All SQL that shows the record: newest rows first, a page at a time, each page asked for by the number that it must be below."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import asyncpg

from shared.db import Conn
from shared.jejak.store import KOLOM

_DITAMPILKAN = f"c.id, c.waktu, r.posisi, {', '.join(f'c.{name}' for name in KOLOM)}"
_DARI = "from jejak.catatan c left join jejak.rantai r on r.catatan = c.id"


@dataclass(frozen=True, slots=True)
class Saringan:
    """What an auditor looks for; what is None is not looked at.

    Attributes:
        subjek: who.
        jenis: kind of subject; officers, where a subject is named and no kind.
        tindakan: action.
        objek: name-value pairs, as written.
        peserta: participant number.
        dari: not before this moment.
        sampai: before this moment.
    """

    subjek: str | None = None
    jenis: str | None = None
    tindakan: str | None = None
    objek: str | None = None
    peserta: str | None = None
    dari: datetime | None = None
    sampai: datetime | None = None


class Perubahan(NamedTuple):
    """One act that changed something, with the digests of what it found and what it left."""

    nomor: int
    waktu: datetime
    subjek: str
    tindakan: str
    sebelum: bytes | None
    sesudah: bytes | None


async def perubahan(conn: Conn, objek: str, limit: int) -> list[Perubahan]:
    """At most `limit` acts on objects whose pairs begin so, that told what they changed, the oldest first."""
    return [Perubahan(*row) for row in await conn.fetch(_PERUBAHAN, objek, limit)]


async def halaman(conn: Conn, saringan: Saringan, *, sebelum: int | None, limit: int) -> list[asyncpg.Record]:
    """At most `limit` rows with a number below `sebelum` (None: the newest) that `saringan` lets pass."""
    wanted: list[tuple[str, object]] = [
        ("c.subjek = {}", saringan.subjek),
        ("c.jenis = {}", saringan.jenis),
        ("c.tindakan = {}", saringan.tindakan),
        ("c.objek = {}", saringan.objek),
        ("c.peserta = {}", saringan.peserta),
        ("c.waktu >= {}", saringan.dari),
        ("c.waktu < {}", saringan.sampai),
        ("c.id < {}", sebelum),
    ]
    given = [(clause, value) for clause, value in wanted if value is not None]
    clauses = [clause.format(f"${number}") for number, (clause, _) in enumerate(given, start=2)]
    if saringan.subjek is not None and saringan.jenis != "PELAMAR":
        # As the index of officers says it.
        clauses.append("c.jenis <> 'PELAMAR'")
    where = f"where {' and '.join(clauses)}" if clauses else ""
    query = f"select {_DITAMPILKAN} {_DARI} {where} order by c.id desc limit $1"
    rows: list[asyncpg.Record] = await conn.fetch(query, limit, *(value for _, value in given))
    return rows


async def tentang(
    conn: Conn, peserta: Sequence[str], instansi: Collection[str], nasional: Collection[str], *, sebelum: int | None, limit: int
) -> list[asyncpg.Record]:
    """At most `limit` rows about these participant numbers, newest first, with looks at lists in which they were.

    Args:
        conn: of the service.
        peserta: the numbers of one person.
        instansi: the agencies of those numbers, whose own officers see lists of theirs.
        nasional: roles that see the lists of all agencies.
        sebelum: only rows with a number below it.
        limit: how many.
    """
    rows: list[asyncpg.Record] = await conn.fetch(_TENTANG, list(peserta), list(instansi), list(nasional), sebelum, limit)
    return rows


_PERUBAHAN = """
    select id, waktu, subjek, tindakan, sebelum_sha256, sesudah_sha256 from jejak.catatan
    where starts_with(objek, $1) and coalesce(sebelum_sha256, sesudah_sha256) is not null order by id limit $2
"""
_TENTANG = f"""
    with c as (
        (select * from jejak.catatan where peserta = any($1) and ($4::bigint is null or id < $4) order by id desc limit $5)
        union all
        (select * from jejak.catatan
         where hasil = 'DILIHAT' and peserta is null and cardinality($1::text[]) > 0 and ($4::bigint is null or id < $4)
           and (instansi is null or instansi = any($2) or sebagai = any($3))
         order by id desc limit $5)
    )
    select {_DITAMPILKAN} from c left join jejak.rantai r on r.catatan = c.id order by c.id desc limit $5
"""  # noqa: S608 - the names are ours
