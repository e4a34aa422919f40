"""The tests mirror the tree: whoever knows where a thing is knows where its tests are."""

from pathlib import Path, PurePosixPath

from tests.unit.house.sources import ROOT

KINDS = ("unit", "property", "integration")
# What has no package of its own: the house itself, and the tests' own machinery.
OTHERS = frozenset({PurePosixPath("house"), PurePosixPath("support")})


def packages(root: Path) -> set[PurePosixPath]:
    """Every package of the product, as its tests name it: a service by its own name, everything else by its path."""
    found = {
        path.parent.relative_to(root) for top in ("services", "shared", "deploy", "acuan") for path in (root / top).rglob("__init__.py")
    }
    return {PurePosixPath(*path.parts[1:] if path.parts[0] == "services" else path.parts) for path in found}


def strays(root: Path) -> list[str]:
    """Folders of tests that belong to no package, and test modules that stand in no folder."""
    known = packages(root) | OTHERS
    wrong = []
    for module in (path for kind in KINDS for path in (root / "tests" / kind).rglob("test_*.py")):
        folder = module.relative_to(root).parts[2:-1]
        if PurePosixPath(*folder) not in known:
            wrong.append(str(module.relative_to(root)))
    return sorted(wrong)


def test_every_test_stands_where_its_package_stands() -> None:
    assert strays(ROOT) == []


def test_support_of_one_service_is_a_folder_of_its_name() -> None:
    known = {path.name for path in packages(ROOT)}
    assert [path.name for path in (ROOT / "tests/support").iterdir() if path.is_dir() and path.name not in known | {"__pycache__"}] == []


def test_the_rule_finds_a_stray_and_lets_the_others_be(tmp_path: Path) -> None:
    for name in (
        "services/penilaian/__init__.py",
        "shared/db/__init__.py",
        "tests/unit/penilaian/test_good.py",
        "tests/unit/shared/db/test_good.py",
        "tests/unit/house/test_good.py",
        "tests/unit/db/test_second_mirror.py",
        "tests/unit/services/penilaian/test_second_name.py",
        "tests/property/test_flat.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert strays(tmp_path) == [
        "tests/property/test_flat.py",
        "tests/unit/db/test_second_mirror.py",
        "tests/unit/services/penilaian/test_second_name.py",
    ]
