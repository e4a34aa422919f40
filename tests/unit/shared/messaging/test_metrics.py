"""Every metric is explained to operators, and every series is there before the first event."""

import re
from pathlib import Path

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

from shared import messaging, observability
from shared.errors import Poison
from shared.messaging import metrics

ROOT = Path(messaging.__file__).parents[2]
RUNBOOK = ROOT / "docs/runbook-messaging.md"


def names(module: object) -> set[str]:
    """The full names of the metrics a module defines; a counter's ends in `_total`."""
    found: set[str] = set()
    for value in vars(module).values():
        if isinstance(value, MetricWrapperBase):
            for family in value.collect():
                found.add(family.name + ("_total" if family.type == "counter" else ""))
    return found


def test_the_runbook_lists_every_metric_and_no_other() -> None:
    said = set(re.findall(r"^\| `([a-z_]+)`", RUNBOOK.read_text(encoding="utf-8"), flags=re.MULTILINE))
    assert said == names(metrics) | names(observability)


def test_every_reason_for_the_quarantine_is_counted_from_the_start() -> None:
    sources = [path.read_text() for folder in ("shared/messaging", "shared/contracts") for path in (ROOT / folder).glob("*.py")]
    raised = {kode for source in sources for kode in re.findall(rf'{Poison.__name__}\("([a-z]+)"', source)}
    assert raised == set(metrics.REASONS)


def test_every_series_of_a_group_and_of_a_relay_begins_at_nought() -> None:
    metrics.begin("uji.mulai")
    metrics.begin_relay("uji-mulai")
    for label, value in (("group", "uji.mulai"), ("service", "uji-mulai")):
        of = [found for found in vars(metrics).values() if isinstance(found, MetricWrapperBase) and label in found._labelnames]
        assert of
        for found in of:
            assert any(sample.labels.get(label) == value for family in found.collect() for sample in family.samples), found
    assert REGISTRY.get_sample_value("messaging_quarantined_events_total", {"group": "uji.mulai", "reason": "nomor"}) == 0
