"""Plain SQL, forward only: every file once, in order, each in its own transaction.

The record is kept in `migrations.applied` of the database itself. Replicas may run this at the same time: an advisory lock lets one work
and the others find nothing to do. A file that was applied may never change afterwards; a mistake is mended by the next file.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import structlog

from shared.db.grants import Grants, grant, load
from shared.db.pool import Conn
from shared.db.roles import Roles
from shared.errors import CasnError

_ROOT = Path(__file__).resolve().parents[2]
_NAME = re.compile(r"\d{4}_[a-z0-9_]+\.sql")
# Any number that nobody else in these databases uses.
_LOCK = 0x4341534E
# A file raises this.
_WAITS = "CA001"

_log = structlog.get_logger(__name__)


class MigrationError(CasnError):
    """The files and the database do not agree, or a file failed; the database is as it was before that file."""


class WaitsForTool(MigrationError):
    """A file waits until a tool of the service has done what SQL cannot; it says which."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file: the room it belongs to (`messaging`, `web`, a service), its name, text and SHA-256 in hex."""

    room: str
    file: str
    sql: str
    sha256: str

    @property
    def label(self) -> str:
        """Room and file, as shown to people."""
        return f"{self.room}/{self.file}"


def migrations_in(folders: Iterable[tuple[str, Path]]) -> list[Migration]:
    """Read the files of these (room, folder) pairs: rooms in the given order, files by name. A folder that is not there has none.

    Raises:
        MigrationError: a file is not named NNNN_words.sql, or two files of a room carry the same number.
    """
    found: list[Migration] = []
    for room, folder in folders:
        numbers: set[str] = set()
        for path in sorted(folder.glob("*.sql")):
            if not _NAME.fullmatch(path.name):
                raise MigrationError(f"{room}/{path.name}: a migration is named NNNN_words.sql")
            if path.name[:4] in numbers:
                raise MigrationError(f"{room}/{path.name}: number {path.name[:4]} is taken")
            numbers.add(path.name[:4])
            raw = path.read_bytes()
            found.append(Migration(room, path.name, raw.decode(), hashlib.sha256(raw).hexdigest()))
    return found


def migrations_of(service: str) -> list[Migration]:
    """All migrations of a service: what messaging, web and the record of acts keep in its database, then its own.

    Raises:
        MigrationError: there is no such service, or its files are misnamed.
    """
    room = _ROOT / "services" / service
    if not re.fullmatch(r"[a-z]+", service) or not room.is_dir():
        raise MigrationError(f"there is no service named {service!r}")
    return migrations_in(
        [
            ("messaging", _ROOT / "shared/messaging/migrations"),
            ("web", _ROOT / "shared/web/migrations"),
            ("jejak", _ROOT / "shared/jejak/migrations"),
            (service, room / "migrations"),
        ]
    )


async def migrate(dsn: str, *, service: str) -> list[str]:
    """Bring the database of `service` up to date, and the rights of its roles with it.

    Args:
        dsn: of the owner.
        service: whose database it is.

    Returns:
        The files applied now, as "room/file"; empty when there was nothing to do.

    Raises:
        MigrationError: see there.
        RoleError: the DSN is not that of an owner.
        GrantError: nothing is said of a table's rights.
    """
    return await apply(dsn, migrations_of(service), grants=load())


async def pending(conn: Conn, *, service: str) -> list[str]:
    """The files of `service` that this database has not seen; reads only, so it suits a readiness check."""
    wanted = migrations_of(service)
    if not await conn.fetchval("select to_regclass('migrations.applied') is not null"):
        return [migration.label for migration in wanted]
    return [migration.label for migration in _missing(wanted, await _applied(conn))]


async def apply(dsn: str, wanted: Sequence[Migration], *, grants: Grants | None = None) -> list[str]:
    """Apply what is missing of `wanted`, in its order, then give the roles their `grants`, if any.

    Raises:
        MigrationError: an applied file changed, a new file sorts before an applied one of its room, or a file failed.
        RoleError: there are grants, and the DSN is not that of an owner.
        GrantError: nothing is said of a table's rights.
    """
    # No statement time-out: building an index over a season takes as long as it takes.
    conn = await asyncpg.connect(dsn, server_settings={"application_name": "migrate", "statement_timeout": "0"})
    try:
        roles = Roles.beside(await conn.fetchval("select current_user")) if grants else None
        await conn.execute("select pg_advisory_lock($1)", _LOCK)
        await conn.execute(_RECORD)
        missing = _missing(wanted, await _applied(conn))
        for migration in missing:
            await _apply_one(conn, migration)
        if grants and roles:
            await grant(conn, roles, grants)
        return [migration.label for migration in missing]
    finally:
        # Ending the session releases the lock.
        await conn.close()


async def _apply_one(conn: Conn, migration: Migration) -> None:
    try:
        async with conn.transaction():
            await conn.execute(migration.sql)
            await conn.execute(
                "insert into migrations.applied (room, file, sha256) values ($1, $2, $3)", migration.room, migration.file, migration.sha256
            )
    except asyncpg.PostgresError as error:
        if error.sqlstate == _WAITS:
            raise WaitsForTool(f"{migration.label}: {error}") from error
        raise MigrationError(f"{migration.label}: {error}") from error
    _log.info("migration applied", file=migration.label)


async def _applied(conn: Conn) -> dict[tuple[str, str], str]:
    rows = await conn.fetch("select room, file, sha256 from migrations.applied")
    return {(row["room"], row["file"]): row["sha256"] for row in rows}


def _missing(wanted: Sequence[Migration], applied: dict[tuple[str, str], str]) -> list[Migration]:
    newest: dict[str, str] = {}
    for room, file in applied:
        newest[room] = max(file, newest.get(room, ""))
    missing: list[Migration] = []
    for migration in wanted:
        recorded = applied.get((migration.room, migration.file))
        if recorded is None:
            if migration.file < newest.get(migration.room, ""):
                raise MigrationError(f"{migration.label}: {newest[migration.room]} was applied before it; give it a later number")
            missing.append(migration)
        elif recorded != migration.sha256:
            raise MigrationError(f"{migration.label}: changed after it was applied; add a new file instead")
    # Applied files that we do not have are left alone: a newer release was here and was rolled back.
    return missing


_RECORD = """
    create schema if not exists migrations;
    create table if not exists migrations.applied (
        room       text        not null,
        file       text        not null,
        sha256     text        not null,
        applied_at timestamptz not null default now(),
        primary key (room, file)
    );
"""
