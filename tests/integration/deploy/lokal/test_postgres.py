"""The embedded PostgreSQL server."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil  # type: ignore[import-untyped]
import pytest

from deploy.lokal.postgres import Postgres
from tests.support.backends import PostgresServer


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    with Postgres(tmp_path / "postgres") as postgres:
        yield postgres


async def _value(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def _keep(dsn: str, value: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS kept (value text)")
        await connection.execute("INSERT INTO kept VALUES ($1)", value)
    finally:
        await connection.close()


def _pid(server: Postgres) -> int:
    pid = server.pid()
    assert pid is not None
    return pid


async def test_it_is_durable_unless_told_otherwise(server: Postgres, tmp_path: Path) -> None:
    for setting, expected in {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "jit": "off"}.items():
        assert await _value(server.dsn(), f"SHOW {setting}") == expected
    with Postgres(tmp_path / "fast", durable=False) as fast:
        assert await _value(fast.dsn(), "SHOW fsync") == "off"


@pytest.mark.parametrize("whole", [True, False], ids=["server and backends", "first process only"])
async def test_what_was_committed_survives_a_kill(server: Postgres, whole: bool) -> None:
    dsn = server.create_database("casn_test")
    await _keep(dsn, "kept")
    idle = await asyncpg.connect(dsn)
    if whole:
        server.kill()
    else:
        os.kill(_pid(server), signal.SIGKILL)
        psutil.Process(_pid(server)).wait(10)
    server.start()
    assert server.dsn("casn_test") == dsn
    assert await _value(dsn, "SELECT value FROM kept") == "kept"
    idle.terminate()


async def test_a_wrong_password_is_refused(server: Postgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.dsn(), password="wrong")  # noqa: S106 - the point of the test


async def test_a_copy_of_a_template_has_its_tables(postgres: PostgresServer) -> None:
    template = postgres.fresh()
    await _keep(template, "kept")
    copy = postgres.create_database("test_copy", template.rpartition("/")[2])
    assert await _value(copy, "SELECT value FROM kept") == "kept"
    postgres.drop(copy)
    postgres.drop(template)


def test_a_name_that_needs_quoting_is_refused(postgres: PostgresServer) -> None:
    with pytest.raises(ValueError, match="plain"):
        postgres.create_database('x"; DROP DATABASE postgres; --')


def test_stop_leaves_no_process(tmp_path: Path) -> None:
    server = Postgres(tmp_path / "postgres", durable=False)
    server.start()
    family = [psutil.Process(_pid(server)), *psutil.Process(_pid(server)).children(recursive=True)]
    server.stop()
    server.stop()
    assert not [process for process in family if process.is_running()]
