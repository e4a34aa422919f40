"""Decisions and seats."""

import json
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import asyncpg

from services.penempatan.domain import Alasan, Hasil, Keputusan, Kursi, Rute, StatusKursi, StatusSkb, Tahap
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


async def tulis_kursi(conn: Conn, baris: Iterable[SimpananKursi]) -> None:
    """Write new seats."""
    await copy_rows(conn, "penempatan.kursi", _KOLOM_KURSI, (_kolom_kursi(satu) for satu in baris))


async def perbarui(conn: Conn, keputusan: Sequence[SimpananKeputusan], kursi: Sequence[SimpananKursi]) -> None:
    """Replace decisions and seats that exist; who leaves a seat leaves it before anybody takes one."""
    mundur = [satu for satu in keputusan if satu.keputusan.mundur]
    tetap = [satu for satu in keputusan if not satu.keputusan.mundur]
    await conn.execute(_KOSONGKAN, [satu.kursi.kursi for satu in kursi])
    for bagian in (mundur, tetap):
        await conn.execute(_PERBARUI_KEPUTUSAN, *columns([_kolom_keputusan(satu) for satu in bagian], len(_KOLOM_KEPUTUSAN)))
    await conn.execute(_PERBARUI_KURSI, *columns([_kolom_kursi(satu) for satu in kursi], len(_KOLOM_KURSI)))


async def kunci_kelompok(conn: Conn, kelompok: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Lock placed kelompok, in order; the name and version of the rule set of each."""
    query = """
        select kelompok, aturan, aturan_versi from penempatan.kelompok
        where kelompok = any($1::text[]) and status = 'DITEMPATKAN' order by kelompok for update
    """
    return {row[0]: (row[1], row[2]) for row in await conn.fetch(query, kelompok)}


async def ambil_keputusan(conn: Conn, formasi: Sequence[str]) -> list[SimpananKeputusan]:
    """Decisions about people who applied for these posts or sit in them."""
    return [satu_keputusan(row) for row in await conn.fetch(_AMBIL_KEPUTUSAN, formasi)]


async def ambil_kursi(conn: Conn, formasi: Sequence[str]) -> list[SimpananKursi]:
    """The seats of these posts."""
    return [kursi_dari(row) for row in await conn.fetch(_AMBIL_KURSI, formasi)]


def _tulis_alasan(alasan: Alasan) -> dict[str, object]:
    return {"kode": alasan.kode, "pasal": alasan.pasal, "angka": dict(alasan.angka)}


def _baca_alasan(isi: dict[str, object]) -> Alasan:
    angka = isi["angka"]
    if not isinstance(angka, dict):
        raise TypeError("angka of a stored reason is not an object")
    return Alasan(str(isi["kode"]), str(isi["pasal"]), tuple(angka.items()))


def _kolom_keputusan(satu: SimpananKeputusan) -> tuple[object, ...]:
    k = satu.keputusan
    alasan = json.dumps([_tulis_alasan(a) for a in k.alasan])
    rute = k.rute.value if k.rute else None
    return (
        *(k.peserta, satu.kelompok, k.formasi_asal, k.status_skb.value, k.nilai_akhir, k.peringkat, k.tahap.value, k.hasil.value, k.kode),
        *(alasan, rute, k.formasi_tujuan, k.kursi, k.mundur, satu.versi),
    )


def satu_keputusan(row: asyncpg.Record) -> SimpananKeputusan:
    """A decision from a row with all columns."""
    keputusan = Keputusan(
        peserta=row["peserta"],
        formasi_asal=row["formasi_asal"],
        status_skb=StatusSkb(row["status_skb"]),
        nilai_akhir=row["nilai_akhir"],
        peringkat=row["peringkat"],
        tahap=Tahap(row["tahap"]),
        hasil=Hasil(row["hasil"]),
        kode=row["kode"],
        alasan=tuple(_baca_alasan(isi) for isi in json.loads(row["alasan"])),
        rute=Rute(row["rute"]) if row["rute"] else None,
        formasi_tujuan=row["formasi_tujuan"],
        kursi=row["kursi"],
        mundur=row["mundur"],
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
        alasan=_baca_alasan(json.loads(row["alasan"])) if row["alasan"] else None,
    )
    return SimpananKursi(row["kelompok"], kursi, Hitungan(row["dibuka"], row["terisi"], row["dibawa"], row["diganti"]))


_KOLOM_KEPUTUSAN = (
    *("peserta", "kelompok", "formasi_asal", "status_skb", "nilai_akhir", "peringkat", "tahap", "hasil", "kode"),
    *("alasan", "rute", "formasi_tujuan", "kursi", "mundur", "versi"),
)
_KOLOM_KURSI = ("kursi", "kelompok", "formasi", "nomor", "status", "peserta", "pendahulu", "alasan", *Hitungan._fields)

_AMBIL_KEPUTUSAN = """
    select peserta, kelompok, formasi_asal, status_skb, nilai_akhir, peringkat, tahap, hasil, kode,
           alasan, rute, formasi_tujuan, kursi, mundur, versi
    from penempatan.keputusan
    where formasi_asal = any($1::text[]) or formasi_tujuan = any($1::text[])
"""
_AMBIL_KURSI = """
    select kursi, kelompok, formasi, nomor, status, peserta, pendahulu, alasan, dibuka, terisi, dibawa, diganti
    from penempatan.kursi where formasi = any($1::text[])
"""
_PERBARUI_KEPUTUSAN = """
    update penempatan.keputusan k
    set tahap = b.tahap, hasil = b.hasil, kode = b.kode, alasan = b.alasan, rute = b.rute, formasi_tujuan = b.formasi_tujuan,
        kursi = b.kursi, mundur = b.mundur, versi = b.versi
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[],
         $10::jsonb[], $11::text[], $12::text[], $13::text[], $14::bool[], $15::int[]) as b (peserta, kelompok, formasi_asal,
         status_skb, nilai_akhir, peringkat, tahap, hasil, kode, alasan, rute, formasi_tujuan, kursi, mundur, versi)
    where k.peserta = b.peserta
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
