"""However a stream is cut into batches, repeated and shuffled: each subject's facts are applied once, in order, up to the first gap."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.envelope import Meta
from shared.contracts.penilaian import ExamScored
from shared.messaging.records import Received, Record
from shared.messaging.sequencing import sort
from tests.support.messaging import exam, peserta

Numbered = tuple[int, int]  # subject, number

streams = st.lists(st.tuples(st.integers(0, 3), st.integers(1, 7)), max_size=60)
cuts = st.lists(st.integers(0, 60), max_size=8)


def received(subject: int, number: int, offset: int) -> Received[ExamScored]:
    name = peserta(subject)
    meta = Meta(id=f"{name}-{number}", source="uji", subject=name, sequence=number, time="", correlation_id="")
    return Received(exam(name, number), meta, Record("t", 0, offset, name.encode(), [("n", b"%d" % number)], None))


class Store:
    """What the tables hold between two batches, kept as `record` keeps it."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}
        self.early: dict[tuple[str, int], Record] = {}
        self.applied: list[tuple[str, int]] = []
        self.duplicates = 0

    def take(self, batch: Sequence[Received[ExamScored]]) -> None:
        waiting: dict[str, dict[int, Record]] = defaultdict(dict)
        for (subject, number), record in self.early.items():
            waiting[subject][number] = record
        result = sort(batch, dict(self.last), waiting)
        for item in result.order:
            record = item.record if isinstance(item, Received) else item
            self.applied.append(((record.key or b"").decode(), int(dict(record.headers)["n"])))
        self.last.update(result.last)
        for used in result.used:
            self.early.pop(used, None)
        for received_early in result.early:
            self.early.setdefault((received_early.meta.subject, received_early.meta.sequence), received_early.record)
        self.duplicates += result.duplicates


def model(stream: Sequence[Numbered]) -> dict[str, list[int]]:
    """Per subject 1, 2, 3 … as far as every number is there."""
    there: dict[str, set[int]] = defaultdict(set)
    for subject, number in stream:
        there[peserta(subject)].add(number)
    return {subject: [n for n in sorted(found) if found >= set(range(1, n + 1))] for subject, found in there.items()}


@given(streams, cuts)
def test_applied_is_the_gapless_beginning_of_each_subject(stream: list[Numbered], cuts: list[int]) -> None:
    store = Store()
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    items = [received(*numbered, offset) for offset, numbered in enumerate(stream)]
    for start, end in pairwise(edges):
        store.take(items[start:end])
    wanted = model(stream)
    for subject, numbers in wanted.items():
        assert [n for name, n in store.applied if name == subject] == numbers
        assert store.last.get(subject, 0) == len(numbers)
    beyond = {(peserta(s), n) for s, n in stream} - {(name, n) for name, numbers in wanted.items() for n in numbers}
    assert set(store.early) == beyond


@given(streams, st.randoms(use_true_random=False))
def test_repeating_everything_changes_nothing(stream: list[Numbered], dice: object) -> None:
    store = Store()
    items = [received(*numbered, offset) for offset, numbered in enumerate(stream)]
    store.take(items)
    applied, last, early = list(store.applied), dict(store.last), dict(store.early)
    dice.shuffle(items)  # type: ignore[attr-defined]
    store.take(items)
    assert (store.applied, store.last, store.early) == (applied, last, early)
