"""A database with counters and a topic for each test; what is started here is killed here."""

import pytest

from tests.integration.messaging.conftest import dsn, pool
from tests.support.backends import KafkaServer
from tests.support.evidence import make_exam_topic

__all__ = ["dsn", "pool", "prefix"]


@pytest.fixture
def prefix(kafka: KafkaServer) -> str:
    """A new `exam-scored` topic of three partitions; the prefix that leads to it."""
    return make_exam_topic(kafka)
