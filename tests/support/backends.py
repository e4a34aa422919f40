"""Kafka and PostgreSQL for the tests: our own processes, containers, or servers that are given.

`TEST_BACKEND` chooses: `process` (default), `testcontainers`, `given` (`KAFKA_BOOTSTRAP_SERVERS` and `DATABASE_URL`;
the default where both are set), or `auto` (containers where an engine answers, else processes).
"""

import hashlib
import hmac
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil  # type: ignore[import-untyped]

from deploy.lokal.folders import DATA, FolderInUse, alone_in, waiting_for
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.migrations import migrate
from deploy.lokal.postgres import Postgres, create_database, create_on
from deploy.lokal.topics import TopicSpec, catalogue, create_topics, delete_topics
from deploy.lokal.waiting import run_async
from shared.db import grants
from shared.db.roles import Roles, dsn_as, open_database, prepare
from tests.support.administrator import remember

PREFIX = "tests-"
# Every test has databases and topics of its own, hundreds of files each: to make them on a disk takes most of the servers' time.
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own in it, closed to others
MEMORY_NEEDED = 6 * 2**30
# A server that is given may hold an installation of its own.
ROLES = "tests"


class Backend(StrEnum):
    """Where the servers come from."""

    PROCESS = "process"
    TESTCONTAINERS = "testcontainers"
    GIVEN = "given"


def choose(environment: Mapping[str, str]) -> Backend:
    """The backend the environment asks for.

    Raises:
        ValueError: an unknown name, or `given` without addresses.
    """
    given = "KAFKA_BOOTSTRAP_SERVERS" in environment and "DATABASE_URL" in environment
    asked = environment.get("TEST_BACKEND", "given" if given else "process")
    if asked == "auto":
        from tests.support.containers import engine_answers

        return Backend.TESTCONTAINERS if engine_answers() else Backend.PROCESS
    backend = Backend(asked)
    if backend is Backend.GIVEN and not given:
        raise ValueError("TEST_BACKEND=given needs KAFKA_BOOTSTRAP_SERVERS and DATABASE_URL")
    return backend


@dataclass
class KafkaServer:
    """A running cluster; `cluster` is there when it is our own process."""

    bootstrap_servers: str
    cluster: KafkaCluster | None = None
    _made: list[str] = field(default_factory=list)

    def make_topic(self, partitions: int = 3, *, config: Mapping[str, str] | None = None) -> str:
        """A new empty topic that nobody else uses; its name."""
        name = f"{PREFIX}{secrets.token_hex(6)}"
        create_topics(self.bootstrap_servers, 1, [TopicSpec(name, partitions, config or {})])
        self._made.append(name)
        return name

    def make_catalogue(self) -> str:
        """All topics of the catalogue anew under a prefix that nobody else uses; the prefix."""
        prefix = f"{PREFIX}{secrets.token_hex(4)}."
        topics = catalogue(prefix)
        create_topics(self.bootstrap_servers, 1, topics)
        self._made.extend(topic.name for topic in topics)
        return prefix

    def clean(self) -> None:
        """Delete what was made, from a cluster that stays; our own goes away as a whole."""
        if self.cluster is None and self._made:
            delete_topics(self.bootstrap_servers, self._made)


