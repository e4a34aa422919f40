"""State, events and offsets that agree: unit of work, outbox, relay, batch consumer (docs/messaging.md)."""
