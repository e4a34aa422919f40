"""The files of the project, for the rules of the house."""

import ast
import gc
import subprocess
from functools import cache
from pathlib import Path

from tests.unit.house.rules import Rule

ROOT = Path(__file__).parents[3]


@cache
def modules(*folders: str) -> tuple[Path, ...]:
    """Every Python file under folders of the project (`*` is allowed), sorted."""
    return tuple(sorted({path for folder in folders for base in ROOT.glob(folder) for path in _python(base)}))


def _python(base: Path) -> list[Path]:
    return [base] if base.suffix == ".py" else [path for path in base.rglob("*.py") if "__pycache__" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file, parsed once and kept."""
    # Half a million nodes that all stay: a collector that looks for garbage among them takes longer than the parser.
    gc.disable()
    try:
        return ast.parse(path.read_text(encoding="utf-8"), str(path))
    finally:
        gc.freeze()
        gc.enable()


def violations(rule: Rule, paths: tuple[Path, ...]) -> list[str]:
    """Where the rule is broken, as `file:line what`."""
    return [f"{path.relative_to(ROOT)}:{line} {what}" for path in paths for line, what in rule(tree(path))]


@cache
def texts() -> tuple[tuple[Path, str], ...]:
    """Every text file under version control, or about to be, with its content."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split("\0")
    found = []
    for path in sorted(ROOT / name for name in listed if name):
        if path.is_file():
            try:
                found.append((path, path.read_text(encoding="utf-8")))
            except UnicodeDecodeError:
                continue
    return tuple(found)
