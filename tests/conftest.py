"""Fixtures every test may ask for; servers start when the first test of the session asks for them.

Under `-n` every worker is a session of its own, with its own servers. What starts them is imported by the fixture that
needs it: a test that needs no server does not pay for Kafka.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.support.backends import Backend, KafkaServer, PostgresServer

USED = pytest.StashKey[dict[str, str]]()
# A broker of a test lives for a minute: its second compiler would be at work for longer than what it compiles is used.
JAVA = "-XX:TieredStopAtLevel=1"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[USED] = {}
    os.environ.setdefault("JDK_JAVA_OPTIONS", JAVA)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker of a parallel run used belongs in the summary of the run."""
    used = node.config.stash[USED]
    for name, how in getattr(node, "workeroutput", {}).get("used", {}).items():
        used[name] = f"{used[name]}, {how}" if used.get(name, how) != how else how


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["used"] = session.config.stash[USED]


@pytest.fixture(scope="session")
def backend() -> "Backend":
    """Where Kafka and PostgreSQL come from in this session."""
    from tests.support.backends import choose

    return choose(os.environ)


@pytest.fixture(scope="session")
def session_folder() -> Iterator[Path]:
    """The data of this session's servers."""
    from tests.support.backends import own_folder

    with own_folder() as folder:
        yield folder


@pytest.fixture(scope="session")
def kafka(backend: "Backend", session_folder: Path, pytestconfig: pytest.Config) -> Iterator["KafkaServer"]:
    """A Kafka cluster for the session: `.bootstrap_servers`, `.make_topic()`, and `.cluster` when it is our process."""
    from tests.support.backends import kafka_server

    with kafka_server(backend, session_folder) as server:
        pytestconfig.stash[USED]["kafka"] = f"{backend} at {server.bootstrap_servers}"
        yield server


@pytest.fixture(scope="session")
def postgres(backend: "Backend", session_folder: Path, pytestconfig: pytest.Config) -> Iterator["PostgresServer"]:
    """A PostgreSQL server for the session: `.fresh(service)`, `.create_database()`, `.process` when it is ours."""
    from tests.support.backends import postgres_server

    with postgres_server(backend, session_folder) as server:
        pytestconfig.stash[USED]["postgres"] = str(backend)
        yield server


def _databases(postgres: "PostgresServer") -> Iterator[Callable[[str | None], str]]:
    made: list[str] = []

    def make(service: str | None) -> str:
        made.append(postgres.fresh(service))
        return made[-1]

    yield make
    for dsn in made:
        postgres.drop(dsn)


@pytest.fixture
def service_dsn(postgres: "PostgresServer") -> Iterator[Callable[[str], str]]:
    """`service_dsn("penilaian")`: a new database with that service's tables, dropped after the test."""
    yield from _databases(postgres)


@pytest.fixture(scope="module")
def module_service_dsn(postgres: "PostgresServer") -> Iterator[Callable[[str], str]]:
    """As `service_dsn`, but the databases live as long as the module's tests."""
    yield from _databases(postgres)


@pytest.fixture
def empty_dsn(postgres: "PostgresServer") -> Iterator[str]:
    """A new database without tables, dropped after the test."""
    dsn = postgres.fresh()
    yield dsn
    postgres.drop(dsn)


@pytest.fixture
def make_topic(kafka: "KafkaServer") -> Callable[..., str]:
    """`make_topic(partitions=3, config={…})`: a new topic; its name."""
    return kafka.make_topic


@pytest.fixture
def topic_prefix(kafka: "KafkaServer") -> str:
    """All topics of the catalogue anew under this prefix."""
    return kafka.make_catalogue()


@pytest.fixture(scope="session", autouse=True)
def plain_tracebacks() -> Iterator[None]:
    """Structlog's own default paints every local variable of every frame: seconds for each error these tests cause on purpose."""
    import structlog

    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    )
    yield
    structlog.reset_defaults()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say on what the tests ran, and what did not run: a green run of skipped tests proves nothing."""
    used = config.stash[USED]
    servers = ", ".join(f"{name} by {how}" for name, how in sorted(used.items())) or "none was needed"
    terminalreporter.section("backends")
    terminalreporter.write_line(f"servers: {servers}")
    reasons: Counter[str] = Counter()
    for report in terminalreporter.getreports("skipped"):
        where = report.longrepr
        reasons[str(where[2]) if isinstance(where, tuple) else str(where)] += 1
    for reason, count in sorted(reasons.items()):
        terminalreporter.write_line(f"skipped {count}: {reason}")
