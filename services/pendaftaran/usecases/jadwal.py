"""The calendar takes two officers: one proposes a version, another releases just that one; from the commit on it is in force everywhere.

Nobody holds a copy that could be late: whoever applies reads the version in the transaction of the application, under the lock that a
release must have alone.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from services.pendaftaran.domain.jadwal import periksa
from services.pendaftaran.domain.jadwal.pintu import tolak_jadwal_pertama
from services.pendaftaran.domain.kalimat import waktu_wib
from services.pendaftaran.store import formasi as store_formasi
from services.pendaftaran.store import jadwal as store
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.store.jadwal import JadwalBerlaku, Terbitan, UsulJadwal
from services.pendaftaran.store.musim import Keadaan
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.musim import Instalasi, Musim
from shared.db import Conn
from shared.errors import Fault, Rejected
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal
from shared.jejak import sidik_keadaan
from shared.kebijakan import pastikan_orang_lain
from shared.messaging import UnitOfWork


@dataclass(frozen=True, slots=True)
class JadwalLengkap:
    """The version in force and every one before it, the newest first."""

    berlaku: JadwalBerlaku
    riwayat: tuple[Terbitan, ...]


@dataclass(frozen=True, slots=True)
class Rancangan:
    """A version as somebody would have it, and the letter or decree that would announce it."""

    jadwal: Jadwal
    keputusan: str


async def usulkan(uow: UnitOfWork, instalasi: Instalasi, rancangan: Rancangan, petugas: str, saat: datetime) -> UsulJadwal:
    """Propose a version; it is in force when another officer has released it, and takes the place of the proposal that waits.

    Raises:
        Rejected: with every fault, when it may not be announced (`domain.jadwal.periksa`); 409, the registration was closed without one.
    """
    nama = rancangan.jadwal.musim
    musim, keadaan = await instalasi.tahan(uow.conn, nama, store_musim.kunci_jadwal)
    await _pastikan_boleh(uow.conn, musim, keadaan, rancangan.jadwal, saat)
    usul = UsulJadwal(rancangan.jadwal, rancangan.keputusan, sidik(rancangan), petugas, saat)
    semula = await _keadaan(uow.conn, nama)
    await store.usulkan(uow.conn, usul)
    uow.changed(before=semula, after=await _keadaan(uow.conn, nama))
    return usul


async def rilis(uow: UnitOfWork, instalasi: Instalasi, kode: str | None, *, sidik_usul: str, petugas: str, saat: datetime) -> JadwalLengkap:
    """Put the proposal of a season in force; whoever applies waits meanwhile, and is judged by it.

    Raises:
        Rejected: 404, nothing was proposed; 403, the same officer proposed it; 409, another version waits; or see `usulkan`.
    """
    musim, keadaan = await instalasi.tahan(uow.conn, kode, store_musim.kunci_menutup)
    usul = await store.menunggu(uow.conn, musim.nama)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul jadwal yang menunggu rilis.", status=404)
    pastikan_orang_lain(usul.diusulkan_oleh, petugas, apa="Jadwal")
    if usul.sidik != sidik_usul:
        pesan = "Usul yang menunggu bukan yang disebut. Baca usul itu sekali lagi, lalu sebut sidiknya."
        raise Rejected("USUL_BERUBAH", pesan, kolom="sidik", status=409)
    await _pastikan_boleh(uow.conn, musim, keadaan, usul.jadwal, saat)
    semula = await _keadaan(uow.conn, musim.nama)
    await store.rilis(uow.conn, musim.nama, usul.jadwal.versi, petugas, saat)
    uow.changed(before=semula, after=await _keadaan(uow.conn, musim.nama))
    uow.emit(peristiwa.jadwal_diumumkan(usul.jadwal, usul.keputusan, musim, saat), sequence=usul.jadwal.versi)
    return await baca(uow.conn, musim.nama)


async def baca(conn: Conn, musim: str) -> JadwalLengkap:
    """Read the calendar of a season.

    Raises:
        Rejected: 404, there is none.
    """
    berlaku = await store.berlaku(conn, musim)
    if berlaku is None:
        raise Rejected("JADWAL_BELUM_ADA", "Jadwal musim ini belum diumumkan.", status=404)
    return JadwalLengkap(berlaku, tuple(await store.riwayat(conn, musim)))


async def baca_usul(conn: Conn, musim: str) -> UsulJadwal:
    """Read the proposal of a season that waits.

    Raises:
        Rejected: 404, none waits.
    """
    usul = await store.menunggu(conn, musim)
    if usul is None:
        raise Rejected("TIDAK_ADA_USUL", "Tidak ada usul jadwal yang menunggu rilis.", status=404)
    return usul


def sidik(rancangan: Rancangan) -> str:
    """SHA-256 over all that a version says, in lines; the same on every machine."""
    jadwal = rancangan.jadwal
    tahap = (f"{satu}|{j.mulai.astimezone(UTC).isoformat()}|{j.sampai.astimezone(UTC).isoformat()}" for satu, j in sorted(jadwal.tahap))
    kecuali = sorted(f"{satu.aturan}|{satu.tahap}|{satu.keputusan}" for satu in jadwal.pengecualian)
    return hashlib.sha256("\n".join((jadwal.musim, str(jadwal.versi), rancangan.keputusan, *tahap, *kecuali)).encode()).hexdigest()


async def _keadaan(conn: Conn, musim: str) -> bytes | None:
    """What the acts on the calendar change, for their record: the version in force and the proposal that waits."""
    return sidik_keadaan(satu for satu in (await store.berlaku(conn, musim), await store.menunggu(conn, musim)) if satu is not None)


async def _pastikan_boleh(conn: Conn, musim: Musim, keadaan: Keadaan, jadwal: Jadwal, saat: datetime) -> None:
    berlaku = await store.berlaku(conn, musim.nama)
    if berlaku is None and keadaan.ditutup_pada is not None:
        pesan = f"Pendaftaran sudah ditutup pada {waktu_wib(keadaan.ditutup_pada)} tanpa jadwal; musim ini selesai tanpa jadwal."
        raise Rejected("PENDAFTARAN_DITUTUP", pesan, status=409)
    faults = periksa(jadwal, None if berlaku is None else berlaku.jadwal, saat, musim.ketentuan_jadwal)
    if berlaku is None and await store_formasi.ada_dibuka(conn, musim.nama):
        faults += _hanya(tolak_jadwal_pertama(jadwal.jendela(TahapMusim.PENDAFTARAN), saat))
    if faults:
        status = 409 if all(fault.bertentangan for fault in faults) else 422
        pesan = f"Jadwal ditolak: {len(faults)} kesalahan. Tidak ada yang disimpan."
        raise Rejected("JADWAL_DITOLAK", pesan, status=status, faults=faults)


def _hanya(fault: Fault | None) -> tuple[Fault, ...]:
    return () if fault is None else (fault,)
