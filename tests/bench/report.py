"""The report in Markdown: figures, then how they were taken."""

import os
import platform
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Protocol


class Pair(Protocol):
    """One round of ours against the twin, in events per second."""

    @property
    def ours(self) -> float:
        """Ours."""

    @property
    def twin(self) -> float:
        """The bare twin."""

    @property
    def ratio(self) -> float:
        """Ours as a share of the twin."""


_WHAT = {
    "consume": ("A service's whole path (decode, validate, state, offsets, outbox row, one transaction)", 0.75),
    "relay": ("Relay (page, send, await acks, delete) against bare send", 0.65),
}


METHOD = """
The twin of the whole path is `getmany` of aiokafka with the same batch size, the same pydantic model, and the same three statements
(state upsert, COPY into the outbox, offset upsert) in one transaction; it has no envelope, no quarantine, no parking, no fencing.
The twin of the relay sends the same bodies and headers, prepared beforehand, with the same producer settings, in pages of the same
size that are awaited one by one; the relay in addition reads the rows, builds the headers and deletes what was acknowledged.
The time of a consumer runs from its first record to its last commit; that of relay and sender includes the producer's start.
The order of the two sides alternates. Every run checks that all events were applied. Ratios carry over to other machines, rates do not.
"""


def render(found: Mapping[str, Sequence[Pair]], *, events: int, rounds: int) -> str:
    """The whole report."""
    lines = [
        "# Messaging: measured against bare twins",
        "",
        f"{events:,} events a measurement, {rounds} rounds, ours and twin in turn; {os.cpu_count()} cores shared by client, broker",
        f"and database on loopback; Python {platform.python_version()}, Apache Kafka 4.4 on one node, PostgreSQL 18 with fsync.",
        "",
        "| what | ours, events/s | bare twin, events/s | ratio (median; min to max) | wanted |",
        "|---|---|---|---|---|",
    ]
    for name, pairs in found.items():
        what, wanted = _WHAT[name]
        ratios = [p.ratio for p in pairs]
        lines.append(
            f"| {what} | {median(p.ours for p in pairs):,.0f} | {median(p.twin for p in pairs):,.0f} "
            f"| {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {wanted} |"
        )
    lines += [
        "",
        "## Method",
        "",
        *METHOD.strip().splitlines(),
        "",
    ]
    return "\n".join(lines)
