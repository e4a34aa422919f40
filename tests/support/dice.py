"""Two kinds of dice for whatever makes random people: the same generator, thrown by Hypothesis or by a seed."""

from collections.abc import Callable
from random import Random
from typing import Protocol, TypeVar

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


def thrown(make: Callable[[Throw], T]) -> st.SearchStrategy[T]:
    """What `make` makes, each part drawn for itself."""

    @st.composite
    def whole(draw: st.DrawFn) -> T:
        # `builds` tells parts of different making apart: what Hypothesis copies to mutate an example goes over its like only.
        return make(lambda part: draw(st.builds(part, DICE)))

    return whole()
