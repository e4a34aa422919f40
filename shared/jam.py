"""The clock by which a service judges moments: the machine's, or one that a rehearsal moves to the days of a season of the past."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


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


class PilihanJam(BaseSettings):
    """The clock that the environment names, for the settings of a service that judges moments."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    geser_jam: Path | None = Field(
        default=None, description="File with the seconds that the clock is ahead: for rehearsals, with CASN_LINGKUNGAN=pengembangan only."
    )
    casn_lingkungan: str = Field(default="", description="Where this runs; pengembangan is what may be a rehearsal.")

    @model_validator(mode="after")
    def _true_clock(self) -> Self:
        """Deadlines of a season that people take part in are judged by the true time."""
        if self.geser_jam is not None and self.casn_lingkungan != "pengembangan":
            raise ValueError("GESER_JAM is for rehearsals: it needs CASN_LINGKUNGAN=pengembangan")
        return self
