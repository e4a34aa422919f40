"""The clock by which a service judges moments: the machine's, or one that a rehearsal moves to the days of a season of the past."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Jam:
    """The clock of one replica; `geseran` is a file with the seconds that it is ahead of the machine's, None for a season of today."""

    geseran: Path | None = None

    def kini(self) -> datetime:
        """This moment, in UTC.

        Raises:
            ValueError: the file holds no number.
            OSError: it cannot be read.
        """
        kini = datetime.now(UTC)
        return kini if self.geseran is None else kini + timedelta(seconds=float(self.geseran.read_text(encoding="ascii")))
