"""Kafka records as our code sees them, and as the tables keep them that keep records whole."""

from typing import Generic, NamedTuple, Protocol, TypeVar

import asyncpg

from shared.contracts.envelope import Headers, Meta
from shared.contracts.event import Event

E = TypeVar("E", bound=Event)


class Record(Protocol):
    """The part of the client library's record that we use."""

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


# How a record stands in the tables that keep it whole, and where `kept` and `taken` put what.
RECORD_COLUMNS = "topic, part, rec_offset, header_names, header_values, payload"


def key_text(record: Record) -> str:
    """The key for tables that people read; bytes that are not UTF-8 are shown escaped."""
    return (record.key or b"").decode("utf-8", errors="backslashreplace")


def kept(record: Record) -> tuple[str, int, int, list[str], list[bytes | None], bytes | None]:
    """A record as the values of `RECORD_COLUMNS`; what no text column can hold of the name of a header is shown escaped."""
    raw = [name.encode("utf-8", "surrogateescape") for name, _ in record.headers]
    names = [name.decode("utf-8", "backslashreplace").replace("\0", "\\x00") for name in raw]
    return record.topic, record.partition, record.offset, names, [value for _, value in record.headers], record.value


def taken(row: asyncpg.Record) -> StoredRecord:
    """The inverse of `kept`, from a row with a key."""
    headers = list(zip(row["header_names"], row["header_values"], strict=True))
    return StoredRecord(row["topic"], row["part"], row["rec_offset"], row["key"].encode(), headers, row["payload"])
