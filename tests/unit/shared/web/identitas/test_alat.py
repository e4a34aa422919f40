"""`./casn kunci`: the operator's steps, and the waits between them."""

import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.web.identitas.alat import app
from shared.web.identitas.issuers import ASK_AGAIN_SECONDS
from shared.web.identitas.participants import LIFE_SECONDS
from shared.web.identitas.rotation import read_keys
from shared.web.identitas.tokens import LEEWAY_SECONDS


@pytest.fixture
def berkas(tmp_path: Path) -> Path:
    return tmp_path / "kunci.json"


def _kunci(berkas: Path, *words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words, "--berkas", str(berkas)])
    return done.exit_code, done.output


def _later(berkas: Path, seconds: float) -> None:
    """So long ago was the last step."""
    os.utime(berkas, times=(time.time() - seconds,) * 2)


def test_a_key_is_announced_used_and_thrown_away_with_waits_between(berkas: Path) -> None:
    assert _kunci(berkas, "umumkan", "--nama", "satu")[0] == 0
    assert _kunci(berkas, "umumkan", "--nama", "dua")[0] == 0
    assert _kunci(berkas, "lihat") == (0, "dua: diumumkan\nsatu: menandatangani\n")
    assert "tunggu 10 detik" in _kunci(berkas, "pakai", "--nama", "dua")[1]
    _later(berkas, ASK_AGAIN_SECONDS)
    code, said = _kunci(berkas, "pakai", "--nama", "dua")
    assert (code, "kunci buang --nama satu" in said) == (0, True)
    _later(berkas, LIFE_SECONDS)
    assert _kunci(berkas, "buang", "--nama", "satu")[0] == 1
    _later(berkas, LIFE_SECONDS + LEEWAY_SECONDS)
    assert _kunci(berkas, "buang", "--nama", "satu")[0] == 0
    assert _kunci(berkas, "lihat") == (0, "dua: menandatangani\n")


def test_a_stolen_key_goes_at_once(berkas: Path) -> None:
    for words in (("umumkan", "--nama", "satu"), ("umumkan", "--nama", "dua"), ("pakai", "--nama", "dua", "--segera")):
        assert _kunci(berkas, *words)[0] == 0
    assert _kunci(berkas, "buang", "--nama", "satu", "--segera")[0] == 0
    assert [key["kid"] for key in read_keys(berkas)] == ["dua"]


@pytest.mark.parametrize("words", [("lihat",), ("pakai", "--nama", "satu"), ("buang", "--nama", "satu")])
def test_a_file_that_is_not_there_is_told(berkas: Path, words: tuple[str, ...]) -> None:
    assert _kunci(berkas, *words)[0] == 1
