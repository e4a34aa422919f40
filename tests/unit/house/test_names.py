"""Names: one word has one meaning within a service, and no identifier speaks two languages."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.house.rules import Finding, nodes
from tests.unit.house.sources import ROOT, modules, tree, violations

CODE = ("services", "shared", "deploy", "acuan", "tests")
SERVICES = ("kepegawaian", "pendaftaran", "penempatan", "penilaian")

# Words that are both (status, data, unit, token ...) are in neither list; what neither list knows is not judged.
ENGLISH = frozenset((Path(__file__).parent / "english.txt").read_text(encoding="utf-8").split())
INDONESIAN = frozenset((Path(__file__).parent / "indonesian.txt").read_text(encoding="utf-8").split())


def public_classes(paths: tuple[Path, ...]) -> dict[str, list[str]]:
    """The public classes of these modules by name, with the files in which each is declared."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths:
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(path))
    return found


def twice(paths: tuple[Path, ...]) -> dict[str, list[str]]:
    """What is declared more than once."""
    return {name: files for name, files in public_classes(paths).items() if len(files) > 1}


def words(name: str) -> set[str]:
    """The words of an identifier, of either spelling."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def declared(module: ast.Module) -> Iterator[tuple[int, str]]:
    """What a module names: classes, functions, parameters, variables, attributes. A test is named by its sentence."""
    for node in nodes(module):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("test_"):
                yield node.lineno, name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name


def mixed(name: str) -> bool:
    """Whether a name speaks two languages."""
    said = words(name)
    return bool(said & ENGLISH and said & INDONESIAN)


def one_language(module: ast.Module) -> Iterator[Finding]:
    """Everything a module names speaks one language."""
    yield from ((line, f"{name} speaks two languages") for line, name in declared(module) if mixed(name))


@pytest.mark.parametrize("service", SERVICES)
def test_a_class_name_means_one_thing_in_a_service(service: str) -> None:
    assert twice(modules(f"services/{service}")) == {}


def test_two_classes_of_one_name_are_found_and_private_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "satu.py").write_text("class Langkah: ...\nclass _Baris: ...\nclass Segel: ...\n")
    (tmp_path / "dua.py").write_text("class Langkah: ...\nclass _Baris: ...\n")
    assert list(twice((tmp_path / "satu.py", tmp_path / "dua.py"))) == ["Langkah"]


def test_no_word_is_of_both_languages() -> None:
    assert set() == ENGLISH & INDONESIAN


def test_every_name_speaks_one_language() -> None:
    assert violations(one_language, modules(*CODE)) == []


def test_every_file_is_named_in_one_language() -> None:
    assert [str(path.relative_to(ROOT)) for path in modules(*CODE) if mixed(path.stem) and not path.stem.startswith("test_")] == []


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("def baca_rows(): ...", True),
        ("class PesertaRow: ...", True),
        ("def read_rows(): ...", False),
        ("def baca_baris(): ...", False),
        ("class Peserta: ...", False),
        ("def test_of_peserta(): ...", False),
        ("def simpan(berkas_max_bytes): ...", True),
        ("BERKAS_MAKS_BYTES = 1", True),
        ("digest_kelompok = 1", True),
        ("for tanggal_in in (): ...", True),
        ("self.post_koreksi = 1", True),
        ("get_versi = lambda: 1", True),
        ("selisih_json: str", True),
        ("baca.rows", False),
        ("status_peserta = row_status = 1", False),
    ],
)
def test_a_name_of_two_languages_is_found(source: str, *, broken: bool) -> None:
    assert bool(list(one_language(ast.parse(source)))) is broken
