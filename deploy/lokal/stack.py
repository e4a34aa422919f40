"""The whole platform on one machine: Kafka, PostgreSQL, topics, tables, services and relays, started and kept running."""

import http.client
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from deploy.lokal import nursery
from deploy.lokal.bus import Bus
from deploy.lokal.cluster_info import brokers
from deploy.lokal.databases import Dsns, databases
from deploy.lokal.folders import DATA, alone_in
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.migrations import first_wrapping_key, migrate
from deploy.lokal.penerbit.__main__ import DEVELOPMENT, ENVIRONMENT
from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.ports import LOOPBACK, free_ports
from deploy.lokal.postgres import Postgres
from deploy.lokal.process import ChildFailed, tail
from deploy.lokal.supervisor import Supervisor, write_json
from deploy.lokal.topics import catalogue, create_topics
from deploy.lokal.waiting import poll, run_async
from shared.web.identitas.participants import new_signing_key
from shared.web.identitas.rotation import write_keys

SERVICES = ("pendaftaran", "penilaian", "penempatan", "kepegawaian")
# Secrets that outlive a start: made once per folder, unless the environment brings them.
DIGEST_KEY = "DIGEST_KEY"
SECRETS = dict.fromkeys(SERVICES, (DIGEST_KEY,)) | {
    "pendaftaran": (DIGEST_KEY, "PSEUDONYM_KEY"),
    "kepegawaian": (DIGEST_KEY, "NIP_KEY"),
}
ISSUER_SECRET = "ISSUER_SECRET"  # noqa: S105 - its name
# Who keeps people, each with wrapping keys of its own in a file of the folder.
VAULTS = {"pendaftaran": "brankas-kunci.json", "kepegawaian": "brankas-kunci-kepegawaian.json"}
READY_TIMEOUT_S = 120.0
# Longer than /ready itself waits for what it asks.
READY_ANSWER_S = 4.0
# So often may a process end before its first "ready": a broker that is still electing is an excuse, a bug is not.
ENDS_BEFORE_READY = 3


@dataclass(frozen=True, slots=True)
class StackSettings:
    """What to start.

    Attributes:
        folder: data, logs, `stack.json` and `processes.json`; a later start finds its data again.
        nodes: Kafka nodes, 1 or 3.
        replicas: processes of each service.
        services: which of them.
        brief: whether it will run for a minute or so: Kafka then saves the time in which Java learns to be quick.
        durable: whether PostgreSQL forces its log to the disk; only tests may do without.
        aturan: name of the rule set.
        topic_prefix: put before every topic, so that several installations can share a cluster.
        env: more environment for every service and relay.
    """

    folder: Path = DATA / "default"
    nodes: int = 1
    replicas: int = 1
    services: tuple[str, ...] = SERVICES
    brief: bool = False
    durable: bool = True
    aturan: str = "cpns-2024"
    topic_prefix: str = ""
    log_level: str = "INFO"
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _KafkaNode:
    """One node as the supervisor sees it: down on purpose when the cluster no longer lists it."""

    cluster: KafkaCluster
    id: int

    def pid(self) -> int | None:
        return self.cluster.pids().get(self.id)

    def is_alive(self) -> bool:
        return self.cluster.is_alive(self.id)

    def respawn(self) -> None:
        self.cluster.respawn_node(self.id)


