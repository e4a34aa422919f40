"""Pool, migrations and bulk helpers over asyncpg."""

from shared.db.bulk import columns, copy_rows, pages, unnest
from shared.db.errors import is_transient
from shared.db.held import BarisTertahan, guarded, hold_back
from shared.db.migrate import MigrationError, migrate, pending
from shared.db.pool import Conn, create_pool
from shared.db.rows import Column, Table
from shared.db.tls import PLAINTEXT_HOSTS, require_tls

__all__ = [
    "PLAINTEXT_HOSTS",
    "BarisTertahan",
    "Column",
    "Conn",
    "MigrationError",
    "Table",
    "columns",
    "copy_rows",
    "create_pool",
    "guarded",
    "hold_back",
    "is_transient",
    "migrate",
    "pages",
    "pending",
    "require_tls",
    "unnest",
]
