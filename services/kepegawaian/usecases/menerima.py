"""Placement's decisions in: a pass opens a case."""

from collections.abc import Sequence

from services.kepegawaian.domain import Kasus, Keputusan, Tolakan, terapkan_keputusan
from services.kepegawaian.store import kasus as store
from shared.contracts.penempatan import PlacementDecided
from shared.contracts.types import Hasil
from shared.errors import Rejected
from shared.messaging import Received, UnitOfWork, newest


async def terima_keputusan(uow: UnitOfWork, batch: Sequence[Received[PlacementDecided]]) -> None:
    """Apply the newest decision about each person.

    Raises:
        Rejected: a decision contradicts a case that is closed or has a NIP; nothing of the batch is applied.
    """
    events = newest((received.event for received in batch), key=lambda event: event.peserta, version=lambda event: event.versi)
    terbaru = {event.peserta: _keputusan(event) for event in events}
    baru = await store.simpan_keputusan(uow.conn, list(terbaru.values()))
    kasus = await store.kunci_kasus(uow.conn, sorted(baru))
    berubah: list[Kasus] = []
    for peserta in sorted(baru):
        sesudah = terapkan_keputusan(kasus.get(peserta), terbaru[peserta])
        if isinstance(sesudah, Tolakan):
            raise Rejected(sesudah.kode, sesudah.pesan)
        if sesudah is not None and sesudah != kasus.get(peserta):
            berubah.append(sesudah)
    await store.simpan_kasus(uow.conn, berubah)


def _keputusan(event: PlacementDecided) -> Keputusan:
    lulus = event.hasil is Hasil.LULUS
    return Keputusan(
        peserta=event.peserta,
        kelompok=event.kelompok,
        lulus=lulus,
        formasi=event.formasi_tujuan if lulus else None,
        kursi=event.kursi if lulus else None,
        rute=event.rute if lulus else None,
        aturan=event.aturan.nama,
        versi=event.versi,
    )
