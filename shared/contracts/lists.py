"""Lists that grow with a kelompok, kept within one record."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic_core import to_json

T = TypeVar("T")

CORRECTION_LISTS_MAX_BYTES = 240_000
"""Bytes of JSON that the lists of one correction may take. With the texts beside them the record stays below 262,144 bytes, one batch of
the relay, so that a kelompok of a hundred thousand people is corrected in a record like any other."""


def fitting(items: Sequence[T], room: int) -> tuple[tuple[T, ...], int]:
    """The first of the items that take at most `room` bytes of JSON, each with its comma, and the room left; none once one did not fit."""
    for count, item in enumerate(items):
        size = len(to_json(item, exclude_none=True)) + 1
        if size > room:
            return tuple(items[:count]), 0
        room -= size
    return tuple(items), room
