"""The same database and topic for each test as in tests/integration/shared/messaging."""

from tests.integration.shared.messaging.conftest import dsn, pool, prefix

__all__ = ["dsn", "pool", "prefix"]
