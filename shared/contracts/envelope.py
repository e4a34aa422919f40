"""CloudEvents 1.0 over Kafka in binary mode: attributes in `ce_` headers, the event as a JSON body.

Our own binding, because the SDK costs five times the model itself; `tests/contract` checks it against the SDK.
"""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple, TypeVar

from pydantic import ValidationError

from shared.contracts.catalogue import Topic
from shared.contracts.event import Event
from shared.errors import Poison

E = TypeVar("E", bound=Event)

Headers = Sequence[tuple[str, bytes]]
SPEC_VERSION = b"1.0"
MAC_HEADER = "casn-mac"  # of ours alone, and so no attribute of CloudEvents (shared/messaging/proof.py)
SEQUENCE_DIGITS = 10
MAX_SEQUENCE = 10**SEQUENCE_DIGITS - 1
MAX_BODY_BYTES = 900_000  # under the broker's 1 MiB with headers and batch overhead


class Meta(NamedTuple):
    """The attributes of a received event that our code looks at.

    Attributes:
        id: with `source` the identity of the event; the same on every redelivery.
        sequence: number of this fact of its topic about `subject`, from 1.
        correlation_id: shared by everything that follows from one outside act.
    """

    id: str
    source: str
    subject: str
    sequence: int
    time: str
    correlation_id: str


@cache
def _fixed_headers(topic: Topic) -> tuple[tuple[str, bytes], ...]:
    """The headers that every event of a topic shares."""
    return (
        ("content-type", b"application/json"),
        ("ce_specversion", SPEC_VERSION),
        ("ce_type", topic.wire_type),
        ("ce_source", topic.wire_source),
        ("ce_dataschema", f"urn:asn:skema:{topic.name}:v1".encode()),
    )


def headers(
    topic: Topic, *, key: str, subject: str, sequence: int, event_id: str, time: str, correlation_id: str, causation_id: str | None
) -> list[tuple[str, bytes]]:
    """All headers of one event, ready for the broker; `time` is RFC 3339 in UTC."""
    found = [
        *_fixed_headers(topic),
        ("ce_id", event_id.encode()),
        ("ce_time", time.encode()),
        ("ce_subject", subject.encode()),
        ("ce_partitionkey", key.encode()),
        ("ce_sequence", b"%0*d" % (SEQUENCE_DIGITS, sequence)),
        ("ce_correlationid", correlation_id.encode()),
    ]
    if causation_id is not None:
        found.append(("ce_causationid", causation_id.encode()))
    return found


def attributes(event: Event, *, event_id: str, sequence: int, time: str, correlation_id: str, causation_id: str | None) -> dict[str, str]:
    """The same headers as text, for people and tests."""
    found = headers(
        type(event).topic,
        key=event.key,
        subject=event.subject,
        sequence=sequence,
        event_id=event_id,
        time=time,
        correlation_id=correlation_id,
        causation_id=causation_id,
    )
    return {name: value.decode() for name, value in found}


def body(event: Event) -> bytes:
    """The JSON body; fields without a value are left out.

    Raises:
        ValueError: larger than `MAX_BODY_BYTES`; the broker would refuse it forever.
    """
    data = event.__pydantic_serializer__.to_json(event, exclude_none=True)
    if len(data) > MAX_BODY_BYTES:
        raise ValueError(f"{type(event).topic.name} about {event.subject}: body of {len(data)} bytes, at most {MAX_BODY_BYTES}")
    return data


def decode(model: type[E], topic: Topic, headers: Headers, value: bytes | None) -> tuple[E, Meta]:
    """Read one record.

    Raises:
        Poison: `kosong` no body, `besar` a body over the limit, `kepala` a header missing or unreadable, `jenis` another type or version,
            `sumber` the source is not the owner of the topic, `isi` not JSON or not this model,
            `subjek` body and header disagree on whom it is about.
    """
    if not value:
        raise Poison("kosong", "record without a body (a tombstone where none is meant)")
    if len(value) > MAX_BODY_BYTES:
        raise Poison("besar", f"body of {len(value)} bytes, at most {MAX_BODY_BYTES}")
    meta = _meta(topic, headers)
    if b"\\u0000" in value:
        raise Poison("isi", "a NUL character, which no text column can hold")
    try:
        # Strict: on the wire "12" is not a number and 1 is not a truth, or two readers would see two events.
        event = model.__pydantic_validator__.validate_json(value, strict=True)
    except ValidationError as error:
        # Only places and kinds: the values themselves may be personal.
        places = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors(include_input=False)[:5])
        raise Poison("isi", places) from error
    if event.subject != meta.subject:
        raise Poison("subjek", "ce_subject is not the subject of the body")
    return event, meta


def _meta(topic: Topic, headers: Headers) -> Meta:
    try:
        found = dict(headers)
        if found["ce_specversion"] != SPEC_VERSION:
            raise Poison("jenis", f"CloudEvents of another version than {SPEC_VERSION.decode()}")
        if found["ce_type"] != topic.wire_type:
            raise Poison("jenis", f"type {found['ce_type'][:80]!r}, expected {topic.type}")
        if found["ce_source"] != topic.wire_source:
            raise Poison("sumber", f"source {found['ce_source'][:80]!r}, and the topic is of {topic.source}")
        meta = Meta(
            found["ce_id"].decode(),
            found["ce_source"].decode(),
            found["ce_subject"].decode(),
            int(found["ce_sequence"]),
            found["ce_time"].decode(),
            found.get("ce_correlationid", b"").decode(),
        )
    except KeyError as error:
        raise Poison("kepala", f"header {error} is missing") from error
    except (ValueError, TypeError, AttributeError) as error:
        raise Poison("kepala", f"header not readable: {type(error).__name__}") from error
    if not meta.id or not 1 <= meta.sequence <= MAX_SEQUENCE:
        raise Poison("kepala", "ce_sequence is out of range" if meta.id else "ce_id is empty")
    if "\0" in meta.id + meta.source + meta.subject + meta.time + meta.correlation_id:
        raise Poison("kepala", "a NUL character, which no text column can hold")
    return meta
