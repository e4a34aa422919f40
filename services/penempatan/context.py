"""What placement works under, read once when the process starts."""

from dataclasses import dataclass

from services.penempatan.domain import Mode
from services.penempatan.settings import Settings


@dataclass(frozen=True, slots=True)
class Context:
    """The mode of filling and the limits of one transaction of the placing job."""

    mode_pengisian: Mode = Mode.SESUAI_KEPUTUSAN
    kelompok_per_transaksi: int = 200
    baris_per_transaksi: int = 20_000
    worker_poll_seconds: float = 0.2

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        """As `settings` say."""
        return cls(settings.mode_pengisian, settings.kelompok_per_transaksi, settings.baris_per_transaksi, settings.worker_poll_seconds)
