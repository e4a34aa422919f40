"""Kafka in."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.penilaian.usecases import terima
from shared.aturan import AturanSeleksi
from shared.contracts.pendaftaran import ApplicationVerified, FormationOpened
from shared.contracts.penilaian import ExamScored
from shared.messaging import Received, UnitOfWork


@dataclass(frozen=True, slots=True)
class Handlers:
    """One method per topic; all of them apply by version, so that repeats and stragglers change nothing."""

    aturan: AturanSeleksi

    async def formation_opened(self, uow: UnitOfWork, batch: Sequence[Received[FormationOpened]]) -> None:
        """Posts."""
        await terima.terima_formasi(uow, [received.event for received in batch], self.aturan)

    async def application_verified(self, uow: UnitOfWork, batch: Sequence[Received[ApplicationVerified]]) -> None:
        """Participants."""
        await terima.terima_pelamar(uow, [received.event for received in batch])

    async def exam_scored(self, uow: UnitOfWork, batch: Sequence[Received[ExamScored]]) -> None:
        """Scores."""
        await terima.terima_nilai(uow, [received.event for received in batch], self.aturan)
