"""Kafka in."""

from collections.abc import Sequence

from services.pendaftaran.usecases import sanksi
from shared.contracts.kepegawaian import SanctionImposed
from shared.messaging import Received, UnitOfWork


async def sanction_imposed(uow: UnitOfWork, batch: Sequence[Received[SanctionImposed]]) -> None:
    """Bar people from applying."""
    await sanksi.catat(uow.conn, [satu.event for satu in batch])
