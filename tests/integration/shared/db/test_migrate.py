"""Migrations: once each, in order, whoever runs them at the same time, and never changed afterwards."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from shared.db import MigrationError, migrate, pending
from shared.db.migrate import apply, migrations_in
from tests.support.backends import PostgresServer

CHECKOUT = Path(__file__).resolve().parents[4]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "0001_tables.sql").write_text("create table satu (n int); create table dua (n int);")
    (tmp_path / "0002_rows.sql").write_text("insert into satu values (1);")
    return tmp_path


async def _run(dsn: str, folder: Path) -> list[str]:
    return await apply(dsn, migrations_in([("uji", folder)]))


async def _value(dsn: str, query: str) -> object:
    conn = await asyncpg.connect(dsn)
    try:
        return await conn.fetchval(query)
    finally:
        await conn.close()


async def test_each_file_once_in_order(empty_dsn: str, folder: Path) -> None:
    assert await _run(empty_dsn, folder) == ["uji/0001_tables.sql", "uji/0002_rows.sql"]
    assert await _run(empty_dsn, folder) == []
    (folder / "0003_more.sql").write_text("insert into satu values (2);")
    assert await _run(empty_dsn, folder) == ["uji/0003_more.sql"]
    assert await _value(empty_dsn, "select sum(n) from satu") == 3


async def test_replicas_at_the_same_time_apply_once(empty_dsn: str, folder: Path) -> None:
    (folder / "0003_slow.sql").write_text("select pg_sleep(0.2); insert into dua values (1);")
    applied = await asyncio.gather(*(_run(empty_dsn, folder) for _ in range(6)))
    assert sorted(map(len, applied)) == [0, 0, 0, 0, 0, 3]
    assert await _value(empty_dsn, "select count(*) from dua") == 1


async def test_a_changed_file_is_refused(empty_dsn: str, folder: Path) -> None:
    await _run(empty_dsn, folder)
    (folder / "0001_tables.sql").write_text("create table satu (n bigint);")
    with pytest.raises(MigrationError, match=r"uji/0001_tables\.sql: changed after it was applied"):
        await _run(empty_dsn, folder)


async def test_a_file_slipped_in_before_an_applied_one_is_refused(empty_dsn: str, folder: Path) -> None:
    first = folder / "0001_tables.sql"
    late = folder / "0001_late.sql"
    first.rename(folder / "0003_tables.sql")
    (folder / "0002_rows.sql").unlink()
    await _run(empty_dsn, folder)
    late.write_text("select 1;")
    with pytest.raises(MigrationError, match=r"0003_tables\.sql was applied before it"):
        await _run(empty_dsn, folder)


async def test_a_failing_file_leaves_nothing_of_itself_and_those_before_it_stay(empty_dsn: str, folder: Path) -> None:
    (folder / "0003_wrong.sql").write_text("create table tiga (n int); insert into nowhere values (1);")
    with pytest.raises(MigrationError, match=r"uji/0003_wrong\.sql: relation \"nowhere\" does not exist"):
        await _run(empty_dsn, folder)
    assert await _value(empty_dsn, "select count(*) from satu") == 1
    assert await _value(empty_dsn, "select to_regclass('tiga')") is None
    (folder / "0003_wrong.sql").write_text("create table tiga (n int);")
    assert await _run(empty_dsn, folder) == ["uji/0003_wrong.sql"]


async def test_an_older_release_leaves_a_newer_database_alone(empty_dsn: str, folder: Path) -> None:
    await _run(empty_dsn, folder)
    (folder / "0002_rows.sql").unlink()
    assert await _run(empty_dsn, folder) == []


@pytest.mark.parametrize("names", [["0001-tables.sql"], ["tables.sql"], ["0001_a.sql", "0001_b.sql"]])
def test_misnamed_files_are_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("select 1;")
    with pytest.raises(MigrationError, match=r"named|taken"):
        migrations_in([("uji", tmp_path)])


@pytest.mark.parametrize("service", ["tidak", "../penilaian", ""])
async def test_an_unknown_service_is_refused(empty_dsn: str, service: str) -> None:
    with pytest.raises(MigrationError, match="no service named"):
        await migrate(empty_dsn, service=service)


async def test_pending_names_what_a_database_lacks(postgres: PostgresServer) -> None:
    owner = postgres.empty("kepegawaian")
    conn = await asyncpg.connect(owner)
    try:
        before = await pending(conn, service="kepegawaian")
        assert list(dict.fromkeys(label.partition("/")[0] for label in before)) == ["messaging", "web", "jejak", "kepegawaian"]
        assert {"messaging/0001_messaging.sql", "web/0001_web.sql"} <= set(before)
        assert await migrate(owner, service="kepegawaian") == before
        assert await pending(conn, service="kepegawaian") == []
    finally:
        await conn.close()


def test_the_command_says_what_it_did_and_fails_loudly(postgres: PostgresServer, empty_dsn: str) -> None:
    owner = postgres.empty("kepegawaian")

    def command(service: str, dsn: str = owner) -> subprocess.CompletedProcess[str]:
        argv = [sys.executable, "-m", "shared.db", "migrate", "--service", service]
        return subprocess.run(
            argv, cwd=CHECKOUT, env={**os.environ, "MIGRATION_DATABASE_URL": dsn}, capture_output=True, text=True, check=False, timeout=60
        )

    first = command("kepegawaian")
    assert (first.returncode, "web/0001_web.sql" in first.stdout) == (0, True), first.stderr
    assert command("kepegawaian").stdout == "migrate kepegawaian: nothing to do\n"
    unknown = command("tidak")
    assert (unknown.returncode, unknown.stderr) == (1, "migrate tidak: there is no service named 'tidak'\n")
    administrator = command("kepegawaian", empty_dsn)
    assert (administrator.returncode, "is no owner" in administrator.stderr) == (1, True), administrator.stderr
    elsewhere = command("kepegawaian", "postgresql://owner:rahasia@db.invalid/x")
    assert (elsewhere.returncode, "db.invalid would be spoken to in clear" in elsewhere.stderr) == (1, True)
    assert "rahasia" not in elsewhere.stderr
