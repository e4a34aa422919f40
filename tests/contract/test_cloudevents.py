"""Our envelope against the CloudEvents SDK, both ways: an agency that uses any CloudEvents library reads us."""

from datetime import UTC, datetime

import pytest
from cloudevents.core.bindings.kafka import KafkaMessage, from_binary_event, to_binary_event
from cloudevents.core.v1.event import CloudEvent

from shared.contracts import MODELS, TOPICS
from shared.contracts.envelope import body, decode
from shared.contracts.samples import Sample, load_samples
from shared.contracts.schema import schema_id

SAMPLES = [pytest.param(sample, id=f"{sample.topic}-{sample.name}") for topic in TOPICS for sample in load_samples(topic.name)]


@pytest.mark.parametrize("sample", SAMPLES)
def test_the_sdk_reads_what_we_write(sample: Sample) -> None:
    message = KafkaMessage(headers=dict(sample.raw_headers), key=sample.key.encode(), value=sample.raw_body)

    event = from_binary_event(message)

    topic = MODELS[sample.topic].topic
    assert event.get_data() == sample.content
    assert event.get_specversion() == "1.0"
    assert event.get_type() == topic.type
    assert event.get_source() == topic.source
    assert event.get_id() == sample.headers["ce_id"]
    assert event.get_subject() == sample.headers["ce_subject"]
    assert event.get_time() == datetime.fromisoformat(sample.headers["ce_time"])
    assert event.get_datacontenttype() == "application/json"
    assert event.get_dataschema() == schema_id(sample.topic)
    assert event.get_extension("partitionkey") == sample.key
    assert event.get_extension("sequence") == sample.headers["ce_sequence"]
    assert event.get_extension("correlationid") == sample.headers["ce_correlationid"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_we_read_what_the_sdk_writes(sample: Sample) -> None:
    model = MODELS[sample.topic]
    message = to_binary_event(
        CloudEvent(
            attributes={
                "id": "a-1",
                "type": model.topic.type,
                "source": model.topic.source,
                "subject": sample.headers["ce_subject"],
                "time": datetime(2026, 11, 22, 3, 4, 5, tzinfo=UTC),
                "datacontenttype": "application/json",
                "partitionkey": sample.key,
                "sequence": "0000000007",
                "correlationid": "c-1",
            },
            data=sample.content,
        )
    )

    event, meta = decode(model, model.topic, list(message.headers.items()), message.value)

    assert body(event) == sample.raw_body
    assert message.key == event.key
    assert (meta.id, meta.source, meta.subject) == ("a-1", model.topic.source, event.subject)
    assert (meta.sequence, meta.correlation_id, meta.time) == (7, "c-1", "2026-11-22T03:04:05Z")
