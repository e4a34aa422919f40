"""The newest fact about each thing, out of a batch."""

from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")


def newest(items: Iterable[T], *, key: Callable[[T], str], version: Callable[[T], int]) -> list[T]:
    """Keep for each key the item of the highest version (the first of equals), sorted by key.

    One statement may not touch a row twice, and locks are taken in one order everywhere.
    """
    found: dict[str, T] = {}
    for item in items:
        name = key(item)
        known = found.get(name)
        if known is None or version(item) > version(known):
            found[name] = item
    return [found[name] for name in sorted(found)]
