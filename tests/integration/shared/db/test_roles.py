"""Roles are made, brought to what they must be, and take over a database of before they were apart."""

import secrets
from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.db.migrate import apply, migrate, migrations_of
from shared.db.roles import RoleError, Roles, dsn_as, prepare
from tests.support.backends import PostgresServer

# What is in a database, beside what the server brings, and is not the asker's.
NOT_OURS = """
    with ours as (select oid from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
    select count(*) from (
        select relowner as o from pg_class join ours on ours.oid = relnamespace
        union all select nspowner from pg_namespace n join ours using (oid) where nspname <> 'public'
        union all select proowner from pg_proc join ours on ours.oid = pronamespace
        union all select typowner from pg_type join ours on ours.oid = typnamespace
        union all select datdba from pg_database where datname = current_database()
    ) as each where pg_get_userbyid(o) <> current_user
"""
OTHER_KINDS = """
    create view kepegawaian.lihat as select * from kepegawaian.keputusan;
    create sequence kepegawaian.urut;
    create function kepegawaian.satu() returns int language sql as 'select 1';
    create type kepegawaian.warna as enum ('MERAH');
    insert into kepegawaian.keputusan (peserta, versi, lulus) values ('1', 1, true);
"""


@pytest.fixture
async def admin(postgres: PostgresServer) -> AsyncIterator[asyncpg.Connection]:
    conn: asyncpg.Connection = await asyncpg.connect(postgres.server)
    yield conn
    await conn.close()


@pytest.fixture
async def roles(admin: asyncpg.Connection) -> AsyncIterator[Roles]:
    """Roles of this test alone; gone afterwards, with their databases."""
    made = Roles.of("kepegawaian", f"uji_{secrets.token_hex(4)}")
    yield made
    for (name,) in await admin.fetch(
        "select datname from pg_database d join pg_roles r on r.oid = d.datdba where rolname = any($1)", made.names
    ):
        await admin.execute(f"drop database {name} with (force)")
    for role in made.names:
        await admin.execute(f"drop role if exists {role}")


def _passwords(roles: Roles, end: str = "") -> dict[str, str]:
    return {name: f"rahasia {name}'{end}" for name in roles.names}


async def _value(dsn: str, query: str) -> object:
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(query)
    finally:
        await conn.close()


async def test_a_database_of_before_is_handed_over_with_what_is_in_it(postgres: PostgresServer, roles: Roles) -> None:
    """As the commit before made it: by the server's first superuser, who owned everything and was everybody."""
    name = f"lama_{secrets.token_hex(4)}"
    old = postgres.dsn(name)
    postgres.create_database(name)
    await apply(old, migrations_of("kepegawaian"))
    conn: asyncpg.Connection = await asyncpg.connect(old)
    await conn.execute(OTHER_KINDS)
    await conn.close()
    passwords = _passwords(roles)
    for _ in range(2):
        await prepare(postgres.server, name, roles, passwords)
    owner, application, relay = (dsn_as(postgres.server, role, passwords[role], name) for role in roles.names)
    assert await _value(owner, NOT_OURS) == 0
    assert await _value(old, NOT_OURS) > 30  # type: ignore[operator] # the control: the query finds what is not the asker's
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await _value(application, "select count(*) from kepegawaian.keputusan")
    assert await migrate(owner, service="kepegawaian") == []
    assert await _value(application, "select versi from kepegawaian.keputusan where peserta = '1'") == 1
    assert await _value(relay, "select count(*) from messaging.outbox") == 0
    postgres.drop(old)


async def test_a_new_password_holds_from_now_on(postgres: PostgresServer, roles: Roles) -> None:
    name = f"baru_{secrets.token_hex(4)}"
    await prepare(postgres.server, name, roles, _passwords(roles))
    await prepare(postgres.server, name, roles, _passwords(roles, "baru"))
    role = roles.application
    assert await _value(dsn_as(postgres.server, role, _passwords(roles, "baru")[role], name), "select current_user") == role
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(dsn_as(postgres.server, role, _passwords(roles)[role], name))


@pytest.mark.parametrize("power", ["superuser", "createdb", "createrole", "replication", "bypassrls", "in role pg_read_all_data"])
async def test_a_role_that_may_too_much_is_refused(postgres: PostgresServer, admin: asyncpg.Connection, roles: Roles, power: str) -> None:
    await admin.execute(f"create role {roles.application} login {power}")
    with pytest.raises(RoleError, match=roles.application):
        await prepare(postgres.server, "tidak_dibuat", roles, _passwords(roles))
    assert await admin.fetchval("select count(*) from pg_database where datname = 'tidak_dibuat'") == 0


async def test_an_administrator_who_is_no_superuser_is_enough(postgres: PostgresServer, admin: asyncpg.Connection, roles: Roles) -> None:
    """As a managed server gives one."""
    name = f"kelola_{secrets.token_hex(4)}"
    manager = f"{name}_admin"
    await admin.execute(f"create role {manager} login createdb createrole password 'rahasia'")
    server = dsn_as(postgres.server, manager, "rahasia", "postgres")
    passwords = _passwords(roles)
    try:
        await prepare(server, name, roles, passwords)
        await prepare(server, name, roles, passwords)
        assert len(await migrate(dsn_as(server, roles.owner, passwords[roles.owner], name), service="kepegawaian")) > 3
    finally:
        await admin.execute(f"drop database if exists {name} with (force)")
        for role in roles.names:
            await admin.execute(f"drop role if exists {role}")
        await admin.execute(f"drop role {manager}")
