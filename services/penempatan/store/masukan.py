"""What is received: posts, rankings, closings, numbers; a newer version replaces an older one, an older one changes nothing."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson

from services.penempatan.domain.jenis import BERSEDIA, Formasi, Kesediaan, Peringkat, baku
from services.penempatan.domain.kelengkapan import Segel
from shared.aturan import JenisKebutuhan
from shared.db import Column, Conn, Table
from shared.istilah import JenisKesediaan


class IsiFormasi(NamedTuple):
    """The part of a post that placing needs; the unit as it was written."""

    formasi: str
    kuota: int
    jenis_kebutuhan: JenisKebutuhan
    unit: str
    kualifikasi: tuple[str, ...]
    grup: str | None

    @property
    def formasi_baku(self) -> Formasi:
        """Bring the post into the form that rules read: units are compared without regard to capitals and spaces."""
        return Formasi(self.formasi, self.kuota, self.jenis_kebutuhan, baku(self.unit), frozenset(self.kualifikasi), grup=self.grup)


class BarisFormasi(NamedTuple):
    """A post in its newest version; `musim` is None where it belongs to the season that takes what names none."""

    kelompok: str
    isi: IsiFormasi
    instansi: str
    jabatan: str
    musim: str | None
    versi: int


class BarisPeringkat(NamedTuple):
    """A ranked person in the newest version."""

    kelompok: str
    orang: Peringkat
    versi: int


class BarisKelompok(NamedTuple):
    """A kelompok with its newest seal."""

    kelompok: str
    versi: int


class BarisNip(NamedTuple):
    """Whether somebody has a valid number: the higher version says; 0 where that topic told nothing. The number itself is not here."""

    peserta: str
    terbit: int
    batal: int


def _tulis_kesediaan(kesediaan: Kesediaan) -> str | None:
    """Nothing is kept of who would go anywhere."""
    if kesediaan == BERSEDIA:
        return None
    return orjson.dumps({"jenis": kesediaan.jenis, "unit": sorted(kesediaan.unit), "formasi": sorted(kesediaan.formasi)}).decode()


def _baca_kesediaan(teks: str | None) -> Kesediaan:
    if teks is None:
        return BERSEDIA
    isi = orjson.loads(teks)
    return Kesediaan(JenisKesediaan(isi["jenis"]), frozenset(baku(unit) for unit in isi.get("unit", ())), frozenset(isi.get("formasi", ())))


KESEDIAAN = Column("jsonb", _tulis_kesediaan, _baca_kesediaan, nulls=True)
KUALIFIKASI = Column("jsonb", lambda studi: orjson.dumps(studi).decode(), lambda teks: tuple(orjson.loads(teks)))
FORMASI = Table("penempatan.formasi", BarisFormasi, key=("formasi",), columns={"isi.kualifikasi": KUALIFIKASI})
PERINGKAT = Table("penempatan.peringkat", BarisPeringkat, key=("peserta",), columns={"orang.kesediaan": KESEDIAAN})
SEGEL = Table("penempatan.segel", Segel, key=("kelompok", "versi"))
KELOMPOK = Table("penempatan.kelompok", BarisKelompok, key=("kelompok",))
NIP = Table("penempatan.nip", BarisNip, key=("peserta",))


async def simpan_formasi(conn: Conn, baris: Sequence[BarisFormasi]) -> None:
    """Keep posts, each named once."""
    await FORMASI.upsert(conn, baris, newest="versi")


async def simpan_peringkat(conn: Conn, baris: Sequence[BarisPeringkat]) -> None:
    """Keep ranked people, each named once."""
    await PERINGKAT.upsert(conn, baris, newest="versi")


async def simpan_penutupan(conn: Conn, semua: Sequence[Segel], terbaru: Sequence[Segel]) -> None:
    """Keep every seal, whatever came later, and the newest of each kelompok (`terbaru`) as the one it is to be placed by.

    A kelompok that is placed already stays placed, and its correction is put in line; one that waited for signatures on an older version
    begins again.
    """
    await SEGEL.insert(conn, {(satu.kelompok, satu.versi): satu for satu in reversed(semua)}.values(), keep=True)
    baru = [BarisKelompok(satu.kelompok, satu.versi) for satu in terbaru]
    ditulis = await KELOMPOK.upsert(conn, baru, newest="versi", also="coba_pada = now()")
    await conn.execute(_KOREKSI, [kelompok for (kelompok,) in ditulis])


async def simpan_nip(conn: Conn, baris: Sequence[BarisNip]) -> None:
    """Note numbers issued and cancelled, each person once; they come on two topics in any order."""
    await conn.execute(_NIP, *NIP.arrays(baris))


async def bangunkan(conn: Conn, kelompok: Sequence[str]) -> None:
    """Have these kelompok looked at again at once, those whose newest closing is not placed yet.

    Waits for a worker that is placing one of them: it may have counted the rows before ours were there.
    """
    tertunda = [row[0] for row in await conn.fetch(_KUNCI_TERTUNDA, kelompok)]
    if tertunda:
        await conn.execute("update penempatan.kelompok set coba_pada = now() where kelompok = any($1::text[])", tertunda)
        await conn.execute("update penempatan.koreksi set coba_pada = now() where kelompok = any($1::text[])", tertunda)


_KOREKSI = """
    insert into penempatan.koreksi as lama (kelompok, versi)
    select kelompok, versi from penempatan.kelompok where kelompok = any($1::text[]) and versi > versi_ditempatkan
    on conflict (kelompok) do update
    set versi = excluded.versi, status = 'ANTRE', sebab = null, rincian = null, percobaan = 0, coba_pada = now(), selisih = null,
        alasan = null, sumber = null, diusulkan_oleh = null, diusulkan_pada = null
    where excluded.versi > lama.versi
"""
_NIP = f"""
    insert into {NIP.name} as lama ({NIP.listed()}) select {NIP.listed("baru")} from {NIP.unnested("baru")} order by peserta
    on conflict (peserta) do update set terbit = greatest(lama.terbit, excluded.terbit), batal = greatest(lama.batal, excluded.batal)
"""  # noqa: S608 - the names are ours
_KUNCI_TERTUNDA = """
    select kelompok from penempatan.kelompok
    where kelompok = any($1::text[]) and (status <> 'DITEMPATKAN' or versi > versi_ditempatkan)
    order by kelompok for update
"""
