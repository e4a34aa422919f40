"""Two kinds of dice for whatever makes random people: the same generator, thrown by Hypothesis or by a seed."""

from collections.abc import Callable
from functools import cache, partial
from random import Random
from types import CodeType, FunctionType
from typing import Any, Protocol, TypeVar, cast

from hypothesis import strategies as st

T = TypeVar("T")

# Hypothesis knows every throw: what fails shrinks to the few people and the one seat that it needs.
DICE = st.randoms(use_true_random=False)
# Many times faster, and a failure is only a number: for the long runs.
SEEDED = st.builds(Random, st.integers(0, 2**48))


class Throw(Protocol):
    """Makes one part of a larger whole by dice: a part that Hypothesis can leave out with all its throws, where it knows where it ends."""

    def __call__(self, part: Callable[[Random], T], /) -> T: ...


def seeded(rng: Random) -> Throw:
    """All parts by this one dice."""
    return lambda part: part(rng)


class _Place:
    """Where in the code a part is made, whatever the part closes over this time.

    It has one strategy for all its throws: to make a strategy costs more than to throw.
    """

    def __init__(self, code: CodeType) -> None:
        self._line = code.co_firstlineno
        self._part: Callable[[Random], object] | None = None
        self._strategy = st.builds(self, DICE)

    def __call__(self, rng: Random) -> object:
        assert self._part is not None
        return self._part(rng)

    def __hash__(self) -> int:
        """Hypothesis names the strategy by it, in every process alike."""
        return hash(self._line)

    def draws(self, part: Callable[[Random], object]) -> st.SearchStrategy[object]:
        """The strategy, which makes this `part` at its next draw."""
        self._part = part
        return self._strategy


@cache
def _place(code: CodeType) -> _Place:
    return _Place(code)


def _code(part: Callable[[Random], object]) -> CodeType:
    function = part.func if isinstance(part, partial) else part
    assert isinstance(function, FunctionType)
    return function.__code__


def thrown(make: Callable[[Throw], T]) -> st.SearchStrategy[T]:
    """What `make` makes, each part drawn for itself."""

    @st.composite
    def whole(draw: st.DrawFn) -> T:
        # `builds` tells parts of different places apart: what Hypothesis copies to mutate an example goes over its like only.
        return make(lambda part: cast("Any", draw(_place(_code(part)).draws(part))))

    return whole()
