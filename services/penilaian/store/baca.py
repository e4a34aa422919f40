"""Queries of the routes that only read."""

from collections.abc import AsyncGenerator
from typing import NamedTuple

import asyncpg
import orjson

from shared.alasan import Alasan
from shared.contracts.alasan import baca_alasan
from shared.db import Conn, pages


class HasilPeserta(NamedTuple):
    """Everything decided about one participant; None where a stage has not decided, `bagian_skb` in thousandths of each part's scale.

    Attributes:
        aturan_skd: name of the rule set under which the SKD was decided; `aturan_akhir` of the ranking, once it is closed.
    """

    peserta: str
    formasi: str
    kelompok: str
    hasil_skd: str
    urutan_skd: int | None
    twk: int | None
    tiu: int | None
    tkp: int | None
    memenuhi_ambang_umum: bool
    alasan_skd: tuple[Alasan, ...]
    status_skb: str | None
    nilai_skb: int | None
    skd_100: int | None
    skor_skd: int | None
    skor_skb: int | None
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan_akhir: tuple[Alasan, ...]
    bagian_skb: dict[str, int | None]
    aturan_skd: str
    aturan_skd_versi: int
    aturan_akhir: str | None
    aturan_akhir_versi: int | None


class HasilFormasiTersimpan(NamedTuple):
    """The SKD of one formation as decided."""

    formasi: str
    jenis_kebutuhan: str
    kuota: int
    memenuhi_ambang: int | None
    dipanggil: int | None
    batas_skd: int | None
    alasan: tuple[Alasan, ...]


class Jumlah(NamedTuple):
    """The inputs of this service in numbers."""

    formasi: int
    kelompok: int
    kursi: int
    peserta: int
    nilai_skd: int
    nilai_skb: int
    nilai_kompetensi: int
    skb_tidak_dipanggil: int


async def jumlah(conn: Conn, musim: str) -> Jumlah:
    """Count inputs of a season; those of people who are not known yet count where it is the only one."""
    (row,) = await conn.fetch(
        """
        with orang as materialized (
            select p.peserta from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
            where p.peserta is not null and f.musim = $1 and (select count(distinct t.musim) from penilaian.tahap as t) > 1
        ), satu as (select (select count(distinct t.musim) from penilaian.tahap as t) = 1 as satunya)
        select count(*), count(distinct kelompok), coalesce(sum(kuota), 0)::bigint,
            case when (select satunya from satu) then (select count(*) from penilaian.pelamar where peserta is not null)
                else (select count(*) from orang) end,
            case when (select satunya from satu) then (select count(*) from penilaian.nilai_skd)
                else (select count(*) from penilaian.nilai_skd join orang using (peserta)) end,
            case when (select satunya from satu) then (select count(*) from penilaian.nilai_skb)
                else (select count(*) from penilaian.nilai_skb join orang using (peserta)) end,
            case when (select satunya from satu) then (select count(*) from penilaian.nilai_kompetensi)
                else (select count(*) from penilaian.nilai_kompetensi join orang using (peserta)) end,
            (
                select count(*) from penilaian.nilai_skb as b join penilaian.hasil_skd as h using (peserta)
                join penilaian.penutupan as s on s.tahap = 'SKD' and s.kelompok = h.kelompok
                where h.hasil <> 'LULUS' and s.musim = $1
            )
        from penilaian.formasi where musim = $1
        """,
        musim,
    )
    return Jumlah(*row)


async def hasil_peserta(conn: Conn, peserta: str) -> HasilPeserta | None:
    """One participant, once the SKD of the kelompok is decided."""
    row = await conn.fetchrow(_HASIL + "where h.peserta = $1", peserta)
    return hasil(row) if row else None


def semua_hasil(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every decided participant of a season in pages, by number; each row is one for `hasil`."""
    return pages(pool, _HASIL + "where s.musim = $1 order by h.peserta", musim)


def daftar_skb(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Everybody who sits the SKB of a season in pages, by number: peserta, formasi, kelompok."""
    query = """
        select h.peserta, h.formasi, h.kelompok
        from penilaian.hasil_skd as h join penilaian.penutupan as s on s.tahap = 'SKD' and s.kelompok = h.kelompok
        where h.hasil = 'LULUS' and s.musim = $1 order by h.peserta
    """
    return pages(pool, query, musim)


async def formasi_kelompok(conn: Conn, kelompok: str) -> list[HasilFormasiTersimpan]:
    """The formations of a kelompok, by number; empty when there is no such kelompok."""
    rows = await conn.fetch(
        """
        select f.formasi, f.jenis_kebutuhan, f.kuota, h.memenuhi_ambang, h.dipanggil, h.batas_skd, h.alasan
        from penilaian.formasi as f left join penilaian.hasil_formasi as h using (formasi)
        where f.kelompok = $1 order by f.formasi
        """,
        kelompok,
    )
    return [HasilFormasiTersimpan(**{**row, "alasan": _alasan(row["alasan"])}) for row in rows]


async def sidik_peringkat(conn: Conn, kelompok: str) -> str | None:
    """SHA-256 of the ranking of a kelompok; None until it is closed."""
    sidik: str | None = await conn.fetchval(_SIDIK, kelompok)
    return sidik


def hasil(row: asyncpg.Record) -> HasilPeserta:
    """One participant as read."""
    parts = orjson.loads(row["bagian_skb"])["bagian"] if row["bagian_skb"] else {}
    return HasilPeserta(
        **{
            **row,
            "alasan_skd": _alasan(row["alasan_skd"]),
            "alasan_akhir": _alasan(row["alasan_akhir"]),
            "bagian_skb": {kode: part["nilai"] for kode, part in parts.items()},
        }
    )


def _alasan(stored: str | None) -> tuple[Alasan, ...]:
    return baca_alasan(stored) if stored is not None else ()


_SIDIK = "select sha256 from penilaian.penutupan where tahap in ('PERINGKAT', 'KOMPETENSI') and kelompok = $1"
_HASIL = """
    select h.peserta, h.formasi, h.kelompok, h.hasil as hasil_skd, h.urutan as urutan_skd,
        n.twk, n.tiu, n.tkp, h.memenuhi_ambang_umum, h.alasan as alasan_skd,
        a.status_skb, case when a.peserta is not null then b.nilai end as nilai_skb, a.skd_100, a.skor_skd, a.skor_skb, a.nilai_akhir,
        a.peringkat, a.peringkat_kelompok, coalesce(a.seri, false) as seri, a.alasan as alasan_akhir,
        case when a.peserta is not null then d.bagian end as bagian_skb,
        s.aturan as aturan_skd, s.aturan_versi as aturan_skd_versi, r.aturan as aturan_akhir, r.aturan_versi as aturan_akhir_versi
    from penilaian.hasil_skd as h
    join penilaian.penutupan as s on s.tahap = 'SKD' and s.kelompok = h.kelompok
    left join penilaian.penutupan as r on r.tahap = 'PERINGKAT' and r.kelompok = h.kelompok
    join penilaian.nilai_skd as n on n.peserta = h.peserta
    left join penilaian.hasil_akhir as a on a.peserta = h.peserta
    left join penilaian.nilai_skb as b on b.peserta = h.peserta
    left join penilaian.baris_berkas as d on d.jenis = 'SKB' and d.peserta = h.peserta and d.berkas = b.sumber and d.versi = b.versi
"""
