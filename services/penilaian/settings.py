"""Settings of scoring from its environment."""

from pydantic import Field

from shared.jam import PilihanJam
from shared.web import ServiceSettings


class Settings(ServiceSettings, PilihanJam):
    """The settings of every service and those of this one."""

    upload_max_bytes: int = Field(default=67_108_864, ge=1024, description="Largest score file accepted, as sent.")
    worker_poll_seconds: float = Field(default=0.2, gt=0)
