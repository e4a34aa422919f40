"""Pool, migrations and bulk helpers over asyncpg."""
