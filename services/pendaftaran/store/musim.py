"""Seasons, where each of them stands, and the locks that keep the stages of one apart."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from services.pendaftaran.domain.jadwal.pintu import MasaPendaftaran
from shared.db import Conn, Table
from shared.jadwal import Jendela
from shared.musim import Musim as BarisMusim

# Two-part advisory keys: what is locked, and of which season.
_PENDAFTARAN: Final = 0x504401
_FORMASI: Final = 0x504402
_JADWAL: Final = 0x504403
_MUSIM: Final = 0x504404

MUSIM = Table("pendaftaran.musim", BarisMusim, key=("musim",))


@dataclass(frozen=True, slots=True)
class Keadaan:
    """Where a season stands; times in UTC, None = not yet; and the officer whose proposal to close it waits or was released.

    Attributes:
        masa: when registration is open by the calendar in force; None where the season has none.
    """

    ditutup_pada: datetime | None
    selesai_pada: datetime | None
    peserta_sha256: str | None
    tutup_diusulkan_oleh: str | None
    masa: MasaPendaftaran | None


class MusimBerjalan(NamedTuple):
    """A season in its newest version, and where it stands."""

    musim: BarisMusim
    keadaan: Keadaan


class Terumumkan(NamedTuple):
    """A season in its newest version, and the letter or decree that announced it; empty for the one taken over."""

    musim: BarisMusim
    keputusan: str
    diumumkan_pada: datetime


async def terumumkan(conn: Conn) -> list[Terumumkan]:
    """Every season as it was announced last, by code."""
    rows = await conn.fetch(
        f"select {MUSIM.listed()}, keputusan, diumumkan_pada from pendaftaran.musim order by musim"  # noqa: S608 - the names are ours
    )
    return [Terumumkan(MUSIM.read(row), row["keputusan"], row["diumumkan_pada"]) for row in rows]


async def semua(conn: Conn) -> list[BarisMusim]:
    """Every season, by code."""
    return await MUSIM.select(conn, "order by musim")


async def satu(conn: Conn, musim: str) -> BarisMusim:
    """The season of this code, which there is."""
    (found,) = await MUSIM.select(conn, "where musim = $1", musim)
    return found


async def selesai_sebelum(conn: Conn, saat: datetime) -> list[str]:
    """The seasons whose document check was over by then."""
    return [row[0] for row in await conn.fetch("select musim from pendaftaran.musim where selesai_pada <= $1 order by musim", saat)]


async def ambil(conn: Conn, musim: str) -> MusimBerjalan:
    """A season and its state as committed."""
    (row,) = await conn.fetch(_AMBIL, musim)
    ditutup, selesai, sha256, oleh, versi, keputusan, mulai, sampai = row[-8:]
    masa = None if versi is None else MasaPendaftaran(versi, keputusan, Jendela(mulai, sampai))
    return MusimBerjalan(MUSIM.read(row), Keadaan(ditutup, selesai, sha256, oleh, masa))


async def kunci_melamar(conn: Conn, musim: str) -> MusimBerjalan:
    """Hold the registration of a season as it is until the transaction ends; many may hold it at once. Returns the state it is held in.

    An advisory lock and not a row lock: every application would write its lock into the one row.
    """
    await conn.execute("select pg_advisory_xact_lock_shared($1, $2)", _PENDAFTARAN, _nomor(musim))
    # A statement of its own: its snapshot must be taken after the lock.
    return await ambil(conn, musim)


async def kunci_menutup(conn: Conn, musim: str) -> MusimBerjalan:
    """Wait for all running applications of a season and let no new one in until the transaction ends."""
    await tahan_pendaftaran(conn, musim)
    return await ambil(conn, musim)


async def tahan_pendaftaran(conn: Conn, musim: str) -> None:
    """The lock of `kunci_menutup` for itself: a season that is released for the first time has no state yet."""
    await conn.execute("select pg_advisory_xact_lock($1, $2)", _PENDAFTARAN, _nomor(musim))


async def kunci_formasi(conn: Conn, musim: str) -> MusimBerjalan:
    """One import or opening of posts at a time, over all seasons, since agencies get their codes there; none while the season is closed."""
    await conn.execute("select pg_advisory_xact_lock($1, 0)", _FORMASI)
    return await kunci_melamar(conn, musim)


async def kunci_jadwal(conn: Conn, musim: str) -> MusimBerjalan:
    """One proposal of a season's calendar at a time, and none while one is released or its registration is being closed."""
    await conn.execute("select pg_advisory_xact_lock($1, $2)", _JADWAL, _nomor(musim))
    return await kunci_melamar(conn, musim)


async def kunci_musim(conn: Conn) -> None:
    """One act on the seasons themselves at a time, whichever season it is about."""
    await conn.execute("select pg_advisory_xact_lock($1, 0)", _MUSIM)


def _nomor(musim: str) -> int:
    """The number under which a season is locked. Two seasons that share one wait for each other more than they must, and nothing else."""
    return int.from_bytes(hashlib.sha256(musim.encode()).digest()[:4], signed=True)


async def usulkan_tutup(conn: Conn, musim: str, petugas: str, saat: datetime) -> None:
    """Write a proposal to close the registration of a season, over the one that waits."""
    await conn.execute(
        "update pendaftaran.musim set tutup_diusulkan_oleh = $2, tutup_diusulkan_pada = $3 where musim = $1", musim, petugas, saat
    )


async def tutup(conn: Conn, musim: str, aturan_versi: int, saat: datetime) -> None:
    """Close the registration of a season and put every agency that has applications in line for the document check.

    They are judged under this version of the rules.
    """
    await conn.execute("update pendaftaran.musim set ditutup_pada = $2 where musim = $1", musim, saat)
    await conn.execute(
        """
        insert into pendaftaran.pemeriksaan (musim, kode_instansi, total, aturan_versi)
        select $1, l.kode_instansi, count(*), $2
        from pendaftaran.lamaran l join pendaftaran.formasi f using (formasi) where f.musim = $1 group by l.kode_instansi
        """,
        musim,
        aturan_versi,
    )


_AMBIL = f"""
    select {MUSIM.listed("m")}, m.ditutup_pada, m.selesai_pada, m.peserta_sha256, m.tutup_diusulkan_oleh,
           j.versi as jadwal, u.keputusan, t.mulai, t.sampai
    from pendaftaran.musim m
    left join (select versi, usul from pendaftaran.jadwal where musim = $1 order by versi desc limit 1) j on true
    left join pendaftaran.jadwal_usul u on u.id = j.usul
    left join pendaftaran.jadwal_tahap t on t.usul = j.usul and t.tahap = 'PENDAFTARAN'
    where m.musim = $1
"""  # noqa: S608 - the names are ours
