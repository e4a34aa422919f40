"""What every service is told by its environment."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.db.tls import require_tls
from shared.web.identitas import Identity, Issuer, IssuerKeys, RemoteKeys, Speaks, StaticKeys, require_private_or_tls
from shared.web.identitas.participants import ISSUER


class ServiceSettings(BaseSettings):
    """Read from environment variables of the same names, in capitals; services add their own in a subclass.

    Secrets do not appear in `repr`.
    """

    model_config = SettingsConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    database_url: str = Field(
        repr=False, description="DSN of this service's own database, for its own role; ?sslmode=verify-full&sslrootcert=<file> for TLS."
    )
    database_plaintext_hosts: str = Field(default="", description="Hosts, separated by commas, to which clear text is allowed.")
    kafka_bootstrap_servers: str = Field(description="Comma-separated host:port list.")
    service_name: str = Field(pattern=r"^[a-z]+$")
    http_host: str = Field(default="127.0.0.1", description="Address to listen on.")
    http_port: int = Field(ge=0, le=65_535, description="0 takes any free port and logs it.")
    http_max_connections: int = Field(default=512, ge=16, description="At once; each takes a descriptor. One that is idle makes place.")
    oidc_issuer: str = Field(default="", description="Whose access tokens are taken: the `iss` they carry, an address of https.")
    oidc_audience: str = Field(default="casn", min_length=1, description="The `aud` that those tokens must name.")
    oidc_jwks_url: str | None = Field(default=None, description="Where the issuer's public keys are; without it its discovery says so.")
    oidc_jwks_file: Path | None = Field(default=None, description="A file with those keys, where the issuer cannot be reached.")
    participant_jwks_url: str | None = Field(default=None, description="Where registration publishes the keys of participant tokens.")
    participant_jwks_file: Path | None = Field(default=None, description="A file with those keys instead.")
    digest_key: SecretStr = Field(min_length=16, description="Secret under which sent bodies are digested; the same on all replicas.")
    replica: int = Field(default=0, ge=0)
    aturan_tambahan: Path | None = Field(
        default=None, description="Folder with further versions of rule sets, <name>.v<version>.toml: drafts, and those of a rehearsal."
    )
    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    pool_max_connections: int = Field(default=8, ge=4, description="One per topic read, one per worker, the rest for requests.")
    shutdown_seconds: int = Field(default=10, ge=1, description="How long running requests may take to end after SIGTERM.")

    @model_validator(mode="after")
    def _nobody_reads_along(self) -> Self:
        require_tls(self.database_url, self.database_plaintext_hosts)
        return self

    @field_validator("oidc_issuer", "oidc_jwks_url", "participant_jwks_url")
    @classmethod
    def _trusted_way(cls, value: str | None) -> str | None:
        """Over plain HTTP anybody on the way could put keys of their own."""
        if value:
            require_private_or_tls(value)
        return value

    def identity(self) -> Identity:
        """Checks the tokens of the issuers that these settings name."""
        issuers: list[Issuer] = []
        if self.oidc_issuer:
            source = StaticKeys(self.oidc_jwks_file) if self.oidc_jwks_file else RemoteKeys(self.oidc_issuer, self.oidc_jwks_url)
            issuers.append(Issuer(self.oidc_issuer, self.oidc_audience, IssuerKeys(self.oidc_issuer, source)))
        if self.participant_jwks_file or self.participant_jwks_url:
            source = StaticKeys(self.participant_jwks_file) if self.participant_jwks_file else RemoteKeys(ISSUER, self.participant_jwks_url)
            keys = IssuerKeys(ISSUER, source)
            issuers.append(Issuer(ISSUER, ISSUER, keys, Speaks.PARTICIPANTS))
        return Identity(issuers)
