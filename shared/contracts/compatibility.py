"""What may never change in a schema within a major version, as one pure function."""

from collections.abc import Iterator, Mapping

Schema = Mapping[str, object]

_LOWER_LIMITS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER_LIMITS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_IDENTITIES = ("type", "format", "pattern", "const", "uniqueItems")


def breaking_changes(old_schema: Schema, new_schema: Schema) -> list[str]:
    """Everything that would break a reader of either version on the records of the other, one sentence each; empty when compatible.

    Within a major version no field goes, is renamed or changes its type; an optional field stays optional and a required one required;
    new fields are optional; limits only widen; enumerations only grow (readers take a word they do not know as unknown).
    Schemas that contain themselves are not supported.
    """
    return list(_compare("", inlined(old_schema), inlined(new_schema)))


def _compare(place: str, old: Schema, new: Schema) -> Iterator[str]:
    where = place or "(body)"
    for word in _IDENTITIES:
        if old.get(word) != new.get(word):
            yield f"{where}: {word} was {old.get(word)!r}, is {new.get(word)!r}"
    yield from _limits(where, old, new)
    yield from _words(where, old, new)
    yield from _fields(place, old, new)
    for word in ("items", "additionalProperties"):
        before, after = old.get(word), new.get(word)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _compare(f"{place}[]", before, after)
        elif before != after:
            yield f"{where}: {word} was {before!r}, is {after!r}"
    options, options_now = _list(old, "anyOf"), _list(new, "anyOf")
    if len(options) != len(options_now):
        yield f"{where}: had {len(options)} alternatives, has {len(options_now)}"
    for number, (before, after) in enumerate(zip(options, options_now, strict=False)):
        yield from _compare(f"{place}<{number}>", _mapping(before), _mapping(after))


def _limits(where: str, old: Schema, new: Schema) -> Iterator[str]:
    for words, sign in ((_LOWER_LIMITS, 1), (_UPPER_LIMITS, -1)):
        for word in words:
            before, after = old.get(word), new.get(word)
            if not isinstance(after, int):
                continue
            if not isinstance(before, int):
                yield f"{where}: {word} {after} is new"
            elif sign * (after - before) > 0:
                yield f"{where}: {word} was {before}, is narrowed to {after}"


def _words(where: str, old: Schema, new: Schema) -> Iterator[str]:
    if ("enum" in old) is not ("enum" in new):
        yield f"{where}: {'no longer' if 'enum' in old else 'newly'} an enumeration"
        return
    for gone in [word for word in _list(old, "enum") if word not in _list(new, "enum")]:
        yield f"{where}: the word {gone!r} is gone"


def _fields(place: str, old: Schema, new: Schema) -> Iterator[str]:
    before, after = _mapping(old.get("properties", {})), _mapping(new.get("properties", {}))
    required, required_now = _list(old, "required"), _list(new, "required")
    for name, field in before.items():
        inner = f"{place}.{name}" if place else name
        if name not in after:
            yield f"{inner}: the field is gone"
            continue
        if name in required and name not in required_now:
            yield f"{inner}: was required, is optional"
        if name not in required and name in required_now:
            yield f"{inner}: was optional, is required"
        yield from _compare(inner, _mapping(field), _mapping(after[name]))
    for name in after:
        if name not in before and name in required_now:
            yield f"{place}.{name}: a new field must be optional".lstrip(".")


def inlined(schema: Schema) -> Schema:
    """The schema with every reference into `$defs` replaced by what it points to; one that contains itself is not supported."""
    return _inlined(schema, schema)


def _inlined(node: Schema, root: Schema) -> Schema:
    if isinstance(reference := node.get("$ref"), str):
        target = _mapping(_mapping(root["$defs"])[reference.rsplit("/", 1)[1]])
        node = {**target, **{word: part for word, part in node.items() if word != "$ref"}}
    inlined = dict(node)
    for word in ("items", "additionalProperties"):
        if isinstance(part := node.get(word), Mapping):
            inlined[word] = _inlined(part, root)
    if "anyOf" in node:
        inlined["anyOf"] = [_inlined(_mapping(option), root) for option in _list(node, "anyOf")]
    if "properties" in node:
        inlined["properties"] = {name: _inlined(_mapping(field), root) for name, field in _mapping(node["properties"]).items()}
    return inlined


def _mapping(node: object) -> Schema:
    if not isinstance(node, Mapping):
        raise TypeError(f"a schema object was expected, not {type(node).__name__}")
    return node


def _list(node: Schema, word: str) -> list[object]:
    found = node.get(word, [])
    return found if isinstance(found, list) else [found]
