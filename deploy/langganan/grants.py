"""Grants and quotas as sets: pure functions of the catalogue and the agencies' files."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from deploy.langganan.agencies import Agency
from shared.contracts.catalogue import TOPICS, Plane, Topic

Quota = Mapping[str, float]


class Kind(StrEnum):
    """What a grant is about."""

    TOPIC = "topic"
    GROUP = "group"


class Operation(StrEnum):
    """Reading and writing include to ask about the thing; nobody is granted more."""

    READ = "read"
    WRITE = "write"


class Grant(NamedTuple):
    """One sentence of the access list; `prefixed` is about every name that begins so."""

    account: str
    operation: Operation
    kind: Kind
    name: str
    prefixed: bool = False

    def __str__(self) -> str:
        return f"{self.account} {self.operation} {self.kind} {self.name}{'*' if self.prefixed else ''}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """All that an installation should have on its cluster.

    Attributes:
        grants: who may do what; nobody else may do anything.
        quotas: by account, in Kafka's words; who is not named has none.
    """

    grants: frozenset[Grant]
    quotas: Mapping[str, Quota] = field(default_factory=dict)

    @property
    def accounts(self) -> frozenset[str]:
        """Everybody who is granted something."""
        return frozenset(grant.account for grant in self.grants)


def wanted(agencies: Iterable[Agency], *, prefix: str = "", topics: Iterable[Topic] = TOPICS, auditors: Iterable[str] = ()) -> Wanted:
    """What the catalogue and the agencies' files say.

    An idempotent producer needs no grant of its own: leave to write one topic is enough for the broker (KIP-679).

    Args:
        agencies: who reads from outside.
        prefix: of topics, groups and accounts, where installations share a cluster.
        topics: the catalogue.
        auditors: accounts that read every topic, internal ones too; a rehearsal has one, a running season none.
    """
    known = tuple(topics)
    grants = {*_services(known), *(grant for agency in agencies for grant in _agency(agency, known))}
    for auditor in auditors:
        grants |= {Grant(auditor, Operation.READ, Kind.TOPIC, topic.name) for topic in known}
    quotas = {
        prefix + agency.account: {
            "consumer_byte_rate": float(agency.consumer_byte_rate),
            "request_percentage": float(agency.request_percentage),
        }
        for agency in agencies
    }
    return Wanted(frozenset(grant._replace(account=prefix + grant.account, name=prefix + grant.name) for grant in grants), quotas)


def _services(topics: Iterable[Topic]) -> Iterator[Grant]:
    """The owner writes, the readers read with groups of their own."""
    for topic in topics:
        yield Grant(topic.owner, Operation.WRITE, Kind.TOPIC, topic.name)
        for reader in topic.readers:
            yield Grant(reader, Operation.READ, Kind.TOPIC, topic.name)
            yield Grant(reader, Operation.READ, Kind.GROUP, f"{reader}.", prefixed=True)


def _agency(agency: Agency, topics: Iterable[Topic]) -> Iterator[Grant]:
    """The planes decide: an agency's file cannot open what is internal, whatever it says."""
    for topic in topics:
        if topic.plane is Plane.PUBLIC or (topic.plane is Plane.AGENCY and topic.name in agency.topics):
            yield Grant(agency.account, Operation.READ, Kind.TOPIC, topic.name)
    yield Grant(agency.account, Operation.READ, Kind.GROUP, agency.group_prefix, prefixed=True)


def service_accounts(prefix: str = "", topics: Iterable[Topic] = TOPICS) -> frozenset[str]:
    """The accounts of the services."""
    return frozenset(prefix + name for topic in topics for name in (topic.owner, *topic.readers))
