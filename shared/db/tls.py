"""Nobody reads along between a service and a database on another machine, unless the installation says so by name."""

from ipaddress import ip_address
from typing import Final
from urllib.parse import parse_qs, urlsplit

PLAINTEXT_HOSTS: Final = "DATABASE_PLAINTEXT_HOSTS"
# Less would encrypt without knowing to whom.
_VERIFIED: Final = frozenset({"verify-full", "verify-ca"})


def require_tls(dsn: str, plaintext_hosts: str = "") -> str:
    """The DSN, if its connections are encrypted to a server that proves who it is, or stay on this machine.

    Args:
        dsn: as asyncpg takes it; `?sslmode=verify-full&sslrootcert=<file>` asks for TLS.
        plaintext_hosts: hosts, separated by commas, to which clear text is allowed.

    Raises:
        ValueError: neither; names the host and the remedy, not the DSN.
    """
    parts = urlsplit(dsn)
    query = parse_qs(parts.query)
    if query.get("sslmode", [""])[-1] in _VERIFIED:
        return dsn
    allowed = {host.strip() for host in plaintext_hosts.split(",")}
    listed = [*parts.netloc.rpartition("@")[2].split(","), *(host for said in query.get("host", []) for host in said.split(","))]
    for host in map(_without_port, listed):
        if not (_is_here(host) or host in allowed):
            raise ValueError(
                f"the database at {host} would be spoken to in clear: add ?sslmode=verify-full&sslrootcert=<file> to its DSN, "
                f"or name the host in {PLAINTEXT_HOSTS}"
            )
    return dsn


def _without_port(address: str) -> str:
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address if address.startswith("/") or address.count(":") > 1 else address.partition(":")[0]


def _is_here(host: str) -> bool:
    if not host or host == "localhost" or host.startswith(("/", "%2F", "@")):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
