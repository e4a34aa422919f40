"""The checker must be able to say no: each anomaly is shown to it, and a clean history as well."""

import pytest

from tests.support.history import Answer, Fact, History, Observation

A1, A2, A3, B1 = Fact("a", 1), Fact("a", 2), Fact("a", 3), Fact("b", 1)


def on_topic(*facts: Fact) -> list[Observation]:
    return [Observation(0, offset, f"id-{fact.key}-{fact.number}", fact) for offset, fact in enumerate(facts)]


def history(sent: tuple[Fact, ...] = (), topic: tuple[Fact, ...] = (), effects: tuple[Fact, ...] = ()) -> History:
    found = History()
    found.sent(sent)
    found.observed(on_topic(*topic))
    found.applied(effects)
    return found


def test_a_clean_history_is_clean() -> None:
    report = history((A1, B1, A2), (B1, A1, A2), (A1, A2, B1)).report()
    assert report.found() == {}
    report.check()


@pytest.mark.parametrize(
    ("seen", "kinds"),
    [
        pytest.param(history((A1, A2), (A2,), (A2,)), {"lost": (A1,)}, id="acknowledged, later seen, never observed"),
        pytest.param(history((A1, A2), (A1,), (A1,)), {"unseen": (A2,)}, id="acknowledged, not there by the end"),
        pytest.param(history((A1, B1), (A1,), (A1,)), {"unseen": (B1,)}, id="a whole key missing is unseen: nothing later was there"),
        pytest.param(history((A1,), (A1, A1), (A1,)), {"duplicate_on_topic": (A1,)}, id="twice on the topic"),
        pytest.param(history((A1,), (A1,), (A1, A1)), {"duplicate_applied": (A1,)}, id="twice in effect"),
        pytest.param(history((A1, A2), (A2, A1), (A1, A2)), {"misordered_on_topic": (A1,)}, id="overtaken on the topic"),
        pytest.param(history((A1, A2), (A1, A2), (A2, A1)), {"misordered_applied": (A1,)}, id="overtaken in effect"),
        pytest.param(history((A1, A2, A3), (A1, A2, A3), (A1, A3)), {"without_effect": (A2,)}, id="cause without effect"),
        pytest.param(history((A1,), (A1,), (A1, B1)), {"without_cause": (B1,)}, id="effect without cause"),
    ],
)
def test_each_anomaly_is_reported_as_what_it_is(seen: History, kinds: dict[str, tuple[Fact, ...]]) -> None:
    assert seen.report().found() == kinds
    with pytest.raises(AssertionError, match=next(iter(kinds))):
        seen.report().check()
    seen.report().check(*kinds)


def test_a_repetition_after_a_later_fact_is_a_duplicate_and_not_a_misorder() -> None:
    """A relay that was killed sends its page again, behind what was sent since."""
    assert history((A1, A2), (A1, A2, A1, A2), (A1, A2)).report().found() == {"duplicate_on_topic": (A1, A2)}


def test_what_was_refused_may_not_appear() -> None:
    seen = history((), (A1,), (A1,))
    seen.sent([A1, A2], Answer.FAILED)
    assert seen.report().found() == {"aborted": (A1,)}


def test_an_unknown_answer_allows_both() -> None:
    there, absent = history((), (A1,), (A1,)), history()
    for seen in (there, absent):
        seen.sent([A1], Answer.UNKNOWN)
        assert seen.report().found() == {}


def test_the_last_answer_counts() -> None:
    seen = history()
    seen.sent([A1], Answer.UNKNOWN)
    seen.sent([A1])
    assert seen.report().found() == {"unseen": (A1,)}


def test_one_id_or_one_position_with_two_contents_is_reported() -> None:
    one_id = History()
    one_id.observed([Observation(0, 0, "x", A1), Observation(0, 1, "x", A2)])
    one_id.applied([A1, A2])
    assert one_id.report().found() == {"inconsistent": (A2,)}
    one_place = History()
    one_place.observed([Observation(0, 0, "x", A1), Observation(0, 0, "y", A2)])
    one_place.applied([A1, A2])
    assert one_place.report().found() == {"inconsistent": (A2,)}
