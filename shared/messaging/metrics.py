"""The counters of the messaging layer; names end in their unit."""

from prometheus_client import Counter, Gauge, Histogram

APPLIED = Counter("messaging_applied_events_total", "Events applied, after commit", ["group"])
DUPLICATES = Counter("messaging_duplicate_events_total", "Events dropped because they had been applied before", ["group"])
QUARANTINED = Counter("messaging_quarantined_events_total", "Unreadable records set aside", ["group", "reason"])
FORGED = Counter("messaging_forged_events_total", "Records that the owner of their topic did not write; all are quarantined", ["group"])
PARKED = Counter("messaging_parked_events_total", "Records parked behind their key", ["group"])
EARLY = Counter("messaging_early_events_total", "Records that came before their predecessor", ["group"])
GAPS = Counter("messaging_gap_records_total", "Offsets that the broker no longer had (compaction, retention)", ["group"])
RETRIES = Counter("messaging_retries_total", "Batches tried again after a transient failure", ["group"])
COMMIT_FAILURES = Counter(
    "messaging_offset_commit_failures_total", "Advisory commits to Kafka that failed; nothing is lost by them", ["group"]
)
BATCH_SECONDS = Histogram("messaging_batch_seconds", "Time of one batch from decode to commit", ["group"])
LAG = Gauge("messaging_lag_records", "Records of this process's partitions that the broker has and we have not applied", ["group"])
PARKED_KEYS = Gauge("messaging_parked_keys", "Keys that wait for a person", ["group"])
QUARANTINE = Gauge("messaging_quarantine_records", "Unreadable records that are kept", ["group"])
HELD = Gauge("messaging_held", "1 while a topic is not read until a person has acted", ["group"])
RELAYED = Counter("messaging_relayed_events_total", "Events acknowledged by the broker and taken off the outbox", ["service"])
RELAY_REBUILDS = Counter("messaging_relay_rebuilds_total", "Producers thrown away after a failed send", ["service"])
OUTBOX_ROWS = Gauge("messaging_outbox_rows", "Events that are committed and not yet on the bus", ["service"])
OUTBOX_SECONDS = Gauge("messaging_outbox_oldest_seconds", "Age of the oldest of them; 0 when there is none", ["service"])
RELAY_LEADS = Gauge("messaging_relay_leads", "1 for the relay that publishes, 0 for a spare", ["service"])

# Every code that `Poison` is raised with on the way of a record.
REASONS = ("kosong", "besar", "kepala", "jenis", "isi", "kunci", "subjek", "nomor", "tanda", "sumber")
# Those that say that somebody else than the owner of the topic wrote it.
FORGED_REASONS = ("tanda", "sumber")


def begin(group: str) -> None:
    """Show every series of `group` from the start: a counter that appears with its first event hides that event from `increase()`."""
    for found in (
        APPLIED,
        DUPLICATES,
        FORGED,
        PARKED,
        EARLY,
        GAPS,
        RETRIES,
        COMMIT_FAILURES,
        BATCH_SECONDS,
        HELD,
        LAG,
        PARKED_KEYS,
        QUARANTINE,
    ):
        found.labels(group)
    for reason in REASONS:
        QUARANTINED.labels(group, reason)


def begin_relay(service: str) -> None:
    """The same for a relay."""
    for found in (RELAYED, RELAY_REBUILDS, OUTBOX_ROWS, OUTBOX_SECONDS, RELAY_LEADS):
        found.labels(service)
