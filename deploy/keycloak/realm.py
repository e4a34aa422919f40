"""The realm as a file, and copies of it with people and secrets of one server's own: nobody's password stands in the checkout."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from shared.kebijakan import JenisPelaku, Peran

REALM = Path(__file__).parent / "realm.json"
NAME = "casn"
PROGRAM = "layanan.portal"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may log in, with a password made for this server."""

    name: str
    jenis: JenisPelaku
    peran: tuple[Peran, ...] = ()
    instansi: str | None = None
    nik: str | None = None
    password: str = field(default_factory=lambda: secrets.token_urlsafe(18), repr=False)


def realm() -> dict[str, Any]:
    """The committed realm: clients, scopes, roles, rules; no people, no secrets."""
    found: dict[str, Any] = orjson.loads(REALM.read_bytes())
    return found


def copy_with(people: Iterable[Person], program_secret: str, *, clients: Iterable[Mapping[str, Any]] = ()) -> dict[str, Any]:
    """The realm with these people and clients in addition, for one server's import."""
    copy = realm()
    for client in copy["clients"]:
        if client["clientId"] == PROGRAM:
            client["secret"] = program_secret
    copy["clients"] = [*copy["clients"], *clients]
    copy["users"] = [_user(person) for person in people]
    return copy


def _user(person: Person) -> dict[str, Any]:
    told = {"jenis": person.jenis.value, "instansi": person.instansi, "nik": person.nik}
    return {
        "username": person.name,
        "enabled": True,
        "attributes": {name: [value] for name, value in told.items() if value is not None},
        "clientRoles": {NAME: [peran.value for peran in person.peran]},
        "credentials": [{"type": "password", "value": person.password, "temporary": False}],
    }
