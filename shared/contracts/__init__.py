"""Events that cross a service boundary: models, topic catalogue, envelope, digest."""

from shared.contracts import kepegawaian, pendaftaran, penempatan, penilaian
from shared.contracts.catalogue import BY_NAME, TOPICS, Plane, Topic
from shared.contracts.event import MODELS, Event

__all__ = [
    "BY_NAME",
    "MODELS",
    "TOPICS",
    "Event",
    "Plane",
    "Topic",
    "kepegawaian",
    "pendaftaran",
    "penempatan",
    "penilaian",
]
