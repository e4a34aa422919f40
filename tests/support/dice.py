"""Two kinds of dice for whatever makes random people: the same generator, thrown by Hypothesis or by a seed."""

from random import Random

from hypothesis import strategies as st

# Hypothesis knows every throw: what fails shrinks to the few people and the one seat that it needs.
DICE = st.randoms(use_true_random=False)
# Many times faster, and a failure is only a number: for the long runs.
SEEDED = st.builds(Random, st.integers(0, 2**48))
