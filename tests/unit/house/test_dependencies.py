"""Each package is asked for where it is needed: services run without what only the rehearsal or the tests import."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import packages_distributions

from tests.unit.house.rules import nodes
from tests.unit.house.sources import ROOT, modules, tree

OURS = {"services", "shared", "deploy", "tests", "acuan"}
# Never imported by name: a parser and codecs that libraries load, and files that are served.
LOADED = {"httptools", "cramjam", "lz4", "fastapi-offline"}
# Parts of packages that are asked for.
PARTS = {"starlette": "fastapi", "pydantic-core": "pydantic", "yarl": "aiohttp", "docker": "testcontainers"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def _names(requirements: Iterable[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", each, maxsplit=1)[0].lower() for each in requirements}


RUNTIME = _names(PROJECT["dependencies"])
LOKAL = _names(PROJECT["optional-dependencies"]["lokal"])
DEV = _names(PROJECT["optional-dependencies"]["dev"])


@cache
def _distributions() -> Mapping[str, list[str]]:
    return packages_distributions()


def _imported(*folders: str) -> set[str]:
    """Names of the distributions that the files of these folders import."""
    imported: set[str] = set()
    for folder in folders:
        for path in modules(folder):
            for node in nodes(tree(path)):
                if isinstance(node, ast.Import):
                    imported |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    imported.add(node.module.partition(".")[0])
    known = _distributions()
    foreign = imported - OURS - set(sys.stdlib_module_names)
    found = {re.sub(r"[_.]", "-", name.lower()) for module in foreign for name in known.get(module, [module])[:1]}
    return {PARTS.get(name, name) for name in found}


def test_services_run_with_the_dependencies_alone() -> None:
    assert _imported("services", "shared") == RUNTIME - LOADED


def test_the_rehearsal_needs_lokal_and_nothing_of_dev() -> None:
    needed = _imported("deploy")
    assert needed - RUNTIME <= LOKAL
    assert LOKAL - needed == set()


def test_no_package_is_asked_for_twice() -> None:
    assert not (RUNTIME & LOKAL) | (RUNTIME & DEV) | (LOKAL & DEV)


def test_every_test_import_is_asked_for_somewhere() -> None:
    assert _imported("tests") <= RUNTIME | LOKAL | DEV
