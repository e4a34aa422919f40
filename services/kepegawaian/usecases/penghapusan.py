"""Somebody was erased at registration; what appointing holds of them follows, as far as no law keeps it."""

from collections.abc import Sequence

from services.kepegawaian.store import kasus as store
from services.kepegawaian.store import penghapusan as store_hapus
from shared.contracts.pendaftaran import PersonErased
from shared.messaging import Received, UnitOfWork


async def terima_penghapusan(uow: UnitOfWork, batch: Sequence[Received[PersonErased]]) -> None:
    """Keep the wish of each person, and erase the numbers that are cancelled (posisi 39); a second time changes nothing.

    A person without a case, or without a number, has nothing here that could be erased. A servant's number goes when it is cancelled.
    """
    minta = {event.peserta: event.dihapus_pada for event in (received.event for received in batch) if event.peserta is not None}
    # Whoever cancels a number holds the case too: one of the two sees what the other did.
    await store.kunci_kasus(uow.conn, list(minta))
    await store_hapus.catat(uow.conn, minta)
    await store_hapus.hapus_yang_batal(uow.conn, list(minta))
