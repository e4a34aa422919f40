"""Pool, migrations and bulk helpers over asyncpg."""

from shared.db.bulk import columns, copy_rows, pages, unnest
from shared.db.errors import is_transient
from shared.db.migrate import MigrationError, migrate, pending
from shared.db.pool import Conn, create_pool

__all__ = ["Conn", "MigrationError", "columns", "copy_rows", "create_pool", "is_transient", "migrate", "pages", "pending", "unnest"]
