"""Free TCP ports of the loopback interface."""

import secrets
import socket
from contextlib import ExitStack
from pathlib import Path

LOOPBACK = "127.0.0.1"
LOWEST = 15_000
EPHEMERAL = Path("/proc/sys/net/ipv4/ip_local_port_range")
TRIES_PER_PORT = 100


def _highest() -> int:
    # Below the range the kernel hands to outgoing connections: a client that keeps calling a dead broker's port could
    # otherwise be given that very port for its own end, connect to itself and keep the broker from coming back.
    try:
        return int(EPHEMERAL.read_text().split()[0])
    except OSError:
        return 32_768


def is_free(port: int) -> bool:
    """Whether the port can be bound now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def free_ports(count: int) -> list[int]:
    """`count` different ports nobody listens on, picked at random so that two stacks starting at once differ.

    Another process may take one before it is bound: callers try again with new ones.

    Raises:
        RuntimeError: too few ports are free.
    """
    highest = max(_highest(), LOWEST + 1_000)
    ports: list[int] = []
    with ExitStack() as held:
        for _ in range(count * TRIES_PER_PORT):
            if len(ports) == count:
                break
            port = LOWEST + secrets.randbelow(highest - LOWEST)
            probe = held.enter_context(socket.socket())
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                continue
            ports.append(port)
    if len(ports) < count:
        raise RuntimeError(f"found {len(ports)} free ports of {count}")
    return ports
