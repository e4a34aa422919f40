"""Faults hit what they are meant to hit, and a season too short for them is not called a success."""

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from deploy.gladi.faults import FaultPlan, Faults
from deploy.gladi.progress import Board
from tests.support.waiting import wait_for

# The victim is a process that only waits to be killed; no test waits for it.
SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def children() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    children = {name: subprocess.Popen(SLEEP) for name in ("kafka-1", "postgres", "penilaian-0", "penilaian-relay")}
    yield children
    for child in children.values():
        child.kill()
        child.wait()


async def test_only_services_and_relays_are_killed(tmp_path: Path, children: dict[str, subprocess.Popen[bytes]]) -> None:
    listing = tmp_path / "processes.json"
    listing.write_text(json.dumps({name: child.pid for name, child in children.items()}))
    faults = Faults(FaultPlan(processes=2, pause=0.01), seed=1)
    task = asyncio.create_task(faults.kill_processes(listing, []))
    try:
        await wait_for(
            lambda: children["penilaian-0"].poll() is not None and children["penilaian-relay"].poll() is not None, what="both killed"
        )
        assert children["kafka-1"].poll() is None
        assert children["postgres"].poll() is None
        assert set(faults.processes) == {"penilaian-0", "penilaian-relay"}
        assert faults.missing == []
    finally:
        task.cancel()


async def test_a_season_quicker_than_the_pauses_is_disturbed_all_the_same(
    tmp_path: Path, children: dict[str, subprocess.Popen[bytes]]
) -> None:
    listing = tmp_path / "processes.json"
    listing.write_text(json.dumps({"penilaian-0": children["penilaian-0"].pid}))
    board = Board(Console(file=io.StringIO()))
    faults = Faults(FaultPlan(processes=1, pause=3600), seed=1)
    task = asyncio.create_task(faults.kill_processes(listing, board.finished))
    try:
        await wait_for(lambda: faults.missing == [], what="the kill that is due in the first stage")
    finally:
        task.cancel()


def test_fewer_kills_than_asked_are_said() -> None:
    faults = Faults(FaultPlan(processes=3, brokers=2), seed=1)
    faults.processes["a"] = 2
    faults.brokers.update({1: 2, 2: 1})
    assert len(faults.missing) == 2
    assert Faults(FaultPlan(), seed=1).missing == []
