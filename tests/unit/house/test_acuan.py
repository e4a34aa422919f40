"""The reference implementation knows nothing of ours: what it agrees with, it has not copied."""

from tests.unit.house import rules
from tests.unit.house.sources import modules, violations

ACUAN = modules("acuan")


def test_the_reference_imports_the_standard_library_and_itself() -> None:
    assert len(ACUAN) > 3
    inner = tuple(path for path in ACUAN if path.name != "__main__.py")
    assert violations(rules.only_pure_imports("acuan"), inner) == []
    assert violations(rules.only_pure_imports("acuan", "sys", "pathlib"), ACUAN) == []


def test_the_reference_computes_without_floats() -> None:
    assert violations(rules.no_floats, ACUAN) == []
