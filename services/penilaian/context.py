"""The season's rules and this process's limits, read once when the process starts."""

from dataclasses import dataclass

from services.penilaian.settings import Settings
from shared.aturan import AturanSeleksi, load


@dataclass(frozen=True, slots=True)
class Context:
    """The season's rules and this process's limits.

    Attributes:
        aturan: the season's rules.
        upload_max_bytes: largest score file.
        worker_poll_seconds: how often closed stages are looked at.
    """

    aturan: AturanSeleksi
    upload_max_bytes: int
    worker_poll_seconds: float = 0.2

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """Read the rule set that `settings` name.

        Raises:
            AturanTidakSah: the rule set is unknown or contradicts itself.
        """
        return cls(load(settings.aturan), settings.upload_max_bytes, settings.worker_poll_seconds)
