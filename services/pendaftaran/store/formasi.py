"""Posts, agencies and the files they came from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from services.pendaftaran.domain.formasi import Formasi, Tercatat
from services.pendaftaran.domain.kelompok import kelompok
from services.pendaftaran.domain.kesediaan import Tujuan
from services.pendaftaran.domain.pemeriksaan import Syarat
from services.pendaftaran.domain.teks import baku
from shared.db import Column, Conn, Table, copy_rows, unnest


class _Baris(NamedTuple):
    formasi: Formasi
    sidik: str
    musim: str


FORMASI = Table(
    "pendaftaran.formasi",
    _Baris,
    key=("formasi",),
    columns={
        "formasi.kualifikasi": Column("text[]", load=tuple),
        "formasi.isian.gaji_min": Column("bigint"),
        "formasi.isian.gaji_maks": Column("bigint"),
    },
)


@dataclass(frozen=True, slots=True)
class Dibuka:
    """A post as it is published: content, codes, version."""

    formasi: Formasi
    kode_instansi: str
    kode_jabatan: str
    versi: int


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where an open post belongs."""

    musim: str
    kode_instansi: str
    kelompok: str


async def musim(conn: Conn, formasi: str) -> str:
    """The season of a post that there is."""
    return str(await conn.fetchval("select musim from pendaftaran.formasi where formasi = $1", formasi))


async def tercatat(conn: Conn, formasi: Sequence[str]) -> dict[str, Tercatat]:
    """Read what is known of these posts, by id."""
    rows = await conn.fetch(
        """
        select formasi, sidik, musim, instansi, jenis_pengadaan, jenis_kebutuhan, jabatan, versi
        from pendaftaran.formasi where formasi = any($1)
        """,
        formasi,
    )
    return {
        row["formasi"]: Tercatat(
            row["sidik"], row["musim"], (row["instansi"], row["jenis_pengadaan"], row["jenis_kebutuhan"], row["jabatan"]), row["versi"]
        )
        for row in rows
    }


async def simpan(conn: Conn, musim: str, formasi: Iterable[Formasi]) -> None:
    """Write posts of a season, new or changed; whether they are open does not change."""
    await conn.execute("create temp table impor (like pendaftaran.formasi including defaults) on commit drop")
    await copy_rows(conn, "impor", FORMASI.columns, FORMASI.values(_Baris(satu, satu.sidik, musim) for satu in formasi))
    ubah = ", ".join(f"{kolom} = excluded.{kolom}" for kolom in FORMASI.columns if kolom not in FORMASI.key)
    await conn.execute(
        f"""
        insert into pendaftaran.formasi ({FORMASI.listed()}) select {FORMASI.listed()} from impor
        on conflict (formasi) do update set {ubah}
        """  # noqa: S608 - column names of this module
    )
    await conn.execute("drop table impor")


async def catat_berkas(conn: Conn, *, nama: str, sha256: str, baris: int, formasi: int, saat: datetime) -> None:
    """Remember that this file was taken over."""
    await conn.execute(
        """
        insert into pendaftaran.berkas (nama, sha256, baris, formasi, diterima_pada) values ($1, $2, $3, $4, $5)
        on conflict (nama, sha256) do nothing
        """,
        nama,
        sha256,
        baris,
        formasi,
        saat,
    )


async def jabatan(conn: Conn) -> list[tuple[str, str]]:
    """All (season, jabatan) there are."""
    return [(row[0], row[1]) for row in await conn.fetch("select distinct musim, jabatan from pendaftaran.formasi")]


async def instansi(conn: Conn) -> tuple[dict[str, str], list[str]]:
    """Agencies that have a code (name -> code), and the names of all agencies."""
    berkode = {row["nama"]: row["kode"] for row in await conn.fetch("select nama, kode from pendaftaran.instansi")}
    semua = [row["instansi"] for row in await conn.fetch("select distinct instansi from pendaftaran.formasi")]
    return berkode, semua


async def simpan_instansi(conn: Conn, kode: Mapping[str, str]) -> None:
    """Add agencies, name -> code."""
    await copy_rows(conn, "pendaftaran.instansi", ("nama", "kode"), kode.items())


