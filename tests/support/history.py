"""The checker: what was acknowledged, what the topic holds and what took effect, held against each other.

Every fact has a number that is unique per key and rises by one. The words are those of Jepsen's Kafka tests, where they have one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import NamedTuple


class Fact(NamedTuple):
    """One unique fact: the `number`-th about `key`."""

    key: str
    number: int


class Answer(StrEnum):
    """What the client was told; a time-out or a killed server is `unknown`, never `failed`."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Observation(NamedTuple):
    """A record of the topic, as any reader sees it."""

    partition: int
    offset: int
    id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Report:
    """Every anomaly, by kind; all empty is a clean history.

    Attributes:
        lost: acknowledged, a later fact of the same key is on the topic, this one is not.
        unseen: acknowledged and not on the topic at the end; nothing later of its key is there either.
        aborted: refused to the client, and yet on the topic or in effect.
        duplicate_on_topic: more than once on the topic; allowed by "at least once", and harmless when applied once.
        misordered_on_topic: its first record stands behind the first record of a later fact of the same key.
        inconsistent: one event id, or one position, with two contents.
        without_effect: on the topic, never applied.
        duplicate_applied: applied more than once.
        misordered_applied: applied after a later fact of the same key.
        without_cause: in effect, and neither sent nor on the topic.
    """

    lost: tuple[Fact, ...] = ()
    unseen: tuple[Fact, ...] = ()
    aborted: tuple[Fact, ...] = ()
    duplicate_on_topic: tuple[Fact, ...] = ()
    misordered_on_topic: tuple[Fact, ...] = ()
    inconsistent: tuple[Fact, ...] = ()
    without_effect: tuple[Fact, ...] = ()
    duplicate_applied: tuple[Fact, ...] = ()
    misordered_applied: tuple[Fact, ...] = ()
    without_cause: tuple[Fact, ...] = ()

    def found(self) -> dict[str, tuple[Fact, ...]]:
        """The kinds that are not empty."""
        return {each.name: getattr(self, each.name) for each in fields(self) if getattr(self, each.name)}

    def check(self, *allowed: str) -> None:
        """Fail the test when there is an anomaly of a kind that is not `allowed`."""
        wrong = {kind: f"{len(facts)}, first {facts[:3]}" for kind, facts in self.found().items() if kind not in allowed}
        assert not wrong, wrong


@dataclass(slots=True)
class History:
    """Collects; `report` judges, after everything has come to rest."""

    answers: dict[Fact, Answer] = field(default_factory=dict)
    topic: list[Observation] = field(default_factory=list)
    effects: list[Fact] = field(default_factory=list)

    def sent(self, facts: Iterable[Fact], answer: Answer = Answer.OK) -> None:
        """The client asked for these and was told `answer`; the last word about a fact counts."""
        self.answers.update(dict.fromkeys(facts, answer))

    def observed(self, records: Iterable[Observation]) -> None:
        """The topic from its start to its end, partition by partition in order."""
        self.topic.extend(records)

    def applied(self, facts: Iterable[Fact]) -> None:
        """The effects, in the order in which they happened."""
        self.effects.extend(facts)

    def report(self) -> Report:
        """Judge what was collected."""
        on_topic = Counter(each.fact for each in self.topic)
        applied = Counter(self.effects)
        highest: dict[str, int] = defaultdict(int)
        for fact in on_topic:
            highest[fact.key] = max(highest[fact.key], fact.number)
        missing = [fact for fact, answer in self.answers.items() if answer is Answer.OK and fact not in on_topic]
        refused = [fact for fact, answer in self.answers.items() if answer is Answer.FAILED]
        return Report(
            lost=_sorted(fact for fact in missing if fact.number < highest[fact.key]),
            unseen=_sorted(fact for fact in missing if fact.number > highest[fact.key]),
            aborted=_sorted(fact for fact in refused if fact in on_topic or fact in applied),
            duplicate_on_topic=_sorted(fact for fact, n in on_topic.items() if n > 1),
            misordered_on_topic=_sorted(_late(each.fact for each in self.topic)),
            inconsistent=_sorted(self._inconsistent()),
            without_effect=_sorted(fact for fact in on_topic if fact not in applied),
            duplicate_applied=_sorted(fact for fact, n in applied.items() if n > 1),
            misordered_applied=_sorted(_late(self.effects)),
            without_cause=_sorted(fact for fact in applied if fact not in on_topic and fact not in self.answers),
        )

    def _inconsistent(self) -> Iterator[Fact]:
        by_id: dict[str, Fact] = {}
        by_position: dict[tuple[int, int], Fact] = {}
        for partition, offset, event_id, fact in self.topic:
            if by_id.setdefault(event_id, fact) != fact or by_position.setdefault((partition, offset), fact) != fact:
                yield fact


def _late(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts whose first occurrence comes after a later one of the same key; a repetition is another matter."""
    seen: set[Fact] = set()
    highest: dict[str, int] = defaultdict(int)
    for fact in facts:
        if fact in seen:
            continue
        seen.add(fact)
        if fact.number < highest[fact.key]:
            yield fact
        highest[fact.key] = max(highest[fact.key], fact.number)


def _sorted(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(set(facts)))
