"""A curated package says what it offers, and whoever uses it takes it from there: what is inside may move."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import shared

SHARED = Path(shared.__file__).parent
SERVICES = SHARED.parent / "services"
CURATED = ("aturan", "contracts", "db", "messaging", "tabular", "web")
# Of these two every module is an offer of its own: the events of one service, the rules of one part of the law.
BY_MODULE = {"aturan", "contracts"}


@pytest.mark.parametrize("name", CURATED)
def test_a_package_offers_what_it_says(name: str) -> None:
    package = importlib.import_module(f"shared.{name}")
    there = {found for found, value in vars(package).items() if not found.startswith("_") and not isinstance(value, ModuleType)}
    said = {found for found in package.__all__ if not isinstance(getattr(package, found), ModuleType)}
    assert said == there
    assert len(package.__all__) == len(set(package.__all__))


def inner_imports(source: str) -> Iterator[str]:
    """Modules inside a curated package that this source imports from."""
    for node in ast.walk(ast.parse(source)):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in getattr(node, "names", [])]
        for module in modules if isinstance(node, ast.Import | ast.ImportFrom) else []:
            match module.split("."):
                case ["shared", package, _, *_] if package in CURATED and package not in BY_MODULE:
                    yield module


def test_services_take_from_the_package_itself() -> None:
    found = {f"{path.relative_to(SERVICES)}: {inner}" for path in SERVICES.rglob("*.py") for inner in inner_imports(path.read_text())}
    assert found == set()


def test_an_import_from_inside_is_seen() -> None:
    """Negative control."""
    assert list(inner_imports("from shared.messaging.worker import Worker\nimport shared.db.pool")) == [
        "shared.messaging.worker",
        "shared.db.pool",
    ]
    assert list(inner_imports("from shared.messaging import Worker\nfrom shared.contracts.types import Skor")) == []
