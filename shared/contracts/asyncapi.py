"""The AsyncAPI 3 document: what an agency's developer reads, and what tools draw the catalogue from."""

from shared.contracts.catalogue import TOPICS, Plane, Topic
from shared.contracts.envelope import MAC_HEADER, MAX_BODY_BYTES, SEQUENCE_DIGITS, SPEC_VERSION
from shared.contracts.event import MODELS
from shared.contracts.samples import JsonObject, load_samples
from shared.contracts.schema import component_schemas, schema_id

ASYNCAPI = "3.0.0"  # 3.1 adds nothing for Kafka, and fewer tools read it
KAFKA_BINDING = "0.5.0"
HEADERS = "CloudEventsHeaders"

_ABOUT = (
    "Facts of the selection of Indonesian civil servants, as CloudEvents 1.0 over Kafka in binary mode. "
    "How to read them, what is promised and how contracts change: docs/contracts.md."
)
_ORDER = "Records of one key arrive in the order in which they happened; nothing is promised between keys or between topics."
_DELIVERY = (
    "At least once: a record may come again, never with another content. Keep source and id of what was applied, or apply by ce_sequence, "
)
_COUNTS = (
    "which numbers the facts of this topic about one subject from 1 without gaps: a number that is skipped means a record that was missed."
)
_SKIPS = (
    "which here is the version of the ranking: it may begin above 1 and skip numbers, so a skipped number means nothing and only which is "
    "higher counts."
)
_CLASSIFICATION = {
    Plane.PUBLIC: ("public", "No personal data beyond a participant number, which the official lists print."),
    Plane.AGENCY: ("restricted", "Facts about persons under a participant number; read under a grant (UU 27/2022)."),
    Plane.INTERNAL: ("confidential", "May hold personal data (a birth date); never leaves the four services (UU 27/2022)."),
}


_CONTACT = {"name": "The owners of the topics; how to reach them stands with the grant"}
_ACCOUNT = {"$ref": "#/components/securitySchemes/account"}
# No cluster is public: a grant names its brokers. The embedded stack prints its own.
_SERVERS = {
    "granted": {
        "host": "{broker}",
        "protocol": "kafka-secure",
        "description": "The brokers named in the grant of an agency.",
        "variables": {"broker": {"description": "Host and port, as the grant says.", "default": "kafka.invalid:9093"}},
        "security": [_ACCOUNT],
    },
    "embedded": {
        "host": "{broker}",
        "protocol": "kafka",
        "description": "The stack of `make stack`, with synthetic people, on one's own machine.",
        "variables": {"broker": {"description": "Host and port, as the stack prints them.", "default": "127.0.0.1:9092"}},
        "security": [_ACCOUNT],
    },
}


def document() -> JsonObject:
    """The whole document, in a stable order."""
    return {
        "asyncapi": ASYNCAPI,
        "id": "urn:asn:peristiwa",
        "info": {
            "title": "CASN selection events",
            "version": "1.0.0",
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
            "contact": _CONTACT,
            "tags": [{"name": plane.value, "description": _CLASSIFICATION[plane][1]} for plane in Plane],
        },
        "defaultContentType": "application/json",
        "servers": _SERVERS,
        "channels": {topic.name: _channel(topic) for topic in TOPICS},
        "operations": {f"publish-{topic.name}": _operation(topic) for topic in TOPICS},
        "components": {
            "messages": {_message_name(topic): _message(topic) for topic in TOPICS},
            "schemas": {HEADERS: _headers(), **component_schemas()},
            "securitySchemes": {"account": {"type": "scramSha512", "description": "One account for each agency, with the grant."}},
        },
    }


def _message_name(topic: Topic) -> str:
    return MODELS[topic.name].__name__


