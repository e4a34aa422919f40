"""What the code cites can be looked up: a position in docs/posisi.md, an article in a rule set, a file in the repository."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.aturan.loading import names, read
from shared.aturan.pasal import pasal_di
from tests.unit.house.rules import nodes
from tests.unit.house.sources import ROOT, texts, tree

POSISI = ROOT / "docs" / "posisi.md"
GENERATED = tuple(ROOT / "shared" / "contracts" / folder for folder in ("schemas", "released", "samples"))
READ = {".py", ".md", ".toml", ".sql", ".json"}
# What a program or the reader of a page makes, and names that stand for any file.
NOT_KEPT = {"keluaran", "NNNN_words.sql"}

CITED = re.compile(r"\bposisi ((?:\d+)(?:(?:, | and | dan )\d+)*)")
HEADING = re.compile(r"^## Posisi (\d+): \S", re.MULTILINE)
LINK = re.compile(r"\[`(\w+)`\]\(\.\./([\w/]+\.py)\)")
ARTICLE = re.compile(
    r"\b((?:PermenPANRB|KepmenPANRB|PP|UU|[Pp]erka BKN|[Ss]urat BKN) \d+[\w./-]*/\d{4})"
    r"(?: Pasal (\d+))?"
)
ABBREVIATED = re.compile(r"\b[PK]\d+/20\d\d\b")
FILE = re.compile(r"(?<![\w/.{*}<>-])((?:[\w-]+/)*[\w-]+\.(?:md|py|toml|sql))\b(?!::?\w*\()")


def test_every_position_has_what_a_reader_needs() -> None:
    text = POSISI.read_text(encoding="utf-8")
    numbers = [int(number) for number in HEADING.findall(text)]
    assert numbers == list(range(1, len(numbers) + 1))
    for part in re.split(r"(?m)^## ", text)[1 : len(numbers) + 1]:
        title = part.partition("\n")[0]
        for word in ("- **Open.** ", "- **We hold.** ", "- **Source.** ", "- **Decided by** "):
            assert part.count(word) == 1, (title, word)
        assert re.search(r"\b(?:19|20)\d\d\b", part.partition("**Source.**")[2]), f"{title}: the source has no date"


def test_every_position_leads_to_functions_that_exist() -> None:
    found = LINK.findall(POSISI.read_text(encoding="utf-8"))
    assert len(found) > 30
    assert [f"{path}: {name}" for name, path in found if name not in _functions(ROOT / path)] == []


def test_every_position_cited_exists() -> None:
    known = {int(number) for number in HEADING.findall(POSISI.read_text(encoding="utf-8"))}
    cited = [(where, number) for where, number in _positions() if where.partition(":")[0] != "docs/posisi.md"]
    assert len(cited) > 30
    assert [f"{where} cites posisi {number}" for where, number in cited if number not in known] == []


def test_every_article_cited_stands_in_a_rule_set_or_in_a_position() -> None:
    known = _known_articles()
    assert len(known) > 10
    assert [f"{where} cites {law} {pasal}" for where, law, pasal in _articles() if (law, pasal) not in known] == []


def test_regulations_are_called_by_their_names() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{number}"
        for path, text in _read()
        if path.suffix != ".json" and path != Path(__file__)
        for number, line in enumerate(text.splitlines(), 1)
        if ABBREVIATED.search(line)
    ] == []


def test_no_file_is_cited_that_is_not_here() -> None:
    ways = {str(path.relative_to(ROOT)) for path, _ in texts()}
    # A file may be named by the end of its path, as `domain/kelayakan.py`.
    known = {way[start:] for way in ways for start in [0, *(place + 1 for place, sign in enumerate(way) if sign == "/")]}
    assert [
        f"{path.relative_to(ROOT)}:{number} cites {name}"
        for path, text in _read()
        if path.suffix in {".py", ".md"} and path != Path(__file__)
        for number, line in _prose(path, text)
        for name in FILE.findall(line)
        if name not in known and name.split("/")[0] not in NOT_KEPT
    ] == []


@pytest.mark.parametrize(
    ("line", "numbers"),
    [("(posisi 4)", [4]), ("posisi 19 and 21", [19, 21]), ("Posisi 4", []), ("posisi 2, 9 dan 30.", [2, 9, 30]), ("posisi kursi 4", [])],
)
def test_a_citation_is_recognised(line: str, numbers: list[int]) -> None:
    assert list(_numbers(line)) == numbers


@pytest.mark.parametrize(
    ("line", "law", "pasal"),
    [
        ("as PermenPANRB 27/2021 Pasal 48 ayat (4) says", "PermenPANRB 27/2021", "48"),
        ("(surat BKN 5900/B-KS.04.01/SD/K/2024)", "Surat BKN 5900/B-KS.04.01/SD/K/2024", ""),
        ("UU 27/2022 on personal data", "UU 27/2022", ""),
    ],
)
def test_an_article_is_recognised(line: str, law: str, pasal: str) -> None:
    assert [_law(found) for found in ARTICLE.finditer(line)] == [(law, pasal)]


def test_a_cited_file_is_recognised() -> None:
    assert FILE.findall("see domain.md §12 and `services/x/app.py`") == ["domain.md", "services/x/app.py"]
    assert FILE.findall("keluaran-{n}.md <name>.py") == []


def _read() -> Iterator[tuple[Path, str]]:
    yield from ((path, text) for path, text in texts() if path.suffix in READ and not any(path.is_relative_to(base) for base in GENERATED))


def _prose(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Lines that people read: of Python the comments and docstrings alone, for a test may name a file that it writes."""
    if path.suffix != ".py":
        yield from enumerate(text.splitlines(), 1)
        return
    for node in nodes(tree(path)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
                yield from enumerate(first.value.value.splitlines(), first.lineno)
    for number, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            yield number, line


def _numbers(line: str) -> Iterator[int]:
    for found in CITED.finditer(line):
        yield from (int(number) for number in re.findall(r"\d+", found.group(1)))


def _positions() -> Iterator[tuple[str, int]]:
    for path, text in _read():
        for number, line in enumerate(text.splitlines(), 1):
            yield from ((f"{path.relative_to(ROOT)}:{number}", cited) for cited in _numbers(line))


def _articles() -> Iterator[tuple[str, str, str]]:
    for path, text in _read():
        if path.is_relative_to(ROOT / "shared" / "aturan") or path in {POSISI, Path(__file__)} or "tests" in path.parts:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield from ((f"{path.relative_to(ROOT)}:{number}", *_law(found)) for found in ARTICLE.finditer(line))


def _known_articles() -> set[tuple[str, str]]:
    said = [pasal for name in names() for _, _, pasal in pasal_di(read(name))]
    cited = {_law(found) for text in (*said, POSISI.read_text(encoding="utf-8")) for found in ARTICLE.finditer(text)}
    return cited | {(law, "") for law, _ in cited}


def _law(found: re.Match[str]) -> tuple[str, str]:
    """Name and article of a regulation, the name as at the beginning of a sentence; the article is empty where none is named."""
    name = found.group(1)
    return name[0].upper() + name[1:], found.group(2) or ""


def _functions(path: Path) -> frozenset[str]:
    return frozenset(node.name for node in nodes(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def test_the_way_of_an_event_passes_at_most_thirty_files_and_all_exist() -> None:
    page = (ROOT / "docs" / "jalan-peristiwa.md").read_text(encoding="utf-8")
    passed = re.findall(r"\]\(\.\./([\w/]+\.py)\)", page)
    assert [path for path in passed if not (ROOT / path).is_file()] == []
    assert 10 < len(set(passed)) == len(passed) <= 30
