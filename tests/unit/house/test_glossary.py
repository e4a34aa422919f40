"""Every word that a reader meets in an event is explained."""

import re

import pytest

from shared.contracts import TOPICS
from shared.contracts.schema import component_schemas
from tests.unit.house.sources import ROOT

GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
EXPLAINED = {word for line in GLOSSARY.splitlines() if line.startswith("|") for word in re.findall(r"[\w]+", line.split("|")[1])}


def test_every_field_of_every_event_is_in_the_glossary() -> None:
    fields: set[str] = set()
    for schema in component_schemas().values():
        assert isinstance(schema, dict)
        fields.update(schema.get("properties", {}))
    assert len(fields) > len(TOPICS)
    assert sorted(fields - EXPLAINED) == []


@pytest.mark.parametrize("line", [line for line in GLOSSARY.splitlines() if line.startswith("| `")])
def test_every_word_has_a_meaning_and_a_source(line: str) -> None:
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    assert len(cells) == 3
    assert all(cells)
