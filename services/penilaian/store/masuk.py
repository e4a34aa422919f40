"""Inputs: posts, verified applications and scores; a higher version replaces a lower one, anything else changes nothing."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import asyncpg

from shared.db import Conn, columns


class FormasiMasuk(NamedTuple):
    """A post, in column order of `penilaian.formasi`."""

    formasi: str
    kelompok: str
    instansi: str
    jabatan: str
    unit: str
    jenis_kebutuhan: str
    kuota: int
    versi: int


class PelamarMasuk(NamedTuple):
    """A verified application; everything personal is None for who has no participant number."""

    lamaran: str
    peserta: str | None
    formasi: str
    kelompok: str
    tanggal_lahir: date | None
    ipk: int | None
    skala_ipk: str | None
    kualifikasi: str | None
    kesediaan: str | None  # JSON
    versi: int


class NilaiSkdMasuk(NamedTuple):
    """An SKD result; `tahun_asal` = the year in which the points were made, where that was an earlier one."""

    peserta: str
    kehadiran: str
    twk: int | None
    tiu: int | None
    tkp: int | None
    tahun_asal: int | None
    sumber: str
    versi: int


class NilaiSkbMasuk(NamedTuple):
    """An SKB result, in column order of `penilaian.nilai_skb`; `nilai` in thousandths."""

    peserta: str
    status: str
    nilai: int | None
    sumber: str
    versi: int


class FaktaPilihan(NamedTuple):
    """What decides about the use of an earlier SKD."""

    kualifikasi: str
    jenis_kebutuhan: str
    jabatan: str


class Musim(NamedTuple):
    """Which stages are closed."""

    skd_ditutup: bool
    peringkat_ditutup: bool


async def musim_bersama(conn: Conn) -> Musim:
    """How far the season is; nobody closes a stage until this transaction ends."""
    return _musim(await conn.fetchrow(_MUSIM + "for share"))


async def musim_sendiri(conn: Conn) -> Musim:
    """How far the season is; waits for everybody who is changing inputs, and keeps them out until this transaction ends."""
    return _musim(await conn.fetchrow(_MUSIM + "for update"))


def _musim(row: asyncpg.Record | None) -> Musim:
    if row is None:
        raise LookupError("penilaian.musim has lost its row")
    return Musim(row["skd"], row["peringkat"])


async def simpan_formasi(conn: Conn, rows: Sequence[FormasiMasuk]) -> None:
    """Save posts; one row per formasi."""
    await conn.execute(_FORMASI, *columns(rows, 8))


async def simpan_pelamar(conn: Conn, rows: Sequence[PelamarMasuk]) -> None:
    """Save verified applications; one row per lamaran."""
    await conn.execute(_PELAMAR, *columns(rows, len(PelamarMasuk._fields)))


async def simpan_nilai_skd(conn: Conn, rows: Sequence[NilaiSkdMasuk]) -> None:
    """Save SKD results; one row per participant."""
    await conn.execute(_NILAI_SKD, *columns(rows, 8))


async def simpan_nilai_skb(conn: Conn, rows: Sequence[NilaiSkbMasuk]) -> None:
    """Save SKB results; one row per participant."""
    await conn.execute(_NILAI_SKB, *columns(rows, 5))


async def bertentangan(conn: Conn, skd: Sequence[NilaiSkdMasuk], skb: Sequence[NilaiSkbMasuk]) -> int:
    """How many of these results say something else than the known result of the same version; the source does not count."""
    return int(await conn.fetchval(_SKD_BERTENTANGAN, *columns(skd, 8))) + int(await conn.fetchval(_SKB_BERTENTANGAN, *columns(skb, 5)))


async def fakta_pilihan(conn: Conn, peserta: Sequence[str]) -> dict[str, FaktaPilihan]:
    """Study and post of those of these participants who are known."""
    rows = await conn.fetch(
        """
        select p.peserta, p.kualifikasi, f.jenis_kebutuhan, f.jabatan
        from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
        where p.peserta = any($1)
        """,
        peserta,
    )
    return {row["peserta"]: FaktaPilihan(*row[1:]) for row in rows}


async def tahun_lain(conn: Conn, skd: Sequence[NilaiSkdMasuk]) -> int:
    """How many of these people are known with the points of another year: a chosen earlier SKD closes the new one, and the reverse."""
    return int(await conn.fetchval(_TAHUN_LAIN, [satu.peserta for satu in skd], [satu.tahun_asal for satu in skd]))


async def lebih_baru(conn: Conn, table: str, key: str, versions: Sequence[tuple[str, int]]) -> int:
    """How many of these (key, version) are newer than what `penilaian.<table>` has."""
    return int(
        await conn.fetchval(
            f"""
            select count(*) from unnest($1::text[], $2::int[]) as baru (kunci, versi)
            left join penilaian.{table} as lama on lama.{key} = baru.kunci
            where baru.versi > coalesce(lama.versi, 0)
            """,  # noqa: S608 - both names are ours
            *columns(versions, 2),
        )
    )


_MUSIM = """
    select skd_ditutup_pada is not null as skd, peringkat_ditutup_pada is not null as peringkat from penilaian.musim
