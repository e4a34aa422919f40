"""docs/aturan.md: from every article of every rule set to the functions that apply it and the tests that prove it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shared.aturan.loading import jenis_pengadaan, names, read
from shared.aturan.pasal import pasal_di, tanpa_pasal
from shared.aturan.peta import Butir, butir, uji_tambahan

ROOT = Path(__file__).parents[2]
HALAMAN = Path("docs/aturan.md")
_NOMOR = re.compile(r"\.[0-9]+(?=\.|$)")

_KEPALA = """# From the article to its function and its tests

Made by `python -m shared.aturan docs`, checked by `python -m shared.aturan check` and in the tests; do not edit. For each rule set in
`shared/aturan/` it lists every article a value comes from, where the value stands in the file, the functions that apply it, and the test
files that call them.

Who changes a rule changes the value in the file and raises its `versi`; who adds a part to the files names its function in
`shared/aturan/peta.py`.
"""


def render(root: Path = ROOT) -> str:
    """The page as it should be."""
    parts = [_KEPALA]
    for name in names():
        tabel = read(name)
        parts.append(f"\n## {name} (versi {tabel['versi']})\n\n| Article | Part | Says | Functions | Tests |\n|---|---|---|---|---|\n")
        parts += [_row(bagian, pasal, found, root) for bagian, pasal, found in _rows(name) if found]
    return "".join(parts)


def problems(root: Path = ROOT) -> Iterator[str]:
    """One line for everything wrong: a table without article, a part without function, a function gone or untested, staleness."""
    for name in names():
        yield from (f"{name}: [{path}] names no article" for path in tanpa_pasal(read(name)))
        for bagian, _, found in _rows(name):
            if found is None:
                yield f"{name}: [{bagian}] leads to no function; name one in shared/aturan/peta.py"
                continue
            for fungsi in found.fungsi:
                if not _exists(root, fungsi):
                    yield f"{name}: [{bagian}] leads to {fungsi}, which does not exist"
            if not any(_tests(root, fungsi) for fungsi in found.fungsi):
                yield f"{name}: no test calls a function of [{bagian}]"
    page = root / HALAMAN
    if not page.is_file() or page.read_text(encoding="utf-8") != render(root):
        yield f"{HALAMAN} is not what the rule sets say: run `python -m shared.aturan docs`"


def _rows(name: str) -> Iterator[tuple[str, str, Butir | None]]:
    """Every (part, article, what is known of it), each pair once, in the order of the file."""
    kind = jenis_pengadaan(name)
    pairs: dict[tuple[str, str], None] = {}
    for path, key, pasal in pasal_di(read(name)):
        bagian = _NOMOR.sub("", path)
        pairs[bagian if key == "pasal" else f"{bagian}#{key}", pasal] = None
    yield from ((bagian, pasal, butir(kind, bagian)) for bagian, pasal in pairs)


def _row(bagian: str, pasal: str, found: Butir, root: Path) -> str:
    functions = "<br>".join(f"[`{fungsi.partition('::')[2]}`](../{fungsi.partition('::')[0]})" for fungsi in found.fungsi)
    tests = sorted({path for fungsi in found.fungsi for path in _tests(root, fungsi)})
    shown = "<br>".join(f"[{path.removeprefix('tests/')}](../{path})" for path in tests)
    table, _, key = bagian.partition("#")
    part = "head of the file" if table == "." else f"`[{table}]`" + (f" `{key}`" if key else "")
    return f"| {pasal} | {part} | {found.isi} | {functions} | {shown} |\n"


def _exists(root: Path, fungsi: str) -> bool:
    path, _, name = fungsi.partition("::")
    return (root / path).is_file() and name in _functions(root / path)


@cache
def _tests(root: Path, fungsi: str) -> frozenset[str]:
    """Test files of which a test calls a function, itself or through helpers of its file."""
    path, _, name = fungsi.partition("::")
    module = path.removesuffix(".py").replace("/", ".")
    calling = {str(test.relative_to(root)) for test in _test_files(root) if _calls(test, _known_as(test, module, name))}
    return frozenset({*calling, *(extra for extra in uji_tambahan(fungsi) if (root / extra).is_file())})


@cache
def _test_files(root: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in (root / "tests").rglob("test_*.py") if "__pycache__" not in path.parts))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def _functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def _imports(test: Path) -> tuple[tuple[str, str, str], ...]:
    """Every (module, name, name here) that a file imports from somewhere."""
    return tuple(
        (node.module, alias.name, alias.asname or alias.name)
        for node in ast.walk(_tree(test))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    )


def _known_as(test: Path, module: str, name: str) -> frozenset[str]:
    """Under which names a test file knows a function: imported itself, as part of its module, or a method of a value of its package."""
    package, _, own = module.rpartition(".")
    known: set[str] = set()
    for source, imported, here in _imports(test):
        if source == module and imported == name:
            known.add(here)
        elif source == package and imported == own:
            known.add(f"{here}.{name}")
        elif source == package and imported == name and (package != "shared.aturan" or own == "loading"):
            # Handed on by the package; here only the loader of the tests is.
            known.add(here)
        elif source == package and module == "shared.aturan.seleksi":
            known.add(f"*.{name}")
    return frozenset(known)


@cache
def _mentions(test: Path) -> dict[str, frozenset[str]]:
    """What each function of a file mentions: `name`, `owner.name` and, of anything, `*.name`."""
    return {node.name: frozenset(_names(node)) for node in _tree(test).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def _names(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            yield part.id
        elif isinstance(part, ast.Attribute):
            yield f"*.{part.attr}"
            if isinstance(part.value, ast.Name):
                yield f"{part.value.id}.{part.attr}"


def _calls(test: Path, known: frozenset[str]) -> bool:
    if not known:
        return False
    mentions = _mentions(test)
    calling = {name for name, mentioned in mentions.items() if mentioned & known}
    while more := {name for name, mentioned in mentions.items() if mentioned & calling} - calling:
        calling |= more
    return any(name.startswith("test_") for name in calling)
