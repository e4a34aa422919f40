"""Every reason the rules can give is a sentence, and is explained in the docs."""

import ast
from pathlib import Path

import pytest

from services.penilaian.domain.kalimat import kalimat, kode_dikenal
from services.penilaian.domain.kode import KodeAlasan
from shared.aturan import Alasan, Kriteria

ROOT = Path(__file__).resolve().parents[3]
SERVICE = ROOT / "services/penilaian"
SENTENCES = {SERVICE / f"domain/{name}.py" for name in ("kode", "kalimat", "penjelasan")}
RULES = {path for room in ("domain", "massal", "alat") for path in (SERVICE / room).rglob("*.py")} - SENTENCES


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert set(KodeAlasan) == kode_dikenal()


def test_every_code_is_given_by_a_rule_and_none_is_written_as_text() -> None:
    used: set[str] = set()
    bare: set[str] = set()
    for path in sorted(RULES):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "KodeAlasan":
                used.add(node.attr)
            # Some codes are words of other lists too.
            elif isinstance(node, ast.Constant) and node.value in set(KodeAlasan) - {"PERINGKAT", "SERI"}:
                bare.add(f"{path.name}: {node.value}")
    assert bare == set()
    assert used == {kode.name for kode in KodeAlasan}


def test_every_code_is_explained() -> None:
    text = (ROOT / "docs/penilaian.md").read_text(encoding="utf-8")

    assert [kode for kode in sorted(kode_dikenal()) if f"`{kode}`" not in text] == []


@pytest.mark.parametrize("kriteria", [satu for satu in Kriteria if satu is not Kriteria.NILAI_AKHIR])
def test_every_criterion_has_words(kriteria: Kriteria) -> None:
    """The final score itself is never what parts people of one final score."""
    assert f"ditentukan oleh {kriteria.value}." not in kalimat(Alasan(KodeAlasan.NILAI_AKHIR_SAMA, "x", (("penentu", kriteria.value),)))


def test_numbers_are_written_as_people_write_them() -> None:
    alasan = Alasan("INTEGRASI", "PermenPANRB 6/2024", (("skd", 377), ("skd_100", 68_545), ("skor_skd", 27_418), ("skor_skb", 38_400)))

    assert kalimat(alasan) == (
        "Nilai SKD 377 menjadi 68,545 pada skala 100; skor SKD 27,418 ditambah skor SKB 38,400. (PermenPANRB 6/2024)"
    )
    assert "usia" in kalimat(Alasan("NILAI_AKHIR_SAMA", "x", (("penentu", "USIA"),)))
    assert kalimat(Alasan("BARU", "Pasal 1")) == "BARU (Pasal 1)"
