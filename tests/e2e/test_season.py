"""A small season through the front doors, read by an outsider with the ten lines of the README."""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from deploy.lokal.folders import CHECKOUT
from deploy.lokal.stack import Stack, StackSettings
from tests.support.gladi.command import play
from tests.support.waiting import wait_for

EXAMPLE = "instansi-contoh"
SMALL = ("--banyak-formasi", "60", "--pelamar", "1500", "--seed", "3")
READER = re.compile(r"```python\n(.*?)```", re.DOTALL)


@contextmanager
def outsider(stack: Stack, output: Path) -> Iterator[None]:
    """The README's reader, as a process that knows nothing of ours."""
    readme = (CHECKOUT / "README.md").read_text(encoding="utf-8")
    program = READER.findall(readme)
    assert len(program) == 1
    assert len([line for line in program[0].splitlines() if line.strip()]) <= 10
    with output.open("wb") as sink:
        argv = [sys.executable, "-c", program[0], stack.bootstrap_servers, EXAMPLE, stack.bus.access(EXAMPLE).password]
        process = subprocess.Popen(argv, cwd=output.parent, stdout=sink)
        try:
            yield
        finally:
            process.terminate()
            process.wait(timeout=20)


def seen(output: Path) -> Counter[str]:
    return Counter(line.split(" ", 1)[0] for line in output.read_text(encoding="utf-8").splitlines())


@pytest.mark.season
@pytest.mark.timeout(400)
async def test_a_season_with_an_outside_reader(tmp_path: Path) -> None:
    folder = CHECKOUT / ".lokal" / f"season-{os.getpid()}"
    env = {"MUSIM": "gladi-3-1500", "PSEUDONYM_KEY": sha256(b"season").hexdigest(), "TANGGAL_ACUAN_USIA": "2024-09-06"}
    with Stack(StackSettings(folder=folder, env=env), log=print) as stack, outsider(stack, tmp_path / "seen.txt"):
        season = play(tmp_path, *SMALL, "--stack", str(folder / "stack.json"))
        assert season.code == 0, season.printed[-4000:]
        assert season.broken == []
        ranked = season.topics["score-finalized"]
        resigned = season.topics["candidate-resigned"]
        assert ranked > 0
        assert resigned > 0
        assert season.topics["placement-corrected"] == season.topics["ranking-corrected"] > 0
        await wait_for(
            lambda: seen(tmp_path / "seen.txt") == {"score-finalized": ranked, "candidate-resigned": resigned},
            what=f"{ranked} scores and {resigned} resignations at the outside reader",
        )
    assert not (folder / "stack.json").exists()
