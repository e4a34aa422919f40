"""A whole season, twice: another order of everything, the same outcome to the byte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
POSTS, APPLICANTS, SEED = 60, 1_500, 11


def _mainkan(folder: Path, acak: int) -> dict[str, object]:
    perintah = [sys.executable, "-m", "deploy.gladi", "--banyak-formasi", str(POSTS), "--pelamar", str(APPLICANTS)]
    perintah += ["--seed", str(SEED), "--acak", str(acak), "--keluaran", str(folder)]
    selesai = subprocess.run(perintah, cwd=CHECKOUT, capture_output=True, text=True, timeout=400, check=False)
    assert selesai.returncode == 0, selesai.stdout[-6_000:] + selesai.stderr[-6_000:]
    isi: dict[str, object] = json.loads((folder / f"gladi-{SEED}-{APPLICANTS}" / "ringkasan.json").read_text())
    return isi


@pytest.mark.season
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_two_seasons_in_different_orders_end_in_the_same_digest(tmp_path: Path) -> None:
    satu, dua = _mainkan(tmp_path / "satu", acak=1), _mainkan(tmp_path / "dua", acak=2)
    assert satu["ringkasan"] == dua["ringkasan"]
    assert satu["sha256"] == dua["sha256"]
    assert all(invarian["terpenuhi"] for invarian in satu["invarian"])  # type: ignore[attr-defined]
