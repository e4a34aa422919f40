"""What changed leads to its unit tests."""

import pytest

from tests.support.changed import HOUSE, affected_tests


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("services/penilaian/domain/susun.py", ["tests/unit/penilaian"]),
        ("shared/web/app.py", ["tests/unit/shared/web"]),
        ("acuan/tabel.py", ["tests/unit/acuan"]),
        ("shared/alasan.py", ["tests/unit/shared/test_alasan.py"]),
        ("deploy/gladi/musim/alur.py", ["tests/unit/deploy/gladi"]),
        ("tests/unit/penilaian/test_skb.py", ["tests/unit/penilaian/test_skb.py"]),
        ("tests/support/penilaian/kelompok.py", ["tests/unit/penilaian/test_mutations.py", "tests/unit/support/test_shrinking.py"]),
        ("tests/support/dice.py", ["tests/unit/support/test_shrinking.py"]),
        ("tests/support/changed.py", ["tests/unit/support/test_changed.py"]),
        ("tests/unit/house/rules.py", []),
        ("tests/unit/penilaian/test_gone.py", []),
        ("docs/messaging.md", []),
        ("README.md", []),
    ],
)
def test_a_file_leads_to_the_tests_of_its_package(changed: str, expected: list[str]) -> None:
    assert affected_tests([changed]) == sorted({HOUSE, *expected})


def test_a_package_of_support_leads_to_who_imports_it_and_not_to_who_imports_its_modules_only() -> None:
    found = affected_tests(["tests/support/penempatan/__init__.py"])
    assert {"tests/unit/penempatan/test_koreksi.py", "tests/unit/support/test_shrinking.py"} <= {*found}
    assert "tests/unit/penempatan/test_alat.py" not in found