async def menunggu_dibuka(conn: Conn, musim: str) -> list[tuple[str, str, str]]:
    """Posts of a season that are new or changed since they were last published: (id, procurement, jabatan)."""
    rows = await conn.fetch(
        """
        select formasi, jenis_pengadaan, jabatan from pendaftaran.formasi
        where sidik_dibuka is distinct from sidik and musim = $1 order by formasi
        """,
        musim,
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def buka(conn: Conn, kode_jabatan: Mapping[str, str]) -> list[Dibuka]:
    """Raise the version of these posts (id -> code of the jabatan) and mark their content as published."""
    rows = await conn.fetch(
        f"""
        with target as (select * from {unnest("text", "text")} as t (formasi, kode_jabatan)),
        dibuka as (
            update pendaftaran.formasi f
            set versi = versi + 1, sidik_dibuka = sidik, kode_jabatan = target.kode_jabatan, kode_instansi = i.kode
            from target, pendaftaran.instansi i
            where f.formasi = target.formasi and i.nama = f.instansi
            returning f.*
        )
        select * from dibuka order by formasi
        """,  # noqa: S608 - text of this module
        list(kode_jabatan),
        list(kode_jabatan.values()),
    )
    return [Dibuka(FORMASI.read(row).formasi, row["kode_instansi"], row["kode_jabatan"], row["versi"]) for row in rows]


async def kursi_per_instansi(conn: Conn, musim: str, kode_instansi: str | None = None) -> dict[str, dict[str, int]]:
    """Known seats of a season, of all agencies or the one with this code: agency -> need type -> seats."""
    rows = await conn.fetch(
        """
        select instansi, jenis_kebutuhan, sum(kuota)::int from pendaftaran.formasi
        where musim = $1 and ($2::text is null or instansi = (select nama from pendaftaran.instansi where kode = $2))
        group by instansi, jenis_kebutuhan order by instansi, jenis_kebutuhan
        """,
        musim,
        kode_instansi,
    )
    kursi: dict[str, dict[str, int]] = {}
    for instansi, jenis, banyak in rows:
        kursi.setdefault(instansi, {})[jenis] = banyak
    return kursi


async def jumlah_berubah(conn: Conn, musim: str) -> int:
    """Open posts of a season with changes that were not published."""
    return int(
        await conn.fetchval(
            "select count(*) from pendaftaran.formasi where versi > 0 and sidik_dibuka is distinct from sidik and musim = $1", musim
        )
    )


async def ada_dibuka(conn: Conn, musim: str) -> bool:
    """Whether any post of a season is open."""
    return bool(await conn.fetchval("select exists (select from pendaftaran.formasi where versi > 0 and musim = $1)", musim))


async def tempat(conn: Conn, formasi: Sequence[str]) -> dict[str, Tempat]:
    """The open ones among these posts, by id."""
    rows = await conn.fetch(
        "select formasi, musim, kode_instansi, kode_jabatan from pendaftaran.formasi where formasi = any($1) and versi > 0", formasi
    )
    return {row[0]: Tempat(row[1], row[2], kelompok(row[2], row[3])) for row in rows}


async def tujuan(conn: Conn, formasi: Sequence[str]) -> dict[str, Tujuan]:
    """Read all open posts of the kelompok of these posts, by kelompok."""
    rows = await conn.fetch(
        """
        select kode_instansi, kode_jabatan, formasi, unit from pendaftaran.formasi
        where versi > 0 and (kode_instansi, kode_jabatan) in
            (select kode_instansi, kode_jabatan from pendaftaran.formasi where formasi = any($1) and versi > 0)
        """,
        formasi,
    )
    per_kelompok: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for kode_instansi, kode_jabatan, satu, unit in rows:
        per_kelompok[kelompok(kode_instansi, kode_jabatan)].append((satu, baku(unit)))
    return {
        kode: Tujuan(unit=frozenset(unit for _, unit in isi), formasi=frozenset(satu for satu, _ in isi))
        for kode, isi in per_kelompok.items()
    }


async def syarat(conn: Conn, formasi: Sequence[str]) -> dict[str, Syarat]:
    """Read the conditions of these posts, by id."""
    rows = await conn.fetch(
        "select formasi, jabatan, jenis_kebutuhan, kualifikasi from pendaftaran.formasi where formasi = any($1)", formasi
    )
    return {row[0]: Syarat(row[1], row[2], frozenset(row[3])) for row in rows}


DAFTAR = """
    select formasi, kode_instansi, kode_jabatan, instansi, jabatan, unit, jenis_pengadaan, jenis_kebutuhan, kualifikasi, kuota,
           terbuka_disabilitas, gaji_min, gaji_maks, grup, versi
    from pendaftaran.formasi where versi > 0 and musim = $1 order by formasi
"""