def _channel(topic: Topic) -> JsonObject:
    name = _message_name(topic)
    return {
        "address": topic.name,
        "title": topic.name,
        "description": topic.says,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "tags": [{"name": topic.plane.value}],
        "bindings": {
            "kafka": {
                "topic": topic.name,
                "partitions": topic.partitions,
                "topicConfiguration": {
                    "cleanup.policy": [topic.config["cleanup.policy"]],
                    "retention.ms": int(topic.config["retention.ms"]),
                },
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "x-owner": topic.owner,
        "x-plane": topic.plane.value,
        "x-retention": "for ever" if topic.retention_days < 0 else f"{topic.retention_days} days",
        "x-key": topic.key,
        "x-subject": topic.subject,
        "x-ordering": _ORDER,
        "x-delivery": _DELIVERY + (_SKIPS if topic.skips else _COUNTS),
        "x-classification": {
            "level": _CLASSIFICATION[topic.plane][0],
            "meaning": _CLASSIFICATION[topic.plane][1],
            "regulation": "ID-UU-27-2022",
        },
    }


def _operation(topic: Topic) -> JsonObject:
    return {
        "action": "send",
        "summary": topic.says,
        "description": f"{topic.owner} publishes it, keyed by {topic.key}; a subscriber receives it from the topic {topic.name}.",
        "channel": {"$ref": f"#/channels/{topic.name}"},
        "messages": [{"$ref": f"#/channels/{topic.name}/messages/{_message_name(topic)}"}],
    }


def _message(topic: Topic) -> JsonObject:
    name = _message_name(topic)
    return {
        "name": topic.type,
        "title": name,
        "summary": topic.says,
        "contentType": "application/json",
        "headers": {
            "type": "object",
            "allOf": [
                {"$ref": f"#/components/schemas/{HEADERS}"},
                {
                    "type": "object",
                    "properties": {
                        "ce_type": {"const": topic.type},
                        "ce_source": {"const": topic.source},
                        "ce_dataschema": {"const": schema_id(topic.name)},
                    },
                },
            ],
        },
        "payload": {"$ref": f"#/components/schemas/{name}"},
        "correlationId": {"location": "$message.header#/ce_correlationid"},
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": f"The field {topic.key} of the body; the same as ce_partitionkey."},
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "examples": [{"name": sample.name, "headers": sample.headers, "payload": sample.content} for sample in load_samples(topic.name)],
    }


def _headers() -> JsonObject:
    """CloudEvents attributes as Kafka headers; every value is UTF-8 text."""
    texts: dict[str, tuple[str, dict[str, object]]] = {
        "content-type": ("Always application/json.", {"const": "application/json"}),
        "ce_specversion": ("Version of CloudEvents.", {"const": SPEC_VERSION.decode()}),
        "ce_type": ("What happened, and the major version of the body.", {}),
        "ce_source": ("The service that says it.", {"format": "uri-reference"}),
        "ce_id": ("With ce_source the identity of the event; the same whenever it is delivered again.", {"minLength": 1}),
        "ce_time": (
            "When it was recorded (RFC 3339, UTC). The day on which it has effect in law stands in the body.",
            {"format": "date-time"},
        ),
        "ce_subject": ("Whom or what it is about: a participant, formation, seat, kelompok or application number.", {"minLength": 1}),
        "ce_partitionkey": ("The Kafka key.", {"minLength": 1}),
        "ce_sequence": (
            "Number of this fact of this topic about this subject; see x-delivery of the topic.",
            {"pattern": f"^[0-9]{{{SEQUENCE_DIGITS}}}$"},
        ),
        "ce_dataschema": ("$id of the JSON Schema of the body.", {"format": "uri"}),
        "ce_correlationid": ("Shared by everything that follows from one outside act.", {}),
        "ce_causationid": ("ce_id of the event that led to this one; absent when an outside act did.", {}),
        MAC_HEADER: ("By it the four services know that the owner of the topic wrote the record. Nobody else can check it: ignore it.", {}),
    }
    return {
        "type": "object",
        "description": f"Headers of every record. A body has at most {MAX_BODY_BYTES} bytes and is never empty. New headers may come.",
        "properties": {name: {"type": "string", "description": says, **more} for name, (says, more) in texts.items()},
        "required": [name for name in texts if name not in {"ce_causationid", MAC_HEADER}],
    }
