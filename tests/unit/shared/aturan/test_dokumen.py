"""The page from articles to functions and tests is complete and up to date; every rule cites its article."""

import ast
import re
import shutil
from pathlib import Path

import pytest

from shared.aturan.__main__ import main
from shared.aturan.dokumen import HALAMAN, problems, render
from tests.unit.house.sources import ROOT, modules

PASAL = re.compile(r"PermenPANRB|KepmenPANRB|PP \d+/|Perka BKN|Pasal \d|UU \d+/|posisi \d|[Ss]urat BKN")
# Modules of a domain that hold words, codes or shapes and no rule of the law.
BUKAN_ATURAN = {
    "services/pendaftaran/domain/kalimat.py": "sentences",
    "services/pendaftaran/domain/teks.py": "how texts are compared",
    "services/pendaftaran/domain/kelompok.py": "our own codes of agencies and jabatan",
    "services/pendaftaran/domain/kode.py": "the names of reasons",
    "services/pendaftaran/domain/jadwal/cela.py": "shapes",
    "services/kepegawaian/domain/kode.py": "the names of reasons",
    "services/penempatan/domain/jenis.py": "shapes",
    "services/penempatan/domain/kalimat.py": "sentences",
    "services/penempatan/domain/kelengkapan.py": "whether what arrived is whole",
    "services/penempatan/domain/ketentuan.py": "reads the rule set",
    "services/penempatan/domain/papan.py": "the board that stages write on",
    "services/penempatan/domain/penjelasan.py": "sentences",
    "services/penempatan/domain/persetujuan.py": "the two modes side by side",
    "services/penilaian/domain/periksa/sifat.py": "numbered properties, in docs/verifikasi.md",
    **{
        f"services/penempatan/domain/periksa/{name}.py": "numbered properties, in docs/verifikasi.md"
        for name in ("formasi_sendiri", "keutuhan", "__init__", "masukan", "pengisian", "potret", "sifat")
    },
}


def test_the_page_is_complete_and_up_to_date() -> None:
    assert list(problems()) == []


@pytest.mark.parametrize("path", [path for path in modules("services/*/domain*") if str(path.relative_to(ROOT)) not in BUKAN_ATURAN])
def test_every_rule_cites_its_article(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    module = ast.get_docstring(tree) or ""
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    assert [node.name for node in functions if not PASAL.search(f"{module} {ast.get_docstring(node) or ''}")] == []


def test_what_is_excused_is_there() -> None:
    kept = {str(path.relative_to(ROOT)) for path in modules("services/*/domain*")}
    assert BUKAN_ATURAN.keys() - kept == set()


def test_a_step_of_filling_leads_to_who_is_eligible_at_its_line() -> None:
    part = render().split("`[pengisian.langkah]` `E-1`")[1]
    name, path, line = re.findall(r"\[`([\w.]+)`\]\(\.\./([\w/.]+)#L(\d+)\)", part)[0]
    assert (name, path) == ("Kelayakan.berhak", "services/penempatan/domain/kelayakan.py")
    assert "def berhak(" in (ROOT / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]


def test_a_stale_page_a_lost_function_and_an_untested_one_are_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in ("shared", "services", "tests"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs").mkdir()
    assert main(["check", "--root", str(tmp_path)]) == 1
    assert "docs/aturan.md is not what the rule sets say" in capsys.readouterr().err
    assert main(["docs", "--root", str(tmp_path)]) == 0
    assert main(["check", "--root", str(tmp_path)]) == 0
    assert (tmp_path / HALAMAN).read_text(encoding="utf-8") == render()

    # A line that moved is not a fault of whoever moved it.
    page = (tmp_path / HALAMAN).read_text(encoding="utf-8")
    (tmp_path / HALAMAN).write_text(re.sub(r"#L(\d+)", r"#L1\1", page), encoding="utf-8")
    assert main(["check", "--root", str(tmp_path)]) == 0
    (tmp_path / HALAMAN).write_text(page.replace("kelayakan.py", "kelengkapan.py"), encoding="utf-8")
    assert main(["check", "--root", str(tmp_path)]) == 1

    # Elsewhere, because what was read of a file is kept.
    moved = tmp_path.with_name("moved")
    tmp_path.rename(moved)
    for gone in ("services/penilaian/domain/bawaan.py", "tests/unit/penilaian/test_bawaan.py", "tests/unit/penilaian/test_cpns_2027.py"):
        (moved / gone).unlink()
    found = list(problems(moved))
    assert any("periksa_bawaan, which does not exist" in line for line in found)
    assert any("no test calls a function of [bawaan]" in line for line in found)
