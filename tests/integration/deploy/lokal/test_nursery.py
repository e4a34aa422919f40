"""Copies behave as the programs that `python -m` starts: at their beginning, at their end, and when we are gone."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.nursery import run_module
from deploy.lokal.process import end, kill_session
from tests.support.waiting import wait_for

WORK = [sys.executable, "-m", "tests.support.nursery_work"]


def test_a_program_is_told_what_it_would_be_told(tmp_path: Path) -> None:
    child = run_module([*WORK, "a", "b"], log=tmp_path / "logs" / "log", env={"SAID": "yes"}, cwd=tmp_path)
    assert child.wait(30) == 3
    said = json.loads((tmp_path / "logs" / "log").read_text())
    assert said == {"argv": ["a", "b"], "said": "yes", "session": child.pid, "folder": str(tmp_path)}


def test_what_is_no_module_says_so_in_its_log(tmp_path: Path) -> None:
    child = run_module([sys.executable, "-m", "tests.tiada"], log=tmp_path / "log")
    assert child.wait(30) == 1
    assert "No module named tests.tiada" in (tmp_path / "log").read_text()
    with pytest.raises(ValueError, match="not a module of ours"):
        run_module(["sleep", "1"], log=tmp_path / "log")


async def test_it_ends_by_signals(tmp_path: Path) -> None:
    asked = run_module([*WORK, "stay"], log=tmp_path / "asked", env={})
    killed = run_module([*WORK, "stay"], log=tmp_path / "killed", env={})
    at_once = run_module([*WORK, "stay"], log=tmp_path / "at once", env={})
    kill_session(at_once)
    await wait_for(lambda: all((tmp_path / name).read_text() for name in ("asked", "killed")), what="both to be up")
    with pytest.raises(subprocess.TimeoutExpired):
        asked.wait(0.01)
    assert (asked.poll(), killed.poll()) == (None, None)
    kill_session(killed)
    assert end([asked], grace_s=10) == []
    assert (asked.returncode, killed.returncode, at_once.returncode) == (-signal.SIGTERM, -signal.SIGKILL, -signal.SIGKILL)


async def test_it_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    log = tmp_path / "log"
    script = (
        "import signal\nfrom pathlib import Path\nfrom deploy.lokal.nursery import run_module\n"
        f"run = run_module({[*WORK, 'stay']!r}, log=Path({str(log)!r}))\nsignal.pause()\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=CHECKOUT, env={**os.environ})
    try:
        await wait_for(lambda: log.exists() and log.read_text().endswith("\n"), what="the copy to be up")
    finally:
        parent.kill()
        await parent.wait()
    pid = json.loads(log.read_text())["session"]
    await wait_for(lambda: not psutil.pid_exists(pid), what="the end of the copy")
