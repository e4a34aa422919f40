"""The reference implementation knows nothing of ours: what it agrees with, it has not copied."""

from pathlib import Path

import pytest

from acuan.__main__ import main
from tests.unit.house import rules
from tests.unit.house.sources import modules, violations

ACUAN = modules("acuan")


def test_the_reference_imports_the_standard_library_and_itself() -> None:
    assert len(ACUAN) > 3
    inner = tuple(path for path in ACUAN if path.name != "__main__.py")
    assert violations(rules.only_pure_imports("acuan"), inner) == []
    assert violations(rules.only_pure_imports("acuan", "sys", "pathlib"), ACUAN) == []


def test_the_reference_computes_without_floats() -> None:
    assert violations(rules.no_floats, ACUAN) == []


TABEL = """peserta,formasi,kelompok,twk,tiu,tkp,skb,ipk,tanggal_lahir,nilai_akhir,peringkat
1,A,K,100,100,200,80.000,3.50,2000-01-01,{nilai},1
2,A,K,100,100,200,80.000,3.20,1999-01-01,77.091,{peringkat}
3,A,K,90,100,200,,3.20,1999-01-01,,
"""


@pytest.mark.parametrize(
    ("nilai", "peringkat", "said"),
    [
        ("77.091", 2, "0 selisih\n"),
        ("77.092", 2, "1: nilai_akhir 77.092, seharusnya 77.091\n1 selisih\n"),
        ("77.091", 1, "2: peringkat 1, seharusnya 2\n1 selisih\n"),
    ],
)
def test_a_citizen_computes_a_published_ranking_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], nilai: str, peringkat: int, said: str
) -> None:
    tabel = tmp_path / "peringkat.csv"
    tabel.write_text(TABEL.format(nilai=nilai, peringkat=peringkat), encoding="utf-8")
    assert main([str(tabel)]) == (0 if said.startswith("0") else 1)
    assert capsys.readouterr().out == said
