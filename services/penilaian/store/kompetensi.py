"""PPPK: whole kelompok with the points of their people in, ranks out."""

from collections import defaultdict
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import NamedTuple

import asyncpg

from services.penilaian.domain.koreksi import BarisVersiPppk
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.store.masuk import baca_afirmasi
from shared.alasan import Alasan
from shared.aturan import JenisKebutuhan, Kehadiran
from shared.contracts.alasan import baca_alasan, tulis_alasan
from shared.db import Column, Conn, Table, pages


class FaktaKompetensi(NamedTuple):
    """Facts that the event about one participant carries besides the decision; `kesediaan` as received (JSON)."""

    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: str
    kesediaan: str | None


class BahanKompetensi(NamedTuple):
    """Somebody as ranked, what the event says besides, and the version of the points: the highest that a file or the bus gave them."""

    peserta: PesertaPppk
    fakta: FaktaKompetensi
    versi_nilai: int


class BarisKompetensi(NamedTuple):
    """The result of one participant as stored."""

    peserta: str
    formasi: str
    kelompok: str
    kehadiran: Kehadiran
    teknis: int | None
    manajerial_sosiokultural: int | None
    wawancara: int | None
    total: int | None
    memenuhi_ambang: bool | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: tuple[Alasan, ...]
    versi: int


class HasilKompetensi(NamedTuple):
    """The result of one participant, and the rule set under which it was decided."""

    baris: BarisKompetensi
    aturan: str
    aturan_versi: int


HASIL_KOMPETENSI = Table(
    "penilaian.hasil_kompetensi", BarisKompetensi, key=("peserta",), columns={"alasan": Column("jsonb", tulis_alasan, baca_alasan)}
)


async def bahan(conn: Conn, kelompok: Sequence[str]) -> dict[str, list[BahanKompetensi]]:
    """Everybody with points in these kelompok, by number."""
    people: defaultdict[str, list[BahanKompetensi]] = defaultdict(list)
    for row in await conn.fetch(_BAHAN, kelompok):
        people[row["kelompok"]].append(_bahan(row))
    return people


async def simpan(conn: Conn, hasil: Sequence[tuple[str, PesertaPppk, HasilPppk]], *, versi: Mapping[str, int]) -> None:
    """Write the results of (kelompok, participant) that have none yet; `versi` by kelompok."""
    await HASIL_KOMPETENSI.copy(conn, (_baris(kelompok, asal, satu, versi[kelompok]) for kelompok, asal, satu in hasil))


async def baris_kini(conn: Conn, kelompok: str) -> tuple[BarisVersiPppk, ...]:
    """The current version of a kelompok of PPPK, by number."""
    rows = await conn.fetch(
        """
        select h.peserta, h.formasi, h.kehadiran, h.teknis, h.manajerial_sosiokultural, h.wawancara, h.total, h.memenuhi_ambang,
            h.peringkat, h.peringkat_kelompok, h.seri, u.urutan as urutan_panselnas
        from penilaian.hasil_kompetensi as h left join penilaian.urutan_seri as u on u.peserta = h.peserta
        where h.kelompok = $1 order by h.peserta collate "C"
        """,
        kelompok,
    )
    return tuple(BarisVersiPppk(**row) for row in rows)


async def hasil_peserta(conn: Conn, peserta: str) -> HasilKompetensi | None:
    """One participant, once the kelompok is decided."""
    row = await conn.fetchrow(_HASIL + "where h.peserta = $1", peserta)
    return hasil(row) if row else None


def semua_hasil(pool: asyncpg.Pool, musim: str) -> AsyncGenerator[list[asyncpg.Record], None]:
    """Every decided participant of a season in pages, by number; each row is one for `hasil`."""
    return pages(pool, _HASIL + "where p.musim = $1 order by h.peserta", musim)


def hasil(row: asyncpg.Record) -> HasilKompetensi:
    """One participant as read."""
    return HasilKompetensi(HASIL_KOMPETENSI.read(row), row["aturan"], row["aturan_versi"])


async def hapus(conn: Conn, kelompok: str) -> None:
    """Take the results of the kelompok away, to write its next version; the old one is in `versi_kelompok`."""
    await conn.execute("delete from penilaian.hasil_kompetensi where kelompok = $1", kelompok)


def _bahan(row: asyncpg.Record) -> BahanKompetensi:
    signed = PutusanSeri(row["daftar"], row["urutan"], row["dokumen"]) if row["daftar"] else None
    peserta = PesertaPppk(
        row["peserta"],
        row["formasi"],
        Kehadiran(row["kehadiran"]),
        row["teknis"] or 0,
        row["manajerial_sosiokultural"] or 0,
        row["wawancara"] or 0,
        row["usia"],
        baca_afirmasi(row["afirmasi"]),
        signed,
    )
    fakta = FaktaKompetensi(JenisKebutuhan(row["jenis_kebutuhan"]), row["kualifikasi"], row["kesediaan"])
    return BahanKompetensi(peserta, fakta, row["versi_nilai"])


def _baris(kelompok: str, asal: PesertaPppk, satu: HasilPppk, versi: int) -> BarisKompetensi:
    hadir = asal.kehadiran is Kehadiran.HADIR
    return BarisKompetensi(
        satu.peserta,
        satu.formasi,
        kelompok,
        asal.kehadiran,
        satu.teknis,
        asal.manajerial_sosiokultural if hadir else None,
        asal.wawancara if hadir else None,
        satu.total,
        satu.memenuhi_ambang,
        satu.peringkat,
        satu.peringkat_kelompok,
        satu.seri,
        satu.alasan,
        versi,
    )


_HASIL = f"""
    select {HASIL_KOMPETENSI.listed("h")}, p.aturan, p.aturan_versi
    from penilaian.hasil_kompetensi as h join penilaian.penutupan as p on p.tahap = 'KOMPETENSI' and p.kelompok = h.kelompok
"""  # noqa: S608 - the names are ours
_BAHAN = """
    select f.kelompok, p.peserta, p.formasi, f.jenis_kebutuhan, p.kualifikasi, p.kesediaan, -p.urutan_usia as usia, p.afirmasi,
        n.kehadiran, n.teknis, n.manajerial_sosiokultural, n.wawancara, greatest(n.versi, b.versi) as versi_nilai,
        u.koreksi || '/' || u.daftar as daftar, u.urutan, uk.sumber as dokumen
    from penilaian.formasi as f
    join penilaian.pelamar as p on p.formasi = f.formasi and p.peserta is not null
    join penilaian.nilai_kompetensi as n on n.peserta = p.peserta
    left join penilaian.baris_berkas as b on b.jenis = 'KOMPETENSI' and b.peserta = p.peserta
    left join penilaian.urutan_seri as u on u.peserta = p.peserta
    left join penilaian.koreksi as uk on uk.id = u.koreksi
    where f.kelompok = any($1) order by p.peserta collate "C"
"""
