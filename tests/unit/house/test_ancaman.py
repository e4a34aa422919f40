"""The threat model names tests that exist: every row is shown by one, and a name that goes stale is found."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HALAMAN = (ROOT / "docs" / "ancaman.md").read_text(encoding="utf-8")
BARIS = [line.strip("|").split("|")[2].strip() for line in HALAMAN.splitlines() if line.startswith("| ") and "| shown by |" not in line]


@cache
def _functions() -> frozenset[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return frozenset(name for text in texts for name in re.findall(r"^(?:async )?def (test_\w+)", text, re.MULTILINE))


def _is_there(name: str) -> bool:
    """A path, the name of a file or of a test, a target of make, or a strategy of the rehearsal."""
    if name.startswith("tests/"):
        return (ROOT / name).exists()
    if name.startswith("make "):
        return f"\n{name.removeprefix('make ')}:" in (ROOT / "Makefile").read_text(encoding="utf-8")
    if name.endswith(".py"):
        return any((ROOT / "tests").rglob(name))
    if name.startswith("test_"):
        return name in _functions()
    return any(name in path.read_text(encoding="utf-8") for path in (ROOT / "deploy" / "gladi").rglob("*.py"))


@pytest.mark.parametrize("shown_by", BARIS)
def test_what_shows_a_defence_exists(shown_by: str) -> None:
    assert shown_by
    assert [name for name in re.findall(r"`([^`]+)`", shown_by) if not _is_there(name)] == []


@pytest.mark.parametrize(
    "name", ["tests/unit/tidak_ada.py", "make tidak-ada", "test_tidak_ada.py", "test_which_nobody_wrote", "tolak-mimpi"]
)
def test_a_name_that_is_nobodys_is_found(name: str) -> None:
    assert not _is_there(name)


def test_the_page_was_read() -> None:
    assert len(BARIS) > 10
