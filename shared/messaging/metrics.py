"""The counters of the messaging layer; names end in their unit."""

from prometheus_client import Counter, Gauge, Histogram

APPLIED = Counter("messaging_applied_events_total", "Events applied, after commit", ["group"])
DUPLICATES = Counter("messaging_duplicate_events_total", "Events dropped because they had been applied before", ["group"])
QUARANTINED = Counter("messaging_quarantined_events_total", "Unreadable records set aside", ["group", "reason"])
PARKED = Counter("messaging_parked_events_total", "Records parked behind their key", ["group"])
EARLY = Counter("messaging_early_events_total", "Records that came before their predecessor", ["group"])
GAPS = Counter("messaging_gap_records_total", "Offsets that the broker no longer had (compaction, retention)", ["group"])
RETRIES = Counter("messaging_retries_total", "Batches tried again after a transient failure", ["group"])
COMMIT_FAILURES = Counter(
    "messaging_offset_commit_failures_total", "Advisory commits to Kafka that failed; nothing is lost by them", ["group"]
)
BATCH_SECONDS = Histogram("messaging_batch_seconds", "Time of one batch from decode to commit", ["group"])
RELAYED = Counter("messaging_relayed_events_total", "Events acknowledged by the broker and taken off the outbox", ["service"])
RELAY_REBUILDS = Counter("messaging_relay_rebuilds_total", "Producers thrown away after a failed send", ["service"])
RELAY_SHARDS = Gauge("messaging_relay_shards", "Outbox shards this relay leads", ["service"])
