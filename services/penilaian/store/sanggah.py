"""Objections, and the words of those who objected."""

from collections.abc import AsyncGenerator, Sequence
from datetime import datetime
from typing import Final, NamedTuple

import asyncpg
import orjson

from services.penilaian.domain.sanggah import MENUNGGU_KOREKSI, PokokSanggah, SanggahPeserta
from shared.aturan.sanggah import TahapSanggah
from shared.db import Column, Conn, Table, pages


class UraianSanggah(NamedTuple):
    """The person's own words, and references to documents, such as the number of a report."""

    peserta: str
    tahap: TahapSanggah
    uraian: str
    dokumen: tuple[str, ...]


class HasilTerbit(NamedTuple):
    """A published result: in which version of which kelompok."""

    kelompok: str
    versi: int


class HitunganSanggah(NamedTuple):
    """Objections to one result, in numbers; `menunggu_jawaban` counts those that were taken in hand too."""

    tahap: TahapSanggah
    diajukan: int
    menunggu_jawaban: int
    diterima: int
    ditolak: int
    menunggu_koreksi: int
    dikoreksi: int


def _daftar(baca: type[PokokSanggah] | type[str]) -> Column:
    return Column("jsonb", lambda value: orjson.dumps(value).decode(), lambda stored: tuple(map(baca, orjson.loads(stored))))


SANGGAH = Table(
    "penilaian.sanggah",
    SanggahPeserta,
    key=("peserta", "tahap"),
    columns={"nomor": Column("bigint"), "koreksi": Column("bigint"), "pokok": _daftar(PokokSanggah)},
)
URAIAN = Table("penilaian.sanggah_uraian", UraianSanggah, key=("peserta", "tahap"), columns={"dokumen": _daftar(str)})
# The stages whose closing publishes the result.
_PENUTUPAN: Final = {TahapSanggah.SKD: ("SKD",), TahapSanggah.AKHIR: ("PERINGKAT", "KOMPETENSI")}


async def hasil_terbit(conn: Conn, peserta: str, tahap: TahapSanggah) -> HasilTerbit | None:
    """The result of the person that an objection would be about; None until it is published."""
    row = await conn.fetchrow(_HASIL_TERBIT, peserta, _PENUTUPAN[tahap])
    return HasilTerbit(*row) if row else None


async def terbit(conn: Conn, musim: str, tahap: TahapSanggah) -> datetime | None:
    """When the stage of the season was closed that publishes the result; None while it is open."""
    query = "select max(ditutup_pada) from penilaian.tahap where musim = $1 and tahap = any($2::text[])"
    pada: datetime | None = await conn.fetchval(query, musim, _PENUTUPAN[tahap])
    return pada


async def nomor_baru(conn: Conn) -> int:
    """A number that no objection has."""
    return int(await conn.fetchval("select nextval(pg_get_serial_sequence('penilaian.sanggah', 'nomor'))"))


async def ajukan(conn: Conn, satu: SanggahPeserta, uraian: UraianSanggah) -> bool:
    """Save an objection with the person's words; False, and nothing is saved, where the person objected to this result before."""
    if not await SANGGAH.insert(conn, [satu], keep=True):
        return False
    await URAIAN.insert(conn, [uraian])
    return True


async def milik(conn: Conn, peserta: str) -> list[SanggahPeserta]:
    """Every objection of the person, by stage."""
    return await SANGGAH.select(conn, "where t.peserta = $1 order by t.tahap", peserta)


async def terkunci(conn: Conn, peserta: str, tahap: TahapSanggah) -> SanggahPeserta | None:
    """One objection, locked for us."""
    rows = await SANGGAH.select(conn, "where t.peserta = $1 and t.tahap = $2 for update", peserta, tahap)
    return rows[0] if rows else None


async def bernomor(conn: Conn, nomor: Sequence[int]) -> dict[int, SanggahPeserta]:
    """The objections of these numbers, locked for us."""
    rows = await SANGGAH.select(conn, "where t.nomor = any($1::bigint[]) order by t.nomor for update", list(nomor))
    return {satu.nomor: satu for satu in rows}


async def perbarui(conn: Conn, rows: Sequence[SanggahPeserta]) -> None:
    """Write over what acts change of these objections."""
    await SANGGAH.update(conn, rows, only=_BERUBAH)


