"""Connections to the broker that break aloud.

On uvloop a write to a transport that the other side has just closed raises RuntimeError, where asyncio drops the bytes. aiokafka expects
OSError only (aio-libs/aiokafka issue 1038): the error ends whichever of its own tasks was writing. When that is the one that keeps the
metadata, the consumer or producer waits for news forever, says nothing, and everything else looks well. Any restart of a broker can do it.
"""

import asyncio
from typing import Any

import aiokafka.conn
from aiokafka import AIOKafkaConsumer
from aiokafka.conn import AIOKafkaConnection, CloseReason
from aiokafka.errors import AuthenticationFailedError, KafkaConnectionError, KafkaError, SaslAuthenticationFailed

from shared.messaging.access import Access


class Connection(AIOKafkaConnection):  # type: ignore[misc] # aiokafka gives it no types
    """A connection whose closed transport is a broken connection, as on any other loop."""

    def send(self, request: Any, expect_response: bool = True) -> Any:  # noqa: ANN401, FBT001, FBT002 - as in aiokafka
        """Send, as the base class does.

        Raises:
            KafkaConnectionError: the transport is closed; the connection is closed as well, and a new one will be made.
        """
        try:
            return super().send(request, expect_response)
        except RuntimeError as error:
            # Its subclasses (NotImplementedError, RecursionError) are not about the transport.
            if type(error) is not RuntimeError:
                raise
            self.close(reason=CloseReason.CONNECTION_BROKEN, exc=error)
            raise KafkaConnectionError(f"Connection at {self.host}:{self.port} broken: {error}") from error


def mend_connections() -> None:
    """Have every connection that aiokafka makes from now on in this process be a `Connection`."""
    aiokafka.conn.AIOKafkaConnection = Connection


def keepers(consumer: AIOKafkaConsumer) -> list[asyncio.Task[None]]:
    """The tasks of a started consumer that end only with it: they keep the metadata, its place in the group, and the fetches.

    aiokafka itself does not tell when one of them ends (its issues 1038 and 1154).

    Raises:
        RuntimeError: the consumer is not started.
    """
    found = [consumer._client._sync_task, consumer._coordinator._coordination_task, consumer._fetcher._fetch_task]  # noqa: SLF001 - there is no other way
    if None in found:
        raise RuntimeError("the consumer is not started")
    return found


async def broker_answers(bootstrap_servers: str, access: Access, *, within_seconds: float) -> str | None:
    """None when a broker lets us in, else what is wrong; each may take `within_seconds`.

    A group stays joined for its members long after the last broker has gone, and after their account has been taken away.
    """
    mend_connections()
    wrong = "no broker accepts connections"
    for address in bootstrap_servers.split(","):
        host, _, port = address.strip().rpartition(":")
        try:
            async with asyncio.timeout(within_seconds):
                connection = await aiokafka.conn.create_conn(host.strip("[]"), int(port), **access.connection(bootstrap_servers))
        except (AuthenticationFailedError, SaslAuthenticationFailed):
            wrong = "the brokers refuse this account or its password"
        except (KafkaError, OSError, ValueError):
            continue
        else:
            connection.close()
            return None
    return wrong
