"""A person who knows one service knows four: the same rooms, with the same public names (decision 12)."""

import ast
from pathlib import Path

import pytest

from tests.unit.house import rules
from tests.unit.house.sources import ROOT, modules, violations

SERVICES = sorted(path.parent.name for path in (ROOT / "services").glob("*/app.py"))
NAMES = {
    "app.py": {"SERVICE", "build"},
    "context.py": {"Context"},
    "handlers.py": {"subscribe"},
    "jobs.py": {"jobs"},
    "settings.py": {"Settings"},
    "api/__init__.py": {"routers"},
}
PACKAGES = {"api", "domain", "migrations", "store", "usecases"}
# Rooms that a service has only where it needs them.
MORE = {"alat", "massal", "metrics.py", "__init__.py", "__main__.py"}
# What a reason means is its sentence: these rooms turn codes into words, and the tools show or leave out what was decided.
WORDS = ("kalimat.py", "penjelasan.py")


def public_names(source: str) -> set[str]:
    """What a module defines at its top and does not hide."""
    names: set[str] = set()
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names.add(node.target.id)
    return {name for name in names if not name.startswith("_")}


def rooms(service: Path) -> set[str]:
    return {path.name for path in service.iterdir() if path.name != "__pycache__"}


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("room", NAMES)
def test_a_room_has_the_same_public_names_in_every_service(service: str, room: str) -> None:
    assert public_names((ROOT / "services" / service / room).read_text(encoding="utf-8")) == NAMES[room]


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_has_the_same_rooms(service: str) -> None:
    plain = {room for room in NAMES if "/" not in room}
    assert rooms(ROOT / "services" / service) - MORE == plain | PACKAGES


def test_a_name_too_many_and_one_too_few_are_seen() -> None:
    assert public_names("SERVICE = 'x'\n_own = 1\n\ndef build(): ...\n\nclass Handlers: ...\n") == {"SERVICE", "build", "Handlers"}
    assert len(SERVICES) == 4


def test_nothing_is_decided_by_the_code_of_a_reason() -> None:
    deciding = tuple(path for path in modules("services/*") if path.name not in WORDS)
    assert violations(rules.no_choice_by_reason, deciding) == []


@pytest.mark.parametrize(
    ("bad", "good"),
    [
        ("if putusan.alasan[-1].kode == 'DI_LUAR': x()", "if putusan.letak is Letak.LUAR: x()"),
        ("ada = any(a.kode == 'BERALIH' for a in keputusan.alasan)", "ada = keputusan.beralih_dari is not None"),
        ("for satu in alasan:\n    if satu.kode in KODE: x()", "for satu in formasi:\n    if satu.kode in KODE: x()"),
        ("match alasan.kode:\n    case 'A': x()", "match keputusan.kode:\n    case 'A': x()"),
    ],
)
def test_the_rule_sees_a_choice_by_reason_and_no_other(bad: str, good: str) -> None:
    assert list(rules.no_choice_by_reason(ast.parse(bad)))
    assert not list(rules.no_choice_by_reason(ast.parse(good)))
