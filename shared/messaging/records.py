"""Kafka records as our code sees them, and their headers as bytes for the tables that keep records whole."""

import base64
from typing import Generic, NamedTuple, Protocol, TypeVar

import orjson

from shared.contracts.envelope import Headers, Meta
from shared.contracts.event import Event

E = TypeVar("E", bound=Event)


class Record(Protocol):
    """What we use of a record of the client library."""

    @property
    def topic(self) -> str:
        """Topic name, with its prefix."""

    @property
    def partition(self) -> int:
        """Partition number."""

    @property
    def offset(self) -> int:
        """Position in the partition."""

    @property
    def key(self) -> bytes | None:
        """Key, where the producer gave one."""

    @property
    def value(self) -> bytes | None:
        """Body; None is a tombstone."""

    @property
    def headers(self) -> Headers:
        """Headers in the order in which they were sent."""


class Received(NamedTuple, Generic[E]):
    """One event of a batch: the fact, its attributes, and the record it came in."""

    event: E
    meta: Meta
    record: Record


class StoredRecord(NamedTuple):
    """A record as our tables kept it; the same attributes as one of the client library."""

    topic: str
    partition: int
    offset: int
    key: bytes
    headers: Headers
    value: bytes | None


def key_text(record: Record) -> str:
    """The key for tables that people read; bytes that are not UTF-8 are shown escaped."""
    return (record.key or b"").decode("utf-8", errors="backslashreplace")


def pack_headers(headers: Headers) -> bytes:
    """Headers as JSON of base64, because their values may be any bytes."""
    return orjson.dumps([[name, base64.b64encode(value or b"").decode()] for name, value in headers])


def unpack_headers(packed: bytes) -> list[tuple[str, bytes]]:
    """The inverse of `pack_headers`."""
    return [(name, base64.b64decode(value)) for name, value in orjson.loads(packed)]
