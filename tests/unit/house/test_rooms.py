"""Who may touch what: the table of the design, enforced."""

import ast
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.unit.house import rules
from tests.unit.house.sources import ROOT, modules, violations

SERVICES = ("kepegawaian", "pendaftaran", "penempatan", "penilaian")
DOMAINS = modules("services/*/domain*")
MASSAL = modules("services/penilaian/massal")


def test_no_room_imports_what_it_may_not(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(config_filename=".importlinter", no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("service", SERVICES)
def test_a_domain_knows_only_the_law_and_the_pure_library(service: str) -> None:
    law = ("shared.alasan", "shared.aturan", "shared.errors", "shared.istilah", "shared.jadwal", "shared.kalender", "shared.musim")
    own = rules.only_pure_imports(*law, f"services.{service}.domain")
    assert violations(own, modules(f"services/{service}/domain*")) == []


@pytest.mark.parametrize("rule", [rules.no_floats, rules.no_division, rules.no_clock, rules.no_waiting, rules.frozen_dataclasses])
def test_a_domain_is_pure(rule: rules.Rule) -> None:
    assert violations(rule, DOMAINS) == []


@pytest.mark.parametrize("rule", [rules.no_floats, rules.no_division, rules.no_clock, rules.no_waiting, rules.frozen_dataclasses])
def test_rules_over_columns_are_as_pure(rule: rules.Rule) -> None:
    own = rules.only_pure_imports("shared.aturan", "services.penilaian.domain", "services.penilaian.massal", "numpy")
    assert violations(own, MASSAL) == []
    assert violations(rule, MASSAL) == []
    assert MASSAL


@pytest.mark.parametrize("rule", [rules.no_floats, rules.no_clock])
def test_contracts_and_rule_sets_hold_no_fractions_and_no_clock(rule: rules.Rule) -> None:
    law = modules("shared/aturan", "shared/istilah.py", "shared/jadwal", "shared/kalender", "shared/contracts")
    assert violations(rule, law) == [], rule.__doc__


def test_sql_lives_in_the_store() -> None:
    elsewhere = tuple(path for path in modules("services/*") if "store" not in path.relative_to(ROOT).parts and path.name != "store.py")
    assert violations(rules.no_sql, elsewhere) == []


def test_tests_neither_sleep_nor_imitate() -> None:
    # A bench measures time, and wait_for is the one place where a test lets time pass.
    excused = (ROOT / "tests" / "bench", ROOT / "tests" / "support" / "waiting.py")
    waiting = tuple(path for path in modules("tests") if not any(path.is_relative_to(excuse) for excuse in excused))
    assert violations(rules.no_sleep, waiting) == []
    assert violations(rules.no_mocks, modules("tests")) == []


def test_no_error_is_passed_over() -> None:
    assert violations(rules.no_swallowed_errors, modules("services", "shared", "deploy", "tests")) == []


CONTROLS: list[tuple[rules.Rule, str, str]] = [
    (rules.no_floats, "x = 0.4", "x = 4"),
    (rules.no_floats, "def f(x: float): ...", "def f(x: int): ..."),
    (rules.no_division, "y = x / 2", "y = x // 2"),
    (rules.no_division, "x /= 2", "x //= 2"),
    (rules.no_clock, "t = datetime.now(UTC)", "t = saat"),
    (rules.no_clock, "t = date.today()", "today = t"),
    (rules.no_waiting, "async def f(): ...", "def f(): ..."),
    (rules.frozen_dataclasses, "@dataclass\nclass A: ...", "@dataclass(frozen=True, slots=True)\nclass A: ..."),
    (rules.frozen_dataclasses, "@dataclasses.dataclass(frozen=True)\nclass A: ...", "class A: ..."),
    (rules.no_sleep, "await asyncio.sleep(1)", "await wait_for(ready, 1)"),
    (rules.no_sleep, "from time import sleep", "from time import monotonic"),
    (rules.no_mocks, "from unittest.mock import Mock", "import unittest"),
    (rules.no_mocks, "import unittest.mock", "from tests.support import waiting"),
    (rules.no_swallowed_errors, "try: f()\nexcept Exception: pass", "try: f()\nexcept KeyError: pass"),
    (rules.no_swallowed_errors, "try: f()\nexcept: ...", "try: f()\nexcept Exception: raise"),
    (rules.no_swallowed_errors, "try: f()\nexcept (KeyError, BaseException): pass", "try: f()\nexcept (KeyError, ValueError): pass"),
    (rules.no_swallowed_errors, "with contextlib.suppress(Exception): f()", "with contextlib.suppress(KeyError): f()"),
    (rules.no_sql, "q = '''\n  select a from b'''", "q = 'Select a seat.'"),
    (rules.no_sql, "await uow.conn.fetch(QUERY)", "client.fetch(url)"),
    (rules.no_sql, "q = 'UPDATE t SET a = 1'", "q = 'Update the set'"),
    (rules.only_pure_imports("shared.aturan"), "import asyncpg", "import datetime"),
    (rules.only_pure_imports("shared.aturan"), "import random", "from shared.aturan import load"),
    (rules.only_pure_imports("shared.aturan"), "from shared.aturan_lain import x", "from shared.aturan.seleksi import x"),
]


@pytest.mark.parametrize(("rule", "bad", "good"), CONTROLS)
def test_each_rule_sees_what_it_forbids_and_nothing_else(rule: rules.Rule, bad: str, good: str) -> None:
    def found(source: str) -> list[rules.Finding]:
        return list(rule(ast.parse(f"async def f():\n{_indented(source)}" if "await" in source else source)))

    assert found(bad)
    assert not found(good)


def _indented(source: str) -> str:
    return "\n".join(f"    {line}" for line in source.splitlines())


def test_the_rules_look_at_something() -> None:
    assert len(DOMAINS) > 10
    assert {path.relative_to(ROOT).parts[1] for path in DOMAINS} <= set(SERVICES)
    assert Path(__file__) in modules("tests")
