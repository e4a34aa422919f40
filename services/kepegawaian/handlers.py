"""Kafka in: which event leads to which use case, and what its numbers promise."""

from services.kepegawaian import usecases
from shared.contracts.penempatan import PlacementDecided
from shared.messaging import Consumers, Ordering


def subscribe(consumers: Consumers) -> None:
    """Subscribe to everything appointing reads."""
    consumers.subscribe(PlacementDecided, usecases.terima_keputusan, ordering=Ordering.LATEST)
