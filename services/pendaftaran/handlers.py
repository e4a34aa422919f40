"""Kafka in: which event leads to which use case, and what its numbers promise."""

from collections.abc import Sequence

from services.pendaftaran.context import Context
from services.pendaftaran.usecases import sanksi
from shared.contracts.kepegawaian import SanctionImposed
from shared.messaging import Consumers, Received, UnitOfWork


def subscribe(consumers: Consumers, _context: Context) -> None:
    """Subscribe to everything registration reads."""

    async def terima_sanksi(uow: UnitOfWork, batch: Sequence[Received[SanctionImposed]]) -> None:
        await sanksi.catat(uow.conn, [received.event for received in batch])

    consumers.subscribe(SanctionImposed, terima_sanksi)
