"""Rules over syntax trees: each takes a module and gives the line and what is wrong there, once per place."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache

Finding = tuple[int, str]
Rule = Callable[[ast.Module], Iterator[Finding]]

# The part of the standard library that reaches out of the process, or gives another answer each time.
OUTWARD = frozenset(
    {
        "asyncio", "concurrent", "contextvars", "ctypes", "ftplib", "getpass", "glob", "http", "importlib", "io", "logging", "mmap",
        "multiprocessing", "os", "pathlib", "pickle", "platform", "queue", "random", "sched", "secrets", "select", "selectors", "shelve",
        "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time",
        "urllib", "uuid", "warnings", "xmlrpc",
    }
)  # fmt: skip
PURE_LIBRARY = frozenset(sys.stdlib_module_names) - OUTWARD
CLOCK = frozenset({"now", "today", "utcnow", "fromtimestamp", "monotonic", "perf_counter"})
SLEEPS = frozenset({"time.sleep", "asyncio.sleep", "trio.sleep", "anyio.sleep"})
QUERIES = frozenset({"fetch", "fetchrow", "fetchval", "fetchmany", "execute", "executemany", "copy_records_to_table", "prepare", "cursor"})
DATABASE = frozenset({"conn", "connection", "db", "pool"})
_SQL = re.compile(
    r"^\s*(?:SELECT\s.*\sFROM\s|INSERT\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s|WITH\s+\S+\s+AS\s|MERGE\s+INTO\s|COPY\s)",
    re.IGNORECASE | re.DOTALL,
)


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """All nodes of a module: walked once, for every rule asks for them."""
    return tuple(ast.walk(tree))


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every module imported, wherever it stands."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def only_pure_imports(*own: str) -> Rule:
    """A domain knows the pure part of the standard library, and the packages named."""

    def rule(tree: ast.Module) -> Iterator[Finding]:
        for line, module in imports(tree):
            if module.split(".")[0] not in PURE_LIBRARY and not any(
                module == package or module.startswith(f"{package}.") for package in own
            ):
                yield line, f"imports {module}"

    return rule


def no_choice_by_reason(tree: ast.Module) -> Iterator[Finding]:
    """State is state: what a reason's code says to people decides nothing."""
    reasons = {
        node.target.id
        for node in nodes(tree)
        if isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name) and "alasan" in ast.unparse(node.iter)
    }
    for node in nodes(tree):
        if not isinstance(node, ast.Compare | ast.Match):
            continue
        compared = [node.subject] if isinstance(node, ast.Match) else [node.left, *node.comparators]
        for part in (inner for one in compared for inner in ast.walk(one)):
            if isinstance(part, ast.Attribute) and part.attr == "kode":
                whose = ast.unparse(part.value)
                if "alasan" in whose or whose in reasons:
                    yield node.lineno, f"decides by {ast.unparse(part)}"


def no_floats(tree: ast.Module) -> Iterator[Finding]:
    """Scores are integers: no fraction is written or named."""
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, f"the float {node.value}"
        elif isinstance(node, ast.Name) and node.id == "float":
            yield node.lineno, "the type float"


def no_division(tree: ast.Module) -> Iterator[Finding]:
    """Two integers divided by `/` are a fraction; a domain has no paths to join either."""
    for node in nodes(tree):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield node.lineno, "a division with a fraction as its result"


def no_clock(tree: ast.Module) -> Iterator[Finding]:
    """The time is an argument."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCK:
            yield node.lineno, f"reads the clock: {node.func.attr}()"


def no_waiting(tree: ast.Module) -> Iterator[Finding]:
    """A rule is a function, not a conversation."""
    for node in nodes(tree):
        if isinstance(node, ast.AsyncFunctionDef | ast.Await | ast.AsyncFor | ast.AsyncWith):
            yield node.lineno, "async"


def frozen_dataclasses(tree: ast.Module) -> Iterator[Finding]:
    """What a rule is given and gives back does not change afterwards."""
    for node in nodes(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for decorator in node.decorator_list:
            if _name(decorator.func if isinstance(decorator, ast.Call) else decorator).rpartition(".")[2] != "dataclass":
                continue
            said = decorator.keywords if isinstance(decorator, ast.Call) else []
            true = {keyword.arg for keyword in said if isinstance(keyword.value, ast.Constant) and keyword.value.value is True}
            if not {"frozen", "slots"} <= true:
                yield node.lineno, f"dataclass {node.name} without frozen=True, slots=True"


def no_sleep(tree: ast.Module) -> Iterator[Finding]:
    """A test waits for a condition, not for a while."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SLEEPS:
            yield node.lineno, _name(node.func)
        elif isinstance(node, ast.ImportFrom) and any(f"{node.module}.{alias.name}" in SLEEPS for alias in node.names):
            yield node.lineno, f"from {node.module} import sleep"


def no_mocks(tree: ast.Module) -> Iterator[Finding]:
    """Our own parts are used, not imitated."""
    yield from ((line, module) for line, module in imports(tree) if module in {"mock", "unittest.mock", "pytest_mock"})


def no_swallowed_errors(tree: ast.Module) -> Iterator[Finding]:
    """An error nobody expected is a bug, and ends the process; it is not passed over."""
    for node in nodes(tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type) and all(_does_nothing(line) for line in node.body):
            yield node.lineno, "an exception of any kind is caught and dropped"
        elif isinstance(node, ast.Call) and _name(node.func) in {"suppress", "contextlib.suppress"} and any(map(_catches_all, node.args)):
            yield node.lineno, "an exception of any kind is suppressed"


def no_sql(tree: ast.Module) -> Iterator[Finding]:
    """SQL lives in the store."""
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
            yield node.lineno, "SQL"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in QUERIES:
            asked = _name(node.func.value).rpartition(".")[2]
            yield from [(node.lineno, f"asks the database: {asked}.{node.func.attr}()")] if asked in DATABASE else []


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_name(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _catches_all(kind: ast.expr | None) -> bool:
    if isinstance(kind, ast.Tuple):
        return any(map(_catches_all, kind.elts))
    return kind is None or _name(kind) in {"Exception", "BaseException"}


def _does_nothing(line: ast.stmt) -> bool:
    return isinstance(line, ast.Pass | ast.Continue) or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
