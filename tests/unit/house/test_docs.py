"""Pages that a stranger can read: rows that fit on a screen, and an example for each property."""

import re
from pathlib import Path

from services.penempatan.domain.periksa.sifat import SIFAT as SIFAT_PENEMPATAN
from services.penilaian.domain.periksa.sifat import SIFAT as SIFAT_PENILAIAN
from tests.unit.house.sources import ROOT, texts

LONGEST_ROW = 180
# One row for each measurement, written by a program.
MEASURED = ROOT / "docs" / "bench"
PAGES = [path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")) if not path.is_relative_to(MEASURED)]
# A sentence stands at most so many lines above the line that reports its property.
NEAR = 16
_SENTENCE = re.compile(r"(?:#|\"\"\"|\.) ?([SPTMK][0-9]+): \w")
_DECIDED = re.compile(r"\"([SPTMK][0-9]+)\"")
_EXAMPLE = re.compile(r"^- \*\*([SPTMK][0-9]+)\*\* (.+)$", re.MULTILINE)


def long_rows(text: str) -> list[int]:
    """Numbers of the rows of tables that are longer than a screen is wide."""
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if line.startswith("|") and len(line) > LONGEST_ROW]


def test_rows_of_tables_fit_on_a_screen() -> None:
    found = {path.relative_to(ROOT): long_rows(path.read_text(encoding="utf-8")) for path in PAGES}
    assert {path: rows for path, rows in found.items() if rows} == {}
    assert Path("README.md") in found


def test_a_long_row_is_seen_and_a_long_sentence_is_none() -> None:
    assert long_rows("| a |\n" + "| " + "x" * LONGEST_ROW) == [2]
    assert long_rows("x" * 300 + "\n| " + "x" * (LONGEST_ROW - 2)) == []


def test_the_sentence_of_every_property_stands_directly_above_its_code() -> None:
    found: set[str] = set()
    for path, text in texts():
        if not path.is_relative_to(ROOT / "services") or path.suffix != ".py" or path.name == "sifat.py":
            continue
        said: dict[str, int] = {}
        for number, line in enumerate(text.splitlines()):
            said |= dict.fromkeys(_SENTENCE.findall(line), number)
            found |= {name for name in _DECIDED.findall(line) if name in said and number - said[name] <= NEAR}
    assert SIFAT_PENILAIAN.keys() | SIFAT_PENEMPATAN.keys() == found


def test_the_recipes_name_what_is_there() -> None:
    """Every name in capitals or with an underscore before it stands in a file that the recipes name."""
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = [ROOT / path for path in re.findall(r"`([\w/]+\.(?:py|toml))`", recipes) if (ROOT / path).is_file()]
    said = " ".join(path.read_text(encoding="utf-8") for path in named)
    names = set(re.findall(r"`(_?[A-Z][A-Z_]+|_[a-z_]+|[A-Z][a-z]+\.[a-z]+)`", recipes))
    assert len(named) > 15
    assert len(names) > 5
    assert {name for name in names if re.search(rf"\b{name.rpartition('.')[2]}\b", said) is None} == set()


def test_every_property_has_its_example_in_sentences() -> None:
    examples = dict(_EXAMPLE.findall((ROOT / "docs" / "verifikasi.md").read_text(encoding="utf-8")))
    assert examples.keys() == SIFAT_PENILAIAN.keys() | SIFAT_PENEMPATAN.keys()
    short = {name for name, text in examples.items() if len(re.findall(r"\.(?: |$)", text)) < 3}
    assert short == set(), "what is there, what was decided, why it is wrong"
