"""A broker's place on this machine, and its configuration files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.lokal.ports import LOOPBACK
from deploy.lokal.secret import put
from shared.messaging import MECHANISM


@dataclass(frozen=True, slots=True)
class Node:
    """One broker and controller in one process; it keeps ports and folder for life."""

    id: int
    folder: Path
    port: int
    controller_port: int
    internal_port: int

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"{LOOPBACK}:{self.port}"

    @property
    def internal_address(self) -> str:
        """Where the other brokers and the operator reach it, when it is locked."""
        return f"{LOOPBACK}:{self.internal_port}"

    @property
    def properties(self) -> Path:
        """Its configuration file."""
        return self.folder / "server.properties"

    @property
    def log(self) -> Path:
        """The broker's warnings and worse."""
        return self.folder / "server.log"

    @property
    def console(self) -> Path:
        """What the process itself prints."""
        return self.folder / "console.log"


@dataclass(frozen=True, slots=True, repr=False)
class Locks:
    """Two passwords that stand in the configuration itself: everybody else's are made once the brokers run."""

    broker: str
    operator: str

    def login(self) -> dict[str, str]:
        """How the operator comes in where no account exists yet, in aiokafka's words."""
        name = {"sasl_plain_username": OPERATOR, "sasl_plain_password": self.operator}
        return {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", **name}


@dataclass(frozen=True, slots=True)
class Certificate:
    """What the brokers prove themselves to clients by.

    Attributes:
        server: private key (PKCS 8) and certificate in one PEM file.
        ca: who vouches for it, PEM.
    """

    server: Path
    ca: Path


BROKER, OPERATOR = "broker", "operator"
_SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule"

LOGGING = """\
rootLogger.level = WARN
rootLogger.appenderRef.file.ref = file
appender.file.type = File
appender.file.name = file
appender.file.fileName = {path}
appender.file.layout.type = PatternLayout
appender.file.layout.pattern = %d{{ISO8601}} %p %c{{1}} %m%n%ex
"""


def logging(node: Node) -> Path:
    """The node's logging configuration: warnings and worse into server.log."""
    return node.folder / "log4j2.properties"


def write(node: Node, nodes: Sequence[Node], locks: Locks | None, certificate: Certificate | None = None) -> None:
    """Write the node's two files; addresses, and whether it has locks and TLS, may differ from those of its last start."""
    node.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    node.folder.chmod(0o700)
    listeners = _open(node) if locks is None else _locked(node, locks) | _encrypted(certificate)
    lines = (f"{name}={value}" for name, value in (_settings(node, nodes) | listeners).items())
    put(node.properties, "\n".join(lines) + "\n")
    logging(node).write_text(LOGGING.format(path=node.log), encoding="utf-8")


def _settings(node: Node, nodes: Sequence[Node]) -> dict[str, str]:
    several = len(nodes) > 1
    copies = str(min(3, len(nodes)))
    in_sync = "2" if len(nodes) > 2 else "1"
    settings = {
        "process.roles": "broker,controller",
        "node.id": str(node.id),
        "controller.listener.names": "CONTROLLER",
        "controller.quorum.voters": ",".join(f"{each.id}@{LOOPBACK}:{each.controller_port}" for each in nodes),
        "log.dirs": str(node.folder / "data"),
        # A topic exists because the catalogue says so, never because somebody mistyped its name.
        "auto.create.topics.enable": "false",
        "default.replication.factor": copies,
        "min.insync.replicas": in_sync,
        "offsets.topic.replication.factor": copies,
        "offsets.topic.num.partitions": "8",
        "transaction.state.log.replication.factor": copies,
        "transaction.state.log.min.isr": in_sync,
        "share.coordinator.state.topic.replication.factor": copies,
        "share.coordinator.state.topic.min.isr": in_sync,
        "group.initial.rebalance.delay.ms": "0",
        # Services ask for short sessions so that a killed member's partitions move on quickly.
        "group.min.session.timeout.ms": "1000",
        # After SIGKILL the broker's old registration must lapse before it may come back: 9 s by default.
        "broker.session.timeout.ms": "3000",
        "broker.heartbeat.interval.ms": "500",
        "num.network.threads": "2",
        "num.io.threads": "4",
        "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
    }
    if several:
        settings |= {
            "controller.quorum.election.timeout.ms": "500",
            "controller.quorum.fetch.timeout.ms": "1000",
            "replica.lag.time.max.ms": "3000",
        }
    return settings


def _open(node: Node) -> dict[str, str]:
    """Whoever reaches the port may do anything: for tests where locks do not matter."""
    return {
        "listeners": f"PLAINTEXT://{node.address},CONTROLLER://{LOOPBACK}:{node.controller_port}",
        "advertised.listeners": f"PLAINTEXT://{node.address}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    }


def _encrypted(certificate: Certificate | None) -> dict[str, str]:
    """TLS at the clients' port; brokers and controllers of one machine speak over its loopback interface."""
    if certificate is None:
        return {}
    return {
        "listener.security.protocol.map": "CLIENT:SASL_SSL,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "listener.name.client.ssl.keystore.type": "PEM",
        "listener.name.client.ssl.keystore.location": str(certificate.server),
    }


def _locked(node: Node, locks: Locks) -> dict[str, str]:
    """Accounts at every port, and nobody may do what was not granted.

    The accounts of clients live in the cluster. Brokers and controllers need one before the cluster stands, so theirs stand here, and so
    does the operator's at the inner port: a cluster without any account, as one made before it had locks, can be given the first.
    """
    plain = "org.apache.kafka.common.security.plain.PlainLoginModule required"
    themselves = f'{plain} username="{BROKER}" password="{locks.broker}" user_{BROKER}="{locks.broker}"'
    return {
        "listeners": f"CLIENT://{node.address},INTERNAL://{node.internal_address},CONTROLLER://{LOOPBACK}:{node.controller_port}",
        "advertised.listeners": f"CLIENT://{node.address},INTERNAL://{node.internal_address}",
        "listener.security.protocol.map": "CLIENT:SASL_PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
        "inter.broker.listener.name": "INTERNAL",
        "sasl.mechanism.inter.broker.protocol": "PLAIN",
        "sasl.mechanism.controller.protocol": "PLAIN",
        "listener.name.client.sasl.enabled.mechanisms": MECHANISM,
        "listener.name.client.scram-sha-512.sasl.jaas.config": f"{_SCRAM} required;",
        "listener.name.internal.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.internal.plain.sasl.jaas.config": f'{themselves} user_{OPERATOR}="{locks.operator}";',
        "listener.name.controller.sasl.enabled.mechanisms": "PLAIN",
        "listener.name.controller.plain.sasl.jaas.config": f"{themselves};",
        "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
        "allow.everyone.if.no.acl.found": "false",
        "super.users": f"User:{BROKER};User:{OPERATOR}",
    }