class Stack:
    """Everything, as a context manager; after `start` every replica has said that it is ready.

    `KAFKA_BOOTSTRAP_SERVERS` and `DATABASE_URL` (of one who may create roles and databases on a server) replace our own servers.
    """

    def __init__(self, settings: StackSettings, *, log: Callable[[str], None] = print) -> None:
        self.settings = settings
        self.folder = settings.folder.resolve()
        self.urls: dict[str, list[str]] = {}
        self.relay_urls: dict[str, str] = {}
        self.dsn: dict[str, Dsns] = {}
        self.bootstrap_servers = ""
        self.issuer = ""
        self.supervisor = Supervisor(self.folder, log=log)
        self.kafka: KafkaCluster | None = None
        self.bus = Bus(self.folder / "bus", prefix=settings.topic_prefix)
        self.postgres: Postgres | None = None
        self._log = log
        self._undo = ExitStack()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    @property
    def description(self) -> Path:
        """The file that tells other programs all of this."""
        return self.folder / "stack.json"

    def start(self) -> None:
        """Start everything; on any error or interrupt end what was started.

        Raises:
            FolderInUse: another stack runs in the folder.
            ChildFailed: something did not become ready; with the end of its log.
        """
        try:
            self._undo.enter_context(alone_in(self.folder))
            self._undo.callback(self.description.unlink, missing_ok=True)
            nursery.begin()
            self._start_servers()
            self._start_services()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End services and relays, then Kafka, then PostgreSQL; may be called twice."""
        self._undo.close()

    def _start_servers(self) -> None:
        # Announced before they start, in reverse order of their end: an interrupt may come at any moment.
        server, self.bootstrap_servers = os.environ.get("DATABASE_URL", ""), os.environ.get("KAFKA_BOOTSTRAP_SERVERS", "")
        if not server:
            self.postgres = Postgres(self.folder / "postgres", durable=self.settings.durable, log=self._log)
            self._undo.callback(self.postgres.stop)
        if not self.bootstrap_servers:
            self.kafka = KafkaCluster(self.folder / "kafka", nodes=self.settings.nodes, brief=self.settings.brief, log=self._log)
            self._undo.callback(self.kafka.stop)
        with ThreadPoolExecutor(2) as pool:
            prepared = [pool.submit(self._prepare_kafka), pool.submit(self._prepare_postgres, server)]
        for each in prepared:
            each.result()

    def _prepare_kafka(self) -> None:
        if self.kafka is None:
            replication, operator = min(3, len(brokers(self.bootstrap_servers.split(",")[0]))), None
        else:
            self.kafka.start()
            self.bootstrap_servers = self.kafka.bootstrap_servers
            replication, operator = self.kafka.replication, self.kafka.operator
        create_topics(self.bootstrap_servers, replication, catalogue(self.settings.topic_prefix), access=operator)
        if self.kafka is not None:
            self.bus.lock(self.kafka)
        self._log("kafka: topics are there")

    def _prepare_postgres(self, server: str) -> None:
        if self.postgres is not None:
            self.postgres.start()
            server = self.postgres.dsn()
        self.dsn = run_async(lambda: databases(server, self.settings.services, self.folder))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda item: migrate(item[0], item[1].owner, self._secrets(item[0])), self.dsn.items()))
        self._log("postgres: tables are there")

    def _start_services(self) -> None:
        ports = iter(free_ports(len(self.settings.services) * (self.settings.replicas + 1) + 1))
        self._start_issuer(next(ports))
        for service in self.settings.services:
            self.urls[service] = []
            for replica in range(self.settings.replicas):
                port = next(ports)
                self.urls[service].append(f"http://{LOOPBACK}:{port}")
                environment = self._environment(service) | {"HTTP_PORT": str(port), "REPLICA": str(replica)}
                self._add(f"{service}-{replica}", [f"services.{service}"], environment)
            port = next(ports)
            environment = self._environment(service) | {"HTTP_PORT": str(port), "DATABASE_URL": self.dsn[service].relay}
            self._add(f"{service}-relay", ["shared.messaging", "relay"], environment)
            self.relay_urls[service] = f"http://{LOOPBACK}:{port}"
        if self.postgres is not None:
            self.supervisor.adopt("postgres", self.postgres)
        if self.kafka is not None:
            for node in self.kafka.pids():
                self.supervisor.adopt(f"kafka-{node}", _KafkaNode(self.kafka, node))
        self._undo.callback(self.supervisor.stop)
        self.supervisor.start()
        self._log(f"services: {len(self.settings.services)} x {self.settings.replicas} and their relays started")
        self._wait_until_ready()
        self._describe()

    def _add(self, name: str, module: list[str], environment: Mapping[str, str]) -> None:
        self.supervisor.add(name, [sys.executable, "-m", *module], environment, start=nursery.run_module)

    @property
    def _own_issuer(self) -> bool:
        return "OIDC_ISSUER" not in os.environ

    @property
    def accounts(self) -> Accounts:
        """Who can log in at our own issuer."""
        return Accounts(self._secret(ISSUER_SECRET))

    def _start_issuer(self, port: int) -> None:
        """Our own issuer, unless the environment names one."""
        if not self._own_issuer:
            self.issuer = os.environ["OIDC_ISSUER"]
            return
        self.issuer = f"http://{LOOPBACK}:{port}"
        environment = {
            ENVIRONMENT: DEVELOPMENT,
            "HTTP_PORT": str(port),
            ISSUER_SECRET: self._secret(ISSUER_SECRET),
            "ISSUER_KEYS": str(self.folder / "penerbit.jwks.json"),
        }
        self._add("penerbit", ["deploy.lokal.penerbit"], environment)

    def _participant_keys(self, service: str) -> dict[str, str]:
        """Registration signs participant tokens with keys of this folder; the others fetch the public part from it."""
        if service != "pendaftaran":
            return {"PARTICIPANT_JWKS_URL": f"{self.urls['pendaftaran'][0]}/.well-known/jwks.json"} if "pendaftaran" in self.urls else {}
        path = self.folder / "token-peserta.jwks.json"
        if not path.exists():
            write_keys(path, [new_signing_key("1")])
        return {"PARTICIPANT_KEY_FILE": str(path)}

    def _secrets(self, service: str) -> dict[str, str]:
        found = {name: self._secret(name) for name in SECRETS.get(service, ())}
        if service in VAULTS and "BRANKAS_TRANSIT_ALAMAT" not in os.environ and "BRANKAS_BERKAS" not in os.environ:
            keys = self.folder / VAULTS[service]
            if not keys.exists():
                first_wrapping_key(keys)
            found["BRANKAS_BERKAS"] = str(keys)
        return found

    def _secret(self, name: str) -> str:
        path = self.folder / f"{name}.secret"
        if name in os.environ:
            return os.environ[name]
        if not path.exists():
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(32))
        return path.read_text()

    def _environment(self, service: str) -> dict[str, str]:
        return {
            **self._secrets(service),
            "DATABASE_URL": self.dsn[service].application,
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap_servers,
            "SERVICE_NAME": service,
            "OIDC_ISSUER": self.issuer,
            **self._participant_keys(service),
            "ATURAN": self.settings.aturan,
            "LOG_LEVEL": self.settings.log_level,
            "MESSAGING_TOPIC_PREFIX": self.settings.topic_prefix,
            **self.bus.environment(service),
            **self.settings.env,
        }

    def _wait_until_ready(self) -> None:
        waiting = {f"{service}-{number}": url for service, urls in self.urls.items() for number, url in enumerate(urls)}
        waiting |= {f"{service}-relay": url for service, url in self.relay_urls.items()}

        def ready() -> bool:
            for name in [name for name, url in waiting.items() if _is_ready(url)]:
                del waiting[name]
                self._log(f"{name}: ready")
            self._refuse_crash_loops()
            return not waiting

        if not poll(ready, timeout_s=READY_TIMEOUT_S):
            ends = "\n".join(f"{name}:\n{tail(self.supervisor.log_file(name))}" for name in waiting)
            raise ChildFailed(f"not ready after {READY_TIMEOUT_S:.0f} s: {ends}")

    def _refuse_crash_loops(self) -> None:
        for name, count in self.supervisor.restarts().items():
            if count >= ENDS_BEFORE_READY:
                raise ChildFailed(f"{name} ended {count} times before all were ready:\n{tail(self.supervisor.log_file(name))}")

    def _describe(self) -> None:
        write_json(
            self.description,
            {
                "urls": self.urls,
                "relay_urls": self.relay_urls,
                "issuer": self.issuer,
                "account_secret": self._secret(ISSUER_SECRET) if self._own_issuer else None,
                "bootstrap_servers": self.bootstrap_servers,
                "bus": self.bus.described(),
                "dsn": {service: each.application for service, each in self.dsn.items()},
                "topic_prefix": self.settings.topic_prefix,
                "aturan": self.settings.aturan,
                "musim": {**os.environ, **self.settings.env}.get("MUSIM"),
                "tanggal_acuan_usia": {**os.environ, **self.settings.env}.get("TANGGAL_ACUAN_USIA"),
                "replication": 1 if self.kafka is None else self.kafka.replication,
                "processes": str(self.supervisor.processes_file),
                "logs": str(self.supervisor.log_file("x").parent),
            },
        )


def _is_ready(url: str) -> bool:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or LOOPBACK, parts.port, timeout=READY_ANSWER_S)
    try:
        connection.request("GET", "/ready")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
