"""Learn seasons and their calendars as registration announces them."""

from collections.abc import Sequence

from services.penilaian.store import musim as store
from services.penilaian.store import tahap
from services.penilaian.store.jadwal import SALINAN_JADWAL
from shared.contracts.pendaftaran import ScheduleAnnounced, SeasonAnnounced
from shared.messaging import Received, UnitOfWork


async def terima_musim(uow: UnitOfWork, batch: Sequence[Received[SeasonAnnounced]]) -> None:
    """Keep the newest version of each season; one that takes what names no season gets what came so far without a name."""
    await store.kunci(uow.conn)
    for satu in await store.SALINAN.terima(uow.conn, batch):
        await tahap.pastikan(uow.conn, [satu.musim])
        if satu.tanpa_musim:
            await store.ambil_alih(uow.conn, satu)


async def terima_jadwal(uow: UnitOfWork, batch: Sequence[Received[ScheduleAnnounced]]) -> None:
    """Keep the newest calendar of each season.

    Raises:
        Poison: one that contradicts itself.
    """
    await SALINAN_JADWAL.terima(uow.conn, batch)
