"""Seasons as other people play them: the command line, in a process of its own, with its digest."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.lokal.folders import CHECKOUT


@dataclass(frozen=True, slots=True)
class Season:
    """What came of a season: exit code, final digest, everything it printed, distinct events by topic, and broken invariants."""

    code: int
    sha256: str
    printed: str
    topics: dict[str, int]
    broken: list[str]


def play(folder: Path, *options: str, hash_seed: int = 0, timeout: float = 600) -> Season:
    """Play a season to its end.

    Raises:
        AssertionError: it wrote no summary; with the end of what it printed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "deploy.gladi", "--keluaran", str(folder), *options],
        cwd=CHECKOUT,
        env={**os.environ, "PYTHONHASHSEED": str(hash_seed)},
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    printed = done.stdout + done.stderr
    found = sorted(folder.glob("*/ringkasan.json"))
    if len(found) != 1:
        raise AssertionError(f"no summary, exit code {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-1500:]}")
    summary = json.loads(found[0].read_text(encoding="utf-8"))
    broken = [finding["nama"] for finding in summary["invarian"] if not finding["terpenuhi"]]
    return Season(done.returncode, summary["sha256"], printed, summary["topik"], broken)
