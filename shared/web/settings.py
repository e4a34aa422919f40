"""What every service is told by its environment."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

OFFICER = "petugas"


class ServiceSettings(BaseSettings):
    """Read from environment variables of the same names, in capitals; services add their own in a subclass.

    Secrets do not appear in `repr`.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    database_url: str = Field(repr=False, description="DSN of this service's own database.")
    kafka_bootstrap_servers: str = Field(description="Comma-separated host:port list.")
    service_name: str = Field(pattern=r"^[a-z]+$")
    http_host: str = Field(default="127.0.0.1", description="Address to listen on.")
    http_port: int = Field(ge=0, le=65_535, description="0 takes any free port and logs it.")
    http_max_connections: int = Field(default=512, ge=16, description="At once; each takes a descriptor. One that is idle makes place.")
    api_token_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False, description="SHA-256 in hex of the officers' bearer token.")
    api_officers: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]] = Field(
        default_factory=dict,
        repr=False,
        description="Further officers: name to SHA-256 of their token, as JSON; api_token_sha256 is that of the officer called petugas.",
    )
    replica: int = Field(default=0, ge=0)
    aturan: str = Field(default="cpns-2024", description="Name of the rule set of this season.")
    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    pool_max_connections: int = Field(default=8, ge=4, description="One per topic read, one per worker, the rest for requests.")
    shutdown_seconds: int = Field(default=10, ge=1, description="How long running requests may take to end after SIGTERM.")

    @model_validator(mode="after")
    def _one_person_one_token(self) -> Self:
        """Two names with one token would be one person in the place of two."""
        tokens = [*self.officers.values()]
        if len(set(tokens)) != len(tokens):
            raise ValueError("two officers have the same token")
        return self

    @property
    def officers(self) -> dict[str, str]:
        """SHA-256 of the token by name of the officer."""
        return {OFFICER: self.api_token_sha256, **self.api_officers}
