"""Settings of placement, on top of what every service is told."""

from pydantic import Field

from shared.jam import PilihanJam
from shared.web import ServiceSettings


class Settings(ServiceSettings, PilihanJam):
    """Limits of one transaction of the placing worker; the first kelompok is always taken, whatever its size."""

    pool_max_connections: int = Field(default=10, ge=4, description="One per topic read, one per worker, the rest for requests.")
    kelompok_per_transaksi: int = Field(default=200, ge=1)
    baris_per_transaksi: int = Field(default=20_000, ge=1, description="Ranked people.")
    worker_poll_seconds: float = Field(default=0.2, gt=0)
