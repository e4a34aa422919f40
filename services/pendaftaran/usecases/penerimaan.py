"""Sanctions, as they come from kepegawaian."""

from collections.abc import Sequence

from services.pendaftaran.store import sanksi as store
from services.pendaftaran.store.sanksi import Sanksi
from shared.contracts.kepegawaian import SanctionImposed
from shared.messaging import Received, UnitOfWork, newest


async def terima_sanksi(uow: UnitOfWork, batch: Sequence[Received[SanctionImposed]]) -> None:
    """Keep the newest sanction of each person; whatever was decided before stays as it is."""
    terbaru = newest((received.event for received in batch), key=lambda satu: satu.pseudonim, version=lambda satu: satu.versi)
    await store.simpan(uow.conn, [Sanksi(satu.pseudonim, satu.sampai, satu.dasar.kode, satu.dasar.pasal, satu.versi) for satu in terbaru])
