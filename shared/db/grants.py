"""The rights of application and relay, as `grants.toml` says them: taken away and given anew after every migration, in one transaction."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shared.db.pool import Conn
from shared.db.roles import Roles
from shared.errors import CasnError

_FILE: Final = Path(__file__).with_name("grants.toml")
_VERBS: Final = frozenset({"select", "insert", "update", "delete"})


class GrantError(CasnError):
    """The file of grants and the database do not agree."""


@dataclass(frozen=True, slots=True)
class Grants:
    """Verbs by "schema.table" or "schema.*", for each of the two roles, and the services that make temporary tables."""

    application: Mapping[str, frozenset[str]]
    relay: Mapping[str, frozenset[str]]
    temporary: frozenset[str]

    def of_application(self, table: str) -> frozenset[str]:
        """What the application may do with "schema.table".

        Raises:
            GrantError: no line speaks of it.
        """
        found = self.application.get(table, self.application.get(f"{table.partition('.')[0]}.*"))
        if found is None:
            raise GrantError(f"{table}: {_FILE.name} does not say what the application may do with it")
        return found

    def of_relay(self, table: str) -> frozenset[str]:
        """What the relay may do with "schema.table"."""
        return self.relay.get(table, frozenset())


def load() -> Grants:
    """Read the file.

    Raises:
        GrantError: it names a verb that no role may have.
    """
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return Grants(_verbs(content["application"]), _verbs(content["relay"]), frozenset(content["temporary"]["services"]))


def _verbs(lines: Mapping[str, str]) -> dict[str, frozenset[str]]:
    found = {table: frozenset(said.split()) for table, said in lines.items()}
    for table, verbs in found.items():
        if not verbs <= _VERBS:
            raise GrantError(f"{_FILE.name}: {table} has {', '.join(sorted(verbs - _VERBS))}")
    return found


async def grant(conn: Conn, roles: Roles, grants: Grants) -> None:
    """Give the roles what `grants` says of each table of this database, and take away the rest; run by the owner.

    Raises:
        GrantError: a table of which nothing is said.
    """
    rows = await conn.fetch(_TABLES)
    both = f"{roles.application}, {roles.relay}"
    statements: list[str] = []
    for schema in dict.fromkeys(row["schema"] for row in rows):
        statements += [
            f"revoke all on schema {schema} from public, {both}",
            f"revoke all on all tables in schema {schema} from public, {both}",
            f"revoke all on all sequences in schema {schema} from public, {both}",
            f"revoke all on all routines in schema {schema} from public, {both}",
            f"grant execute on all routines in schema {schema} to {roles.application}",
            # To take the next number; to set one needs more.
            f"grant usage on all sequences in schema {schema} to {roles.application}",
        ]
    for schema, table in rows:
        name = f"{schema}.{table}"
        for role, verbs in ((roles.application, grants.of_application(name)), (roles.relay, grants.of_relay(name))):
            if verbs:
                statements += [f"grant usage on schema {schema} to {role}", f"grant {', '.join(sorted(verbs))} on {name} to {role}"]
    async with conn.transaction():
        await conn.execute(";\n".join(dict.fromkeys(statements)))


_TABLES = """
    select quote_ident(n.nspname) as schema, quote_ident(c.relname) as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'public') and c.relkind in ('r', 'p', 'v', 'm')
    order by 1, 2
"""
