"""Names: one word has one meaning within a service, and no identifier speaks two languages."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.house.rules import Finding, nodes
from tests.unit.house.sources import modules, tree, violations

SERVICES = ("kepegawaian", "pendaftaran", "penempatan", "penilaian")

# Words of plumbing and words of the domain that never stand in one name. Words that are both (status, data, nama ...) are in neither list.
ENGLISH = frozenset(
    [
        "read",
        "write",
        "load",
        "save",
        "send",
        "fetch",
        "parse",
        "build",
        "make",
        "check",
        "find",
        "remove",
        "delete",
        "update",
        "insert",
        "select",
        "row",
        "rows",
        "column",
        "columns",
        "key",
        "keys",
        "value",
        "values",
        "list",
        "file",
        "path",
        "line",
        "error",
        "answer",
        "request",
        "response",
        "worker",
        "job",
        "body",
        "header",
        "new",
        "old",
        "first",
        "last",
        "next",
        "previous",
        "count",
        "from",
        "with",
        "without",
        "of",
        "is",
        "has",
    ]
)
INDONESIAN = frozenset(
    [
        "baca",
        "tulis",
        "muat",
        "simpan",
        "kirim",
        "cari",
        "buat",
        "periksa",
        "hapus",
        "ubah",
        "tambah",
        "baris",
        "kolom",
        "kunci",
        "nilai",
        "daftar",
        "berkas",
        "jawaban",
        "permintaan",
        "pekerja",
        "baru",
        "lama",
        "pertama",
        "terakhir",
        "jumlah",
        "dari",
        "dengan",
        "tanpa",
        "peserta",
        "formasi",
        "kursi",
        "peringkat",
        "pelamar",
        "lamaran",
        "kelompok",
        "keputusan",
        "pengunduran",
        "penempatan",
        "penilaian",
        "pendaftaran",
        "koreksi",
        "alasan",
        "aturan",
        "petugas",
    ]
)


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


def one_language(module: ast.Module) -> Iterator[Finding]:
    """A declared function or class is named in one language."""
    for node in nodes(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and not node.name.startswith("test_"):
            said = words(node.name)
            if said & ENGLISH and said & INDONESIAN:
                yield node.lineno, f"{node.name} speaks two languages"


@pytest.mark.parametrize("service", SERVICES)
def test_a_class_name_means_one_thing_in_a_service(service: str) -> None:
    assert twice(modules(f"services/{service}")) == {}


def test_two_classes_of_one_name_are_found_and_private_ones_are_not(tmp_path: Path) -> None:
    (tmp_path / "satu.py").write_text("class Langkah: ...\nclass _Baris: ...\nclass Segel: ...\n")
    (tmp_path / "dua.py").write_text("class Langkah: ...\nclass _Baris: ...\n")
    assert list(twice((tmp_path / "satu.py", tmp_path / "dua.py"))) == ["Langkah"]


def test_functions_and_classes_speak_one_language() -> None:
    assert violations(one_language, modules("services", "shared", "deploy")) == []


@pytest.mark.parametrize(
    ("source", "broken"),
    [
        ("def baca_rows(): ...", True),
        ("class PesertaRow: ...", True),
        ("def read_rows(): ...", False),
        ("def baca_baris(): ...", False),
        ("class Peserta: ...", False),
        ("def test_of_peserta(): ...", False),
    ],
)
def test_a_name_of_two_languages_is_found(source: str, *, broken: bool) -> None:
    assert bool(list(one_language(ast.parse(source)))) is broken
