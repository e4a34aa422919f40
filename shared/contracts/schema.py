"""JSON Schema of every event, as it is on the wire."""

from typing import cast

from pydantic.json_schema import models_json_schema

from shared.contracts.event import MODELS, Event
from shared.contracts.samples import JsonObject, load_samples

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_id(topic: str, version: int = 1) -> str:
    """The `$id` of a schema, which is also the `ce_dataschema` of its events."""
    return f"urn:asn:skema:{topic}:v{version}"


def event_schema(model: type[Event]) -> JsonObject:
    """The schema of one event body, self-contained, with the golden samples as examples."""
    bodies, definitions = _schemas([model], "#/$defs/{model}")
    topic = model.topic.name
    schema: JsonObject = {"$schema": DIALECT, "$id": schema_id(topic), **bodies[topic]}
    shared = {name: part for name, part in definitions.items() if name != model.__name__}
    if shared:
        schema["$defs"] = shared
    schema["examples"] = [sample.content for sample in load_samples(topic)]
    return schema


def component_schemas() -> dict[str, object]:
    """Every body and every part of one, by class name, as AsyncAPI wants them: parts are stated once."""
    bodies, definitions = _schemas(list(MODELS.values()), "#/components/schemas/{model}")
    return dict(sorted({**definitions, **{MODELS[topic].__name__: body for topic, body in bodies.items()}}.items()))


def _schemas(models: list[type[Event]], ref_template: str) -> tuple[dict[str, JsonObject], JsonObject]:
    """The bodies by topic, and all definitions by class name."""
    _, raw = models_json_schema([(model, "validation") for model in models], ref_template=ref_template)
    definitions = cast("JsonObject", _on_the_wire(raw["$defs"], named=True))
    return {model.topic.name: cast("JsonObject", definitions[model.__name__]) for model in models}, definitions


def _on_the_wire(node: object, *, named: bool = False) -> object:
    """Keep what is written, not what Python accepts: an absent value is left out, so null never is.

    Titles stay where a generator names a class by them: on bodies, parts and enumerations; those that repeat the name of a field go.

    `named` says that the keys of `node` are names somebody chose (a field may be called "title"), not words of JSON Schema.
    """
    if isinstance(node, list):
        return [_on_the_wire(item) for item in node]
    if not isinstance(node, dict):
        return node
    if named:
        return {name: _on_the_wire(part) for name, part in node.items()}
    kept = {word: part for word, part in node.items() if word not in {"title", "default"}}
    if isinstance(title := node.get("title"), str) and ("enum" in node or "properties" in node):
        kept = {"title": title.replace(" ", ""), **kept}
    options = [option for option in kept.pop("anyOf", []) if option != {"type": "null"}]
    if len(options) == 1:
        kept = {**{word: part for word, part in options[0].items() if word != "title"}, **kept}
        if isinstance(title, str) and "enum" in kept:
            kept["title"] = title.replace(" ", "")
    elif options:
        kept["anyOf"] = options
    return {word: _on_the_wire(part, named=word in {"properties", "$defs"}) for word, part in kept.items()}
