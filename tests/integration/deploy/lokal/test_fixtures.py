"""The fixtures the other tests stand on."""

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import asyncpg
import pytest

from deploy.lokal.ports import free_ports, is_free
from tests.support.backends import Backend, KafkaServer, PostgresServer, choose
from tests.support.waiting import wait_for

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
ADDRESSES = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1", "DATABASE_URL": "postgresql://127.0.0.1:1/x"}


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, Backend.PROCESS),
        (ADDRESSES, Backend.GIVEN),
        ({"TEST_BACKEND": "process", **ADDRESSES}, Backend.PROCESS),
        ({"TEST_BACKEND": "testcontainers"}, Backend.TESTCONTAINERS),
    ],
)
def test_the_environment_chooses_the_backend(environment: dict[str, str], expected: Backend) -> None:
    assert choose(environment) is expected


@pytest.mark.parametrize("environment", [{"TEST_BACKEND": "given"}, {"TEST_BACKEND": "other"}])
def test_what_cannot_be_chosen_is_an_error(environment: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"given|other"):
        choose(environment)


async def test_a_service_gets_its_tables_and_nobody_elses_rows(service_dsn: Callable[[str], str]) -> None:
    one, other = service_dsn("penilaian"), service_dsn("penilaian")
    assert one != other
    tables = []
    for dsn in (one, other):
        connection = await asyncpg.connect(dsn)
        tables.append(await connection.fetch(TABLES))
        await connection.close()
    assert tables[0] == tables[1] != []


async def test_an_empty_database_is_empty_and_dropped(postgres: PostgresServer) -> None:
    dsn = postgres.fresh()
    connection = await asyncpg.connect(dsn)
    assert await connection.fetchval(f"SELECT count(*) FROM ({TABLES})") == 0
    postgres.drop(dsn)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(dsn)
    connection.terminate()
    assert urlsplit(dsn).path.startswith("/test_")


def test_topics_are_new_each_time(kafka: KafkaServer, make_topic: Callable[..., str], topic_prefix: str) -> None:
    assert len({make_topic(), make_topic(partitions=1), kafka.make_topic(), topic_prefix}) == 4


async def test_waiting_gives_the_answer_or_says_what_it_waited_for() -> None:
    answers = iter([0, 0, 7])

    async def later() -> int:
        return next(answers)

    assert await wait_for(later) == 7
    with pytest.raises(AssertionError, match=r"waited 0.05 s for the moon; last answer: \[\]"):
        await wait_for(list, timeout=0.05, what="the moon")


def test_ports_are_free_different_and_not_the_kernels_to_give_away() -> None:
    ports = free_ports(50)
    assert len(set(ports)) == 50
    assert all(is_free(port) and port < 32_768 for port in ports)
    with socket.create_server(("127.0.0.1", ports[0])):
        assert not is_free(ports[0])
