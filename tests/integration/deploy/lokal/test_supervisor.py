"""The supervisor, on small scripts of its own."""

import asyncio
import errno
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.supervisor import Supervisor
from tests.support.waiting import wait_for

SLEEPER = [sys.executable, "-c", "import signal; print('up', flush=True); signal.pause()"]
CRASHER = [sys.executable, "-c", "print('crash', flush=True)"]
STUBBORN = [sys.executable, "-c", "import signal; signal.signal(15, signal.SIG_IGN); print('up', flush=True); signal.pause()"]
_GROWS = """
import signal
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
print("up", flush=True)
signal.sigwait({signal.SIGUSR1})
held = b"x" * 60_000_000
signal.pause()
"""
GROWER = [sys.executable, "-c", _GROWS]
FAMILY = [sys.executable, "-c", "import signal, subprocess; subprocess.Popen(['sleep', '60']); signal.pause()"]


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path)
    yield made
    made.stop()


def _written(supervisor: Supervisor) -> dict[str, int]:
    return {str(name): int(pid) for name, pid in json.loads(supervisor.processes_file.read_text()).items()}


async def test_a_killed_child_comes_back(supervisor: Supervisor) -> None:
    supervisor.add("sleeper", SLEEPER)
    supervisor.start()
    first = supervisor.pids()["sleeper"]
    await wait_for(supervisor.log_file("sleeper").read_text, what="the first life")
    assert _written(supervisor) == {"sleeper": first}
    os.kill(first, signal.SIGKILL)
    await wait_for(lambda: supervisor.restarts() == {"sleeper": 1}, what="the restart")
    await wait_for(lambda: _written(supervisor) == supervisor.pids(), what="processes.json")
    assert supervisor.pids()["sleeper"] != first
    assert supervisor.is_alive("sleeper")
    await wait_for(lambda: supervisor.log_file("sleeper").read_text() == "up\nup\n", what="the log of both lives")


async def test_what_keeps_crashing_is_restarted_ever_more_slowly(supervisor: Supervisor) -> None:
    said: list[str] = []
    supervisor._print = said.append
    supervisor.add("crasher", CRASHER)
    supervisor.start()
    await wait_for(lambda: len(said) >= 4, what="four ends")
    assert [line.rpartition(" in ")[2] for line in said[:4]] == ["0.2 s", "0.4 s", "0.8 s", "1.6 s"]


async def test_a_full_disk_ends_neither_the_watching_nor_what_is_known(tmp_path: Path) -> None:
    is_full = True

    def log(_message: str) -> None:
        if is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    supervisor = Supervisor(tmp_path, log=log)
    # Where the list is drafted stands a folder: every write fails, as on a full disk.
    blocked = supervisor.processes_file.with_suffix(".draft")
    blocked.mkdir()
    supervisor.add("sleeper", SLEEPER)
    supervisor.start()
    try:
        lives = [supervisor.pids()["sleeper"]]
        while len(lives) < 3:
            os.kill(lives[-1], signal.SIGKILL)
            await wait_for(lambda: supervisor.pids()["sleeper"] != lives[-1], what="the restart")
            lives.append(supervisor.pids()["sleeper"])
        assert not supervisor.processes_file.exists()
        is_full = False
        blocked.rmdir()
        await wait_for(supervisor.processes_file.exists, what="the list, once there is space")
        assert _written(supervisor) == supervisor.pids()
    finally:
        supervisor.stop()
    assert supervisor.restarts() == {"sleeper": 2}


async def test_a_program_added_late_starts_at_once(supervisor: Supervisor) -> None:
    supervisor.start()
    supervisor.add("late", SLEEPER, {"SOME": "thing"})
    assert supervisor.is_alive("late")
    with pytest.raises(ValueError, match="late"):
        supervisor.add("late", SLEEPER)


async def test_stop_ends_children_and_their_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deploy.lokal.supervisor.STOP_GRACE_S", 0.5)
    supervisor = Supervisor(tmp_path)
    supervisor.add("stubborn", STUBBORN)
    supervisor.add("family", FAMILY)
    supervisor.start()
    parents = [psutil.Process(pid) for pid in supervisor.pids().values()]
    await wait_for(supervisor.log_file("stubborn").read_text, what="the stubborn one to be up")
    await wait_for(lambda: any(parent.children() for parent in parents), what="the grandchild")
    everybody = [*parents, *(child for parent in parents for child in parent.children())]
    supervisor.stop()
    supervisor.stop()
    await wait_for(lambda: not any(_runs(process) for process in everybody), what="the end of all")
    assert _written(supervisor) == {}


async def test_memory_is_measured_and_its_peak_kept(supervisor: Supervisor) -> None:
    supervisor.add("sleeper", SLEEPER)
    supervisor.start()
    await wait_for(supervisor.log_file("sleeper").read_text, what="the start")
    assert 1 < supervisor.rss_mb()["sleeper"] < 100
    assert supervisor.peak_total_mb() >= supervisor.peak_rss_mb()["sleeper"] > 1


async def test_growth_after_the_first_sample_is_seen(supervisor: Supervisor) -> None:
    supervisor.add("grower", GROWER)
    supervisor.start()
    await wait_for(supervisor.log_file("grower").read_text, what="the start")
    small = supervisor.rss_mb()["grower"]
    os.kill(supervisor.pids()["grower"], signal.SIGUSR1)
    await wait_for(lambda: supervisor.rss_mb()["grower"] > small + 50, what="the growth")
    assert supervisor.peak_rss_mb()["grower"] > small + 50


async def test_children_do_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = (
        "import signal, sys\nfrom pathlib import Path\nfrom deploy.lokal.supervisor import Supervisor\n"
        f"it = Supervisor(Path({str(tmp_path)!r}))\nit.add('sleeper', {SLEEPER!r})\nit.start()\nsignal.pause()\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", script, cwd=CHECKOUT)
    try:
        listed = tmp_path / "processes.json"
        await wait_for(lambda: (tmp_path / "logs" / "sleeper.log").exists() and listed.exists(), what="the child")
        child = psutil.Process(json.loads(listed.read_text())["sleeper"])
        await wait_for(lambda: (tmp_path / "logs" / "sleeper.log").read_text() == "up\n", what="the child to be up")
    finally:
        parent.kill()
        await parent.wait()
    await wait_for(lambda: not _runs(child), what="the end of the child")


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False
