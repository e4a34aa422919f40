"""`python -m tests.support.changed`: the unit tests of what differs from main, or on main from the last commit."""

import re
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]
HOUSE = "tests/unit/house"


def affected_tests(changed: Iterable[str]) -> list[str]:
    """The test folders and modules that look at these files, and the rules of the house, which look at all."""
    return sorted({HOUSE, *(str(place) for name in changed for place in _places(PurePosixPath(name)) if (ROOT / place).exists())})


def _places(path: PurePosixPath) -> Iterator[PurePosixPath]:
    """Where the tests of a file stand: beside its nearest package, named after it where it is a module of `shared`."""
    match path.parts:
        case ("services", service, *_):
            yield PurePosixPath("tests/unit", service)
        case ("acuan", *_):
            yield PurePosixPath("tests/unit/acuan")
        case ("tests", "support", *_) if path.suffix == ".py":
            yield from _tests_with(path)
        case ("tests", "unit", *_):
            yield path if path.name.startswith("test_") else path.parent
        case ("shared" | "deploy", _):
            yield PurePosixPath("tests/unit", *path.parts[:-1], f"test_{path.name}")
        case ("shared" | "deploy", package, *_):
            yield PurePosixPath("tests/unit", path.parts[0], package)


def _tests_with(support: PurePosixPath) -> Iterator[PurePosixPath]:
    """The unit tests that import this module, and those of the support that import what imports it: not all of the services it serves."""
    for user in _importing(support, "tests/unit"):
        yield from _places(user)
    for between in _importing(support, "tests/support"):
        yield from _importing(between, "tests/unit/support")


def _importing(module: PurePosixPath, folder: str) -> list[PurePosixPath]:
    parts = module.with_suffix("").parts
    *package, name = parts[:-1] if parts[-1] == "__init__" else parts
    parent = re.escape(".".join(package))
    importing = re.compile(rf"^\s*(?:from|import) {parent}(?:\.{name}(?![\w.])| import [^#\n]*\b{name}\b)", re.MULTILINE)
    files = (ROOT / folder).rglob("*.py")
    return [PurePosixPath(file.relative_to(ROOT).as_posix()) for file in files if importing.search(file.read_text(encoding="utf-8"))]


def _git(*words: str) -> list[str]:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")


def changed_files() -> list[str]:
    """What differs from the branch point with main, with what is not under version control yet."""
    try:
        base = subprocess.run(["git", "merge-base", "HEAD", "main"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except subprocess.CalledProcessError:
        base = "HEAD"  # a clone without a branch main
    return [name for name in (*_git("diff", "--name-only", "-z", base), *_git("ls-files", "-z", "--others", "--exclude-standard")) if name]


if __name__ == "__main__":
    print(*affected_tests(changed_files()))
