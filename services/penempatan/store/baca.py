"""Reading for people and for the lists; nothing here changes anything."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import NamedTuple

import asyncpg
import orjson

from services.penempatan.store.keadaan import KEPUTUSAN, KURSI, SEGEL_BERLAKU, BarisKeputusan, BarisKursi
from services.penempatan.store.versi import STATUS_TERCETAK
from shared.db import Conn, pages


class Ringkasan(NamedTuple):
    """The whole of the placement in numbers; field order is that of the query."""

    kelompok: int
    ditempatkan: int
    tertahan: int
    kursi: int
    terisi: int
    kosong: int
    diganti: int
    dibawa_ke_kebutuhan_berikut: int
    keputusan: int
    koreksi_menunggu: int
    koreksi_tertahan: int
    koreksi_berlaku: int
    kode: dict[str, int]
    rute: dict[str, int]
    persetujuan: dict[str, int]


class StatusKelompok(NamedTuple):
    """How far a kelompok is; `sebab`, `rincian` and `sejak` while it or a correction of it waits.

    `mode` is there once it is released, `pengaruh` (JSON) once it is placed.
    """

    kelompok: str
    musim: str | None
    status: str
    jumlah: int
    jumlah_formasi: int
    jumlah_kursi: int
    versi: int
    versi_ditempatkan: int | None
    sebab: str | None
    rincian: str | None
    sejak: datetime | None
    mode: str | None
    pengaruh: str | None


async def ringkasan(conn: Conn, musim: str | None = None) -> Ringkasan:
    """Count everything, or what is of one season, in one snapshot."""
    (row,) = await conn.fetch(_RINGKASAN, musim)
    return Ringkasan(*row[:12], *(orjson.loads(row[kolom]) for kolom in ("kode", "rute", "persetujuan")))


async def keputusan_peserta(conn: Conn, peserta: str) -> BarisKeputusan | None:
    """The current decision about one person."""
    found = await KEPUTUSAN.select(conn, "where t.peserta = $1", peserta)
    return found[0] if found else None


async def aturan_kelompok(conn: Conn, kelompok: str) -> tuple[str, int]:
    """Name and version of the rule set a kelompok was placed under, which a newer seal does not change.

    Raises:
        LookupError: it is not placed.
    """
    query = f"select b.aturan, b.aturan_versi from penempatan.kelompok k {SEGEL_BERLAKU} where k.kelompok = $1"  # noqa: S608 - ours
    row = await conn.fetchrow(query, kelompok)
    if row is None:
        raise LookupError(f"kelompok {kelompok} is not placed")
    return row["aturan"], row["aturan_versi"]


async def status_kelompok(conn: Conn, kelompok: str) -> StatusKelompok | None:
    """Read how far one kelompok is."""
    row = await conn.fetchrow(_STATUS + " where k.kelompok = $1", kelompok)
    return StatusKelompok(*row) if row else None


async def kelompok_tertahan(conn: Conn, paling_banyak: int, instansi: str | None = None) -> list[StatusKelompok]:
    """Kelompok held back, longest first, and placed ones whose correction is held back or waits for signatures; of one agency or all."""
    return [StatusKelompok(*row) for row in await conn.fetch(_TERTAHAN, paling_banyak, instansi)]


async def kursi_kelompok(conn: Conn, kelompok: str) -> list[BarisKursi]:
    """The seats of one kelompok, sorted."""
    return await KURSI.select(conn, "where t.kelompok = $1 order by t.formasi, t.nomor", kelompok)


def semua_keputusan(pool: asyncpg.Pool, musim: str | None = None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """All current decisions in pages, or those of one season, sorted by participant; `alasan` is JSON text."""
    return per_musim(pool, _SEMUA_KEPUTUSAN, "order by peserta", musim)


def semua_kursi(pool: asyncpg.Pool, musim: str | None = None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """All seats in pages, or those of one season, sorted by formation and number; `alasan` is JSON text."""
    return per_musim(pool, _SEMUA_KURSI, "order by formasi, nomor", musim)


def per_musim(pool: asyncpg.Pool, query: str, order: str, musim: str | None) -> AsyncGenerator[list[asyncpg.Record], None]:
    """The rows of a query over a table with the column kelompok in pages: all of them, or those of one season."""
    if musim is None:
        return pages(pool, f"{query} {order}")
    milik = "where kelompok in (select kelompok from penempatan.musim_kelompok where musim = $1)"
    return pages(pool, f"{query} {milik} {order}", musim)


_RINGKASAN = """
    with k as materialized (
        select kelompok, k.status, k.pengaruh from penempatan.kelompok k join penempatan.musim_kelompok m using (kelompok)
        where $1::text is null or m.musim = $1)
    select n.kelompok, n.ditempatkan, n.tertahan, s.kursi, s.terisi, s.kosong, s.diganti, s.dibawa, p.keputusan,
        r.menunggu, r.tertahan, v.berlaku,
        (select coalesce(jsonb_object_agg(kode, banyak), '{}') from (
            select kode, count(*) as banyak from penempatan.keputusan join k using (kelompok) where not mundur group by kode) t) as kode,
        (select coalesce(jsonb_object_agg(rute, banyak), '{}') from (
            select rute, count(*) as banyak from penempatan.keputusan join k using (kelompok)
            where rute is not null and not mundur group by rute) t) as rute,
        (select coalesce(jsonb_object_agg(nama, banyak), '{}') from (
            select nama, coalesce(sum((k.pengaruh ->> nama)::int), 0) as banyak
            from unnest(array['pilihan', 'tanpa_persetujuan', 'mendapat', 'melepas', 'pindah', 'kursi_lebih_kosong']) as nama
            left join k on k.pengaruh is not null group by nama) t) as persetujuan
    from (
        select count(*)::int as kelompok,
               (count(*) filter (where status = 'DITEMPATKAN'))::int as ditempatkan,
               (count(*) filter (where status = 'TERTAHAN'))::int as tertahan
        from k
    ) n, (
        select count(*)::int as kursi,
               (count(*) filter (where kursi.status = 'TERISI'))::int as terisi,
               (count(*) filter (where kursi.status in ('KOSONG', 'DITAHAN')))::int as kosong,
               coalesce(sum(diganti), 0)::int as diganti,
               (count(*) filter (where kursi.status = 'DIBAWA'))::int as dibawa
        from penempatan.kursi join k using (kelompok)
    ) s, (select count(*)::int as keputusan from penempatan.keputusan join k using (kelompok)) p, (
        select (count(*) filter (where koreksi.status = 'MENUNGGU'))::int as menunggu,
               (count(*) filter (where koreksi.status = 'TERTAHAN'))::int as tertahan
        from penempatan.koreksi join k using (kelompok)
    ) r, (select count(*)::int as berlaku from penempatan.versi_kelompok join k using (kelompok) where selisih is not null) v
