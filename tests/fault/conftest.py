"""The same database and topic for each test as in tests/integration/shared/messaging."""

from tests.integration.shared.messaging.conftest import dsn, plain_tracebacks, pool, prefix

__all__ = ["dsn", "plain_tracebacks", "pool", "prefix"]
