"""Kafka in: which event leads to which use case, and what its numbers promise."""

from services.kepegawaian import usecases
from services.kepegawaian.context import Context
from shared.contracts.pendaftaran import PersonErased, ScheduleAnnounced, SeasonAnnounced
from shared.contracts.penempatan import PlacementDecided
from shared.messaging import Consumers, Ordering


def subscribe(consumers: Consumers, _context: Context) -> None:
    """Subscribe to everything appointing reads."""
    consumers.subscribe(SeasonAnnounced, usecases.terima_musim, ordering=Ordering.LATEST)
    consumers.subscribe(ScheduleAnnounced, usecases.terima_jadwal, ordering=Ordering.LATEST)
    consumers.subscribe(PlacementDecided, usecases.terima_keputusan, ordering=Ordering.LATEST)
    consumers.subscribe(PersonErased, usecases.terima_penghapusan, ordering=Ordering.LATEST)
