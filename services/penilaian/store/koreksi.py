"""Corrections of closed kelompok: what they are computed from, the proposals, and every version as it was published."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
import orjson

from services.penilaian.domain.koreksi import BarisKelompok, BarisVersi, BarisVersiPppk, Selisih, Ubahan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.store import kompetensi
from services.penilaian.store.berkas import BARIS, BarisBerkas, Isi, Ujian, baca_ujian
from services.penilaian.store.masuk import NILAI_KOMPETENSI, NILAI_SKB, NILAI_SKD, NilaiKompetensiMasuk, NilaiSkbMasuk, NilaiSkdMasuk
from services.penilaian.store.tahap import NamaTahap
from shared.db import Column, Conn, Table
from shared.istilah import JenisUjian, Kehadiran, StatusSkb, UjianKompetensi


class Bahan(NamedTuple):
    """Everything known of one participant of the kelompok; `status_skb` is None where no SKB result is known.

    `usia` is greater for the older, `ipk` for the better.
    """

    peserta: str
    formasi: str
    jenis_kebutuhan: str
    kualifikasi: str
    kesediaan: str | None  # JSON
    usia: int
    ipk: int
    skala_ipk: str
    kehadiran: str
    twk: int | None
    tiu: int | None
    tkp: int | None
    tahun_asal: int | None
    versi_skd: int
    status_skb: str | None
    nilai_skb: int | None
    gugur_di: str
    versi_skb: int
    putusan_seri: PutusanSeri | None


class Perubahan(NamedTuple):
    """The corrected result of one person in one test."""

    peserta: str
    jenis: Ujian
    isi: Isi


@dataclass(frozen=True, slots=True)
class Koreksi:
    """A proposed correction; released exactly when `versi` is there.

    `urutan_seri`: whole ties in the signed order, the best first. `sanggah`: numbers of the objections that it answers.
    """

    nomor: int
    kelompok: str
    versi_dasar: int
    alasan: str
    sumber: str
    perubahan: tuple[Perubahan, ...]
    urutan_seri: tuple[tuple[str, ...], ...]
    selisih: Selisih
    diusulkan_oleh: str
    diusulkan_pada: datetime
    dirilis_oleh: str | None
    dirilis_pada: datetime | None
    versi: int | None
    sanggah: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Versi:
    """One version of a kelompok as published; `selisih` and the number of the correction that made it are there from the second on."""

    kelompok: str
    versi: int
    sha256: str | None
    sha256_sebelumnya: str | None
    baris: BarisKelompok
    selisih: Selisih | None
    koreksi: int | None


class UrutanSeri(NamedTuple):
    """The signed place of a participant in list `daftar` of a correction."""

    peserta: str
    koreksi: int
    daftar: int
    urutan: int


def _json(load: Callable[[Any], object], dump: Callable[[Any], object] = lambda value: value) -> Column:
    return Column("jsonb", lambda value: orjson.dumps(dump(value)).decode(), lambda stored: load(orjson.loads(stored)))


def _baca_perubahan(read: Sequence[dict[str, Any]]) -> tuple[Perubahan, ...]:
    return tuple(Perubahan(satu["peserta"], baca_ujian(satu["jenis"]), _baca_isi(Isi(*satu["isi"]))) for satu in read)


def _baca_isi(read: Isi) -> Isi:
    return read._replace(kehadiran=Kehadiran(read.kehadiran), status=StatusSkb(read.status) if read.status else None)


def _tulis_perubahan(perubahan: Sequence[Perubahan]) -> list[dict[str, object]]:
    return [{"peserta": satu.peserta, "jenis": satu.jenis, "isi": list(satu.isi)} for satu in perubahan]


def _baca_baris(read: Sequence[dict[str, Any]]) -> BarisKelompok:
    if read and "hasil_skd" not in read[0]:
        return tuple(BarisVersiPppk(**satu) for satu in read)
    return tuple(BarisVersi(**satu) for satu in read)


def _baca_selisih(read: dict[str, Any]) -> Selisih:
    return Selisih(tuple(Ubahan(**satu) for satu in read["ubahan"]), tuple(read["masuk"]), tuple(read["kehilangan"]))


KOREKSI = Table(
    "penilaian.koreksi",
    Koreksi,
    key=("id",),
    columns={
        "nomor": Column("bigint"),
        "perubahan": _json(_baca_perubahan, _tulis_perubahan),
        "urutan_seri": _json(lambda read: tuple(map(tuple, read))),
        "selisih": _json(_baca_selisih),
        "sanggah": _json(tuple),
    },
    names={"nomor": "id"},
)
VERSI = Table(
    "penilaian.versi_kelompok",
    Versi,
    key=("kelompok", "versi"),
    columns={
        "baris": _json(_baca_baris),
        "selisih": _json(_baca_selisih),
        "koreksi": Column("bigint"),
    },
)
URUTAN_SERI = Table("penilaian.urutan_seri", UrutanSeri, key=("peserta",), columns={"koreksi": Column("bigint")})


async def bahan(conn: Conn, kelompok: str) -> list[Bahan]:
    """Everybody of the kelompok, by number."""
    return [_bahan(row) for row in await conn.fetch(_BAHAN, kelompok)]


def _bahan(row: asyncpg.Record) -> Bahan:
    signed = PutusanSeri(row["daftar"], row["urutan"], row["dokumen"]) if row["daftar"] else None
    return Bahan(**{name: row[name] for name in Bahan._fields if name != "putusan_seri"}, putusan_seri=signed)


async def baris_kini(conn: Conn, kelompok: str) -> tuple[BarisVersi, ...]:
    """The current version of a kelompok of CPNS, by number."""
    rows = await conn.fetch(
        """
        select h.peserta, h.formasi, h.hasil as hasil_skd, a.status_skb, a.nilai_akhir, a.peringkat, a.peringkat_kelompok,
            coalesce(a.seri, false) as seri, u.urutan as urutan_panselnas
        from penilaian.hasil_skd as h
        left join penilaian.hasil_akhir as a on a.peserta = h.peserta
        left join penilaian.urutan_seri as u on u.peserta = a.peserta
        where h.kelompok = $1 order by h.peserta collate "C"
        """,
        kelompok,
    )
    return tuple(BarisVersi(**row) for row in rows)


async def nomor_baru(conn: Conn) -> int:
    """A number that no proposal has."""
    return int(await conn.fetchval("select nextval(pg_get_serial_sequence('penilaian.koreksi', 'id'))"))


async def usulkan(conn: Conn, satu: Koreksi) -> None:
    """Save a proposal."""
    await KOREKSI.insert(conn, [satu])


async def koreksi(conn: Conn, kelompok: str, nomor: int) -> Koreksi | None:
    """One proposal of the kelompok."""
    found = await KOREKSI.select(conn, "where t.kelompok = $1 and t.id = $2", kelompok, nomor)
    return found[0] if found else None


async def semua_koreksi(conn: Conn, kelompok: str) -> list[Koreksi]:
    """All proposals of the kelompok, the oldest first."""
    return await KOREKSI.select(conn, "where t.kelompok = $1 order by t.id", kelompok)


async def tandai_rilis(conn: Conn, satu: Koreksi) -> None:
    """Write down who released the proposal, when, and as which version."""
    await KOREKSI.update(conn, [satu], only=("dirilis_oleh", "dirilis_pada", "versi"))


async def simpan_versi(conn: Conn, satu: Versi) -> None:
    """Write a version down; one that is written stays as it is."""
    await VERSI.insert(conn, [satu], keep=True)


async def versi(conn: Conn, kelompok: str, nomor: int) -> Versi | None:
    """A version as it was published; the only version of a kelompok that was never corrected is read from its results."""
    if found := await VERSI.select(conn, "where t.kelompok = $1 and t.versi = $2", kelompok, nomor):
        return found[0]
    now = await conn.fetchrow(
        """
        select s.tahap, coalesce(s.sha256, p.sha256) as sha256 from penilaian.penutupan as s
        left join penilaian.penutupan as p on p.kelompok = s.kelompok and p.tahap = 'PERINGKAT'
        where s.tahap in ('SKD', 'KOMPETENSI') and s.kelompok = $1 and s.versi = $2 and s.selesai
        """,
        kelompok,
        nomor,
    )
    if now is None:
        return None
    kini = baris_kini if now["tahap"] == NamaTahap.SKD else kompetensi.baris_kini
    return Versi(kelompok, nomor, now["sha256"], None, await kini(conn, kelompok), None, None)


async def terapkan(conn: Conn, musim: str, sumber: str, perubahan: Sequence[tuple[Perubahan, int]]) -> None:
    """Write corrected scores with their versions, as what was last said about these people of the season."""
    skd: list[NilaiSkdMasuk] = []
    skb: list[NilaiSkbMasuk] = []
    pppk: list[NilaiKompetensiMasuk] = []
    for (peserta, jenis, isi), nomor in perubahan:
        if jenis is UjianKompetensi.KOMPETENSI:
            points = (isi.teknis, isi.manajerial_sosiokultural, isi.wawancara)
            pppk.append(NilaiKompetensiMasuk(peserta, isi.kehadiran, *points, sumber, nomor))
        elif jenis is JenisUjian.SKD:
            skd.append(NilaiSkdMasuk(peserta, isi.kehadiran, isi.twk, isi.tiu, isi.tkp, isi.tahun_asal, sumber, nomor))
        else:
            skb.append(NilaiSkbMasuk(peserta, isi.status or StatusSkb(isi.kehadiran), isi.nilai_skb, sumber, nomor))
    await NILAI_SKD.upsert(conn, skd)
    await NILAI_SKB.upsert(conn, skb)
    await NILAI_KOMPETENSI.upsert(conn, pppk)
    await BARIS.upsert(conn, [BarisBerkas(satu.jenis, satu.peserta, sumber, satu.isi, nomor, musim) for satu, nomor in perubahan])


async def simpan_urutan(conn: Conn, nomor: int, urutan_seri: Sequence[Sequence[str]]) -> None:
    """Write down the signed places that the released proposal `nomor` gives, over earlier ones."""
    rows = [
        UrutanSeri(peserta, nomor, daftar, urutan)
        for daftar, people in enumerate(urutan_seri, start=1)
        for urutan, peserta in enumerate(people, start=1)
    ]
    await URUTAN_SERI.upsert(conn, rows)


_BAHAN = """
    select p.peserta, p.formasi, f.jenis_kebutuhan, p.kualifikasi, p.kesediaan,
        -p.urutan_usia as usia, -p.urutan_ijazah as ipk, p.skala_ipk, s.kehadiran, s.twk, s.tiu, s.tkp, s.tahun_asal,
        greatest(s.versi, ds.versi) as versi_skd,
        b.status as status_skb, b.nilai as nilai_skb,
        case when db.berkas = b.sumber and db.versi = b.versi then coalesce(db.bagian::jsonb ->> 'gugur_di', '') else '' end as gugur_di,
        greatest(coalesce(b.versi, 0), coalesce(db.versi, 0)) as versi_skb,
        u.koreksi || '/' || u.daftar as daftar, u.urutan, uk.sumber as dokumen
    from penilaian.formasi as f
    join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
    join penilaian.nilai_skd as s on s.peserta = p.peserta
    left join penilaian.nilai_skb as b on b.peserta = p.peserta
    left join penilaian.baris_berkas as ds on ds.jenis = 'SKD' and ds.peserta = p.peserta
    left join penilaian.baris_berkas as db on db.jenis = 'SKB' and db.peserta = p.peserta
    left join penilaian.urutan_seri as u on u.peserta = p.peserta
    left join penilaian.koreksi as uk on uk.id = u.koreksi
    where f.kelompok = $1 order by p.peserta collate "C"
"""
