"""A broker's place on this machine, and its configuration files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.lokal.ports import LOOPBACK


@dataclass(frozen=True, slots=True)
class Node:
    """One broker and controller in one process; it keeps ports and folder for life."""

    id: int
    folder: Path
    port: int
    controller_port: int

    @property
    def address(self) -> str:
        """Where clients reach it."""
        return f"{LOOPBACK}:{self.port}"

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


def write(node: Node, nodes: Sequence[Node]) -> None:
    """Write the node's two files; addresses may differ from those of its last start."""
    node.folder.mkdir(parents=True, exist_ok=True)
    lines = (f"{name}={value}" for name, value in _settings(node, nodes).items())
    node.properties.write_text("\n".join(lines) + "\n", encoding="utf-8")
    logging(node).write_text(LOGGING.format(path=node.log), encoding="utf-8")


def _settings(node: Node, nodes: Sequence[Node]) -> dict[str, str]:
    several = len(nodes) > 1
    copies = str(min(3, len(nodes)))
    in_sync = "2" if len(nodes) > 2 else "1"
    settings = {
        "process.roles": "broker,controller",
        "node.id": str(node.id),
        "listeners": f"PLAINTEXT://{LOOPBACK}:{node.port},CONTROLLER://{LOOPBACK}:{node.controller_port}",
        "advertised.listeners": f"PLAINTEXT://{LOOPBACK}:{node.port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
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
