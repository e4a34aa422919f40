"""The clock of a stack of our own, which a rehearsal moves to the days of the season that it plays."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The file by which the services know how far their clock is from the machine's; from a moment on it runs as every clock does."""

    def __init__(self, file: Path) -> None:
        """Begin with the machine's own time."""
        self.file = file
        self._ahead = timedelta(0)
        self._write()

    @property
    def now(self) -> datetime:
        """What the services take the time to be."""
        return datetime.now(UTC) + self._ahead

    def move_to(self, moment: datetime) -> None:
        """Let it be that moment."""
        self._ahead = moment - datetime.now(UTC)
        self._write()

    def _write(self) -> None:
        # A service reads it at any time: it finds the old value or the new one, never a part.
        new = self.file.with_suffix(".new")
        new.write_text(str(self._ahead.total_seconds()), encoding="ascii")
        new.replace(self.file)
