"""Placed kelompok as they stand: the posts they were placed on, decisions, seats, and the rule set they go by."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from services.penempatan.domain.jenis import Formasi, Keadaan, Keputusan, Kursi
from services.penempatan.store.masukan import KESEDIAAN, KUALIFIKASI, IsiFormasi
from shared.contracts.alasan import baca_alasan, tulis_alasan
from shared.db import Column, Conn, Table
from shared.istilah import ModePengisian


class BarisDasar(NamedTuple):
    """A post as it was when its kelompok was placed: a later version of it changes no replacement."""

    kelompok: str
    isi: IsiFormasi


class BarisKeputusan(NamedTuple):
    """A decision and its kelompok."""

    kelompok: str
    keputusan: Keputusan


class BarisKursi(NamedTuple):
    """A seat and its kelompok."""

    kelompok: str
    kursi: Kursi


class Ditempatkan(NamedTuple):
    """Under what a kelompok was placed; `musim` is None where it is not known yet which season takes what names none."""

    aturan: str
    aturan_versi: int
    mode: ModePengisian
    musim: str | None


DASAR = Table("penempatan.formasi_dasar", BarisDasar, key=("formasi",), columns={"isi.kualifikasi": KUALIFIKASI})
KEPUTUSAN = Table(
    "penempatan.keputusan",
    BarisKeputusan,
    key=("peserta",),
    columns={"keputusan.dasar.kesediaan": KESEDIAAN, "keputusan.alasan": Column("jsonb", tulis_alasan, baca_alasan)},
    names={"keputusan.dasar.formasi": "formasi_asal"},
)
# A seat has one reason, which is stored as an object and not as a list of one.
_SATU_ALASAN = Column("jsonb", lambda satu: tulis_alasan((satu,))[1:-1], lambda teks: baca_alasan(f"[{teks}]")[0])
KURSI = Table("penempatan.kursi", BarisKursi, key=("kursi",), columns={"kursi.alasan": _SATU_ALASAN})
# The seal in force; of a kelompok placed before seals were kept, the first one that was.
SEGEL_BERLAKU = """
    cross join lateral (
        select s.aturan, s.aturan_versi from penempatan.segel s
        where s.kelompok = k.kelompok and s.versi >= k.versi_ditempatkan order by s.versi limit 1) b
"""


async def kunci(conn: Conn, kelompok: Sequence[str]) -> dict[str, Ditempatkan]:
    """Lock placed kelompok, in order; rule set and mode of each."""
    rows = await conn.fetch(_KUNCI, kelompok)
    return {row["kelompok"]: Ditempatkan(row["aturan"], row["aturan_versi"], ModePengisian(row["mode"]), row["musim"]) for row in rows}


async def muat(conn: Conn, mode: Mapping[str, ModePengisian]) -> dict[str, Keadaan]:
    """Read kelompok that are placed, each with the mode it was placed in; the caller holds their locks."""
    nama, milik = sorted(mode), "where t.kelompok = any($1::text[])"
    orang: defaultdict[str, dict[str, Keputusan]] = defaultdict(dict)
    bangku: defaultdict[str, dict[str, Kursi]] = defaultdict(dict)
    post: defaultdict[str, dict[str, Formasi]] = defaultdict(dict)
    for satu in await KEPUTUSAN.select(conn, milik, nama):
        orang[satu.kelompok][satu.keputusan.peserta] = satu.keputusan
    for baris in await KURSI.select(conn, milik, nama):
        bangku[baris.kelompok][baris.kursi.kursi] = baris.kursi
    for dasar in await DASAR.select(conn, milik, nama):
        post[dasar.kelompok][dasar.isi.formasi] = dasar.isi.formasi_baku
    return {kelompok: Keadaan(post[kelompok], orang[kelompok], bangku[kelompok], mode[kelompok]) for kelompok in nama}


async def tulis_dasar(conn: Conn, formasi: Iterable[tuple[str, Formasi]]) -> None:
    """Keep posts as they are placed, each with its kelompok."""
    baris = (
        BarisDasar(kelompok, IsiFormasi(f.kode, f.kuota, f.jenis_kebutuhan, f.unit, tuple(sorted(f.kualifikasi)), f.grup))
        for kelompok, f in formasi
    )
    await DASAR.copy(conn, baris)


async def ambil_alih(conn: Conn, peserta: Collection[str]) -> dict[str, int]:
    """Take over those of these people whom a correction took out of the ranking of another kelompok, which is locked.

    Returns the version of the last decision about each; the next one follows it.
    """
    query = "delete from penempatan.keputusan where peserta = any($1::text[]) and di_luar_peringkat and not mundur returning peserta, versi"
    return {row[0]: row[1] for row in await conn.fetch(query, list(peserta))}


async def simpan(
    conn: Conn,
    keputusan: Sequence[BarisKeputusan],
    kursi: Sequence[BarisKursi],
    *,
    orang_baru: Collection[str],
    kursi_baru: Collection[str],
) -> None:
    """Write decisions and seats, new ones and others over what is there; everybody leaves a seat before anybody takes one."""
    lama = [satu for satu in keputusan if satu.keputusan.peserta not in orang_baru]
    bangku = [satu for satu in kursi if satu.kursi.kursi not in kursi_baru]
    if bangku:
        await conn.execute(_KOSONGKAN, [satu.kursi.kursi for satu in bangku])
    if lama:
        await conn.execute(_BERDIRI, [satu.keputusan.peserta for satu in lama])
        await KEPUTUSAN.update(conn, lama)
    if bangku:
        await KURSI.update(conn, bangku)
    await KEPUTUSAN.copy(conn, (satu for satu in keputusan if satu.keputusan.peserta in orang_baru))
    await KURSI.copy(conn, (satu for satu in kursi if satu.kursi.kursi in kursi_baru))


_KUNCI = f"""
    select k.kelompok, b.aturan, b.aturan_versi, k.mode, m.musim
    from penempatan.kelompok k join penempatan.musim_kelompok m using (kelompok) {SEGEL_BERLAKU}
    where k.kelompok = any($1::text[]) and k.status = 'DITEMPATKAN' order by k.kelompok for update of k
"""  # noqa: S608 - the names are ours
# The index that keeps a seat for one person looks at every row as it is written: seats that change hands are free in between.
_BERDIRI = """
    update penempatan.keputusan set hasil = 'MENUNGGU', rute = null, formasi_tujuan = null, kursi = null
    where peserta = any($1::text[]) and kursi is not null and not mundur
"""
# Nobody may be seen in two seats on the way, even inside the statement: people first stand up.
_KOSONGKAN = """
    update penempatan.kursi set status = 'KOSONG', peserta = null, alasan = '{}' where kursi = any($1::text[])
"""
