"""`python -m tests.support.changed`: the unit tests of what differs from main, or on main from the last commit."""

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
        case ("tests", "support", service, *_) if not service.endswith(".py"):
            yield PurePosixPath("tests/unit", service)
            yield PurePosixPath("tests/unit/deploy", service)
        case ("tests", "unit", *_):
            yield path if path.name.startswith("test_") else path.parent
        case ("shared" | "deploy", _):
            yield PurePosixPath("tests/unit", *path.parts[:-1], f"test_{path.name}")
        case ("shared" | "deploy", package, *_):
            yield PurePosixPath("tests/unit", path.parts[0], package)


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
