"""Settings of scoring from its environment."""

from pydantic import Field

from shared.web import ParticipantSettings


class Settings(ParticipantSettings):
    """The settings of every service that explains results, and those of this one."""

    upload_max_bytes: int = Field(default=67_108_864, ge=1024, description="Largest score file accepted, as sent.")
    worker_poll_seconds: float = Field(default=0.2, gt=0)
    rilis_dua_orang: bool = Field(default=False, description="Lists after the SKD and the ranking need a second officer's release.")
