"""Typed reading of parsed TOML: every value is taken as what it must be, or refused by name."""

from collections.abc import Collection, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

Tabel = dict[str, object]
T = TypeVar("T")

# TOML has exactly one kind of value for each; a bool is no number and a moment no day.
_CALLED = {str: "a text", int: "a whole number", bool: "true or false", date: "a day"}


class AturanTidakSah(ValueError):
    """A rule set file is unreadable or contradicts itself; the message names the table."""


def record(kind: type[T], tabel: Tabel, name: str, **given: object) -> T:
    """The table called `name` (the head of the file: "") as a value of this dataclass: its fields say the keys and the kinds of value.

    A field that has a default or may be None need not be there, nor an array of tables. A `StrEnum` is written as its word, a mapping or a
    tuple of pairs as a table. `given` are fields that do not stand in the table.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a key or a word is unknown.
    """
    hints = get_type_hints(kind)
    wanted = [field for field in fields(cast("Any", kind)) if field.name not in given]
    only(tabel, [field.name for field in wanted], name)
    found = dict(given)
    for field in wanted:
        if field.name in tabel:
            found[field.name] = _value(hints[field.name], tabel[field.name], f"{name}.{field.name}".lstrip("."))
        elif field.default is MISSING:
            found[field.name] = _absent(hints[field.name], field.name)
    return kind(**found)


def _absent(hint: Any, key: str) -> object:  # noqa: ANN401 - a type hint has no type
    if NoneType in get_args(hint):
        return None
    if get_origin(hint) is tuple and is_dataclass(get_args(hint)[0]):
        return ()
    raise KeyError(key)


def _value(hint: Any, value: object, key: str) -> object:  # noqa: ANN401 - a type hint has no type
    inner = get_args(hint)
    if NoneType in inner:
        return _value(inner[0], value, key)
    if inner:
        return _many(get_origin(hint), inner, value, key)
    if is_dataclass(hint):
        return record(cast("type", hint), _table(value, key), key)
    if issubclass(hint, StrEnum):
        return hint(_value(str, value, key))
    if type(value) is not hint or not str(value).strip():
        raise TypeError(f"{key} is not {_CALLED[hint]}")
    return value


def _many(kind: Any, inner: tuple[Any, ...], value: object, key: str) -> object:  # noqa: ANN401 - a type hint has no type
    if kind is Mapping:
        return MappingProxyType({word: _value(inner[1], satu, f"{key}.{word}") for word, satu in _table(value, key).items()})
    if get_origin(inner[0]) is tuple:
        first, second = get_args(inner[0])
        return tuple((_value(first, word, key), _value(second, satu, f"{key}.{word}")) for word, satu in _table(value, key).items())
    if not isinstance(value, list):
        raise TypeError(f"{key} is not a list")
    return kind(_value(inner[0], satu, key) for satu in value)


def table(tabel: Tabel, key: str) -> Tabel:
    """The sub-table `key`."""
    return _table(tabel[key], key)


def tables(tabel: Tabel, key: str) -> tuple[Tabel, ...]:
    """The array of tables `key`; empty when it is not there."""
    value = tabel.get(key, [])
    if not isinstance(value, list):
        raise TypeError(f"{key} is not an array of tables")
    return tuple(_table(satu, key) for satu in value)


def text(tabel: Tabel, key: str) -> str:
    """The text `key`, not empty."""
    return cast("str", _value(str, tabel[key], key))


def texts(tabel: Tabel, key: str) -> tuple[str, ...]:
    """The list of texts `key`."""
    return cast("tuple[str, ...]", _value(tuple[str, ...], tabel[key], key))


def number(tabel: Tabel, key: str) -> int:
    """The whole number `key`."""
    return cast("int", _value(int, tabel[key], key))


def only(tabel: Mapping[str, object], known: Collection[str], name: str) -> None:
    """Refuse a misspelt key: a rule that is silently not applied is worse than a start that fails."""
    if unknown := sorted(tabel.keys() - set(known)):
        raise ValueError(f"[{name}] knows no {', '.join(unknown)}")


def _table(value: object, key: str) -> Tabel:
    if not isinstance(value, dict):
        raise TypeError(f"{key} is not a table")
    return cast("Tabel", value)
