"""Faults hit what they are meant to hit, and a season too short for them is not called a success."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.gladi.gangguan import Gangguan, RencanaGangguan
from tests.support.waiting import wait_for

# The victim is a process that only waits to be killed; no test waits for it.
TIDUR = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def anak() -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    semua = {nama: subprocess.Popen(TIDUR) for nama in ("kafka-1", "postgres", "penilaian-0", "penilaian-relay")}
    yield semua
    for satu in semua.values():
        satu.kill()
        satu.wait()


async def test_only_services_and_relays_are_killed(tmp_path: Path, anak: dict[str, subprocess.Popen[bytes]]) -> None:
    daftar = tmp_path / "processes.json"
    daftar.write_text(json.dumps({nama: satu.pid for nama, satu in anak.items()}))
    gangguan = Gangguan(RencanaGangguan(proses=2, jeda=0.01), benih=1)
    tugas = asyncio.create_task(gangguan.bunuh_proses(daftar))
    try:
        await wait_for(lambda: anak["penilaian-0"].poll() is not None and anak["penilaian-relay"].poll() is not None, what="both killed")
        assert anak["kafka-1"].poll() is None
        assert anak["postgres"].poll() is None
        assert set(gangguan.proses) == {"penilaian-0", "penilaian-relay"}
        assert gangguan.kurang == []
    finally:
        tugas.cancel()


def test_fewer_kills_than_asked_are_said() -> None:
    gangguan = Gangguan(RencanaGangguan(proses=3, broker=2), benih=1)
    gangguan.proses["a"] = 2
    gangguan.broker.update({1: 2, 2: 1})
    assert len(gangguan.kurang) == 2
    assert Gangguan(RencanaGangguan(), benih=1).kurang == []
