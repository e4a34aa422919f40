"""Who may connect to a service's database: three roles, none of them the server's administrator.

The owner has the tables and runs the migrations; the application is what the service connects as, the relay what its relay connects as.
What the last two may do is said in `grants.toml` and granted after every migration.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from shared.db.pool import IDLE_IN_TRANSACTION_SECONDS, LOCK_TIMEOUT_SECONDS, STATEMENT_TIMEOUT_SECONDS, Conn
from shared.errors import CasnError

PREFIX: Final = "casn"
_OWNER, _APPLICATION, _RELAY = "owner", "app", "relay"
_PLAIN = re.compile(r"[a-z_][a-z0-9_]{0,62}")

# Of 200 on the embedded server: one service that leaks connections must leave the others theirs.
APPLICATION_CONNECTIONS = 60
# One that leads, spares, and what /metrics asks.
RELAY_CONNECTIONS = 8
_TIMEOUTS = {
    "statement_timeout": STATEMENT_TIMEOUT_SECONDS,
    "lock_timeout": LOCK_TIMEOUT_SECONDS,
    "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_SECONDS,
}


class RoleError(CasnError):
    """The roles of this server are not what they must be."""


@dataclass(frozen=True, slots=True)
class Roles:
    """The names of one service's roles."""

    owner: str
    application: str
    relay: str

    @classmethod
    def of(cls, service: str, prefix: str = PREFIX) -> "Roles":
        """Those of `service`; another `prefix` keeps two installations on one server apart.

        Raises:
            ValueError: a name that would need quoting.
        """
        names = [plain(f"{prefix}_{service}_{kind}") for kind in (_OWNER, _APPLICATION, _RELAY)]
        return cls(*names)

    @classmethod
    def beside(cls, owner: str) -> "Roles":
        """Those that belong to this owner.

        Raises:
            RoleError: the name is none of an owner.
        """
        base, _, kind = owner.rpartition("_")
        if kind != _OWNER or not base:
            raise RoleError(f"{owner} is no owner: migrations run as <prefix>_<service>_{_OWNER}, made by `python -m shared.db roles`")
        return cls(owner, f"{base}_{_APPLICATION}", f"{base}_{_RELAY}")

    @property
    def names(self) -> tuple[str, str, str]:
        """All three."""
        return self.owner, self.application, self.relay


def plain(name: str) -> str:
    """The name, if it needs no quoting.

    Raises:
        ValueError: it does.
    """
    if not _PLAIN.fullmatch(name):
        raise ValueError(f"not a plain name: {name!r}")
    return name


def dsn_as(dsn: str, role: str, password: str, database: str) -> str:
    """The DSN of `database` on the same server, for another role."""
    parts = urlsplit(dsn)
    address = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(role)}:{quote(password, safe='')}@{address}", path=f"/{database}"))


async def prepare(server: str, database: str, roles: Roles, passwords: Mapping[str, str], *, temporary: bool = False) -> None:
    """Make the roles and the database where there are none, and bring both to what they must be; may be repeated at any time.

    A database of before the roles were apart is handed over to the owner with all that is in it.

    Args:
        server: DSN of an administrator: one who may create roles and databases.
        database: name of the service's database.
        roles: of the service.
        passwords: by name of the role; a changed one is set, and holds for new connections.
        temporary: the application may make temporary tables.

    Raises:
        ValueError: a name that would need quoting.
        RoleError: a role that exists may more than it should.
    """
    conn: asyncpg.Connection = await asyncpg.connect(server)
    try:
        await _make_roles(conn, roles, passwords)
        if not await conn.fetchval("select true from pg_database where datname = $1", database):
            await conn.execute(f"create database {plain(database)} owner {roles.owner}")
        await open_database(conn, database, roles, temporary=temporary)
    finally:
        await conn.close()
    inside: asyncpg.Connection = await asyncpg.connect(urlunsplit(urlsplit(server)._replace(path=f"/{database}")))
    try:
        await _hand_over(inside, roles.owner)
    finally:
        await inside.close()


async def open_database(conn: Conn, database: str, roles: Roles, *, temporary: bool = False) -> None:
    """Say who may connect to `database`: its three roles, and nobody else; `prepare` does this too."""
    may = "connect, temporary" if temporary else "connect"
    await conn.execute(
        f"""
        alter database {plain(database)} owner to {roles.owner};
        revoke all on database {database} from public, {roles.application}, {roles.relay};
        grant {may} on database {database} to {roles.application};
        grant connect on database {database} to {roles.relay};
        """
    )


async def _make_roles(conn: Conn, roles: Roles, passwords: Mapping[str, str]) -> None:
    limits = {roles.owner: -1, roles.application: APPLICATION_CONNECTIONS, roles.relay: RELAY_CONNECTIONS}
    for name in roles.names:
        if not await conn.fetchval("select true from pg_roles where rolname = $1", name):
            await conn.execute(f"create role {plain(name)} login")
        secret = await conn.fetchval("select quote_literal($1)", passwords[name])
        await conn.execute(f"alter role {name} connection limit {limits[name]} password {secret}")
    for name in (roles.application, roles.relay):
        await conn.execute("; ".join(f"alter role {name} set {setting} = '{seconds}s'" for setting, seconds in _TIMEOUTS.items()))
    mighty = await conn.fetch(_MIGHTY, roles.names)
    if mighty:
        raise RoleError(f"{', '.join(row['rolname'] for row in mighty)} may more than it should: an attribute or a membership, see \\du")
    if not await conn.fetchval("select rolsuper from pg_roles where rolname = current_user"):
        # Only a member may give a database to the owner.
        await conn.execute(f"grant {roles.owner} to current_user")


async def _hand_over(conn: Conn, owner: str) -> None:
    """REASSIGN OWNED would do, were it not refused for what the server's first superuser owns."""
    async with conn.transaction():
        for (statement,) in await conn.fetch(_NOT_OURS, owner):
            await conn.execute(statement)


_MIGHTY = """
    select rolname from pg_roles r
    where rolname = any($1) and (
        rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
        or exists (select from pg_auth_members m where m.member = r.oid)
    )
"""
_NOT_OURS = """
    with ours as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'),
        me as (select oid from pg_roles where rolname = $1)
    select format('alter schema %I owner to %I', nspname, $1::text) from pg_namespace join ours using (oid, nspname)
    where nspname <> 'public' and nspowner <> (select oid from me)
    union all
    select format('alter %s %s owner to %I',
        case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
        c.oid::regclass, $1::text)
    from pg_class c join ours on ours.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner <> (select oid from me)
        -- The sequence of a column goes with its table.
        and not exists (select from pg_depend d where d.objid = c.oid and c.relkind = 'S' and d.deptype in ('a', 'i'))
    union all
    select format('alter routine %s owner to %I', p.oid::regprocedure, $1::text)
    from pg_proc p join ours on ours.oid = p.pronamespace where p.proowner <> (select oid from me)
    union all
    select format('alter type %s owner to %I', t.oid::regtype, $1::text)
    from pg_type t join ours on ours.oid = t.typnamespace where t.typtype in ('e', 'd') and t.typowner <> (select oid from me)
"""
