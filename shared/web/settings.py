"""What every service is told by its environment."""

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


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
    api_token_sha256: str = Field(pattern=r"^[0-9a-f]{64}$", repr=False, description="SHA-256 in hex of the officers' bearer token.")
    replica: int = Field(default=0, ge=0)
    aturan: str = Field(default="cpns-2024", description="Name of the rule set of this season.")
    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    pool_max_connections: int = Field(default=8, ge=4, description="One per topic read, one per worker, the rest for requests.")
    shutdown_seconds: int = Field(default=10, ge=1, description="How long running requests may take to end after SIGTERM.")
