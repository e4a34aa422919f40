"""Which seasons are played, under which codes, and the plan of each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from deploy.gladi.invented import Jenis, berkas_formasi, berkas_formasi_pppk, ragam
from deploy.gladi.plan import DENGAN_PERSETUJUAN, SESUAI_KEPUTUSAN, Plan
from deploy.gladi.screening import screen
from shared.aturan import names

_POSTS = {Jenis.CPNS: berkas_formasi, Jenis.PPPK: berkas_formasi_pppk}


@dataclass(frozen=True, slots=True)
class Programme:
    """The seasons of one performance.

    Attributes:
        rule_sets: one for each season; the installation begins with the first.
        seed: seed of everything invented.
        shuffle_seed: seed of the orders in which things are sent.
        applicants: how many people apply in each season.
        consent: whether seats are filled only where people said they would go.
        calendar: whether the first season has a calendar, whose registration is extended.
        raises: whether the version of every rule set is raised between the placing and the first resignation.
    """

    rule_sets: tuple[str, ...]
    seed: int
    shuffle_seed: int
    applicants: int
    consent: bool
    calendar: bool = False
    raises: bool = False

    @property
    def name(self) -> str:
        """What the codes of all its seasons begin with, and what the secrets follow from."""
        return f"gladi-{self.seed}-{self.applicants}"

    @property
    def first(self) -> str:
        """Code of the season that the installation begins with."""
        return self._code(self.rule_sets[0])

    @property
    def folder(self) -> str:
        """Name of the folder of its outputs."""
        several = len(self.rule_sets) > 1
        return (f"{self.name}-bersama" if several else self.first) + "-persetujuan" * self.consent

    def plans(self, given: Mapping[str, bytes], posts: int, log: Callable[[str], None]) -> Iterator[Plan]:
        """The plan of each season; `given` are files of posts, without which `posts` are invented."""
        mode = DENGAN_PERSETUJUAN if self.consent else SESUAI_KEPUTUSAN
        several = len(self.rule_sets) > 1
        for one in self.rule_sets:
            invent = _POSTS[ragam(one).jenis]
            screened = screen(given or invent(self.seed, posts, shuffle_seed=self.shuffle_seed), one)
            for sentence in screened.sentences:
                log(sentence)
            files, skipped = screened.files, screened.skipped
            dated = self.calendar and one == self.rule_sets[0]
            yield Plan(
                *(self._code(one), self.seed, self.shuffle_seed, self.applicants, files, one, skipped, mode),
                by_calendar=dated,
                raises_rules=self.raises,
                beside_others=several,
            )

    def _code(self, rule_set: str) -> str:
        # Participant numbers follow from the code, so it depends neither on the other seasons nor on the way of filling.
        return self.name + ragam(rule_set).akhiran


def rule_sets(said: str) -> tuple[str, ...]:
    """The rule sets of the seasons, parted by commas, in the order in which the seasons come.

    Raises:
        ValueError: one that there is not, or two of one kind.
    """
    sets = tuple(name.strip() for name in said.split(","))
    for name in sets:
        if name not in names():
            raise ValueError(f"{name}: a season can be played under {', '.join(names())}")
    if len({ragam(name).jenis for name in sets}) < len(sets):
        raise ValueError(f"{said}: of each kind one season can be played at once")
    return sets
