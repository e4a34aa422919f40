"""The agencies' files: one TOML file for each account."""

import re
import tomllib
from itertools import permutations
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.catalogue import BY_NAME, Plane

FOLDER = Path(__file__).parent
PREFIX = "instansi-"
_ACCOUNT = re.compile(rf"{PREFIX}[a-z0-9]+(?:-[a-z0-9]+)*")


class Agency(BaseModel):
    """What one agency may read, and how much."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    account: str
    agency: Annotated[str, Field(min_length=3)]
    topics: Annotated[tuple[str, ...], Field(strict=False)]
    group_prefix: str
    consumer_byte_rate: Annotated[int, Field(ge=1024)]
    request_percentage: Annotated[int, Field(ge=1, le=100)]


def load(folder: Path = FOLDER) -> tuple[Agency, ...]:
    """Every agency of the folder, by account.

    Raises:
        ValueError: a file grants what no agency may have, or two of them would share consumer groups; the file is named.
    """
    found = tuple(_read(path) for path in sorted(folder.glob("*.toml")))
    for one, other in permutations(found, 2):
        if one.group_prefix.startswith(other.group_prefix):
            raise ValueError(f"{one.account}.toml: the groups of {one.group_prefix!r} belong to {other.account}")
    return found


def _read(path: Path) -> Agency:
    try:
        agency = Agency.model_validate({**tomllib.loads(path.read_text(encoding="utf-8")), "account": path.stem})
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error
    for problem in _problems(agency):
        raise ValueError(f"{path.name}: {problem}")
    return agency


def _problems(agency: Agency) -> list[str]:
    found = []
    if not _ACCOUNT.fullmatch(agency.account):
        found.append(f"an account is called {PREFIX}<name>, in small letters and digits")
    if agency.group_prefix != f"{agency.account}.":
        found.append(f"group_prefix is the account and a dot: {agency.account}.")
    for name in agency.topics:
        if name not in BY_NAME:
            found.append(f"{name} is no topic of the catalogue")
        elif BY_NAME[name].plane is not Plane.AGENCY:
            plane = BY_NAME[name].plane
            found.append(f"{name} is of the plane {plane}: " + ("everybody reads it" if plane is Plane.PUBLIC else "no agency may read it"))
    return found
