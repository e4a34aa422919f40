"""Closing a stage: what is missing, the line of kelompok, and the claims of the workers."""

from collections.abc import Sequence
from typing import NamedTuple

import asyncpg

from services.penilaian.store.tertahan import TahapTutup
from shared.db import Conn


class KelengkapanSkd(NamedTuple):
    """What is known before the SKD is closed; everything from `tanpa_formasi` on must be zero."""

    formasi: int
    peserta: int
    sha256: str
    tanpa_formasi: int
    tanpa_nilai: int
    belum_diterapkan: int


class KelengkapanSkb(NamedTuple):
    """What is known before the ranking is closed; everything from `tanpa_nilai` on must be zero."""

    dipanggil: int
    kelompok_berjalan: int
    tanpa_nilai: int
    belum_diterapkan: int


class PernyataanSkd(NamedTuple):
    """What the officer says there must be."""

    formasi: int
    peserta: int
    sha256: str


class KemajuanSkd(NamedTuple):
    """How far the closing of the SKD is, and its sums."""

    total: int
    selesai: int
    tertahan: int
    lulus_ambang: int
    tidak_lulus: int
    th: int
    dis: int
    ke_skb: int


class KemajuanPeringkat(NamedTuple):
    """How far the ranking is."""

    total: int
    selesai: int
    tertahan: int
    peserta: int


async def kelengkapan_skd(conn: Conn) -> KelengkapanSkd:
    """Count what the SKD needs.

    A participant whose post is unknown, or of another kelompok, counts as without a post. A row of a file counts as applied when the known
    score is of a later version, or says the same.
    """
    row = await conn.fetchrow(
        """
        with ms as (
            select p.peserta, f.formasi is null as tanpa_formasi, n.peserta is null as tanpa_nilai
            from penilaian.pelamar as p
            left join penilaian.formasi as f on f.formasi = p.formasi and f.kelompok = p.kelompok
            left join penilaian.nilai_skd as n on n.peserta = p.peserta
            where p.peserta is not null
        )
        select
            (select count(*) from penilaian.formasi),
            count(*),
            encode(sha256(convert_to(coalesce(string_agg(peserta || chr(10), '' order by peserta collate "C"), ''), 'UTF8')), 'hex'),
            count(*) filter (where tanpa_formasi),
            count(*) filter (where tanpa_nilai),
            (
                select count(*) from penilaian.baris_berkas as b
                left join penilaian.nilai_skd as n on n.peserta = b.peserta and (
                    n.versi > b.versi
                    or n.versi = b.versi and (n.kehadiran, n.twk, n.tiu, n.tkp, n.tahun_asal)
                        is not distinct from (b.kehadiran, b.twk, b.tiu, b.tkp, b.tahun_asal)
                )
                where b.jenis = 'SKD' and n.peserta is null
            )
        from ms
        """
    )
    return KelengkapanSkd(*_one(row))


async def kelengkapan_skb(conn: Conn) -> KelengkapanSkb:
    """Count what the ranking needs."""
    row = await conn.fetchrow(
        """
        select
            (select count(*) from penilaian.hasil_skd where hasil = 'LULUS'),
            (select count(*) from penilaian.penutupan_skd where not selesai),
            (
                select count(*) from penilaian.hasil_skd as h
                left join penilaian.nilai_skb as n using (peserta)
                where h.hasil = 'LULUS' and n.peserta is null
            ),
            (
                select count(*) from penilaian.baris_berkas as b
                left join penilaian.nilai_skb as n on n.peserta = b.peserta and (
                    n.versi > b.versi
                    or n.versi = b.versi and n.nilai is not distinct from b.nilai_skb
                        and n.status = case b.kehadiran when 'HADIR' then b.status else b.kehadiran end
                )
                where b.jenis = 'SKB' and n.peserta is null
            )
        """
    )
    return KelengkapanSkb(*_one(row))


async def pernyataan_skd(conn: Conn) -> PernyataanSkd | None:
    """What was said when the SKD was closed; None while it is open."""
    row = await conn.fetchrow("select skd_formasi, skd_peserta, skd_sha256 from penilaian.musim where skd_ditutup_pada is not null")
    return PernyataanSkd(*row) if row else None


async def pernyataan_peringkat(conn: Conn) -> int | None:
    """How many SKB participants there were said to be when the ranking was closed; None while it is open."""
    count: int | None = await conn.fetchval("select peringkat_peserta from penilaian.musim where peringkat_ditutup_pada is not null")
    return count


