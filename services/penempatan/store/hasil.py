"""Decisions and seats."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import asyncpg

from services.penempatan.domain import (
    Alasan,
    Hasil,
    JenisKebutuhan,
    Keputusan,
    Kursi,
    Mode,
    Peringkat,
    Rute,
    StatusKursi,
    StatusSkb,
    Tahap,
)
from services.penempatan.store.dasar import kesediaan_dari, tulis_kesediaan
from shared.db import Conn, columns, copy_rows


class Hitungan(NamedTuple):
    """How many facts of each topic were published about a seat."""

    dibuka: int = 0
    terisi: int = 0
    dibawa: int = 0
    diganti: int = 0


class SimpananKeputusan(NamedTuple):
    """A decision with the version under which it was published."""

    kelompok: str
    keputusan: Keputusan
    versi: int


class SimpananKursi(NamedTuple):
    """A seat with the counts of what was published about it."""

    kelompok: str
    kursi: Kursi
    hitungan: Hitungan


async def tulis_keputusan(conn: Conn, baris: Iterable[SimpananKeputusan]) -> None:
    """Write the first decision about people."""
    await copy_rows(conn, "penempatan.keputusan", _KOLOM_KEPUTUSAN, (_kolom_keputusan(satu) for satu in baris))


async def ambil_alih(conn: Conn, peserta: Iterable[str]) -> dict[str, int]:
    """Take over those of these people whom a correction took out of the ranking of another kelompok, which is locked.

    Returns the version of the last decision about each; the next one follows it.
    """
    query = "delete from penempatan.keputusan where peserta = any($1::text[]) and di_luar_peringkat and not mundur returning peserta, versi"
    return {row[0]: row[1] for row in await conn.fetch(query, list(peserta))}


async def tulis_kursi(conn: Conn, baris: Iterable[SimpananKursi]) -> None:
    """Write new seats."""
    await copy_rows(conn, "penempatan.kursi", _KOLOM_KURSI, (_kolom_kursi(satu) for satu in baris))


async def perbarui(conn: Conn, keputusan: Sequence[SimpananKeputusan], kursi: Sequence[SimpananKursi]) -> None:
    """Replace decisions and seats that exist; everybody leaves a seat before anybody takes one."""
    await conn.execute(_KOSONGKAN, [satu.kursi.kursi for satu in kursi])
    await conn.execute(_BERDIRI, [satu.keputusan.peserta for satu in keputusan])
    await conn.execute(_PERBARUI_KEPUTUSAN, *columns([_kolom_keputusan(satu) for satu in keputusan], len(_KOLOM_KEPUTUSAN)))
    await conn.execute(_PERBARUI_KURSI, *columns([_kolom_kursi(satu) for satu in kursi], len(_KOLOM_KURSI)))


class Ditempatkan(NamedTuple):
    """Under what a kelompok was placed."""

    aturan: str
    aturan_versi: int
    mode: Mode


async def kunci_kelompok(conn: Conn, kelompok: Sequence[str]) -> dict[str, Ditempatkan]:
    """Lock placed kelompok, in order; rule set and mode of each."""
    query = """
        select k.kelompok, coalesce(s.aturan, k.aturan), coalesce(s.aturan_versi, k.aturan_versi), k.mode
        from penempatan.kelompok k left join penempatan.segel s on s.kelompok = k.kelompok and s.versi = k.versi_ditempatkan
        where k.kelompok = any($1::text[]) and k.status = 'DITEMPATKAN' order by k.kelompok for update of k
    """
    return {row[0]: Ditempatkan(row[1], row[2], Mode(row[3])) for row in await conn.fetch(query, kelompok)}


async def ambil_keputusan(conn: Conn, kelompok: Sequence[str]) -> list[SimpananKeputusan]:
    """All decisions of these kelompok."""
    return [
        satu_keputusan(row) for row in await conn.fetch("select * from penempatan.keputusan where kelompok = any($1::text[])", kelompok)
    ]


async def ambil_kursi(conn: Conn, kelompok: Sequence[str]) -> list[SimpananKursi]:
    """All seats of these kelompok."""
    return [kursi_dari(row) for row in await conn.fetch("select * from penempatan.kursi where kelompok = any($1::text[])", kelompok)]


def _tulis_alasan(alasan: Alasan) -> dict[str, object]:
    return {"kode": alasan.kode, "pasal": alasan.pasal, "angka": dict(alasan.angka)}


def baca_alasan(isi: dict[str, object]) -> Alasan:
    """A stored reason.

    Raises:
        TypeError: its numbers are no object.
    """
    angka = isi["angka"]
    if not isinstance(angka, dict):
        raise TypeError("angka of a stored reason is not an object")
    return Alasan(str(isi["kode"]), str(isi["pasal"]), tuple(angka.items()))


def _kolom_keputusan(satu: SimpananKeputusan) -> tuple[object, ...]:
    k, d = satu.keputusan, satu.keputusan.dasar
    alasan = json.dumps([_tulis_alasan(a) for a in k.alasan])
    rute = k.rute.value if k.rute else None
    return (
        *(d.peserta, satu.kelompok, d.formasi, d.status_skb.value, d.nilai_akhir, d.peringkat, k.tahap.value, k.hasil.value, k.kode),
        *(alasan, rute, k.formasi_tujuan, k.kursi, k.mundur, satu.versi),
        *(d.peringkat_kelompok, d.seri, d.jenis_kebutuhan.value, d.kualifikasi, d.memenuhi_ambang_umum, tulis_kesediaan(d.kesediaan)),
        k.di_luar_peringkat,
    )


def satu_keputusan(row: asyncpg.Record) -> SimpananKeputusan:
    """A decision from a row with all columns."""
    dasar = Peringkat(
        peserta=row["peserta"],
        formasi=row["formasi_asal"],
        status_skb=StatusSkb(row["status_skb"]),
        nilai_akhir=row["nilai_akhir"],
        peringkat=row["peringkat"],
        peringkat_kelompok=row["peringkat_kelompok"],
        seri=row["seri"],
        jenis_kebutuhan=JenisKebutuhan(row["jenis_kebutuhan"]),
        kualifikasi=row["kualifikasi"],
        memenuhi_ambang_umum=row["memenuhi_ambang_umum"],
        kesediaan=kesediaan_dari(row["kesediaan"]),
    )
    keputusan = Keputusan(
        dasar=dasar,
        tahap=Tahap(row["tahap"]),
        hasil=Hasil(row["hasil"]),
        kode=row["kode"],
        alasan=tuple(baca_alasan(isi) for isi in json.loads(row["alasan"])),
        rute=Rute(row["rute"]) if row["rute"] else None,
        formasi_tujuan=row["formasi_tujuan"],
        kursi=row["kursi"],
        mundur=row["mundur"],
        di_luar_peringkat=row["di_luar_peringkat"],
    )
    return SimpananKeputusan(row["kelompok"], keputusan, row["versi"])


def _kolom_kursi(satu: SimpananKursi) -> tuple[object, ...]:
    k = satu.kursi
    alasan = json.dumps(_tulis_alasan(k.alasan)) if k.alasan else None
    return (k.kursi, satu.kelompok, k.formasi, k.nomor, k.status.value, k.peserta, k.pendahulu, alasan, *satu.hitungan)


def kursi_dari(row: asyncpg.Record) -> SimpananKursi:
    """A seat from a row with all columns."""
    kursi = Kursi(
        kursi=row["kursi"],
        formasi=row["formasi"],
        nomor=row["nomor"],
        status=StatusKursi(row["status"]),
        peserta=row["peserta"],
        pendahulu=row["pendahulu"],
        alasan=baca_alasan(json.loads(row["alasan"])) if row["alasan"] else None,
    )
    return SimpananKursi(row["kelompok"], kursi, Hitungan(row["dibuka"], row["terisi"], row["dibawa"], row["diganti"]))


_KOLOM_KEPUTUSAN = (
    *("peserta", "kelompok", "formasi_asal", "status_skb", "nilai_akhir", "peringkat", "tahap", "hasil", "kode"),
    *("alasan", "rute", "formasi_tujuan", "kursi", "mundur", "versi"),
    *("peringkat_kelompok", "seri", "jenis_kebutuhan", "kualifikasi", "memenuhi_ambang_umum", "kesediaan", "di_luar_peringkat"),
)
_KOLOM_KURSI = ("kursi", "kelompok", "formasi", "nomor", "status", "peserta", "pendahulu", "alasan", *Hitungan._fields)

_PERBARUI_KEPUTUSAN = """
    update penempatan.keputusan k
    set formasi_asal = b.formasi_asal, status_skb = b.status_skb, nilai_akhir = b.nilai_akhir, peringkat = b.peringkat, tahap = b.tahap,
        hasil = b.hasil, kode = b.kode, alasan = b.alasan, rute = b.rute, formasi_tujuan = b.formasi_tujuan, kursi = b.kursi,
        mundur = b.mundur, versi = b.versi, peringkat_kelompok = b.peringkat_kelompok, seri = b.seri,
        jenis_kebutuhan = b.jenis_kebutuhan, kualifikasi = b.kualifikasi, memenuhi_ambang_umum = b.memenuhi_ambang_umum,
        kesediaan = b.kesediaan, di_luar_peringkat = b.di_luar_peringkat
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[],
         $10::jsonb[], $11::text[], $12::text[], $13::text[], $14::bool[], $15::int[], $16::int[], $17::bool[], $18::text[], $19::text[],
         $20::bool[], $21::jsonb[], $22::bool[]) as b (peserta, kelompok, formasi_asal, status_skb, nilai_akhir, peringkat, tahap, hasil,
         kode, alasan, rute, formasi_tujuan, kursi, mundur, versi, peringkat_kelompok, seri, jenis_kebutuhan, kualifikasi,
         memenuhi_ambang_umum, kesediaan, di_luar_peringkat)
    where k.peserta = b.peserta
"""
# The index that keeps a seat for one person looks at every row as it is written: seats that change hands are free in between.
_BERDIRI = """
    update penempatan.keputusan set hasil = 'MENUNGGU', rute = null, formasi_tujuan = null, kursi = null
    where peserta = any($1::text[]) and kursi is not null and not mundur
"""
# Nobody may be seen in two seats on the way, even inside the statement: people first stand up.
_KOSONGKAN = """
    update penempatan.kursi set status = 'KOSONG', peserta = null, alasan = '{}' where kursi = any($1::text[])
"""
_PERBARUI_KURSI = """
    update penempatan.kursi k
    set status = b.status, peserta = b.peserta, pendahulu = b.pendahulu, alasan = b.alasan,
        dibuka = b.dibuka, terisi = b.terisi, dibawa = b.dibawa, diganti = b.diganti
    from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::text[], $6::text[], $7::text[], $8::jsonb[], $9::int[],
         $10::int[], $11::int[], $12::int[])
         as b (kursi, kelompok, formasi, nomor, status, peserta, pendahulu, alasan, dibuka, terisi, dibawa, diganti)
    where k.kursi = b.kursi
"""
