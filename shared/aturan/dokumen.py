"""docs/aturan.md: from every article of every rule set to the functions that apply it and the tests that prove it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from shared.aturan.loading import jenis_pengadaan, names, read
from shared.aturan.pasal import pasal_di, tanpa_pasal
from shared.aturan.peta import UJI_TAMBAHAN, Butir, butir

ROOT = Path(__file__).parents[2]
HALAMAN = Path("docs/aturan.md")
_NOMOR = re.compile(r"\.[0-9]+(?=\.|$)")

_KEPALA = """# From the article to the function that decides

Made by `python -m shared.aturan docs`; do not edit. For each rule set in `shared/aturan/` the page lists every article that a value comes
from, the part of the file where the value stands, and the functions that apply it, at their line; the first one decides. The tests that
call them are folded away at the end. What the articles leave open is decided in [posisi.md](posisi.md).

If you change a rule, change the value in the file and raise its `versi`. If you add a part to the files, name its function in
`shared/aturan/peta.py`. `python -m shared.aturan check` fails when an article, a part, a function or a test is missing here. It does not
compare line numbers, so a commit elsewhere never makes this page wrong for the check; `make format` writes them again.
"""
_BARIS = re.compile(r"#L[0-9]+")
Baris = tuple[str, str, Butir | None]


def render(root: Path = ROOT) -> str:
    """The page as it should be."""
    parts = [_KEPALA]
    called: dict[str, None] = {}
    for name in names():
        parts.append(f"\n## {name} (versi {read(name)['versi']})\n\n")
        for bagian, pasal, found in _rows(name):
            if found is not None:
                parts.append(_item(bagian, pasal, found, root))
                called |= dict.fromkeys(found.fungsi)
    parts.append("\n## Tests\n\n<details><summary>Test files that call each function</summary>\n\n")
    parts += [f"- {_link(fungsi, root)}\n{_tested(fungsi, root)}" for fungsi in sorted(called)]
    return "".join((*parts, "\n</details>\n"))


def problems(root: Path = ROOT) -> Iterator[str]:
    """One line for everything wrong: a table without article, a part without function, a function gone or untested, staleness."""
    for name in names():
        yield from (f"{name}: [{path}] names no article" for path in tanpa_pasal(read(name)))
        for bagian, _, found in _rows(name):
            if found is None:
                yield f"{name}: [{bagian}] leads to no function; name one in shared/aturan/peta.py"
                continue
            for fungsi in found.fungsi:
                if _line(root, fungsi) is None:
                    yield f"{name}: [{bagian}] leads to {fungsi}, which does not exist"
            if not any(_tests(root, fungsi) for fungsi in found.fungsi):
                yield f"{name}: no test calls a function of [{bagian}]"
    named = sorted({path for paths in UJI_TAMBAHAN.values() for path in paths})
    yield from (f"shared/aturan/peta.py names {path}, which does not exist" for path in named if not (root / path).is_file())
    page = root / HALAMAN
    if not page.is_file() or _BARIS.sub("", page.read_text(encoding="utf-8")) != _BARIS.sub("", render(root)):
        yield f"{HALAMAN} is not what the rule sets say: run `python -m shared.aturan docs`"


def _rows(name: str) -> Iterator[Baris]:
    """Every (part, article, what is known of it), each pair once, in the order of the file; a part with a name, as E-1, by that name."""
    kind = jenis_pengadaan(name)
    tabel = read(name)
    pairs: dict[tuple[str, str], Butir | None] = {}
    for path, key, pasal in pasal_di(tabel):
        bagian = _NOMOR.sub("", path)
        bagian = bagian if key == "pasal" else f"{bagian}#{key}"
        nama = _nama(tabel, path)
        pairs[f"{bagian} {nama}" if nama else bagian, pasal] = butir(kind, bagian)
    yield from ((bagian, pasal, found) for (bagian, pasal), found in pairs.items())


def _nama(tabel: object, path: str) -> str:
    """Name of the table of an array that `path` leads to; empty where it has none."""
    if not _NOMOR.search(path):
        return ""
    for part in path.split("."):
        tabel = tabel[int(part)] if isinstance(tabel, list) else tabel[part] if isinstance(tabel, dict) else tabel
    nama = tabel.get("nama") if isinstance(tabel, dict) else None
    return nama if isinstance(nama, str) else ""


def _item(bagian: str, pasal: str, found: Butir, root: Path) -> str:
    table, _, name = bagian.partition(" ")
    table, _, key = table.partition("#")
    part = "the head of the file" if table == "." else f"`[{table}]`" + "".join(f" `{word}`" for word in (key, name) if word)
    return f"- **{pasal}**, {part}:\n  {found.isi}\n" + "".join(f"  - {_link(fungsi, root)}\n" for fungsi in found.fungsi)


def _link(fungsi: str, root: Path) -> str:
    path, _, name = fungsi.partition("::")
    return f"[`{name}`](../{path}#L{_line(root, fungsi) or 1})"


def _tested(fungsi: str, root: Path) -> str:
    return "".join(f"  - [{path.removeprefix('tests/')}](../{path})\n" for path in sorted(_tests(root, fungsi)))


def _line(root: Path, fungsi: str) -> int | None:
    """The line on which a function begins; None when there is none of that name."""
    path, _, name = fungsi.partition("::")
    return _functions(root / path).get(name) if (root / path).is_file() else None


@cache
def _tests(root: Path, fungsi: str) -> frozenset[str]:
    """Test files of which a test calls a function, itself or through helpers of its file."""
    path, _, name = fungsi.partition("::")
    name = name.rpartition(".")[2]
    module = path.removesuffix(".py").replace("/", ".")
    calling = {str(test.relative_to(root)) for test in _test_files(root) if _calls(test, _known_as(test, module, name))}
    return frozenset({*calling, *(extra for extra in UJI_TAMBAHAN.get(fungsi, ()) if (root / extra).is_file())})


@cache
def _test_files(root: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in (root / "tests").rglob("test_*.py") if "__pycache__" not in path.parts))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


@cache
def _functions(path: Path) -> dict[str, int]:
    """Functions of a file by name, methods as `Class.name`, with the line of each."""
    body = _tree(path).body
    found = {node.name: node.lineno for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    classes = [node for node in body if isinstance(node, ast.ClassDef)]
    return found | {
        f"{owner.name}.{node.name}": node.lineno
        for owner in classes
        for node in owner.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


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
    """Collect what each function of a file mentions: `name`, `owner.name` and, of anything, `*.name`."""
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
