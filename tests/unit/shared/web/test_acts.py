"""How much of a flood of refusals is written, and what a digest of a request gives away."""

import hashlib

from shared.web.acts import Refusals, salted


class Clock:
    def __init__(self) -> None:
        self.now = 600.0

    def __call__(self) -> float:
        return self.now


def test_so_many_of_a_minute_are_written_and_the_rest_is_counted() -> None:
    clock = Clock()
    refusals = Refusals(clock=clock)
    answers = [refusals.admit("p-1") for _ in range(Refusals.per_minute + 7)]
    assert answers == [0] * Refusals.per_minute + [None] * 7
    clock.now += 60
    assert [refusals.admit("p-1") for _ in range(2)] == [7, 0]


def test_what_was_counted_over_several_minutes_is_told_once() -> None:
    clock = Clock()
    refusals = Refusals(clock=clock)
    refusals.per_minute = 1
    assert [refusals.admit("p-1") for _ in range(3)] == [0, None, None]
    clock.now += 3600
    assert [refusals.admit("p-1") for _ in range(2)] == [2, None]
    clock.now += 60
    assert refusals.admit("p-1") == 1


def test_one_subject_does_not_use_up_another_s_rows() -> None:
    refusals = Refusals(clock=Clock())
    for _ in range(100):
        refusals.admit("p-1")
    assert refusals.admit("p-2") == 0


def test_what_is_remembered_of_subjects_is_bounded() -> None:
    refusals = Refusals(clock=Clock())
    refusals.remembered = 3
    for number in range(50):
        refusals.admit(f"p-{number}")
    assert len(refusals._lately) == 3


def test_a_salted_digest_can_be_made_again_with_the_key_only() -> None:
    body = hashlib.sha256(b"isi").digest()
    assert salted(body, "kunci-0001") == hashlib.sha256(b"kunci-0001\n" + body).digest()
    assert salted(body, "kunci-0001") != salted(body, "kunci-0002")
    assert salted(body, "kunci-0001") != body
