"""Versions of the calendar, and the proposal that waits. Rows are written once."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from shared.db import Conn, Table
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela, Pengecualian


class _BarisTahap(NamedTuple):
    usul: int
    tahap: TahapMusim
    mulai: datetime
    sampai: datetime


class _BarisPengecualian(NamedTuple):
    usul: int
    aturan: str
    tahap: TahapMusim
    keputusan: str


TAHAP = Table("pendaftaran.jadwal_tahap", _BarisTahap, key=("usul", "tahap"))
PENGECUALIAN = Table("pendaftaran.jadwal_pengecualian", _BarisPengecualian, key=("usul", "aturan", "tahap"))


class Terbitan(NamedTuple):
    """One version that was released, without its dates."""

    versi: int
    keputusan: str
    dirilis_pada: datetime


@dataclass(frozen=True, slots=True)
class UsulJadwal:
    """A version as it was proposed.

    Attributes:
        keputusan: the letter or decree that announces it.
        sidik: SHA-256 of all of it, by which the second officer says what is released.
    """

    jadwal: Jadwal
    keputusan: str
    sidik: str
    diusulkan_oleh: str
    diusulkan_pada: datetime


@dataclass(frozen=True, slots=True)
class JadwalBerlaku:
    """The version in force."""

    jadwal: Jadwal
    keputusan: str
    dirilis_pada: datetime


async def usulkan(conn: Conn, usul: UsulJadwal) -> None:
    """Write a proposal; it takes the place of the one that waits."""
    isi = usul.jadwal
    nomor = await conn.fetchval(
        """
        insert into pendaftaran.jadwal_usul (musim, versi, keputusan, sidik, diusulkan_oleh, diusulkan_pada)
        values ($1, $2, $3, $4, $5, $6) returning id
        """,
        *(isi.musim, isi.versi, usul.keputusan, usul.sidik, usul.diusulkan_oleh, usul.diusulkan_pada),
    )
    await TAHAP.insert(conn, [_BarisTahap(nomor, tahap, jendela.mulai, jendela.sampai) for tahap, jendela in isi.tahap])
    await PENGECUALIAN.insert(conn, [_BarisPengecualian(nomor, satu.aturan, satu.tahap, satu.keputusan) for satu in isi.pengecualian])


async def menunggu(conn: Conn, musim: str) -> UsulJadwal | None:
    """The last proposal of a season, unless it or a later one was released."""
    row = await conn.fetchrow(
        """
        select id, musim, versi, keputusan, sidik, diusulkan_oleh, diusulkan_pada from pendaftaran.jadwal_usul
        where musim = $1 and id > (select coalesce(max(usul), 0) from pendaftaran.jadwal where musim = $1) order by id desc limit 1
        """,
        musim,
    )
    return None if row is None else UsulJadwal(await _jadwal(conn, *row[:3]), *row[3:])


async def rilis(conn: Conn, musim: str, versi: int, petugas: str, saat: datetime) -> None:
    """Put the proposal of a season that waits in force as this version."""
    await conn.execute(
        """
        insert into pendaftaran.jadwal (musim, versi, usul, dirilis_oleh, dirilis_pada)
        select $1, $2, max(id), $3, $4 from pendaftaran.jadwal_usul where musim = $1
        """,
        musim,
        versi,
        petugas,
        saat,
    )


async def berlaku(conn: Conn, musim: str) -> JadwalBerlaku | None:
    """The version in force; None where the season has no calendar."""
    row = await conn.fetchrow(
        """
        select u.id, u.musim, j.versi, u.keputusan, j.dirilis_pada
        from pendaftaran.jadwal j join pendaftaran.jadwal_usul u on u.id = j.usul where j.musim = $1 order by j.versi desc limit 1
        """,
        musim,
    )
    return None if row is None else JadwalBerlaku(await _jadwal(conn, *row[:3]), *row[3:])


async def riwayat(conn: Conn, musim: str) -> list[Terbitan]:
    """Every version of a season, the newest first."""
    rows = await conn.fetch(
        """
        select j.versi, u.keputusan, j.dirilis_pada
        from pendaftaran.jadwal j join pendaftaran.jadwal_usul u on u.id = j.usul where j.musim = $1 order by j.versi desc
        """,
        musim,
    )
    return [Terbitan(*row) for row in rows]


async def _jadwal(conn: Conn, usul: int, musim: str, versi: int) -> Jadwal:
    tahap = {satu.tahap: Jendela(satu.mulai, satu.sampai) for satu in await TAHAP.select(conn, "where usul = $1", usul)}
    kecuali = await PENGECUALIAN.select(conn, "where usul = $1 order by aturan, tahap", usul)
    return Jadwal(
        musim,
        versi,
        tuple((satu, tahap[satu]) for satu in TahapMusim if satu in tahap),
        tuple(Pengecualian(satu.aturan, satu.tahap, satu.keputusan) for satu in kecuali),
    )