"""
# What is in force stays in force while a correction of it is computed, held back, or waits for signatures.
_STATUS = """
    select k.kelompok, m.musim, k.status, s.jumlah, s.jumlah_formasi, s.jumlah_kursi, k.versi, k.versi_ditempatkan,
           coalesce(k.sebab, r.sebab, case r.status when 'MENUNGGU' then 'RALAT_SETELAH_PENEMPATAN' end) as sebab,
           coalesce(k.rincian, r.rincian, case r.status when 'MENUNGGU'
               then 'peringkat dikoreksi setelah penempatan; kursi hanya berpindah dengan koreksi yang ditandatangani dua petugas' end),
           coalesce(k.tertahan_sejak, case when r.status <> 'ANTRE' then r.sejak end) as sejak, k.mode, k.pengaruh
    from penempatan.kelompok k join penempatan.musim_kelompok m using (kelompok) join penempatan.segel s using (kelompok, versi)
    left join penempatan.koreksi r using (kelompok)
"""
_TERTAHAN = f"""
    select * from ({_STATUS}) t where sebab is not null and ($2::text is null or left(kelompok, 4) = $2)
    order by sejak, kelompok limit $1
"""  # noqa: S608 - the names are ours
_SEMUA_KEPUTUSAN = """
    select peserta, kelompok, formasi_asal, hasil, rute, kode, formasi_tujuan, kursi, tahap, peringkat, nilai_akhir, mundur, versi, alasan
    from penempatan.keputusan
"""
_SEMUA_KURSI = f"""
    select kursi, kelompok, formasi, nomor, {STATUS_TERCETAK} as status, peserta, pendahulu, alasan
    from penempatan.kursi b
"""  # noqa: S608 - the names are ours
