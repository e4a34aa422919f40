"""A database with the messaging tables and counters, and a topic, for each test."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from tests.support.backends import KafkaServer, PostgresServer
from tests.support.evidence import make_exam_topic
from tests.support.messaging import messaging_database


@pytest.fixture
async def dsn(postgres: PostgresServer) -> AsyncIterator[str]:
    """A fresh database: messaging tables and the counters."""
    with messaging_database(postgres) as found:
        yield found


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    """A pool on that database."""
    async with asyncpg.create_pool(dsn, min_size=1, max_size=6) as found:
        yield found


@pytest.fixture
def prefix(kafka: KafkaServer) -> str:
    """A new `exam-scored` topic of three partitions; the prefix that leads to it."""
    return make_exam_topic(kafka)
