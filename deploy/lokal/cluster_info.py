"""What a Kafka cluster says of itself."""

import logging
import socket
from collections.abc import Mapping

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.lokal.waiting import run_async
from shared.messaging import Access

# Asking a broker that is still starting is our normal case, not something to report.
QUIET = logging.getLogger("aiokafka")
TIMEOUT_MS = 3_000


def brokers(address: str, login: Mapping[str, object] | None = None) -> set[int]:
    """Ids of the live brokers the node at `address` knows; empty while it does not answer or does not let us in.

    `login` says in aiokafka's words who we are; by default what the environment says.
    """
    known = Access().connection(address) if login is None else login
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return set()
    return run_async(lambda: _brokers(address, known))


async def _brokers(address: str, login: Mapping[str, object]) -> set[int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=address, request_timeout_ms=TIMEOUT_MS, **login)
    level = QUIET.level
    QUIET.setLevel(logging.CRITICAL)
    try:
        await admin.start()
        answer = await admin.describe_cluster()
    except (KafkaError, OSError):
        return set()
    else:
        return {int(broker["node_id"]) for broker in answer["brokers"]}
    finally:
        await admin.close()
        QUIET.setLevel(level)
