"""What decisions are taken on, between rows and the values of the domain."""

import json
from collections.abc import Iterable, Sequence

import asyncpg

from services.penempatan.domain import BERSEDIA, Formasi, JenisKebutuhan, JenisKesediaan, Kesediaan, baku
from shared.db import Conn, copy_rows


def formasi_dari(row: asyncpg.Record) -> Formasi:
    """A post from a row; units are compared without regard to capitals and spaces."""
    return Formasi(
        kode=row["formasi"],
        kuota=row["kuota"],
        jenis_kebutuhan=JenisKebutuhan(row["jenis_kebutuhan"]),
        unit=baku(row["unit"]),
        kualifikasi=frozenset(json.loads(row["kualifikasi"])),
        grup=row["grup"],
    )


def kesediaan_dari(teks: str | None) -> Kesediaan:
    """What somebody stated, from JSON; nothing means anywhere."""
    if teks is None:
        return BERSEDIA
    isi = json.loads(teks)
    return Kesediaan(JenisKesediaan(isi["jenis"]), frozenset(baku(unit) for unit in isi.get("unit", ())), frozenset(isi.get("formasi", ())))


def tulis_kesediaan(kesediaan: Kesediaan) -> str | None:
    """As JSON; None for anywhere."""
    if kesediaan == BERSEDIA:
        return None
    return json.dumps({"jenis": kesediaan.jenis.value, "unit": sorted(kesediaan.unit), "formasi": sorted(kesediaan.formasi)})


async def tulis_formasi(conn: Conn, baris: Iterable[tuple[str, Formasi]]) -> None:
    """Keep the posts of kelompok as they were placed."""
    kolom = ("kelompok", "formasi", "kuota", "jenis_kebutuhan", "unit", "kualifikasi", "grup")
    rows = (
        (kelompok, f.kode, f.kuota, f.jenis_kebutuhan.value, f.unit, json.dumps(sorted(f.kualifikasi)), f.grup) for kelompok, f in baris
    )
    await copy_rows(conn, "penempatan.formasi_dasar", kolom, rows)


async def ambil_formasi(conn: Conn, kelompok: Sequence[str]) -> list[tuple[str, Formasi]]:
    """The posts of placed kelompok as they were placed, each with its kelompok."""
    rows = await conn.fetch("select * from penempatan.formasi_dasar where kelompok = any($1::text[])", kelompok)
    return [(row["kelompok"], formasi_dari(row)) for row in rows]
