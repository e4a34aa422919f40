"""As whom, and how safely, this process speaks to the brokers."""

from collections.abc import Iterable
from functools import cached_property
from ipaddress import ip_address
from pathlib import Path
from ssl import SSLContext, create_default_context
from typing import Literal, Self

from faststream.security import BaseSecurity, SASLScram512
from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

MECHANISM = "SCRAM-SHA-512"
_LOOPBACK_NAMES = frozenset({"localhost", "ip6-localhost"})

Protocol = Literal["PLAINTEXT", "SASL_PLAINTEXT", "SASL_SSL", "SSL"]


class Unprotected(ValueError):
    """What would be said could be read and changed by everybody on the way."""


class Access(BaseSettings):
    """Read from the environment as `MESSAGING_<NAME>`; every client of the bus is made with it.

    The password appears neither in `repr` nor in any error.
    """

    model_config = SettingsConfigDict(env_prefix="MESSAGING_", frozen=True, hide_input_in_errors=True)

    security_protocol: Protocol = Field(default="PLAINTEXT", description="SASL: with an account. SSL: encrypted.")
    sasl_username: str = Field(default="", description="Account of this process, of SCRAM-SHA-512.")
    sasl_password: SecretStr | None = Field(default=None, description="Its password, where no file holds it.")
    sasl_password_file: Path | None = Field(default=None, description="File that holds the password and nothing else.")
    ca_file: Path | None = Field(default=None, description="Certificates that vouch for the brokers, PEM; else those of the system.")
    allow_plaintext: bool = Field(
        default=False, description="Speak unencrypted beyond this machine all the same: the network must be closed to others."
    )

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """An account has a name and one password; what no protocol would use is a slip."""
        given = [each for each in (self.sasl_password, self.sasl_password_file) if each is not None]
        if self.has_account:
            if not self.sasl_username or len(given) != 1:
                raise ValueError(f"{self.security_protocol} needs sasl_username and one of sasl_password and sasl_password_file")
        elif self.sasl_username or given:
            raise ValueError(f"{self.security_protocol} has no account, and one is given")
        if self.ca_file is not None and not self.is_encrypted:
            raise ValueError(f"{self.security_protocol} is not encrypted, and ca_file is given")
        return self

    @property
    def has_account(self) -> bool:
        """Whether we say who we are."""
        return self.security_protocol.startswith("SASL")

    @property
    def is_encrypted(self) -> bool:
        """Whether TLS protects the way."""
        return self.security_protocol.endswith("SSL")

    @cached_property
    def password(self) -> str:
        """The password, from where it is kept.

        Raises:
            OSError: the file cannot be read.
            ValueError: the file is empty.
        """
        if self.sasl_password is not None:
            return self.sasl_password.get_secret_value()
        if self.sasl_password_file is None:
            return ""
        found = self.sasl_password_file.read_text(encoding="utf-8").strip()
        if not found:
            raise ValueError(f"{self.sasl_password_file} holds no password")
        return found

    @classmethod
    def given(cls, **values: object) -> "Access":
        """What is said here and nothing else: the environment is that of somebody else, or of another account."""
        unsaid = {name: field.default for name, field in cls.model_fields.items()}
        return cls.model_validate({**unsaid, **values})

    def of(self, account: str, password: str) -> "Access":
        """The same way to the brokers for another account."""
        way = self.model_dump(include={"security_protocol", "ca_file", "allow_plaintext"})
        return Access.given(**way, sasl_username=account, sasl_password=password)

    def check(self, bootstrap_servers: str) -> None:
        """Refuse to speak in clear to anything but this machine, unless a setting says that we may.

        Raises:
            Unprotected: an address is not of the loopback interface.
        """
        outside = [address for address in _hosts(bootstrap_servers) if not _is_loopback(address)]
        if outside and not self.is_encrypted and not self.allow_plaintext:
            raise Unprotected(
                f"{self.security_protocol} to {', '.join(outside)}: set MESSAGING_SECURITY_PROTOCOL to SASL_SSL, "
                "or MESSAGING_ALLOW_PLAINTEXT=1 where nobody else can reach that network"
            )

    def options(self, bootstrap_servers: str) -> dict[str, object]:
        """What aiokafka's clients, producers and consumers are told.

        Raises:
            Unprotected: see `check`.
        """
        return {"bootstrap_servers": bootstrap_servers, **self.connection(bootstrap_servers)}

    def connection(self, bootstrap_servers: str) -> dict[str, object]:
        """`options` without the addresses, as a single connection is told.

        Raises:
            Unprotected: see `check`.
        """
        self.check(bootstrap_servers)
        found: dict[str, object] = {"security_protocol": self.security_protocol}
        if self.is_encrypted:
            found["ssl_context"] = self._tls
        if self.has_account:
            found |= {"sasl_mechanism": MECHANISM, "sasl_plain_username": self.sasl_username, "sasl_plain_password": self.password}
        return found

    def faststream(self, bootstrap_servers: str) -> BaseSecurity:
        """The same for a FastStream broker.

        Raises:
            Unprotected: see `check`.
        """
        self.check(bootstrap_servers)
        context = self._tls if self.is_encrypted else None
        if not self.has_account:
            return BaseSecurity(ssl_context=context, use_ssl=self.is_encrypted)
        return SASLScram512(self.sasl_username, self.password, ssl_context=context, use_ssl=self.is_encrypted)

    @cached_property
    def _tls(self) -> SSLContext:
        return create_default_context(cafile=None if self.ca_file is None else str(self.ca_file))


def _hosts(bootstrap_servers: str) -> Iterable[str]:
    for address in bootstrap_servers.split(","):
        yield address.strip().rpartition(":")[0].strip("[]")


def _is_loopback(host: str) -> bool:
    if host.lower() in _LOOPBACK_NAMES:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
