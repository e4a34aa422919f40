"""The weather of a partition against its history, looked at as a whole."""

from contextlib import suppress
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging import MessagingSettings
from shared.messaging.storm import PoisonStorm, Weather, judge

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
def test_what_is_kept_says_what_the_whole_history_says(batches: list[list[bool]], limits: MessagingSettings) -> None:
    weather = Weather()
    history: list[bool] = []
    for batch in batches:
        after = None
        with suppress(PoisonStorm):
            after = judge(weather, batch, limits)
        assert (after is None) == storms([*history, *batch], len(batch), limits)
        if after is not None:
            weather = after
            history += batch
