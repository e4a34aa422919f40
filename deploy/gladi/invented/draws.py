"""Draws that depend on nothing but the seed, the purpose and the item.

Each item has a stream of its own, so the order of asking, the size of batches and PYTHONHASHSEED change nothing.
A keyed hash is used instead of a generator because seeding one costs more than the few draws that a person needs.
"""

from bisect import bisect_right
from collections.abc import MutableSequence, Sequence
from hashlib import blake2b
from statistics import NormalDist
from struct import Struct
from typing import TypeVar

T = TypeVar("T")

_STANDARD = NormalDist()
_EIGHT = Struct("<8Q")


class Draws:
    """A stream of draws for one item of one purpose."""

    __slots__ = ("_block", "_key", "_left")

    def __init__(self, seed: int, purpose: str, item: int | str) -> None:
        """Name the stream: season seed, purpose and item."""
        self._key = f"{seed}/{purpose}/{item}".encode()
        self._block = 0
        self._left: list[int] = []

    def uniform(self) -> float:
        """Uniform in the open interval (0, 1)."""
        if not self._left:
            self._left = list(_EIGHT.unpack(blake2b(b"%d/%b" % (self._block, self._key)).digest()))
            self._block += 1
        return ((self._left.pop() >> 12) + 0.5) * 2.0**-52

    def integer(self, low: int, high: int) -> int:
        """Whole number from `low` to `high`, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return self.uniform() < p

    def normal(self, mean: float = 0.0, deviation: float = 1.0) -> float:
        """Normal draw with mean `mean` and standard deviation `deviation`."""
        return mean + deviation * _STANDARD.inv_cdf(self.uniform())

    def pareto(self, exponent: float) -> float:
        """Power-law draw from 1 upwards: P(X > x) = x ** -pangkat."""
        return float(self.uniform() ** (-1.0 / exponent))

    def choose(self, options: Sequence[T]) -> T:
        """One of `options`, each equally likely."""
        return options[int(self.uniform() * len(options))]

    def weighted(self, cumulative: Sequence[float]) -> int:
        """Index into a list of running sums of weights."""
        return min(bisect_right(cumulative, self.uniform() * cumulative[-1]), len(cumulative) - 1)

    def shuffle(self, items: MutableSequence[T]) -> None:
        """Shuffle in place."""
        for i in range(len(items) - 1, 0, -1):
            j = self.integer(0, i)
            items[i], items[j] = items[j], items[i]
