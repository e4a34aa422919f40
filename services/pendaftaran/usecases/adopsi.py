"""The first season: what the settings name is taken over once, where the database has no season with a name."""

from datetime import UTC, datetime

import asyncpg

from services.pendaftaran.store import adopsi as store
from services.pendaftaran.usecases import peristiwa
from services.pendaftaran.usecases.ketentuan import ketentuan
from services.pendaftaran.usecases.musim import Instalasi
from shared.errors import CasnError
from shared.istilah import KeadaanMusim
from shared.messaging import UnitOfWork, unit_of_work
from shared.musim import Musim as BarisMusim


class MusimBukanMilik(CasnError):
    """The database holds a season that is not the one of the settings."""


async def siapkan(pool: asyncpg.Pool, instalasi: Instalasi) -> None:
    """Take over the first season, before a process does anything else."""
    async with unit_of_work(pool) as uow:
        await adopsi(uow, instalasi, datetime.now(UTC))


async def adopsi(uow: UnitOfWork, instalasi: Instalasi, saat: datetime) -> bool:
    """Give the season of before, or of a fresh database, the name and rules of the settings, and announce it as version 1.

    Returns:
        Whether there was one to be named; replicas that start at the same time name it once.

    Raises:
        AturanTidakSah: the rule set is unknown or contradicts itself.
        MusimBukanMilik: a calendar was released for a season of another name.
    """
    if not await store.tanpa_nama(uow.conn):
        return False
    pertama = instalasi.pertama
    if (lain := await store.jadwal_lain(uow.conn, pertama.musim)) is not None:
        raise MusimBukanMilik(f"this database holds the calendar of {lain}; MUSIM says {pertama.musim}")
    isi = ketentuan(pertama.aturan)
    baris = BarisMusim(
        musim=pertama.musim,
        jenis_pengadaan=isi.jenis_pengadaan,
        gelombang=1,
        tahun=isi.tahun,
        aturan=pertama.aturan,
        aturan_versi=isi.versi,
        mode_pengisian=pertama.mode_pengisian,
        keadaan=KeadaanMusim.BERJALAN,
        tanpa_musim=True,
        versi=1,
    )
    await store.beri_nama(uow.conn, baris, isi.awalan_nomor, saat)
    uow.emit(peristiwa.musim_diumumkan(baris, "", saat), sequence=1)
    return True
