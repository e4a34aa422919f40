"""Every reason the rules can give is a sentence, and is explained in the docs."""

import ast
import re
from pathlib import Path

from services.penilaian.domain.kalimat import kalimat, kode_dikenal
from shared.aturan import Alasan

ROOT = Path(__file__).resolve().parents[3]
DOMAIN = ROOT / "services/penilaian/domain"
# The first argument of every Alasan(...), and codes in the tables and choices that feed it.
_KODE = re.compile(r"(SKD|SKB|PPPK|DI|SERI)_[A-Z_]+|INTEGRASI|PERINGKAT|NILAI_AKHIR_SAMA|SKALA_IPK_BERBEDA|DATA_TIDAK_ADA|SERI")


def _codes_in_rules() -> set[str]:
    found = set()
    for name in ("skd.py", "potong.py", "peringkat.py", "skb.py", "pppk.py"):
        for node in ast.walk(ast.parse((DOMAIN / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _KODE.fullmatch(node.value):
                found.add(node.value)
    # Names of steps and criteria of the rule sets, not reasons.
    return found - {"SKD_100"}


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert _codes_in_rules() == kode_dikenal()


def test_every_code_is_explained() -> None:
    text = (ROOT / "docs/penilaian.md").read_text(encoding="utf-8")

    assert [kode for kode in sorted(kode_dikenal()) if f"`{kode}`" not in text] == []


def test_numbers_are_written_as_people_write_them() -> None:
    alasan = Alasan("INTEGRASI", "PermenPANRB 6/2024", (("skd", 377), ("skd_100", 68_545), ("skor_skd", 27_418), ("skor_skb", 38_400)))

    assert kalimat(alasan) == (
        "Nilai SKD 377 menjadi 68,545 pada skala 100; skor SKD 27,418 ditambah skor SKB 38,400. (PermenPANRB 6/2024)"
    )
    assert "usia" in kalimat(Alasan("NILAI_AKHIR_SAMA", "x", (("penentu", "USIA"),)))
    assert kalimat(Alasan("BARU", "Pasal 1")) == "BARU (Pasal 1)"
