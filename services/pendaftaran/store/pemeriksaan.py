"""The document check as a line of work: one row per agency, done chunk by chunk, each chunk one transaction."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import asyncpg

from services.pendaftaran.domain.kesediaan import Kesediaan
from services.pendaftaran.domain.peserta import Bernomor
from services.pendaftaran.domain.urutan import Urutan
from services.pendaftaran.store.lamaran import baca_kesediaan
from services.pendaftaran.store.orang import Bidang, kolom, tertutup
from shared.alasan import Alasan
from shared.brankas import Tertutup
from shared.contracts.alasan import baca_alasan, tulis_alasan
from shared.db import Column, Conn, Table
from shared.istilah import Afirmasi

_HALAMAN = 5000


class Tugas(NamedTuple):
    """The agency of a season that this transaction works on: version of the rules, stage, and last application done in it."""

    musim: str
    aturan_versi: int
    kode_instansi: str
    tahap: str
    kursor: str


class Diperiksa(NamedTuple):
    """What is judged of one application; birth date and career are sealed."""

    lamaran: str
    orang: Tertutup
    formasi: str
    kualifikasi: str
    dokumen: list[str]
    diterima_pada: datetime


_DIPERIKSA = (Bidang.TANGGAL_LAHIR, Bidang.RIWAYAT)


class CalonTertutup(NamedTuple):
    """Somebody who is MS and gets a number; NIK and sex are sealed."""

    orang: Tertutup
    lamaran: str
    jenis_kebutuhan: str


class PelamarTertutup(NamedTuple):
    """Somebody who applied, with what is compared of them; the birth date is sealed."""

    orang: Tertutup
    lamaran: str
    kode_jabatan: str
    ipk: int
    skala_ipk: str


def _baca_afirmasi(kata: Iterable[str]) -> tuple[Afirmasi, ...]:
    return tuple(map(Afirmasi, kata))


class BarisPutusan(NamedTuple):
    """One decision."""

    lamaran: str
    status: str
    alasan: tuple[Alasan, ...]
    diputuskan_pada: datetime
    afirmasi: tuple[Afirmasi, ...]


PUTUSAN = Table(
    "pendaftaran.putusan",
    BarisPutusan,
    key=("lamaran",),
    columns={"alasan": Column("jsonb", tulis_alasan, baca_alasan), "afirmasi": Column("text[]", load=_baca_afirmasi)},
)
PESERTA = Table("pendaftaran.peserta", Bernomor, key=("peserta",))
URUTAN = Table("pendaftaran.urutan", Urutan, key=("lamaran",))


class Siaran(NamedTuple):
    """Everything the published outcome of one application says; places are missing only where the agency was not put in order."""

    lamaran: str
    formasi: str
    kode_instansi: str
    kode_jabatan: str
    jenis_kebutuhan: str
    status: str
    alasan: str
    diputuskan_pada: datetime
    afirmasi: list[str]
    peserta: str | None
    usia: int | None
    ijazah: int | None
    skala_ipk: str
    kualifikasi: str
    kesediaan: Kesediaan | None


class Buku(NamedTuple):
    """The season whose books are closed, and how its participant numbers begin."""

    musim: str
    awalan_nomor: str


class JumlahPemeriksaan(NamedTuple):
    """How far the document check is; `selesai` counts applications whose outcome is published."""

    total: int
    selesai: int
    ms: int
    tms: int


async def ambil_tugas(conn: Conn) -> Tugas | None:
    """Take an agency with work left that no other replica holds, until the transaction ends."""
    row = await conn.fetchrow(
        """
        select musim, aturan_versi, kode_instansi, tahap, kursor from pendaftaran.pemeriksaan
        where tahap <> 'SELESAI' order by kode_instansi, musim limit 1 for update skip locked
        """
    )
    return Tugas(*row) if row else None


async def majukan(conn: Conn, tugas: Tugas, *, tahap: str, kursor: str = "", ms: int = 0, tms: int = 0, disiarkan: int = 0) -> None:
    """Move an agency on: its stage, its place in the stage, and by how much its counts grow."""
    await conn.execute(
        """
        update pendaftaran.pemeriksaan
        set tahap = $3, kursor = $4, ms = ms + $5, tms = tms + $6, disiarkan = disiarkan + $7
        where musim = $1 and kode_instansi = $2
        """,
        tugas.musim,
        tugas.kode_instansi,
        tahap,
        kursor,
        ms,
        tms,
        disiarkan,
    )


async def berikutnya(conn: Conn, tugas: Tugas, batas: int) -> list[Diperiksa]:
    """The next applications of the agency that are not judged, in order of their number."""
    rows = await conn.fetch(
        f"""
        select {kolom(*_DIPERIKSA)}, l.lamaran, l.formasi, l.kualifikasi, l.dokumen, l.diterima_pada
        from pendaftaran.lamaran l join pribadi.orang p using (lamaran) left join kunci.orang k using (lamaran)
        join pendaftaran.formasi f using (formasi)
        where f.musim = $1 and l.kode_instansi = $2 and l.lamaran > $3 order by l.lamaran limit $4
        """,  # noqa: S608 - the names are ours
        tugas.musim,
        tugas.kode_instansi,
        tugas.kursor,
        batas,
    )
    return [Diperiksa(row["lamaran"], tertutup(row, *_DIPERIKSA), *(row[satu] for satu in Diperiksa._fields[2:])) for row in rows]


async def simpan_putusan(conn: Conn, putusan: Iterable[BarisPutusan]) -> None:
    """Add decisions."""
    await PUTUSAN.copy(conn, putusan)


async def calon(conn: Conn, tugas: Tugas) -> AsyncGenerator[list[CalonTertutup], None]:
    """All of the agency who are MS, in no order; in pages, since a ministry can have hundreds of thousands."""
    bidang = (Bidang.NIK, Bidang.JENIS_KELAMIN)
    cursor = await conn.cursor(
        f"""
        select {kolom(*bidang)}, l.lamaran, f.jenis_kebutuhan
        from pendaftaran.lamaran l
        join pendaftaran.putusan u using (lamaran)
        join pribadi.orang p using (lamaran)
        left join kunci.orang k using (lamaran)
        join pendaftaran.formasi f using (formasi)
        where f.musim = $1 and l.kode_instansi = $2 and u.status = 'MS'
        """,  # noqa: S608 - the names are ours
        tugas.musim,
        tugas.kode_instansi,
    )
    while rows := await cursor.fetch(_HALAMAN):
        yield [CalonTertutup(tertutup(row, *bidang), row["lamaran"], row["jenis_kebutuhan"]) for row in rows]


async def simpan_peserta(conn: Conn, peserta: Sequence[Bernomor]) -> None:
    """Add participant numbers."""
    await PESERTA.copy(conn, peserta)


async def pelamar(conn: Conn, tugas: Tugas) -> AsyncGenerator[list[PelamarTertutup], None]:
    """Everybody who applied to the agency, one kelompok after another, in pages."""
    cursor = await conn.cursor(
        f"""
        select {kolom(Bidang.TANGGAL_LAHIR)}, l.lamaran, f.kode_jabatan, l.ipk, l.skala_ipk
        from pendaftaran.lamaran l
        join pribadi.orang p using (lamaran)
        left join kunci.orang k using (lamaran)
        join pendaftaran.formasi f using (formasi)
        where f.musim = $1 and l.kode_instansi = $2 order by f.kode_jabatan
        """,  # noqa: S608 - the names are ours
        tugas.musim,
        tugas.kode_instansi,
    )
    while rows := await cursor.fetch(_HALAMAN):
        yield [PelamarTertutup(tertutup(row, Bidang.TANGGAL_LAHIR), *(row[satu] for satu in PelamarTertutup._fields[1:])) for row in rows]


async def simpan_urutan(conn: Conn, urutan: Iterable[Urutan]) -> None:
    """Add places."""
    await URUTAN.copy(conn, urutan)


async def siaran(conn: Conn, tugas: Tugas, batas: int) -> list[Siaran]:
    """The next decided applications of the agency that are not published, in order of their number."""
    rows = await conn.fetch(
        """
        select l.lamaran, l.formasi, f.kode_instansi, f.kode_jabatan, f.jenis_kebutuhan, u.status, u.alasan, u.diputuskan_pada, u.afirmasi,
               s.peserta, n.usia, n.ijazah, l.skala_ipk, l.kualifikasi, l.kesediaan, l.kesediaan_unit, l.kesediaan_formasi
        from pendaftaran.lamaran l
        join pendaftaran.putusan u using (lamaran)
        join pendaftaran.formasi f using (formasi)
        left join pendaftaran.urutan n using (lamaran)
        left join pendaftaran.peserta s using (lamaran)
        where f.musim = $1 and l.kode_instansi = $2 and l.lamaran > $3 order by l.lamaran limit $4
        """,
        tugas.musim,
        tugas.kode_instansi,
        tugas.kursor,
        batas,
    )
    return [_siaran(row) for row in rows]


def _siaran(row: asyncpg.Record) -> Siaran:
    isi = dict(row)
    isi["kesediaan"] = baca_kesediaan(isi["kesediaan"], isi["kesediaan_unit"], isi["kesediaan_formasi"])
    return Siaran(**{satu: isi[satu] for satu in Siaran._fields})


async def kemajuan(conn: Conn, musim: str) -> JumlahPemeriksaan:
    """Sums over all agencies of a season."""
    (row,) = await conn.fetch(
        """
        select coalesce(sum(total), 0), coalesce(sum(disiarkan), 0), coalesce(sum(ms), 0), coalesce(sum(tms), 0)
        from pendaftaran.pemeriksaan where musim = $1
        """,
        musim,
    )
    return JumlahPemeriksaan(*map(int, row))


async def ambil_penutupan(conn: Conn) -> Buku | None:
    """Take the books of a season of which every agency is done and which are open, if there are any that no other replica holds."""
    row = await conn.fetchrow(
        """
        select m.musim, m.awalan_nomor from pendaftaran.musim m
        where m.ditutup_pada is not null and m.selesai_pada is null
          and not exists (select from pendaftaran.pemeriksaan p where p.musim = m.musim and p.tahap <> 'SELESAI')
        order by m.musim limit 1 for update skip locked
        """
    )
    return Buku(*row) if row else None


async def nomor_peserta(conn: Conn, buku: Buku) -> AsyncIterator[str]:
    """All participant numbers of a season, sorted: year and path stand before and after the agency."""
    semua = conn.cursor(
        "select peserta from pendaftaran.peserta where substr(peserta, 1, 2) || substr(peserta, 7, 2) = $1 order by peserta",
        buku.awalan_nomor,
        prefetch=10_000,
    )
    async for row in semua:
        yield row[0]


async def tutup_buku(conn: Conn, buku: Buku, *, saat: datetime, peserta_sha256: str) -> None:
    """Record that the document check of a season is over."""
    await conn.execute(
        "update pendaftaran.musim set selesai_pada = $2, peserta_sha256 = $3 where musim = $1", buku.musim, saat, peserta_sha256
    )
