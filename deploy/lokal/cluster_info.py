"""What a Kafka cluster says of itself."""

import logging
import socket

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.lokal.waiting import run_async

# Asking a broker that is still starting is our normal case, not something to report.
QUIET = logging.getLogger("aiokafka")
TIMEOUT_MS = 3_000


def brokers(address: str) -> set[int]:
    """Ids of the live brokers the node at `address` knows; empty while it does not answer."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return set()
    return run_async(lambda: _brokers(address))


async def _brokers(address: str) -> set[int]:
    admin = AIOKafkaAdminClient(bootstrap_servers=address, request_timeout_ms=TIMEOUT_MS)
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
