"""Typed reading of parsed TOML: every value is taken as what it must be, or refused by name."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import cast

Tabel = dict[str, object]


class AturanTidakSah(ValueError):
    """A rule set file is unreadable or contradicts itself; the message names the table."""


def table(tabel: Tabel, key: str) -> Tabel:
    """The sub-table `key`."""
    value = tabel[key]
    if not isinstance(value, dict):
        raise TypeError(f"{key} is not a table")
    return cast("Tabel", value)


def tables(tabel: Tabel, key: str) -> tuple[Tabel, ...]:
    """The array of tables `key`; empty when it is not there."""
    value = tabel.get(key, [])
    if not isinstance(value, list) or not all(isinstance(satu, dict) for satu in value):
        raise TypeError(f"{key} is not an array of tables")
    return tuple(cast("list[Tabel]", value))


def text(tabel: Tabel, key: str) -> str:
    """The text `key`, not empty."""
    value = tabel[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} is not a text")
    return value


def texts(tabel: Tabel, key: str) -> tuple[str, ...]:
    """The list of texts `key`."""
    value = tabel[key]
    if not isinstance(value, list) or not all(isinstance(satu, str) for satu in value):
        raise TypeError(f"{key} is not a list of texts")
    return tuple(cast("list[str]", value))


def number(tabel: Tabel, key: str) -> int:
    """The whole number `key`."""
    return _whole(tabel[key], key)


def positive(tabel: Tabel, key: str) -> int:
    """The whole number `key`, from 1."""
    value = number(tabel, key)
    if value < 1:
        raise ValueError(f"{key} is below 1")
    return value


def numbers(tabel: Tabel, key: str) -> tuple[int, ...]:
    """The list of whole numbers `key`."""
    value = tabel[key]
    if not isinstance(value, list):
        raise TypeError(f"{key} is not a list of whole numbers")
    return tuple(_whole(satu, key) for satu in value)


def maybe_number(tabel: Tabel, key: str) -> int | None:
    """The whole number `key`, or None when it is not there."""
    return number(tabel, key) if key in tabel else None


def truth(tabel: Tabel, key: str) -> bool:
    """The truth value `key`."""
    value = tabel[key]
    if not isinstance(value, bool):
        raise TypeError(f"{key} is not true or false")
    return value


def day(tabel: Tabel, key: str) -> date:
    """The day `key`."""
    value = tabel[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError(f"{key} is not a day")
    return value


def only(tabel: Mapping[str, object], known: Collection[str], name: str) -> None:
    """Refuse a misspelt key: a rule that is silently not applied is worse than a start that fails."""
    if unknown := sorted(tabel.keys() - set(known)):
        raise ValueError(f"[{name}] knows no {', '.join(unknown)}")


def _whole(value: object, key: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{key} is not a whole number")
    return value
