"""The stack around its servers: start, kill, stop."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from deploy.lokal.cluster_info import brokers
from deploy.lokal.folders import CHECKOUT, FolderInUse
from deploy.lokal.process import ChildFailed
from deploy.lokal.stack import SERVICES, Stack, StackSettings
from tests.support.waiting import wait_for

pytestmark = pytest.mark.slow


def _servers_only(folder: Path) -> StackSettings:
    return StackSettings(folder, services=(), durable=False)


def _family(stack: Stack) -> list[psutil.Process]:
    roots = [psutil.Process(pid) for pid in stack.supervisor.pids().values()]
    return [*roots, *(child for root in roots for child in root.children(recursive=True))]


async def test_two_stacks_run_side_by_side_and_leave_nothing(tmp_path: Path) -> None:
    with Stack(_servers_only(tmp_path / "a")) as one, Stack(_servers_only(tmp_path / "b")) as other:
        assert one.bootstrap_servers != other.bootstrap_servers
        assert one.accounts.password("bkn") != other.accounts.password("bkn")
        everybody = [*_family(one), *_family(other)]
        assert len(everybody) > 4
        with pytest.raises(FolderInUse):
            Stack(_servers_only(tmp_path / "a")).start()
        assert json.loads(one.description.read_text())["bootstrap_servers"] == one.bootstrap_servers
        assert one.description.stat().st_mode & 0o077 == 0
    assert not [process for process in everybody if process.is_running()]
    assert not one.description.exists()


async def test_killed_servers_come_back_at_their_addresses(tmp_path: Path) -> None:
    with Stack(_servers_only(tmp_path)) as stack:
        killed = ("postgres", "kafka-1")
        for name in killed:
            os.kill(stack.supervisor.pids()[name], signal.SIGKILL)
        await wait_for(lambda: all(stack.supervisor.restarts()[name] for name in killed), what="both restarts")
        assert stack.kafka is not None
        assert stack.postgres is not None
        operator = stack.kafka.operator.connection(stack.bootstrap_servers)
        await wait_for(lambda: brokers(stack.bootstrap_servers, operator) == {1}, 120, "Kafka")
        await wait_for(stack.postgres.is_alive, what="PostgreSQL")


async def test_a_service_that_cannot_start_ends_the_stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.lokal.stack.migrate", lambda *_: None)
    stack = Stack(StackSettings(tmp_path, services=("tiada",), durable=False))
    with pytest.raises(ChildFailed, match=r"No module named services\.tiada"):
        stack.start()
    assert stack.supervisor.pids() == {}


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_the_command_leaves_no_process_however_it_ends(tmp_path: Path, end: signal.Signals) -> None:
    command = [sys.executable, "-m", "deploy.lokal", "--folder", str(tmp_path)]
    process = await asyncio.create_subprocess_exec(*command, cwd=CHECKOUT)
    try:
        description = tmp_path / "stack.json"
        await wait_for(lambda: description.exists() or process.returncode is not None, 120, "the stack")
        pids: dict[str, int] = json.loads((tmp_path / "processes.json").read_text())
        assert {"postgres", "kafka-1", *(f"{service}-relay" for service in SERVICES)} < set(pids)
        children = [psutil.Process(pid) for pid in pids.values()]
        process.send_signal(end)
        code = await asyncio.wait_for(process.wait(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    assert code == (0 if end is not signal.SIGKILL else -signal.SIGKILL)
    await wait_for(lambda: not [child for child in children if child.is_running()], what="the end of all")


async def test_everything_becomes_ready_and_survives_kills(tmp_path: Path) -> None:
    with Stack(StackSettings(tmp_path, replicas=2, durable=False)) as stack:
        assert {service: len(urls) for service, urls in stack.urls.items()} == dict.fromkeys(SERVICES, 2)
        for name, pid in stack.supervisor.pids().items():
            if name.endswith(("-1", "-relay")) and not name.startswith("kafka"):
                os.kill(pid, signal.SIGKILL)
        await wait_for(lambda: sum(stack.supervisor.restarts().values()) == 2 * len(SERVICES), what="the restarts")
        stack._wait_until_ready()
