"""Ready means: the database answers and has every table."""

import asyncpg

from shared.db import create_pool, migrate
from shared.web import database_readiness
from tests.support.backends import PostgresServer


async def test_migrations_decide(postgres: PostgresServer) -> None:
    owner = postgres.empty("kepegawaian")
    async with create_pool(owner, application_name="uji", min_size=1) as pool:
        missing = await database_readiness(pool, service="kepegawaian")
        assert missing is not None
        assert missing.startswith("migrations missing: messaging/0001_messaging.sql")
        await migrate(owner, service="kepegawaian")
        assert await database_readiness(pool, service="kepegawaian") is None


async def test_a_database_that_went_away_is_not_ready(postgres: PostgresServer, empty_dsn: str) -> None:
    async with create_pool(empty_dsn, application_name="uji", min_size=1) as pool:
        other = await asyncpg.connect(postgres.server)
        try:
            name = await pool.fetchval("select current_database()")
            await other.execute(f"alter database {name} allow_connections false")
            await other.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", name)
            missing = await database_readiness(pool, service="kepegawaian")
            await other.execute(f"alter database {name} allow_connections true")
        finally:
            await other.close()
    assert missing is not None
    assert missing.startswith("database: ")
