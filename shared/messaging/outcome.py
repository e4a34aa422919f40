"""What one transaction did with its records; counted when it is committed, forgotten when it is not."""

from dataclasses import dataclass, field

import structlog
from aiokafka import TopicPartition

from shared.messaging import metrics
from shared.messaging.parking import ParkedRecord
from shared.messaging.quarantine import Unreadable

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Outcome:
    """A tally.

    Attributes:
        positions: next offset per partition.
        bad: per record that nobody had applied before, in order: was it unreadable?
        unreadable: those records, and why.
        refused: records a handler refused, and what followed them for the same key.
        reasons: per key that begins to wait, why.
        applied: events handed to the handler and accepted.
        duplicates: events that had been applied before.
        early: events that came before their predecessor.
        gone: offsets that the broker no longer has.
        parked: records set aside behind a waiting key.
    """

    positions: dict[TopicPartition, int] = field(default_factory=dict)
    bad: list[bool] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    refused: list[ParkedRecord] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    applied: int = 0
    duplicates: int = 0
    early: int = 0
    gone: int = 0
    parked: int = 0

    def count(self, group: str) -> None:
        """Add to the metrics of `group`; after commit, so that a batch that is tried again counts once."""
        metrics.APPLIED.labels(group).inc(self.applied)
        metrics.DUPLICATES.labels(group).inc(self.duplicates)
        metrics.EARLY.labels(group).inc(self.early)
        metrics.GAPS.labels(group).inc(self.gone)
        metrics.PARKED.labels(group).inc(self.parked)
        for record, reason in self.unreadable:
            metrics.QUARANTINED.labels(group, reason.kode).inc()
            log.error("record_quarantined", group=group, partition=record.partition, offset=record.offset, reason=str(reason))