"""
# Rows are locked in order of key, so that two batches cannot wait for each other.
_FORMASI = """
    insert into penilaian.formasi as lama
    select *
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::int[]) as baru (formasi)
    order by baru.formasi
    on conflict (formasi) do update set
        kelompok = excluded.kelompok, instansi = excluded.instansi, jabatan = excluded.jabatan, unit = excluded.unit,
        jenis_kebutuhan = excluded.jenis_kebutuhan, kuota = excluded.kuota, versi = excluded.versi
    where excluded.versi > lama.versi
"""
_PELAMAR = """
    insert into penilaian.pelamar as lama
        (lamaran, peserta, formasi, kelompok, tanggal_lahir, ipk, skala_ipk, kualifikasi, kesediaan, versi)
    select *
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::date[], $6::int[], $7::text[], $8::text[], $9::jsonb[], $10::int[]
    ) as baru (lamaran)
    order by baru.lamaran
    on conflict (lamaran) do update set
        peserta = excluded.peserta, formasi = excluded.formasi, kelompok = excluded.kelompok, tanggal_lahir = excluded.tanggal_lahir,
        ipk = excluded.ipk, skala_ipk = excluded.skala_ipk, kualifikasi = excluded.kualifikasi, kesediaan = excluded.kesediaan,
        versi = excluded.versi
    where excluded.versi > lama.versi
"""
_NILAI_SKD = """
    insert into penilaian.nilai_skd as lama (peserta, kehadiran, twk, tiu, tkp, tahun_asal, sumber, versi)
    select *
    from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::int[]) as baru (peserta)
    order by baru.peserta
    on conflict (peserta) do update set
        kehadiran = excluded.kehadiran, twk = excluded.twk, tiu = excluded.tiu, tkp = excluded.tkp, tahun_asal = excluded.tahun_asal,
        sumber = excluded.sumber, versi = excluded.versi
    where excluded.versi > lama.versi
"""
_NILAI_SKB = """
    insert into penilaian.nilai_skb as lama
    select *
    from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[]) as baru (peserta)
    order by baru.peserta
    on conflict (peserta) do update set
        status = excluded.status, nilai = excluded.nilai, sumber = excluded.sumber, versi = excluded.versi
    where excluded.versi > lama.versi
"""
_TAHUN_LAIN = """
    select count(*) from unnest($1::text[], $2::int[]) as baru (peserta, tahun_asal)
    join penilaian.nilai_skd as lama on lama.peserta = baru.peserta
    where lama.tahun_asal is distinct from baru.tahun_asal
"""
_SKD_BERTENTANGAN = """
    select count(*)
    from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::text[], $8::int[])
        as baru (peserta, kehadiran, twk, tiu, tkp, tahun_asal, sumber, versi)
    join penilaian.nilai_skd as lama on lama.peserta = baru.peserta and lama.versi = baru.versi
    where (lama.kehadiran, lama.twk, lama.tiu, lama.tkp, lama.tahun_asal)
        is distinct from (baru.kehadiran, baru.twk, baru.tiu, baru.tkp, baru.tahun_asal)
"""
_SKB_BERTENTANGAN = """
    select count(*)
    from unnest($1::text[], $2::text[], $3::int[], $4::text[], $5::int[]) as baru (peserta, status, nilai, sumber, versi)
    join penilaian.nilai_skb as lama on lama.peserta = baru.peserta and lama.versi = baru.versi
    where (lama.status, lama.nilai) is distinct from (baru.status, baru.nilai)
"""
