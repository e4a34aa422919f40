"""The topic catalogue as typed data; see `catalogue.toml` for the meaning of each field."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

SOURCE_PREFIX = "urn:asn:layanan:"
TYPE_PREFIX = "id.go.asn."
_MS_PER_DAY = 86_400_000


class Plane(StrEnum):
    """Who may read a topic (docs/contracts.md)."""

    PUBLIC = "public"
    AGENCY = "agency"
    INTERNAL = "internal"


@dataclass(frozen=True, eq=False)  # compared and hashed by identity: it is looked up for every record
class Topic:
    """One topic: its name, its key and subject fields, and how the broker keeps it.

    `readers`: the services that subscribe to it.
    `skips`: ce_sequence is the version of the ranking, which may begin above 1 and skip numbers.
    """

    name: str
    owner: str
    plane: Plane
    key: str
    subject: str
    partitions: int
    compacted: bool
    retention_days: int
    says: str
    readers: tuple[str, ...] = ()
    skips: bool = False

    @cached_property
    def type(self) -> str:
        """CloudEvents type of version 1 of this topic's event."""
        return f"{TYPE_PREFIX}{self.name}.v1"

    @cached_property
    def source(self) -> str:
        """CloudEvents source: the owning service as a stable URN."""
        return SOURCE_PREFIX + self.owner

    @cached_property
    def wire_source(self) -> bytes:
        """`source` as it stands in the header."""
        return self.source.encode()

    @cached_property
    def wire_type(self) -> bytes:
        """`type` as it stands in the header."""
        return self.type.encode()

    @property
    def config(self) -> dict[str, str]:
        """Kafka topic configuration, for the admin step that creates the topic."""
        retention = "-1" if self.retention_days < 0 else str(self.retention_days * _MS_PER_DAY)
        policy = "compact" if self.compacted else "delete"
        return {"cleanup.policy": policy, "retention.ms": retention, "compression.type": "producer"}


def load(path: Path) -> tuple[Topic, ...]:
    """Read a catalogue file, sorted by topic name.

    Raises:
        TypeError: a field is missing or unknown.
        ValueError: a plane is unknown.
    """
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Topic(name=name, **{"compacted": False, **table, "plane": Plane(table["plane"]), "readers": tuple(table.get("readers", ()))})
        for name, table in sorted(tables.items())
    )


TOPICS: tuple[Topic, ...] = load(Path(__file__).with_name("catalogue.toml"))
BY_NAME: dict[str, Topic] = {topic.name: topic for topic in TOPICS}
