"""A running stack is played on only where it judges the ages of the season's people as the season does."""

import json
from pathlib import Path

import pytest

from deploy.gladi.place import running_stack

STACK = {
    "urls": {"pendaftaran": ["http://127.0.0.1:1"]},
    "issuer": "http://127.0.0.1:3",
    "account_secret": "rahasia",
    "bootstrap_servers": "127.0.0.1:2",
    "topic_prefix": "",
    "bus": {},
    "aturan": "cpns-2024",
    "processes": "processes.json",
}


def _stack(folder: Path, **lain: object) -> Path:
    berkas = folder / "stack.json"
    berkas.write_text(json.dumps({**STACK, **lain}), encoding="utf-8")
    return berkas


def test_a_stack_that_judges_ages_by_the_day_of_the_season_is_played_on(tmp_path: Path) -> None:
    assert running_stack(_stack(tmp_path, tanggal_acuan_usia="2024-09-06")).aturan == "cpns-2024"


@pytest.mark.parametrize("lain", [{}, {"tanggal_acuan_usia": None}, {"tanggal_acuan_usia": "2026-01-01"}])
def test_a_stack_that_judges_by_another_day_is_refused_with_the_way_out(tmp_path: Path, lain: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="TANGGAL_ACUAN_USIA=2024-09-06"):
        running_stack(_stack(tmp_path, **lain))
