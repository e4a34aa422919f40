"""The same database and topic for each test as in tests/integration/messaging."""

from tests.integration.messaging.conftest import dsn, plain_tracebacks, pool, prefix

__all__ = ["dsn", "plain_tracebacks", "pool", "prefix"]
