"""What one transaction decides about its records, and what is counted when it is committed."""

from dataclasses import dataclass, field

import structlog

from shared.messaging import metrics
from shared.messaging.parking import ParkedRecord
from shared.messaging.quarantine import Unreadable

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Verdict:
    """Which records are set aside.

    Attributes:
        unreadable: those nobody can read, and why.
        parked: those a handler refused, and what waits behind them.
        reasons: per key that begins to wait, why.
    """

    unreadable: list[Unreadable] = field(default_factory=list)
    parked: list[ParkedRecord] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Counts:
    """For the metrics; nothing is decided by it.

    Attributes:
        applied: events handed to the handler and accepted.
        duplicates: events that had been applied before.
        early: events that came before their predecessor.
        gone: offsets that the broker no longer has.
    """

    applied: int = 0
    duplicates: int = 0
    early: int = 0
    gone: int = 0

    def publish(self, group: str, verdict: Verdict) -> None:
        """Add to the metrics of `group`; after commit, so that a batch that is tried again counts once."""
        metrics.APPLIED.labels(group).inc(self.applied)
        metrics.DUPLICATES.labels(group).inc(self.duplicates)
        metrics.EARLY.labels(group).inc(self.early)
        metrics.GAPS.labels(group).inc(self.gone)
        metrics.PARKED.labels(group).inc(len(verdict.parked))
        for record, reason in verdict.unreadable:
            metrics.QUARANTINED.labels(group, reason.kode).inc()
            metrics.FORGED.labels(group).inc(reason.kode in metrics.FORGED_REASONS)
            place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
            log.error("record_quarantined", group=group, **place, reason=str(reason))
