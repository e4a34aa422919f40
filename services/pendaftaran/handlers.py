"""Kafka in: which event leads to which use case, and what its numbers promise."""

from services.pendaftaran.context import Context
from services.pendaftaran.usecases import penerimaan
from shared.contracts.kepegawaian import SanctionImposed
from shared.messaging import Consumers, Ordering


def subscribe(consumers: Consumers, _context: Context) -> None:
    """Subscribe to everything registration reads."""
    consumers.subscribe(SanctionImposed, penerimaan.terima_sanksi, ordering=Ordering.LATEST)
