"""What is to be played, and what every act of the season works with."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from deploy.gladi.doors import Doors
from deploy.gladi.invented.ragam import Ragam, ragam
from deploy.gladi.progress import Board, Stage
from deploy.gladi.screening import Skipped
from deploy.gladi.topics import Bus
from shared.aturan import pengangkatan, versions

SESUAI_KEPUTUSAN, DENGAN_PERSETUJUAN = "SESUAI_KEPUTUSAN", "DENGAN_PERSETUJUAN"


@dataclass(frozen=True, slots=True)
class Plan:
    """A season that is to be played.

    Attributes:
        musim: code of the season; part of every idempotency key.
        seed: seed of everything invented.
        shuffle_seed: seed of the orders in which things are sent; must not change the outcome.
        applicants: how many people apply.
        files: files of posts, name to raw content.
        aturan: name of the rule set that the services run.
        skipped: posts left out of the files, because the rule set does not know their need type; by its label.
        mode: how empty seats are to be filled.
        by_calendar: whether people apply by the calendar of its year, where it has one and its clock can be moved.
        raises_rules: whether the version of the rule set is raised between the placing and the first resignation.
        beside_others: whether other seasons are played with it: then requests about the whole season name it, and its stages are marked.
    """

    musim: str
    seed: int
    shuffle_seed: int
    applicants: int
    files: Mapping[str, bytes]
    aturan: str
    skipped: Mapping[str, Skipped] = field(default_factory=dict)
    mode: str = SESUAI_KEPUTUSAN
    by_calendar: bool = False
    raises_rules: bool = False
    beside_others: bool = False

    @property
    def ragam(self) -> Ragam:
        """What differs between kinds of season."""
        return ragam(self.aturan)

    @property
    def tahun(self) -> int:
        """The fiscal year."""
        return pengangkatan.load(self.aturan).tahun

    @property
    def aturan_versi(self) -> int:
        """The version of the rule set that the season begins under."""
        return versions(self.aturan)[-1]

    @property
    def persons(self) -> range:
        """Everybody who applies."""
        first = self.ragam.orang_pertama
        return range(first, first + self.applicants)


@dataclass(frozen=True, slots=True)
class Tools:
    """What every act works with: the plan, the doors of the services, the display, and the topics."""

    plan: Plan
    doors: Doors
    board: Board
    bus: Bus

    def stage(self, name: str) -> AbstractAsyncContextManager[Stage]:
        """One stage of the season on the display."""
        return self.board.stage(f"{self.plan.ragam.jenis} {name}" if self.plan.beside_others else name)
