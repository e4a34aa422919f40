"""The stock images of Kafka and PostgreSQL, where a container engine runs.

`TEST_KAFKA_IMAGE` and `TEST_POSTGRES_IMAGE` name others, of the same layout, where no image registry is reached.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from deploy.lokal.cluster_info import brokers
from deploy.lokal.ports import free_ports
from deploy.lokal.waiting import poll

KAFKA_IMAGE = "apache/kafka:4.4.0"
POSTGRES_IMAGE = "postgres:18"
START_TIMEOUT_S = 120.0
PORT_INSIDE = 9092


def engine_answers() -> bool:
    """Whether a container engine is there."""
    import docker  # type: ignore[import-untyped]
    from docker.errors import DockerException  # type: ignore[import-untyped]

    try:
        docker.from_env().ping()
    except DockerException:
        return False
    return True


@contextmanager
def kafka_container() -> Iterator[str]:
    """One node; its `host:port`.

    The library's own Kafka module is written for another vendor's images, so this is the plain container: a broker
    tells its clients where to come back to, hence the port outside is chosen first.
    """
    from testcontainers.core.container import DockerContainer

    port = free_ports(1)[0]
    container = DockerContainer(os.environ.get("TEST_KAFKA_IMAGE", KAFKA_IMAGE)).with_bind_ports(PORT_INSIDE, port)
    address = f"{container.get_container_host_ip()}:{port}"
    for name, value in {
        "NODE_ID": "1",
        "PROCESS_ROLES": "broker,controller",
        "LISTENERS": f"PLAINTEXT://:{PORT_INSIDE},CONTROLLER://:9093",
        "ADVERTISED_LISTENERS": f"PLAINTEXT://{address}",
        "LISTENER_SECURITY_PROTOCOL_MAP": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "CONTROLLER_LISTENER_NAMES": "CONTROLLER",
        "CONTROLLER_QUORUM_VOTERS": "1@localhost:9093",
        "OFFSETS_TOPIC_REPLICATION_FACTOR": "1",
        "TRANSACTION_STATE_LOG_REPLICATION_FACTOR": "1",
        "TRANSACTION_STATE_LOG_MIN_ISR": "1",
        "GROUP_INITIAL_REBALANCE_DELAY_MS": "0",
        "GROUP_MIN_SESSION_TIMEOUT_MS": "1000",
        "AUTO_CREATE_TOPICS_ENABLE": "false",
    }.items():
        container.with_env(f"KAFKA_{name}", value)
    with container:
        if not poll(lambda: bool(brokers(address)), timeout_s=START_TIMEOUT_S):
            raise TimeoutError(f"the Kafka container was not ready after {START_TIMEOUT_S:.0f} s")
        yield address


@contextmanager
def postgres_container() -> Iterator[str]:
    """A server that forgets everything; its DSN."""
    from testcontainers.community.postgres import PostgresContainer

    image = os.environ.get("TEST_POSTGRES_IMAGE", POSTGRES_IMAGE)
    container = PostgresContainer(image, driver=None).with_command("postgres -c fsync=off -c max_connections=200")
    with container:
        yield str(container.get_connection_url())