async def tutup_skd(conn: Conn, dinyatakan: PernyataanSkd) -> None:
    """Close the SKD and put every kelompok in line, also those without participants."""
    await conn.execute(
        "update penilaian.musim set skd_ditutup_pada = now(), skd_formasi = $1, skd_peserta = $2, skd_sha256 = $3", *dinyatakan
    )
    await conn.execute(
        """
        insert into penilaian.penutupan_skd (kelompok, peserta)
        select f.kelompok, count(p.peserta)
        from penilaian.formasi as f left join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
        group by f.kelompok
        """
    )


async def tutup_peringkat(conn: Conn, peserta: int) -> None:
    """Close the ranking and put every kelompok in line, also those where nobody was called."""
    await conn.execute("update penilaian.musim set peringkat_ditutup_pada = now(), peringkat_peserta = $1", peserta)
    await conn.execute("insert into penilaian.penutupan_peringkat (kelompok, peserta) select kelompok, ke_skb from penilaian.penutupan_skd")


async def klaim(conn: Conn, tahap: TahapTutup, *, kelompok: int, peserta: int) -> dict[str, int]:
    """Claim waiting kelompok for this transaction: at most `kelompok`, of together about `peserta` people, the largest first.

    Large ones first, so that the replicas do not end up waiting for one that began late. Those held back wait for their time.

    Returns:
        How many people each of them had when the stage was closed.
    """
    rows = await conn.fetch(
        f"""
        select kelompok, peserta from penilaian.penutupan_{tahap} where not selesai and coba_pada <= now()
        order by peserta desc, kelompok for update skip locked limit $1
        """,  # noqa: S608 - the name is ours
        kelompok,
    )
    claimed: dict[str, int] = {}
    for row in rows:
        if claimed and sum(claimed.values()) + row["peserta"] > peserta:
            break
        claimed[row["kelompok"]] = row["peserta"]
    return claimed


async def versi_kelompok(conn: Conn, kelompok: Sequence[str]) -> dict[str, int]:
    """The version of what is published about each of these kelompok."""
    rows = await conn.fetch("select kelompok, versi from penilaian.penutupan_skd where kelompok = any($1)", kelompok)
    return {row["kelompok"]: row["versi"] for row in rows}


async def selesai_skd(conn: Conn, rows: Sequence[tuple[str, int, int, int, int, int]]) -> None:
    """Mark kelompok done: (kelompok, lulus_ambang, tidak_lulus, th, dis, ke_skb)."""
    await conn.executemany(
        """
        update penilaian.penutupan_skd
        set selesai = true, lulus_ambang = $2, tidak_lulus = $3, th = $4, dis = $5, ke_skb = $6,
            sebab = null, rincian = null, tertahan_sejak = null, percobaan = 0, coba_pada = '-infinity'
        where kelompok = $1
        """,
        rows,
    )


async def selesai_peringkat(conn: Conn, rows: Sequence[tuple[str, int, int, str]]) -> None:
    """Mark kelompok done: (kelompok, jumlah_formasi, jumlah_kursi, sha256)."""
    await conn.executemany(
        """
        update penilaian.penutupan_peringkat
        set selesai = true, jumlah_formasi = $2, jumlah_kursi = $3, sha256 = $4,
            sebab = null, rincian = null, tertahan_sejak = null, percobaan = 0, coba_pada = '-infinity'
        where kelompok = $1
        """,
        rows,
    )


async def kemajuan_skd(conn: Conn) -> KemajuanSkd:
    """Sums over all kelompok."""
    row = await conn.fetchrow(
        """
        select count(*), count(*) filter (where selesai), count(*) filter (where not selesai and sebab is not null),
            coalesce(sum(lulus_ambang), 0)::bigint, coalesce(sum(tidak_lulus), 0)::bigint, coalesce(sum(th), 0)::bigint,
            coalesce(sum(dis), 0)::bigint, coalesce(sum(ke_skb), 0)::bigint
        from penilaian.penutupan_skd
        """
    )
    return KemajuanSkd(*_one(row))


async def kemajuan_peringkat(conn: Conn) -> KemajuanPeringkat:
    """Sums over all kelompok."""
    row = await conn.fetchrow(
        """
        select count(*), count(*) filter (where selesai), count(*) filter (where not selesai and sebab is not null),
            coalesce(sum(peserta) filter (where selesai), 0)::bigint
        from penilaian.penutupan_peringkat
        """
    )
    return KemajuanPeringkat(*_one(row))


def _one(row: asyncpg.Record | None) -> asyncpg.Record:
    if row is None:
        raise LookupError("an aggregate gave no row")
    return row
