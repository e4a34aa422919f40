"""What was ever published can be read, and is written the same today."""

import pytest

from shared.contracts import MODELS, TOPICS
from shared.contracts.envelope import attributes, body, decode
from shared.contracts.samples import Sample, load_samples

SAMPLES = [pytest.param(sample, id=f"{sample.topic}-{sample.name}") for topic in TOPICS for sample in load_samples(topic.name)]


@pytest.mark.parametrize("topic", [topic.name for topic in TOPICS])
def test_every_topic_has_a_sample(topic: str) -> None:
    assert load_samples(topic)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_past_record_is_read_and_written_back_unchanged(sample: Sample) -> None:
    model = MODELS[sample.topic]

    event, meta = decode(model, model.topic, sample.raw_headers, sample.raw_body)

    assert body(event) == sample.raw_body
    assert event.key == sample.key
    again = attributes(
        event,
        event_id=meta.id,
        sequence=meta.sequence,
        time=meta.time,
        correlation_id=meta.correlation_id,
        causation_id=sample.headers.get("ce_causationid"),
    )
    assert again == sample.headers


@pytest.mark.parametrize("sample", SAMPLES)
def test_sequence_is_the_version_of_the_fact(sample: Sample) -> None:
    assert int(sample.headers["ce_sequence"]) == sample.content.get("versi", 1)


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_newer_writers_field_is_ignored(sample: Sample) -> None:
    model = MODELS[sample.topic]
    newer = Sample(sample.topic, sample.name, sample.key, sample.headers, {**sample.content, "bidang_baru": {"isi": [1, 2]}})

    event, _ = decode(model, model.topic, newer.raw_headers, newer.raw_body)

    assert body(event) == sample.raw_body
