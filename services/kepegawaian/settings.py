"""Settings of appointing, on top of what every service is told."""

from pydantic import Field

from shared.web import ServiceSettings


class Settings(ServiceSettings):
    """Limits of one process."""

    pool_max_connections: int = Field(default=8, ge=3, description="One per topic read, one for the worker, the rest for requests.")
    forget_poll_seconds: float = Field(default=600.0, gt=0, description="How often old answers kept for repeated requests are looked for.")
