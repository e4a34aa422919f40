"""The guard against a history that is looked at as a whole."""

from contextlib import suppress
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging import MessagingSettings
from shared.messaging.quarantine import PoisonStorm, StormGuard

batches = st.lists(st.lists(st.booleans(), max_size=30), max_size=10)
limits = st.builds(
    MessagingSettings,
    quarantine_run_limit=st.integers(1, 20),
    quarantine_percent_limit=st.integers(1, 100),
    quarantine_window=st.integers(10, 40),
)


def storms(history: list[bool], checked: int, limits: MessagingSettings) -> bool:
    """Whether the last `checked` of `history` bring a run over the limit, or the window at its end has too large a share."""
    before = len(history) - checked
    run, at = 0, 0
    for bad, group in groupby(history):
        length = len(list(group))
        at += length
        if bad and at > before:
            run = max(run, length)
    window = history[-limits.quarantine_window :]
    full = len(window) == limits.quarantine_window
    return run > limits.quarantine_run_limit or (full and sum(window) * 100 > limits.quarantine_percent_limit * len(window))


@given(batches, limits)
def test_the_guard_says_what_the_whole_history_says(batches: list[list[bool]], limits: MessagingSettings) -> None:
    guard = StormGuard(limits)
    history: list[bool] = []
    for batch in batches:
        raised = True
        with suppress(PoisonStorm):
            guard.check(batch)
            raised = False
        assert raised == storms([*history, *batch], len(batch), limits)
        if not raised:
            guard.accept(batch)
            history += batch


@given(batches, limits)
def test_a_batch_that_was_only_checked_leaves_no_trace(batches: list[list[bool]], limits: MessagingSettings) -> None:
    """It is rolled back and tried again: looked at twice, it must count once."""
    once, twice = StormGuard(limits), StormGuard(limits)
    for batch in batches:
        for guard, times in ((once, 1), (twice, 2)):
            for _ in range(times):
                with suppress(PoisonStorm):
                    guard.check(batch)
            guard.accept(batch)
    assert (once._run, list(once._window)) == (twice._run, list(twice._window))
