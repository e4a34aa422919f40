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

_BAKU = NormalDist()
_DELAPAN = Struct("<8Q")


class Undi:
    """A stream of draws for one item of one purpose."""

    __slots__ = ("_blok", "_kunci", "_sisa")

    def __init__(self, benih: int, guna: str, butir: int | str) -> None:
        """Name the stream: season seed, purpose and item."""
        self._kunci = f"{benih}/{guna}/{butir}".encode()
        self._blok = 0
        self._sisa: list[int] = []

    def satuan(self) -> float:
        """Uniform in the open interval (0, 1)."""
        if not self._sisa:
            self._sisa = list(_DELAPAN.unpack(blake2b(b"%d/%b" % (self._blok, self._kunci)).digest()))
            self._blok += 1
        return ((self._sisa.pop() >> 12) + 0.5) * 2.0**-52

    def bulat(self, awal: int, akhir: int) -> int:
        """Whole number from `awal` to `akhir`, both included."""
        return awal + int(self.satuan() * (akhir - awal + 1))

    def peluang(self, p: float) -> bool:
        """True with probability `p`."""
        return self.satuan() < p

    def normal(self, rerata: float = 0.0, simpangan: float = 1.0) -> float:
        """Normal draw with mean `rerata` and standard deviation `simpangan`."""
        return rerata + simpangan * _BAKU.inv_cdf(self.satuan())

    def pareto(self, pangkat: float) -> float:
        """Power-law draw from 1 upwards: P(X > x) = x ** -pangkat."""
        return float(self.satuan() ** (-1.0 / pangkat))

    def pilih(self, pilihan: Sequence[T]) -> T:
        """One of `pilihan`, each equally likely."""
        return pilihan[int(self.satuan() * len(pilihan))]

    def berbobot(self, kumulatif: Sequence[float]) -> int:
        """Index into a list of running sums of weights."""
        return min(bisect_right(kumulatif, self.satuan() * kumulatif[-1]), len(kumulatif) - 1)

    def kocok(self, isi: MutableSequence[T]) -> None:
        """Shuffle in place."""
        for i in range(len(isi) - 1, 0, -1):
            j = self.bulat(0, i)
            isi[i], isi[j] = isi[j], isi[i]
