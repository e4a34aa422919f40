"""What a model takes and what it refuses, tried on values that no golden sample has.

A validator in code leaves no trace in the JSON Schema: one that allows `versi` up to 1,000 breaks a promise, and no comparison of schemas
sees it. So each release also says which of many bodies its model took, and every later model must take them.
"""

import copy
import json
from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from shared.contracts.compatibility import Schema, inlined
from shared.contracts.event import Event
from shared.contracts.samples import JsonObject

Path = tuple[str | int, ...]
_STEPS = tuple(10**power for power in range(1, 10))


def verdicts(model: type[Event], schema: Schema, bodies: list[JsonObject]) -> str:
    """One sign for each body tried, in an order that only `schema` and `bodies` decide: + the model takes it, - it refuses it."""
    return "".join(_takes(model, body) for _, body in probes(schema, bodies))


def refused(model: type[Event], schema: Schema, bodies: list[JsonObject], verdicts: str) -> list[str]:
    """Which bodies the model refuses that one before it took, by place and value; each once."""
    tried = zip(verdicts, probes(schema, bodies), strict=False)  # a release edited by hand is said elsewhere
    return list(dict.fromkeys(what for before, (what, body) in tried if before == "+" and _takes(model, body) == "-"))


def probes(schema: Schema, bodies: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """Each body with one place changed to another value that the schema allows, and what was changed."""
    whole = inlined(schema)
    for body in bodies:
        for path, part, required in _places((), whole, body):
            for value in _values(part, _at(body, path)):
                changed = copy.deepcopy(body)
                _owner(changed, path)[path[-1]] = value
                yield f"{_name(path)} = {json.dumps(value, ensure_ascii=False)[:40]}", changed
            if not required:
                changed = copy.deepcopy(body)
                del _owner(changed, path)[path[-1]]
                yield f"{_name(path)} left out", changed


def _takes(model: type[Event], body: JsonObject) -> str:
    try:
        model.__pydantic_validator__.validate_json(json.dumps(body, ensure_ascii=False), strict=True)
    except ValidationError:
        return "-"
    return "+"


def _places(path: Path, schema: Schema, value: object) -> Iterator[tuple[Path, Schema, bool]]:
    """Every field that the body holds, with its schema and whether it must be there; of a list the first item stands for all."""
    fields = schema.get("properties")
    if isinstance(fields, Mapping) and isinstance(value, dict):
        required = schema.get("required", [])
        for name, part in fields.items():
            if name in value:
                yield (*path, name), part, isinstance(required, list) and name in required
                yield from _places((*path, name), part, value[name])
    items = schema.get("items")
    if isinstance(items, Mapping) and isinstance(value, list) and value:
        yield from _places((*path, 0), items, value[0])


def _values(schema: Schema, now: object) -> Iterator[object]:
    words = schema.get("enum")
    if isinstance(words, list):
        yield from (word for word in words if word != now)
    elif isinstance(now, bool):
        yield not now
    elif isinstance(now, int):
        low, high = (schema.get(word) for word in ("minimum", "maximum"))
        least = low if isinstance(low, int) else 0
        most = high if isinstance(high, int) else _STEPS[-1]
        yield from sorted({least, least + 1, most, *(step + 1 for step in _STEPS if least <= step < most)} - {now})
    elif isinstance(now, str) and not schema.keys() & {"pattern", "format", "const"}:
        longest = schema.get("maxLength")
        yield "A"
        yield "A" * min(longest if isinstance(longest, int) else 200, 2_000)
    elif isinstance(now, list) and now:
        yield from ([], now[:1], [*now, now[0]])


def _at(body: object, path: Path) -> object:
    for part in path:
        body = body[part]  # type: ignore[index]
    return body


def _owner(body: JsonObject, path: Path) -> dict[str | int, object]:
    return _at(body, path[:-1])  # type: ignore[return-value]


def _name(path: Path) -> str:
    return ".".join(map(str, path)).replace(".0.", "[].")
