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
        ("tests/support/gladi/sanggah.py", ["tests/unit/deploy/gladi"]),
        ("tests/unit/house/rules.py", []),
        ("tests/unit/penilaian/test_gone.py", []),
        ("docs/messaging.md", []),
        ("README.md", []),
    ],
)
def test_a_file_leads_to_the_tests_of_its_package(changed: str, expected: list[str]) -> None:
    assert affected_tests([changed]) == sorted({HOUSE, *expected})
