"""Settings of appointing, on top of what every service is told."""

from pydantic import Field

from shared.web import ServiceSettings


class Settings(ServiceSettings):
    """Limits of one process."""

    forget_poll_seconds: float = Field(default=600.0, gt=0, description="How often old answers kept for repeated requests are looked for.")