async def uraian(conn: Conn, peserta: str) -> dict[TahapSanggah, UraianSanggah]:
    """The person's own words, by stage."""
    return {satu.tahap: satu for satu in await URAIAN.select(conn, "where t.peserta = $1", peserta)}


async def hapus_uraian(conn: Conn, peserta: Sequence[str]) -> None:
    """Erase the words of these people."""
    await conn.execute("delete from penilaian.sanggah_uraian where peserta = any($1::text[])", peserta)


async def dikoreksi_dengan(conn: Conn, peserta: str) -> tuple[list[int], int | None]:
    """The objections for which the person's kelompok was corrected, and which of them is the person's own."""
    rows = await conn.fetch(_DIKOREKSI, peserta)
    own = [row["nomor"] for row in rows if row["peserta"] == peserta]
    return [row["nomor"] for row in rows], own[0] if own else None


def daftar(pool: asyncpg.Pool, musim: str, tahap: TahapSanggah | None, instansi: str | None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Objections of a season in pages, by number, each one for `baca`; None: of all stages, of all agencies."""
    return pages(pool, _DAFTAR, musim, tahap, instansi)


def baca(row: asyncpg.Record) -> SanggahPeserta:
    """One objection of a page."""
    return SANGGAH.read(row)


async def hitung(conn: Conn, musim: str) -> list[HitunganSanggah]:
    """Objections of a season by stage."""
    rows = await conn.fetch(_HITUNG, musim, sorted(MENUNGGU_KOREKSI))
    return [HitunganSanggah(**{**row, "tahap": TahapSanggah(row["tahap"])}) for row in rows]


async def terlambat(conn: Conn, musim: str, tahap: TahapSanggah, sampai: datetime) -> int:
    """How many objections to the result were answered after this moment."""
    return int(await conn.fetchval(_TERLAMBAT, musim, tahap, sampai))


_BERUBAH: Final = (
    *("diambil_oleh", "diambil_pada", "putusan", "alasan", "penjelasan", "keputusan", "dijawab_oleh", "dijawab_pada"),
    *("koreksi", "versi"),
)
# Of the person with number $1, in a season of either kind.
_KELOMPOK = """
        select kelompok from penilaian.hasil_skd where peserta = $1 union all
        select kelompok from penilaian.hasil_kompetensi where peserta = $1
"""
_HASIL_TERBIT = f"""
    select p.kelompok, p.versi
    from ({_KELOMPOK}) as h
    join penilaian.penutupan as p on p.kelompok = h.kelompok and p.tahap = any($2::text[]) and p.selesai
"""  # noqa: S608 - the names are ours
_DIKOREKSI = f"""
    select s.nomor, s.peserta
    from ({_KELOMPOK}) as h
    join penilaian.sanggah as s on s.kelompok = h.kelompok and s.versi is not null
    order by s.nomor
"""  # noqa: S608 - the names are ours
# Of season $1: a kelompok belongs to one.
_SEMUSIM = "exists (select from penilaian.formasi as f where f.kelompok = s.kelompok and f.musim = $1)"
_DAFTAR = f"""
    select {SANGGAH.listed("s")} from penilaian.sanggah as s
    where {_SEMUSIM} and ($2::text is null or s.tahap = $2) and ($3::text is null or starts_with(s.kelompok, $3)) order by s.nomor
"""  # noqa: S608 - the names are ours
_HITUNG = f"""
    select s.tahap, count(*) as diajukan,
        count(*) filter (where s.putusan is null) as menunggu_jawaban,
        count(*) filter (where s.putusan = 'DITERIMA') as diterima,
        count(*) filter (where s.putusan = 'DITOLAK') as ditolak,
        count(*) filter (where s.alasan = any($2::text[]) and s.versi is null) as menunggu_koreksi, count(s.versi) as dikoreksi
    from penilaian.sanggah as s where {_SEMUSIM} group by s.tahap order by s.tahap
"""  # noqa: S608 - the names are ours
_TERLAMBAT = f"""
    select count(*) from penilaian.sanggah as s where {_SEMUSIM} and s.tahap = $2 and s.dijawab_pada > $3
"""  # noqa: S608 - the names are ours
