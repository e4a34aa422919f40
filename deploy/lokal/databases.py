"""A database for each service, with an owner, a role for the service and a role for its relay; passwords are kept in the stack's folder."""

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from deploy.lokal.supervisor import write_json
from shared.db import grants
from shared.db.roles import Roles, dsn_as, prepare


@dataclass(frozen=True, slots=True)
class Dsns:
    """Where to connect, by role."""

    owner: str
    application: str
    relay: str


def passwords(file: Path, names: Iterable[str]) -> dict[str, str]:
    """The password of each role, made once; the file is readable to its owner only."""
    kept: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    made = {name: secrets.token_urlsafe(32) for name in names if name not in kept}
    if made:
        write_json(file, kept | made)
    return kept | made


async def databases(server: str, services: Iterable[str], folder: Path) -> dict[str, Dsns]:
    """The database of each service, made or handed over to its owner where it is not yet so.

    Args:
        server: DSN of an administrator: one who may create roles and databases.
        services: which.
        folder: keeps the passwords.

    Raises:
        RoleError: a role that exists may more than it should.
    """
    roles = {service: Roles.of(service) for service in services}
    known = passwords(folder / "database-passwords.json", [name for each in roles.values() for name in each.names])
    found: dict[str, Dsns] = {}
    for service, each in roles.items():
        name = f"casn_{service}"
        await prepare(server, name, each, known, temporary=service in grants.load().temporary)
        found[service] = Dsns(*(dsn_as(server, role, known[role], name) for role in each.names))
    return found
