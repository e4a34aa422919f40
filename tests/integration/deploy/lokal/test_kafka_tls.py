"""Every client of the bus over TLS, with accounts and grants: topics, operator's commands, relay, consumer; others are refused."""

import gc
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaConnectionError
from typer.testing import CliRunner

from deploy.langganan.__main__ import app
from deploy.lokal.bus import EXAMPLE
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.kafka_config import Certificate
from deploy.lokal.topics import create_topics
from shared.db import create_pool
from shared.messaging import Access, broker_answers
from tests.support.backends import PostgresServer
from tests.support.certificates import Authority
from tests.support.evidence import effects, wait_for_effects, wait_for_empty_outbox
from tests.support.messaging import SERVICE, TOPIC, consuming, emit, events, facts, fast_settings, messaging_database, relaying


class Encrypted:
    """A cluster that speaks TLS to clients, and who vouches for it."""

    def __init__(self, cluster: KafkaCluster, passwords: Path) -> None:
        self.cluster = cluster
        self._passwords = passwords

    def access(self, account: str, **otherwise: object) -> Access:
        """How this account comes in."""
        way = self.cluster.operator.model_dump(include={"security_protocol", "ca_file"})
        return Access.given(**{**way, "sasl_username": account, "sasl_password_file": self._passwords / f"{account}.password", **otherwise})


@pytest.fixture(scope="module")
def encrypted(session_folder: Path) -> Iterator[Encrypted]:
    folder = session_folder / "tls"
    folder.mkdir()
    authority = Authority(folder)
    with KafkaCluster(folder / "kafka", certificate=Certificate(authority.server(), authority.ca)) as cluster:
        create_topics(cluster.bootstrap_servers, 1, access=cluster.operator)
        made = Encrypted(cluster, folder / "passwords")
        operator = cluster.operator
        environment = {
            "KAFKA_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
            "MESSAGING_SECURITY_PROTOCOL": operator.security_protocol,
            "MESSAGING_SASL_USERNAME": operator.sasl_username,
            "MESSAGING_SASL_PASSWORD_FILE": str(operator.sasl_password_file),
            "MESSAGING_CA_FILE": str(operator.ca_file),
        }
        where = ["--passwords", str(folder / "passwords")]
        for command, said in (("apply", f"+ {EXAMPLE} read topic {TOPIC}"), ("check", "as it should be")):
            done = CliRunner().invoke(app, [command, *where], env=environment)
            assert (done.exit_code, said in done.output or command == "apply") == (0, True), done.output
        # A loop that ends with its command does not wait for the broker's TLS goodbye, and Python says so when the socket is collected.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
        yield made


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    async with create_pool(dsn, application_name="uji") as made:
        yield made


@pytest.fixture
def dsn(postgres: PostgresServer) -> Iterator[str]:
    with messaging_database(postgres) as made:
        yield made


async def test_what_a_service_emits_arrives_over_tls(encrypted: Encrypted, dsn: str, pool: asyncpg.Pool) -> None:
    servers, wanted = encrypted.cluster.bootstrap_servers, facts(7, 10)
    settings = fast_settings("", access=encrypted.access(SERVICE))
    assert settings.access.security_protocol == "SASL_SSL"
    assert await broker_answers(servers, settings.access, within_seconds=10) is None
    await emit(pool, events(wanted))
    async with relaying(dsn, servers, settings), consuming(servers, pool, settings):
        await wait_for_empty_outbox(pool)
        await wait_for_effects(pool, len(wanted))
    assert Counter(await effects(pool)) == Counter(wanted)


@pytest.mark.parametrize("client", [AIOKafkaProducer, AIOKafkaConsumer])
@pytest.mark.parametrize("way", ["clear", "stranger", "password"])
async def test_who_comes_otherwise_is_refused(
    encrypted: Encrypted, tmp_path: Path, client: type[AIOKafkaProducer] | type[AIOKafkaConsumer], way: str
) -> None:
    otherwise: dict[str, dict[str, object]] = {
        "clear": {"security_protocol": "SASL_PLAINTEXT", "ca_file": None},
        "stranger": {"ca_file": Authority(tmp_path, "lain").ca},
        "password": {"sasl_password_file": None, "sasl_password": "tebakan"},
    }
    access = encrypted.access(SERVICE, **otherwise[way])
    made = client(**access.options(encrypted.cluster.bootstrap_servers), request_timeout_ms=3000)
    try:
        with pytest.raises(KafkaConnectionError):
            await made.start()
    finally:
        await made.stop()
    assert await broker_answers(encrypted.cluster.bootstrap_servers, access, within_seconds=3) is not None
