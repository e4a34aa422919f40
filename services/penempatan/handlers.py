"""Kafka in: which event leads to which use case, and what its numbers promise."""

from functools import partial

from services.penempatan.context import Context
from services.penempatan.usecases import penerimaan, pengunduran
from shared.contracts.kepegawaian import CandidateResigned, NipCancelled, NipIssued
from shared.contracts.pendaftaran import FormationOpened, ScheduleAnnounced, SeasonAnnounced
from shared.contracts.penilaian import CompetencyFinalized, RankingClosed, ScoreFinalized
from shared.messaging import Consumers, Ordering


def subscribe(consumers: Consumers, context: Context) -> None:
    """Subscribe to everything placement reads."""
    consumers.subscribe(SeasonAnnounced, penerimaan.terima_musim, ordering=Ordering.LATEST)
    consumers.subscribe(ScheduleAnnounced, penerimaan.terima_jadwal, ordering=Ordering.LATEST)
    consumers.subscribe(FormationOpened, penerimaan.terima_formasi, ordering=Ordering.LATEST)
    consumers.subscribe(ScoreFinalized, penerimaan.terima_nilai, ordering=Ordering.LATEST)
    consumers.subscribe(CompetencyFinalized, penerimaan.terima_kompetensi, ordering=Ordering.LATEST)
    consumers.subscribe(RankingClosed, penerimaan.terima_penutupan, ordering=Ordering.LATEST)
    consumers.subscribe(NipIssued, penerimaan.terima_nip_terbit, ordering=Ordering.LATEST)
    consumers.subscribe(NipCancelled, penerimaan.terima_nip_batal, ordering=Ordering.LATEST)
    # Freeing a seat twice, or in the wrong order, would place the wrong people.
    terapkan = partial(pengunduran.terapkan_pengunduran, buku=context.buku)
    consumers.subscribe(CandidateResigned, terapkan, ordering=Ordering.SEQUENCED)
