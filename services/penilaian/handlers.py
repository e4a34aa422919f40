"""Kafka in: which event leads to which use case, and what its numbers promise."""

from collections.abc import Sequence

from services.penilaian.context import Context
from services.penilaian.usecases import terima
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened
from shared.contracts.penilaian import ExamScored
from shared.messaging import Consumers, Received, UnitOfWork


def subscribe(consumers: Consumers, context: Context) -> None:
    """Subscribe to everything scoring reads; all of it applies by version, so that repeats and stragglers change nothing."""

    async def formasi(uow: UnitOfWork, batch: Sequence[Received[FormationOpened]]) -> None:
        await terima.terima_formasi(uow, [received.event for received in batch], context.aturan)

    async def pelamar(uow: UnitOfWork, batch: Sequence[Received[ApplicationVerified]]) -> None:
        await terima.terima_pelamar(uow, [received.event for received in batch])

    async def nilai(uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        await terima.terima_nilai(uow, [received.event for received in batch], context.aturan)

    consumers.subscribe(FormationOpened, formasi)
    consumers.subscribe(ApplicationVerified, pelamar)
    consumers.subscribe(ExamScored, nilai)
