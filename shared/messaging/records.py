"""Kafka records as our code sees them, and as the tables keep them that keep records whole."""

from typing import Generic, NamedTuple, TypeVar

import asyncpg

from shared.contracts.envelope import Headers, Meta
from shared.contracts.event import Event

E = TypeVar("E", bound=Event)


class Record(NamedTuple):
    """A record as the broker gave it, or as our tables kept it.

    Attributes:
        topic: name, with its prefix.
        headers: in the order in which they were sent.
        value: body; None is a tombstone.
    """

    topic: str
    partition: int
    offset: int
    key: bytes | None
    headers: Headers
    value: bytes | None


class Received(NamedTuple, Generic[E]):
    """One event of a batch: the fact, its attributes, and the record it came in."""

    event: E
    meta: Meta
    record: Record


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


def taken(row: asyncpg.Record) -> Record:
    """The inverse of `kept`, from a row with a key."""
    headers = list(zip(row["header_names"], row["header_values"], strict=True))
    return Record(row["topic"], row["part"], row["rec_offset"], row["key"].encode(), headers, row["payload"])
