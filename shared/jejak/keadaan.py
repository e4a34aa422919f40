"""The state of what an act changes, as one digest: the same rows always give the same."""

import hashlib
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime

import orjson

_ALIKE = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS | orjson.OPT_PASSTHROUGH_DATETIME


def sidik_keadaan(baris: Iterable[object]) -> bytes | None:
    """SHA-256 over the canonical JSON of rows as a use case read or wrote them; None where there is none.

    Keys are sorted, times are in UTC, bytes are hex. A row that says something of a person which leaves the database one day goes in as it
    is sealed: without the sealed bytes, which go with the person, nobody can make the digest again (docs/jejak.md).

    Args:
        baris: dataclasses or NamedTuples, in an order that does not depend on chance.
    """
    semua = list(baris)
    return hashlib.sha256(orjson.dumps(semua, default=_plain, option=_ALIKE)).digest() if semua else None


def _plain(value: object) -> object:
    match value:
        case bytes():
            return value.hex()
        case datetime():
            return value.astimezone(UTC).isoformat()
        case tuple() if hasattr(value, "_asdict"):
            return value._asdict()
        case set() | frozenset():
            return sorted(value)
        case _ if is_dataclass(value):
            return {field.name: getattr(value, field.name) for field in fields(value)}
        case _:
            raise TypeError(f"{type(value).__name__} has no canonical form")
