"""Corrections of placed kelompok: in line, held back, waiting for signatures; who left in which order; who has a NIP."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import asyncpg
import orjson

from services.penempatan.domain import Mode, Pengunduran, PergantianKursi, Perpindahan, Selisih
from services.penempatan.store.antrean import DARI_SEGEL, KOLOM_SEGEL, BarisKelompok
from shared.db import BarisTertahan, Conn, columns, hold_back


class Dikoreksi(NamedTuple):
    """A placed kelompok whose newest seal is not in force yet, locked."""

    segel: BarisKelompok
    versi_ditempatkan: int
    mode: Mode


class Usul(NamedTuple):
    """What one officer proposed, for another one to release."""

    alasan: str
    sumber: str
    diusulkan_oleh: str


class Koreksi(NamedTuple):
    """How far a correction is. `selisih` is there once it was computed, `usul` once somebody proposed it as it was computed."""

    kelompok: str
    versi: int
    versi_ditempatkan: int
    status: str
    sebab: str | None
    rincian: str | None
    selisih: Selisih | None
    usul: Usul | None


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


async def menunggu(conn: Conn, paling_banyak: int) -> list[Koreksi]:
    """Corrections that wait for signatures, the longest waiting first."""
    return [
        _koreksi(row)
        for row in await conn.fetch(f"{_KOREKSI} where r.status = 'MENUNGGU' order by r.sejak, r.kelompok limit $1", paling_banyak)
    ]


async def tahan(conn: Conn, baris: Sequence[BarisTertahan]) -> None:
    """Hold back, as a kelompok that is not placed yet; what is in force stays so. A proposal falls."""
    await hold_back(conn, "penempatan.koreksi", baris, also=_PROPOSAL_FALLS)


async def tunggu(conn: Conn, kelompok: str, selisih: Selisih) -> None:
    """Wait for signatures; a proposal stands only while the difference is the one that was proposed."""
    await conn.execute(_TUNGGU, kelompok, tulis_selisih(selisih))


async def usulkan(conn: Conn, kelompok: str, usul: Usul) -> None:
    """Propose, in the place of what was proposed before."""
    query = "update penempatan.koreksi set alasan = $2, sumber = $3, diusulkan_oleh = $4, diusulkan_pada = now() where kelompok = $1"
    await conn.execute(query, kelompok, *usul)


async def hapus(conn: Conn, kelompok: str) -> None:
    """The correction is in force."""
    await conn.execute("delete from penempatan.koreksi where kelompok = $1", kelompok)


async def hitung_lagi(conn: Conn, kelompok: Sequence[str]) -> None:
    """Something that corrections of these kelompok rest on is different now; the caller holds their locks."""
    query = """
        update penempatan.koreksi set status = 'ANTRE', sebab = null, rincian = null, coba_pada = now() where kelompok = any($1::text[])
    """
    await conn.execute(query, kelompok)


# --- departures and numbers ---------------------------------------------------------------------------------------------------------------


async def catat_pengunduran(conn: Conn, baris: Iterable[tuple[str, Pengunduran]]) -> None:
    """Keep who left which seat, each with the kelompok, in this order; the caller holds the locks of the kelompok."""
    rows = [(kelompok, p.peserta, p.kursi, p.jenis, p.langkah, p.dapat_diganti) for kelompok, p in baris]
    await conn.execute(_PENGUNDURAN, *columns(rows, 6))


async def ambil_pengunduran(conn: Conn, kelompok: Sequence[str]) -> list[tuple[str, Pengunduran]]:
    """Everybody who left these kelompok, each with the kelompok, in the order in which it was applied."""
    query = """
        select kelompok, peserta, kursi, jenis, langkah, dapat_diganti from penempatan.pengunduran
        where kelompok = any($1::text[]) order by urutan
    """
    return [(row[0], Pengunduran(*row[1:])) for row in await conn.fetch(query, kelompok)]


async def nip_sah(conn: Conn, peserta: Collection[str]) -> frozenset[str]:
    """Who of these people has a NIP that is not cancelled."""
    rows = await conn.fetch("select peserta from penempatan.nip where peserta = any($1::text[]) and terbit > batal", list(peserta))
    return frozenset(row[0] for row in rows)


def tulis_selisih(selisih: Selisih) -> str:
    """As JSON."""
    return orjson.dumps(selisih).decode()


def baca_selisih(teks: str) -> Selisih:
    """A stored difference."""
    isi = json.loads(teks)
    return Selisih(
        masuk=tuple(isi["masuk"]),
        kehilangan=tuple(isi["kehilangan"]),
        pindah=tuple(Perpindahan(**satu) for satu in isi["pindah"]),
        kursi=tuple(PergantianKursi(**satu) for satu in isi["kursi"]),
        dibuka_kembali=tuple(isi["dibuka_kembali"]),
    )


def _dikoreksi(row: asyncpg.Record) -> Dikoreksi:
    *segel, versi, mode = row
    return Dikoreksi(BarisKelompok(*segel), versi, Mode(mode))


def _koreksi(row: asyncpg.Record) -> Koreksi:
    kelompok, versi, ditempatkan, status, sebab, rincian, teks, alasan, sumber, petugas = row
    selisih = baca_selisih(teks) if teks is not None else None
    usul = Usul(alasan, sumber, petugas) if petugas is not None else None
    return Koreksi(kelompok, versi, ditempatkan, status, sebab, rincian, selisih, usul)


_DIKOREKSI = f"select {KOLOM_SEGEL}, k.versi_ditempatkan, k.mode from {DARI_SEGEL}"  # noqa: S608 - the names are ours
_ANTREAN = f"""
    {_DIKOREKSI} join penempatan.koreksi r using (kelompok)
    where r.status <> 'MENUNGGU' and r.coba_pada <= now() and k.versi > k.versi_ditempatkan
    order by r.coba_pada, k.kelompok limit $1 for update of k skip locked
"""
_KOREKSI = """
    select r.kelompok, r.versi, k.versi_ditempatkan, r.status, r.sebab, r.rincian, r.selisih, r.alasan, r.sumber, r.diusulkan_oleh
    from penempatan.koreksi r join penempatan.kelompok k using (kelompok)
"""
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
_PENGUNDURAN = """
    insert into penempatan.pengunduran (kelompok, peserta, kursi, jenis, langkah, dapat_diganti)
    select kelompok, peserta, kursi, jenis, langkah, dapat_diganti
    from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bool[])
        with ordinality as b (kelompok, peserta, kursi, jenis, langkah, dapat_diganti, n)
    order by n
"""