@dataclass
class PostgresServer:
    """A running server; `process` is there when it is our own."""

    server: str
    process: Postgres | None = None
    _templates: dict[str, str] = field(default_factory=dict)
    _made: list[str] = field(default_factory=list)

    def dsn(self, database: str) -> str:
        """The DSN of one of its databases."""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{database}"))

    def create_database(self, name: str, template: str | None = None) -> str:
        """Create a database, dropped at the end of the session; its DSN."""
        run_async(lambda: create_database(self.server, name, template))
        self._made.append(name)
        return self.dsn(name)

    def fresh(self, service: str | None = None) -> str:
        """A new database that nobody else uses; its DSN.

        With the tables of `service` if one is named, and then for the service's own role: a missing grant must fail the test.
        """
        name = f"test_{secrets.token_hex(6)}"
        if service is None:
            return self.create_database(name)
        template, roles = self._template(service), Roles.of(service, ROLES)
        run_async(lambda: self._copy(template, name, service))
        self._made.append(name)
        found = self.dsn_of(roles.application, name)
        remember(found, self.dsn(name))
        return found

    def empty(self, service: str) -> str:
        """A new database of the service's without tables; its owner's DSN."""
        name = f"test_{secrets.token_hex(6)}"
        self.prepare(service, name)
        return self.dsn_of(Roles.of(service, ROLES).owner, name)

    def dsn_of(self, role: str, database: str) -> str:
        """The DSN of a database for one of our roles."""
        return dsn_as(self.server, role, self._password(role), database)

    def as_admin(self, dsn: str) -> str:
        """The same database for the server's administrator, who may do what no service may."""
        return self.dsn(urlsplit(dsn).path.removeprefix("/"))

    def as_owner(self, dsn: str, service: str) -> str:
        """The same database for the role that owns it."""
        return self.dsn_of(Roles.of(service, ROLES).owner, urlsplit(dsn).path.removeprefix("/"))

    def as_relay(self, dsn: str, service: str) -> str:
        """The same database for the service's relay."""
        return self.dsn_of(Roles.of(service, ROLES).relay, urlsplit(dsn).path.removeprefix("/"))

    def _template(self, service: str) -> str:
        """The service's migrations run once a session; each test gets a copy."""
        if service not in self._templates:
            name = f"template_{service}_{secrets.token_hex(4)}"
            self.prepare(service, name)
            migrate(service, self.dsn_of(Roles.of(service, ROLES).owner, name))
            self._templates[service] = name
        return self._templates[service]

    def prepare(self, service: str, database: str) -> None:
        """Make the service's roles, and a database of theirs without tables, dropped at the end of the session."""
        roles = Roles.of(service, ROLES)
        passwords = {name: self._password(name) for name in roles.names}
        run_async(lambda: prepare(self.server, database, roles, passwords, temporary=service in grants.load().temporary))
        self._made.append(database)

    async def _copy(self, template: str, database: str, service: str) -> None:
        """A copy has the tables' rights, and not those of its template as a database: those it is given."""
        conn: asyncpg.Connection = await asyncpg.connect(self.server)
        try:
            await create_on(conn, database, template)
            await open_database(conn, database, Roles.of(service, ROLES), temporary=service in grants.load().temporary)
        finally:
            await conn.close()

    def _password(self, role: str) -> str:
        """The same in every session on one server: they would lock each other out."""
        return hmac.digest((urlsplit(self.server).password or "").encode(), role.encode(), hashlib.sha256).hex()

    def drop(self, dsn: str) -> None:
        """Drop a database of ours, whoever is still connected to it."""
        name = urlsplit(dsn).path.removeprefix("/")
        run_async(lambda: _drop(self.server, [name]))
        self._made.remove(name)

    def clean(self) -> None:
        """Drop what was made, from a server that stays; our own goes away as a whole."""
        if self.process is None and self._made:
            run_async(lambda: _drop(self.server, self._made))


async def _drop(server: str, names: list[str]) -> None:
    connection = await asyncpg.connect(server)
    try:
        for name in names:
            await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        await connection.close()


def _data() -> Path:
    """Where sessions keep their servers' data: in memory where there is plenty, else below the checkout's data."""
    if MEMORY.is_dir() and min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) >= MEMORY_NEEDED:
        return MEMORY / f"casn-{os.getuid()}"
    return DATA


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder of this session, gone afterwards, with those of sessions that were killed."""
    with ExitStack() as stack:
        data = _data()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with waiting_for(data / ".tests.lock"):  # a folder that has no lock yet must not look left behind
            for left in data.glob(f"{PREFIX}*"):
                try:
                    with alone_in(left):
                        shutil.rmtree(left, ignore_errors=True)
                except FolderInUse:
                    continue
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=data))
            stack.enter_context(alone_in(folder))
        yield folder
        shutil.rmtree(folder, ignore_errors=True)  # another session may see it without its lock file, and help


@contextmanager
def kafka_server(backend: Backend, folder: Path) -> Iterator[KafkaServer]:
    """Kafka from the backend."""
    match backend:
        case Backend.PROCESS:
            with KafkaCluster(folder / "kafka", locked=False) as cluster:
                yield KafkaServer(cluster.bootstrap_servers, cluster)
        case Backend.TESTCONTAINERS:
            from tests.support.containers import kafka_container

            with kafka_container() as address:
                yield KafkaServer(address)
        case Backend.GIVEN:
            server = KafkaServer(os.environ["KAFKA_BOOTSTRAP_SERVERS"])
            yield server
            server.clean()


@contextmanager
def postgres_server(backend: Backend, folder: Path) -> Iterator[PostgresServer]:
    """PostgreSQL from the backend."""
    match backend:
        case Backend.PROCESS:
            with Postgres(folder / "postgres", durable=False) as process:
                yield PostgresServer(process.dsn(), process)
        case Backend.TESTCONTAINERS:
            from tests.support.containers import postgres_container

            with postgres_container() as dsn:
                yield PostgresServer(dsn)
        case Backend.GIVEN:
            server = PostgresServer(os.environ["DATABASE_URL"])
            yield server
            server.clean()
