"""What is to be played, and what every act of the season works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deploy.gladi.doors import Doors
from deploy.gladi.progress import Board
from deploy.gladi.screening import Skipped
from deploy.gladi.topics import Bus

SESUAI_KEPUTUSAN, DENGAN_PERSETUJUAN = "SESUAI_KEPUTUSAN", "DENGAN_PERSETUJUAN"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played.

    Attributes:
        musim: name of the season; part of every idempotency key.
        seed: seed of everything invented.
        shuffle_seed: seed of the orders in which things are sent; must not change the outcome.
        applicants: how many people apply.
        files: files of posts, name to raw content.
        aturan: name of the rule set that the services run.
        skipped: posts left out of the files, because the rule set does not know their need type; by its label.
    """

    musim: str
    seed: int
    shuffle_seed: int
    applicants: int
    files: Mapping[str, bytes]
    aturan: str
    skipped: Mapping[str, Skipped] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tools:
    """What every act works with: the plan, the doors of the services, the display, and the topics."""

    plan: Plan
    doors: Doors
    board: Board
    bus: Bus
