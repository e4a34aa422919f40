"""What each role may do, asked of the server and tried on it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from urllib.parse import urlsplit

import asyncpg
import pytest

from shared.db.grants import load
from shared.db.roles import RELAY_CONNECTIONS, Roles
from shared.kebijakan import retensi
from tests.integration.shared.db.test_tables import service_names
from tests.support.backends import ROLES, PostgresServer

GRANTS = load()
VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN")
TABLES = """
    select n.nspname || '.' || c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm') order by 1
"""
# A statement about tables says of a view that it is none, before it says who may not.
VIEWS = TABLES.replace("'r', 'p', 'v', 'm'", "'v', 'm'")

OURS = "table_schema !~ '^(pg_|information_schema)'"


@pytest.fixture(params=service_names())
def service(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def admin(postgres: PostgresServer, service: str, service_dsn: Callable[[str], str]) -> AsyncIterator[asyncpg.Connection]:
    conn: asyncpg.Connection = await asyncpg.connect(postgres.as_admin(service_dsn(service)))
    yield conn
    await conn.close()


async def _may(conn: asyncpg.Connection, role: str, table: str) -> set[str]:
    return {verb.lower() for verb in VERBS if await conn.fetchval("select has_table_privilege($1, $2, $3)", role, table, verb)}


async def test_the_matrix_of_roles_and_tables_is_the_file_s(admin: asyncpg.Connection, service: str) -> None:
    roles = Roles.of(service, ROLES)
    tables = [row[0] for row in await admin.fetch(TABLES)]
    assert len(tables) > 12
    for table in tables:
        assert await _may(admin, roles.application, table) == GRANTS.of_application(table), table
        assert await _may(admin, roles.relay, table) == GRANTS.of_relay(table), table
        assert await admin.fetchval("select pg_get_userbyid(relowner) from pg_class where oid = $1::text::regclass", table) == roles.owner
    public = await admin.fetch(
        "select * from information_schema.table_privileges where grantee = 'PUBLIC' and table_schema !~ '^(pg_|info)'"
    )
    assert public == []


async def test_nobody_else_s_roles_get_in(admin: asyncpg.Connection, service: str) -> None:
    database = await admin.fetchval("select current_database()")
    roles = Roles.of(service, ROLES)
    may = {
        row[0]: row[1:]
        for row in await admin.fetch(
            """
            select rolname::text, has_database_privilege(rolname, $1, 'CONNECT'), has_database_privilege(rolname, $1, 'CREATE'),
                has_database_privilege(rolname, $1, 'TEMPORARY')
            from pg_roles where not rolsuper and rolname !~ '^pg_'
            """,
            database,
        )
    }
    assert may.pop(roles.owner) == (True, True, True)
    assert may.pop(roles.application) == (True, False, service == "pendaftaran")
    assert may.pop(roles.relay) == (True, False, False)
    assert set(may.values()) <= {(False, False, False)}


async def test_the_attributes_of_the_roles(admin: asyncpg.Connection, service: str) -> None:
    roles = Roles.of(service, ROLES)
    rows = await admin.fetch("select * from pg_roles where rolname = any($1)", [roles.application, roles.relay, roles.owner])
    for row in rows:
        flags = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolreplication", "rolbypassrls")
        assert not any(row[flag] for flag in flags), row["rolname"]
    limits = {row["rolname"]: row["rolconnlimit"] for row in rows}
    assert (limits[roles.application], limits[roles.relay]) == (60, 8)
    for name in (roles.application, roles.relay):
        (config,) = [row["rolconfig"] for row in rows if row["rolname"] == name]
        assert set(config) == {"statement_timeout=60s", "lock_timeout=30s", "idle_in_transaction_session_timeout=180s"}


async def test_what_would_change_a_table_is_refused(postgres: PostgresServer, service: str, service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn(service)
    roles = Roles.of(service, ROLES)
    for who in (dsn, postgres.as_relay(dsn, service)):
        conn: asyncpg.Connection = await asyncpg.connect(who)
        try:
            views = [row[0] for row in await conn.fetch(VIEWS)]
            tables = [row[0] for row in await conn.fetch(TABLES) if row[0] not in views]
            attempts = [
                f"create table {service}.baru (n int)",
                "create table public.baru (n int)",
                "create schema baru",
                f"create function {service}.f() returns int language sql as 'select 1'",
                f"set role {roles.owner}",
                f"alter role {roles.application} superuser",
                f"drop schema {service} cascade",
                *(f"drop view {view} cascade" for view in views),
                *(f"alter table {table} add column x int" for table in tables),
                *(f"drop table {table} cascade" for table in tables),
                *(f"truncate {table} cascade" for table in tables),
                *(f"create trigger t before insert on {table} execute function suppress_redundant_updates_trigger()" for table in tables),
                *(f"alter table {table} disable trigger all" for table in tables),
            ]
            for attempt in attempts:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await conn.execute(attempt)
            # PostgreSQL only warns of this one.
            await conn.execute("grant select on messaging.outbox to public")
            assert await conn.fetchval("select count(*) from information_schema.table_privileges where grantee = 'PUBLIC' and " + OURS) == 0
        finally:
            await conn.close()


@pytest.mark.parametrize("statement", ["select count(*) from {}", "delete from {}"])
async def test_a_relay_sees_the_outbox_and_nobody(
    postgres: PostgresServer, service: str, service_dsn: Callable[[str], str], statement: str
) -> None:
    dsn = postgres.as_relay(service_dsn(service), service)
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        await conn.execute(statement.format("messaging.outbox"))
        for table in [row[0] for row in await conn.fetch(TABLES) if row[0] != "messaging.outbox"]:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await conn.execute(statement.format(table))
    finally:
        await conn.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update pendaftaran.lamaran set formasi = 'lain'",
        "delete from pendaftaran.putusan",
        "delete from jejak.catatan",
        "update jejak.rantai set posisi = 7",
        "delete from messaging.outbox",
        "update messaging.quarantine set reason = ''",
        "delete from messaging.discard",
    ],
)
async def test_what_was_written_down_stays(service_dsn: Callable[[str], str], statement: str) -> None:
    conn: asyncpg.Connection = await asyncpg.connect(service_dsn("pendaftaran"))
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await conn.execute(statement)
    finally:
        await conn.close()


async def test_each_role_has_its_own_password(postgres: PostgresServer, service_dsn: Callable[[str], str]) -> None:
    parts = urlsplit(service_dsn("penilaian"))
    roles = Roles.of("penilaian", ROLES)
    for name in (roles.owner, roles.relay):
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(parts._replace(netloc=f"{name}:{parts.password}@{parts.netloc.rpartition('@')[2]}").geturl())


async def test_the_limit_of_connections_holds(postgres: PostgresServer, service_dsn: Callable[[str], str]) -> None:
    dsn = postgres.as_relay(service_dsn("penilaian"), "penilaian")
    async with AsyncExitStack() as held:
        for _ in range(RELAY_CONNECTIONS):
            held.push_async_callback((await asyncpg.connect(dsn)).close)
        with pytest.raises(asyncpg.TooManyConnectionsError):
            await asyncpg.connect(dsn)


async def test_every_table_has_a_period(admin: asyncpg.Connection) -> None:
    """In exactly one row of `retensi.toml`: by its name, or else by that of its schema."""
    ada = [letak for satu in retensi().values() for letak in satu.tempat]
    tabel = [row[0] for row in await admin.fetch(TABLES)]
    assert [nama for nama in tabel if nama not in ada and f"{nama.partition('.')[0]}.*" not in ada] == []
