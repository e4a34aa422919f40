"""Inputs: posts, verified applications and scores; a higher version replaces a lower one, anything else changes nothing."""

from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from shared.db import Column, Conn, Table
from shared.istilah import Afirmasi, Kehadiran, StatusSkb


class FormasiMasuk(NamedTuple):
    """A post of a season, with the name of the rule set that it was published under; None from releases before."""

    formasi: str
    kelompok: str
    instansi: str
    jabatan: str
    unit: str
    jenis_kebutuhan: str
    kuota: int
    versi: int
    musim: str
    aturan: str | None


class PelamarMasuk(NamedTuple):
    """A verified application; everything personal is None for somebody without a participant number.

    Of age and of GPA or diploma mean only places are known, smaller for the older and the better; those of one kelompok compare.
    """

    lamaran: str
    peserta: str | None
    formasi: str
    kelompok: str
    urutan_usia: int | None
    urutan_ijazah: int | None
    skala_ipk: str | None
    kualifikasi: str | None
    kesediaan: str | None  # JSON
    versi: int
    afirmasi: frozenset[Afirmasi] = frozenset()


class NilaiSkdMasuk(NamedTuple):
    """An SKD result; `tahun_asal` = the year in which the points were made, where that was an earlier one."""

    peserta: str
    kehadiran: Kehadiran
    twk: int | None
    tiu: int | None
    tkp: int | None
    tahun_asal: int | None
    sumber: str
    versi: int


class NilaiSkbMasuk(NamedTuple):
    """An SKB result; `nilai` in thousandths."""

    peserta: str
    status: StatusSkb
    nilai: int | None
    sumber: str
    versi: int


class NilaiKompetensiMasuk(NamedTuple):
    """The points of somebody in the competency test, as answered."""

    peserta: str
    kehadiran: Kehadiran
    teknis: int | None
    manajerial_sosiokultural: int | None
    wawancara: int | None
    sumber: str
    versi: int


class FaktaPilihan(NamedTuple):
    """The facts that decide about the use of an earlier SKD."""

    kualifikasi: str
    jenis_kebutuhan: str
    jabatan: str


def baca_afirmasi(stored: str) -> frozenset[Afirmasi]:
    """What was verified of a person, from words parted by +."""
    return frozenset(map(Afirmasi, stored.split("+"))) if stored else frozenset()


AFIRMASI = Column("text", lambda satu: "+".join(sorted(satu)), baca_afirmasi)
FORMASI = Table("penilaian.formasi", FormasiMasuk, key=("formasi",))
PELAMAR = Table("penilaian.pelamar", PelamarMasuk, key=("lamaran",), columns={"kesediaan": Column("jsonb"), "afirmasi": AFIRMASI})
NILAI_SKD = Table("penilaian.nilai_skd", NilaiSkdMasuk, key=("peserta",))
NILAI_SKB = Table("penilaian.nilai_skb", NilaiSkbMasuk, key=("peserta",))
NILAI_KOMPETENSI = Table("penilaian.nilai_kompetensi", NilaiKompetensiMasuk, key=("peserta",))

M = TypeVar("M", FormasiMasuk, PelamarMasuk, NilaiSkdMasuk, NilaiSkbMasuk, NilaiKompetensiMasuk)
N = TypeVar("N", NilaiSkdMasuk, NilaiSkbMasuk, NilaiKompetensiMasuk)


async def simpan(conn: Conn, table: Table[M], rows: Sequence[M]) -> None:
    """Save what is newer than what is known; each key once."""
    await table.upsert(conn, rows, newest="versi")


async def lebih_baru(conn: Conn, table: Table[M], rows: Sequence[M]) -> int:
    """Count those that are newer than what is known."""
    (kunci,) = table.key
    query = f"""
        select count(*) from {table.unnested("baru")} left join {table.name} as lama using ({kunci})
        where baru.versi > coalesce(lama.versi, 0)
    """  # noqa: S608 - the names are ours
    return int(await conn.fetchval(query, *table.arrays(rows)))


async def bertentangan(conn: Conn, table: Table[N], rows: Sequence[N]) -> int:
    """Count the results that contradict the known result of the same version; the source is not compared."""
    said = [name for name in table.columns if name not in {*table.key, "sumber", "versi"}]
    lama, baru = (", ".join(f"{alias}.{name}" for name in said) for alias in ("lama", "baru"))
    query = f"""
        select count(*) from {table.unnested("baru")} join {table.name} as lama using (peserta, versi)
        where ({lama}) is distinct from ({baru})
    """  # noqa: S608 - the names are ours
    return int(await conn.fetchval(query, *table.arrays(rows)))


async def tahun_lain(conn: Conn, rows: Sequence[NilaiSkdMasuk]) -> int:
    """Count the people who are known with points of another year: a chosen earlier SKD closes the new one, and the reverse."""
    query = f"""
        select count(*) from {NILAI_SKD.unnested("baru")} join {NILAI_SKD.name} as lama using (peserta)
        where lama.tahun_asal is distinct from baru.tahun_asal
    """  # noqa: S608 - the names are ours
    return int(await conn.fetchval(query, *NILAI_SKD.arrays(rows)))


async def peserta_kelompok(conn: Conn, kelompok: str) -> set[str]:
    """Every participant of the kelompok."""
    rows = await conn.fetch(
        """
        select p.peserta from penilaian.formasi as f join penilaian.pelamar as p on p.formasi = f.formasi
        where f.kelompok = $1 and p.peserta is not null
        """,
        kelompok,
    )
    return {row["peserta"] for row in rows}


async def jabatan_peserta(conn: Conn, peserta: Sequence[str]) -> dict[str, str]:
    """The jabatan of those of these participants who are known with their post."""
    rows = await conn.fetch(
        """
        select p.peserta, f.jabatan from penilaian.pelamar as p join penilaian.formasi as f on f.formasi = p.formasi
        where p.peserta = any($1)
        """,
        peserta,
    )
    return {row["peserta"]: row["jabatan"] for row in rows}


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
