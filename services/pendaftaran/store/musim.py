"""The state of the season, and the locks that keep its stages apart."""

from dataclasses import dataclass
from datetime import datetime

from services.pendaftaran.domain.jadwal.pintu import MasaPendaftaran
from shared.db import Conn
from shared.jadwal import Jendela

# Two-part advisory keys: registration, and what is locked.
_RUANG = 0x5044
_PENDAFTARAN = 1
_FORMASI = 2
_JADWAL = 3


@dataclass(frozen=True, slots=True)
class Keadaan:
    """Where the season stands; times in UTC, None = not yet; and the officer whose proposal to close it waits or was released.

    Attributes:
        masa: when registration is open by the calendar in force; None where the season has none.
    """

    ditutup_pada: datetime | None
    selesai_pada: datetime | None
    peserta_sha256: str | None
    tutup_diusulkan_oleh: str | None
    masa: MasaPendaftaran | None


async def ambil(conn: Conn) -> Keadaan:
    """The state as committed."""
    (row,) = await conn.fetch(
        """
        select m.ditutup_pada, m.selesai_pada, m.peserta_sha256, m.tutup_diusulkan_oleh, j.versi, u.keputusan, t.mulai, t.sampai
        from pendaftaran.musim m
        left join (select versi, usul from pendaftaran.jadwal order by versi desc limit 1) j on true
        left join pendaftaran.jadwal_usul u on u.id = j.usul
        left join pendaftaran.jadwal_tahap t on t.usul = j.usul and t.tahap = 'PENDAFTARAN'
        """
    )
    ditutup, selesai, sha256, oleh, versi, keputusan, mulai, sampai = row
    masa = None if versi is None else MasaPendaftaran(versi, keputusan, Jendela(mulai, sampai))
    return Keadaan(ditutup, selesai, sha256, oleh, masa)


async def kunci_melamar(conn: Conn) -> Keadaan:
    """Hold the registration as it is until the transaction ends; many may hold it at once. Returns the state it is held in.

    An advisory lock and not a row lock: every application would write its lock into the one row.
    """
    await conn.execute("select pg_advisory_xact_lock_shared($1, $2)", _RUANG, _PENDAFTARAN)
    # A statement of its own: its snapshot must be taken after the lock.
    return await ambil(conn)


async def kunci_menutup(conn: Conn) -> Keadaan:
    """Wait for all running applications and let no new one in until the transaction ends."""
    await conn.execute("select pg_advisory_xact_lock($1, $2)", _RUANG, _PENDAFTARAN)
    return await ambil(conn)


async def kunci_formasi(conn: Conn) -> Keadaan:
    """One import or opening of posts at a time, and none while the registration is being closed."""
    await conn.execute("select pg_advisory_xact_lock($1, $2)", _RUANG, _FORMASI)
    return await kunci_melamar(conn)


async def kunci_jadwal(conn: Conn) -> Keadaan:
    """One proposal of a calendar at a time, and none while one is released or the registration is being closed."""
    await conn.execute("select pg_advisory_xact_lock($1, $2)", _RUANG, _JADWAL)
    return await kunci_melamar(conn)


async def usulkan_tutup(conn: Conn, petugas: str, saat: datetime) -> None:
    """Write a proposal to close the registration, over the one that waits."""
    await conn.execute("update pendaftaran.musim set tutup_diusulkan_oleh = $1, tutup_diusulkan_pada = $2", petugas, saat)


async def tutup(conn: Conn, saat: datetime) -> None:
    """Close the registration and put every agency that has applications in line for the document check."""
    await conn.execute("update pendaftaran.musim set ditutup_pada = $1", saat)
    await conn.execute(
        """
        insert into pendaftaran.pemeriksaan (kode_instansi, total)
        select kode_instansi, count(*) from pendaftaran.lamaran group by kode_instansi
        """
    )
