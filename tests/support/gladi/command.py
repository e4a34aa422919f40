"""Seasons as other people play them: the command line, in a process of its own, with the digests."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from deploy.lokal.folders import CHECKOUT


@dataclass(frozen=True, slots=True)
class Season:
    """What came of a performance: exit code, final digests by season, all it printed, distinct events by topic, and broken invariants."""

    code: int
    digests: dict[str, str]
    printed: str
    topics: dict[str, int]
    broken: list[str]

    @property
    def sha256(self) -> str:
        """The digest of the only season."""
        (digest,) = self.digests.values()
        return digest


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
    seasons = summary.get("daftar_musim", [summary])
    findings = [finding for part in (summary, *(seasons if seasons != [summary] else ())) for finding in part["invarian"]]
    broken = [finding["nama"] for finding in findings if not finding["terpenuhi"]]
    return Season(done.returncode, {one["musim"]: one["sha256"] for one in seasons}, printed, summary["topik"], broken)
