"""Corrections of placed kelompok: in line, held back, waiting for signatures; who left in which order; who has a NIP."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import asyncpg
import orjson

from services.penempatan.domain.kelengkapan import Segel
from services.penempatan.domain.penggantian import Pengunduran
from services.penempatan.domain.selisih import PergantianKursi, Perpindahan, Selisih
from services.penempatan.store.antrean import DARI_SEGEL
from services.penempatan.store.masukan import SEGEL
from shared.db import BarisTertahan, Column, Conn, Table, hold_back
from shared.istilah import ModePengisian


class Dikoreksi(NamedTuple):
    """A placed kelompok whose newest seal is not in force yet, locked."""

    segel: Segel
    versi_ditempatkan: int
    mode: ModePengisian
    musim: str | None


class Usul(NamedTuple):
    """What one officer proposed, for another one to release."""

    alasan: str
    sumber: str
    diusulkan_oleh: str


class BarisKoreksi(NamedTuple):
    """How far a correction is; `selisih` is there once it was computed, the last three once somebody proposed it as it was computed."""

    kelompok: str
    versi: int
    status: str
    sebab: str | None
    rincian: str | None
    selisih: Selisih | None
    alasan: str | None
    sumber: str | None
    diusulkan_oleh: str | None


class Koreksi(NamedTuple):
    """A correction, and the version it would replace."""

    baris: BarisKoreksi
    versi_ditempatkan: int

    @property
    def usul(self) -> Usul | None:
        """The proposal, if there is one."""
        b = self.baris
        return Usul(b.alasan, b.sumber, b.diusulkan_oleh) if b.alasan and b.sumber and b.diusulkan_oleh else None


class BarisPengunduran(NamedTuple):
    """Somebody who left, and the kelompok."""

    kelompok: str
    mundur: Pengunduran


def _baca_selisih(teks: str) -> Selisih:
    isi = orjson.loads(teks)
    return Selisih(
        masuk=tuple(isi["masuk"]),
        kehilangan=tuple(isi["kehilangan"]),
        pindah=tuple(Perpindahan(**satu) for satu in isi["pindah"]),
        kursi=tuple(PergantianKursi(**satu) for satu in isi["kursi"]),
        dibuka_kembali=tuple(isi["dibuka_kembali"]),
    )


def tulis_selisih(selisih: Selisih) -> str:
    """Write a difference as JSON."""
    return orjson.dumps(selisih).decode()


SELISIH = Column("jsonb", tulis_selisih, _baca_selisih)
KOREKSI = Table("penempatan.koreksi", BarisKoreksi, key=("kelompok",), columns={"selisih": SELISIH})
PENGUNDURAN = Table("penempatan.pengunduran", BarisPengunduran, key=("peserta",))


async def ambil_antrean(conn: Conn, paling_banyak: int) -> list[Dikoreksi]:
    """Lock up to so many kelompok whose correction is to be looked at, longest waiting first, leaving out those in other hands."""
    return [_dikoreksi(row) for row in await conn.fetch(_ANTREAN, paling_banyak)]


async def kunci(conn: Conn, kelompok: str) -> Dikoreksi | None:
    """Lock one kelompok; None when no correction of it is under way."""
    row = await conn.fetchrow(f"{_DIKOREKSI} where k.kelompok = $1 and k.versi > k.versi_ditempatkan for update of k", kelompok)
    return _dikoreksi(row) if row else None


async def satu(conn: Conn, kelompok: str) -> Koreksi | None:
    """The correction of one kelompok that is under way."""
    row = await conn.fetchrow(f"{_KOREKSI} where r.kelompok = $1", kelompok)
    return _koreksi(row) if row else None


async def menunggu(conn: Conn, paling_banyak: int, instansi: str | None = None) -> list[Koreksi]:
    """Corrections that wait for signatures, of one agency or all, the longest waiting first."""
    query = (
        f"{_KOREKSI} where r.status = 'MENUNGGU' and ($2::text is null or left(r.kelompok, 4) = $2) order by r.sejak, r.kelompok limit $1"
    )
    return [_koreksi(row) for row in await conn.fetch(query, paling_banyak, instansi)]


async def tahan(conn: Conn, baris: Sequence[BarisTertahan]) -> None:
    """Hold back, as a kelompok that is not placed yet; what is in force stays so. A proposal falls."""
    await hold_back(conn, "penempatan.koreksi", baris, also=_PROPOSAL_FALLS)


async def tunggu(conn: Conn, kelompok: str, selisih: Selisih) -> None:
    """Wait for signatures; a proposal stands only while the difference is the one that was proposed."""
    await conn.execute(_TUNGGU, kelompok, tulis_selisih(selisih))


async def usulkan(conn: Conn, kelompok: str, usul: Usul) -> None:
    """Store the proposal; it replaces an earlier one."""
    query = "update penempatan.koreksi set alasan = $2, sumber = $3, diusulkan_oleh = $4, diusulkan_pada = now() where kelompok = $1"
    await conn.execute(query, kelompok, *usul)


async def hapus(conn: Conn, kelompok: str) -> None:
    """Take a correction that came into force out of the line."""
    await conn.execute("delete from penempatan.koreksi where kelompok = $1", kelompok)


async def hitung_lagi(conn: Conn, kelompok: Sequence[str]) -> None:
    """Have corrections of these kelompok computed again: something they rest on is different now; the caller holds their locks."""
    query = """
        update penempatan.koreksi set status = 'ANTRE', sebab = null, rincian = null, coba_pada = now() where kelompok = any($1::text[])
    """
    await conn.execute(query, kelompok)


# --- departures and numbers ---------------------------------------------------------------------------------------------------------------


async def catat_pengunduran(conn: Conn, baris: Iterable[BarisPengunduran]) -> None:
    """Keep who left which seat, in this order, which COPY keeps; the caller holds the locks of the kelompok."""
    await PENGUNDURAN.copy(conn, baris)


async def ambil_pengunduran(conn: Conn, kelompok: Sequence[str]) -> list[BarisPengunduran]:
    """Everybody who left these kelompok, in the order in which it was applied."""
    return await PENGUNDURAN.select(conn, "where t.kelompok = any($1::text[]) order by t.urutan", kelompok)


async def nip_sah(conn: Conn, peserta: Collection[str]) -> frozenset[str]:
    """Return those of these people who have a NIP that is not cancelled."""
    rows = await conn.fetch("select peserta from penempatan.nip where peserta = any($1::text[]) and terbit > batal", list(peserta))
    return frozenset(row[0] for row in rows)


def _dikoreksi(row: asyncpg.Record) -> Dikoreksi:
    return Dikoreksi(SEGEL.read(row), row["versi_ditempatkan"], ModePengisian(row["mode"]), row["musim"])


def _koreksi(row: asyncpg.Record) -> Koreksi:
    return Koreksi(KOREKSI.read(row), row["versi_ditempatkan"])


_DIKOREKSI = f"""
    select {SEGEL.listed("s")}, k.versi_ditempatkan, k.mode, m.musim from {DARI_SEGEL} join penempatan.musim_kelompok m using (kelompok)
"""  # noqa: S608 - the names are ours
_ANTREAN = f"""
    {_DIKOREKSI} join penempatan.koreksi r using (kelompok)
    where r.status <> 'MENUNGGU' and r.coba_pada <= now() and k.versi > k.versi_ditempatkan
    order by r.coba_pada, k.kelompok limit $1 for update of k skip locked
"""
_KOREKSI = f"""
    select {KOREKSI.listed("r")}, k.versi_ditempatkan from penempatan.koreksi r join penempatan.kelompok k using (kelompok)
"""  # noqa: S608 - the names are ours
_PROPOSAL_FALLS = """
    status = 'TERTAHAN', selisih = null, alasan = null, sumber = null, diusulkan_oleh = null, diusulkan_pada = null
"""
_TUNGGU = """
    update penempatan.koreksi
    set status = 'MENUNGGU', sebab = null, rincian = null, percobaan = 0, selisih = $2::jsonb,
        alasan = case when selisih = $2::jsonb then alasan end, sumber = case when selisih = $2::jsonb then sumber end,
        diusulkan_oleh = case when selisih = $2::jsonb then diusulkan_oleh end,
        diusulkan_pada = case when selisih = $2::jsonb then diusulkan_pada end
    where kelompok = $1
"""
