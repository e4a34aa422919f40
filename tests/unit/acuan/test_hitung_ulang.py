"""The page for citizens: its example, word for word."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from acuan.tabel import baca
from tests.unit.house.sources import ROOT

HALAMAN = (ROOT / "docs" / "hitung-ulang.md").read_text(encoding="utf-8")
_BERKAS = re.compile(r"^`([a-z]+\.csv)`[^\n]*\n\n```csv\n(.*?)```", re.MULTILINE | re.DOTALL)
_PERINTAH = re.compile(r"```console\n\$ python3 (.*?)\n(.*?)```", re.DOTALL)
# Nothing of ours and nothing installed: the interpreter alone, as a citizen has it.
_SENDIRI = ("-I", "-c", "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); runpy.run_module('acuan', run_name='__main__')")


def test_the_example_runs_as_it_is_written(tmp_path: Path) -> None:
    berkas = dict(_BERKAS.findall(HALAMAN))
    assert len(berkas) == 6
    for nama, isi in berkas.items():
        (tmp_path / nama).write_text(isi, encoding="utf-8")
    ((perintah, jawaban),) = _PERINTAH.findall(HALAMAN)
    assert perintah.startswith("-m acuan ")
    argumen = perintah.split()[2:]
    assert set(argumen) == set(berkas)
    hasil = subprocess.run([sys.executable, *_SENDIRI, str(ROOT), *argumen], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (hasil.returncode, hasil.stdout, hasil.stderr) == (1, jawaban, "")


@pytest.mark.parametrize(("apa", "kolom"), re.findall(r"^\| ([a-z A-Z]+) \| `([a-z_, ]+)`", HALAMAN, re.MULTILINE))
def test_a_list_is_known_by_the_columns_that_the_page_names(apa: str, kolom: str) -> None:
    nama = kolom.replace(" ", "")
    assert baca("x.csv", [f"{nama}\n", nama.replace("peserta", "1") + "\n"]).jenis.value == apa
