"""Cases and the decisions they stand on."""

from collections.abc import Sequence

import asyncpg

from services.kepegawaian.domain import Kasus, Keputusan, Laporan, Putusan, StatusKasus
from shared.aturan.pengangkatan import Langkah, Rute
from shared.db import Conn, columns

# Whoever decides about a case holds its row, in order of participant: a resignation and a NIP cannot both see it undecided.
KUNCI_KASUS = "for update"

_KOLOM = ("peserta", "kelompok", "formasi", "kursi", "rute", "aturan", "versi", "status", "langkah", "dapat_diganti")


async def simpan_keputusan(conn: Conn, keputusan: Sequence[Keputusan]) -> set[str]:
    """Note the newest decision about each person (named once, sorted); returns for whom it was newer than what is known."""
    rows = await conn.fetch(_KEPUTUSAN, *columns([(k.peserta, k.versi, k.lulus) for k in keputusan], 3))
    return {row[0] for row in rows}


async def kunci_kasus(conn: Conn, peserta: Sequence[str]) -> dict[str, Kasus]:
    """Lock the cases of these people, those that exist."""
    rows = await conn.fetch(f"{_KASUS} where peserta = any($1::text[]) order by peserta {KUNCI_KASUS}", peserta)
    return {row["peserta"]: _kasus(row) for row in rows}


async def simpan_kasus(conn: Conn, kasus: Sequence[Kasus]) -> None:
    """Write cases that stand on a newer decision; `kasus` is sorted by participant."""
    baris = [
        (k.peserta, k.kelompok, k.formasi, k.kursi, k.rute.value, k.aturan, k.versi, k.status.value, k.langkah.value, k.dapat_diganti)
        for k in kasus
    ]
    await conn.execute(_SIMPAN, *columns(baris, len(_KOLOM)))


async def catat_keluar(conn: Conn, laporan: Laporan, putusan: Putusan) -> None:
    """Close a case for good."""
    await conn.execute(_KELUAR, laporan.peserta, laporan.jenis.value, laporan.alasan.value, laporan.tanggal, putusan.dapat_diganti)


async def majukan(conn: Conn, peserta: Sequence[str], langkah: Langkah) -> None:
    """Move cases to a step."""
    await conn.execute("update kepegawaian.kasus set langkah = $2 where peserta = any($1::text[])", peserta, langkah.value)


def _kasus(row: asyncpg.Record) -> Kasus:
    return Kasus(
        peserta=row["peserta"],
        kelompok=row["kelompok"],
        formasi=row["formasi"],
        kursi=row["kursi"],
        rute=Rute(row["rute"]),
        aturan=row["aturan"],
        versi=row["versi"],
        status=StatusKasus(row["status"]),
        langkah=Langkah(row["langkah"]),
        dapat_diganti=row["dapat_diganti"],
    )


_KEPUTUSAN = """
    insert into kepegawaian.keputusan as lama (peserta, versi, lulus)
    select * from unnest($1::text[], $2::int[], $3::bool[])
    on conflict (peserta) do update set versi = excluded.versi, lulus = excluded.lulus where excluded.versi > lama.versi
    returning peserta
"""
_KASUS = "select peserta, kelompok, formasi, kursi, rute, aturan, versi, status, langkah, dapat_diganti from kepegawaian.kasus"
_SIMPAN = """
    insert into kepegawaian.kasus (peserta, kelompok, formasi, kursi, rute, aturan, versi, status, langkah, dapat_diganti)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[],
         $9::text[], $10::bool[])
    on conflict (peserta) do update
    set formasi = excluded.formasi, kursi = excluded.kursi, rute = excluded.rute, aturan = excluded.aturan, versi = excluded.versi,
        status = excluded.status
"""
_KELUAR = """
    update kepegawaian.kasus set status = 'MUNDUR', jenis = $2, alasan = $3, tanggal = $4, dapat_diganti = $5 where peserta = $1
"""
