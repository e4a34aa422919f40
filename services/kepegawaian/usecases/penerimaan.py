"""What registration and placement decided, as it comes from the bus."""

from collections.abc import Sequence

from services.kepegawaian.domain.jenis import Kasus, Keputusan, Tempat
from services.kepegawaian.domain.kasus import terapkan_keputusan
from services.kepegawaian.store import kasus as store
from services.kepegawaian.store.jadwal import SALINAN_JADWAL
from services.kepegawaian.store.musim import SALINAN
from shared.contracts.pendaftaran import ScheduleAnnounced, SeasonAnnounced
from shared.contracts.penempatan import PlacementDecided
from shared.errors import Fault, Rejected
from shared.istilah import Hasil
from shared.messaging import Received, UnitOfWork, newest


async def terima_musim(uow: UnitOfWork, batch: Sequence[Received[SeasonAnnounced]]) -> None:
    """Keep seasons, by which lists are asked for."""
    await SALINAN.terima(uow.conn, batch)


async def terima_jadwal(uow: UnitOfWork, batch: Sequence[Received[ScheduleAnnounced]]) -> None:
    """Keep the newest calendar of each season.

    Raises:
        Poison: one that contradicts itself.
    """
    await SALINAN_JADWAL.terima(uow.conn, batch)


async def terima_keputusan(uow: UnitOfWork, batch: Sequence[Received[PlacementDecided]]) -> None:
    """Apply the newest decision about each person.

    Raises:
        Rejected: a decision contradicts a case that is closed or has a NIP; nothing of the batch is applied.
    """
    events = newest((received.event for received in batch), key=lambda event: event.peserta, version=lambda event: event.versi)
    terbaru = {event.peserta: _keputusan(event) for event in events}
    baru = sorted(await store.simpan_keputusan(uow.conn, list(terbaru.values())))
    kasus = await store.kunci_kasus(uow.conn, baru)
    berubah: list[Kasus] = []
    for peserta in baru:
        sesudah = terapkan_keputusan(kasus.get(peserta), terbaru[peserta])
        if isinstance(sesudah, Fault):
            raise Rejected.of(sesudah)
        if sesudah is not None and sesudah != kasus.get(peserta):
            berubah.append(sesudah)
    await store.simpan_kasus(uow.conn, berubah)


def _keputusan(event: PlacementDecided) -> Keputusan:
    formasi, kursi, rute = event.formasi_tujuan, event.kursi, event.rute
    lulus = event.hasil is Hasil.LULUS and formasi is not None and kursi is not None and rute is not None
    tempat = Tempat(formasi, kursi, rute) if lulus and formasi and kursi and rute else None
    return Keputusan(event.peserta, event.kelompok, event.aturan.nama, event.aturan.versi, event.versi, tempat, event.musim)
