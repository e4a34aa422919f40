"""The one way a process gets its connections."""

import asyncpg
from asyncpg.pool import PoolAcquireContext, PoolConnectionProxy

Conn = asyncpg.Connection | PoolConnectionProxy

STATEMENT_TIMEOUT_SECONDS = 60
# Shorter than a statement may take: who stands behind a lock is told so, and comes again.
LOCK_TIMEOUT_SECONDS = 30
# Long enough to rank a nation between two statements; a process that hangs must not hold its locks for ever.
IDLE_IN_TRANSACTION_SECONDS = 180
# Longer than the server's, so that the server's own error, which names the statement, comes first.
_COMMAND_TIMEOUT_SECONDS = STATEMENT_TIMEOUT_SECONDS + 5


# Who waits longer is not served by waiting: it is told "not now", and comes again.
ACQUIRE_TIMEOUT_SECONDS = 10.0


class Pool(asyncpg.Pool):
    """A pool that makes nobody wait for a connection without end."""

    def acquire(self, *, timeout: float | None = ACQUIRE_TIMEOUT_SECONDS) -> PoolAcquireContext:
        """A connection, for `async with` or `await`.

        Raises:
            TimeoutError: none was free within `timeout` seconds; time heals it (`is_transient`).
        """
        return super().acquire(timeout=timeout)


def create_pool(dsn: str, *, application_name: str, min_size: int = 2, max_size: int = 8) -> asyncpg.Pool:
    """Describe a pool; `async with` or `await` on the result opens it.

    Args:
        dsn: of the service's own database.
        application_name: shown in `pg_stat_activity`; service and replica.
        min_size: connections opened at the start and kept.
        max_size: connections at most; times the number of replicas it must stay under the server's `max_connections`.
    """
    return Pool(
        dsn,
        connection_class=asyncpg.Connection,
        record_class=asyncpg.Record,
        min_size=min_size,
        max_size=max_size,
        max_queries=50_000,
        setup=None,
        init=None,
        reset=None,
        loop=None,
        command_timeout=_COMMAND_TIMEOUT_SECONDS,
        # Nobody between us and the server kills idle connections.
        max_inactive_connection_lifetime=0,
        server_settings={
            "application_name": application_name,
            # Short statements over known plans: compiling them costs more than it saves.
            "jit": "off",
            "statement_timeout": f"{STATEMENT_TIMEOUT_SECONDS}s",
            "lock_timeout": f"{LOCK_TIMEOUT_SECONDS}s",
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_SECONDS}s",
            "timezone": "UTC",
        },
    )
