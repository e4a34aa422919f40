"""What we write we read back, in every form; and a number means what its digits say."""

import gzip
from contextlib import suppress
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Rejected
from shared.tabular import FaultList, read_table, thousandths, write_csv, write_xlsx
from shared.tabular.formula import neutral, original

COLUMNS = ("peserta", "nama", "catatan")

# Anything XML and CSV can carry; cells are trimmed when read, and a row of empty cells is no row.
_CELL = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")) | st.sampled_from('\n\t;,"'), max_size=12).map(str.strip)
_TABLE = st.lists(st.tuples(_CELL.filter(bool), _CELL, _CELL), max_size=8)


def _cells(data: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.nilai.values()) for row in read_table("x", data, required=COLUMNS)]


@given(_TABLE)
def test_csv_round_trip(rows: list[tuple[str, str, str]]) -> None:
    data = write_csv(rows, COLUMNS)
    assert _cells(data) == rows
    assert _cells(gzip.compress(data, 1)) == rows
    assert _cells(b"\xef\xbb\xbf" + data) == rows


@given(st.text(st.sampled_from("'=+-@\t\r1.,a"), max_size=5))
def test_a_text_that_would_be_a_formula_is_none_and_is_read_as_it_was(text: str) -> None:
    written = neutral(text)
    assert original(written) == text
    assert written in (text, f"'{text}")
    number = text[1:].isascii() and text[1:2].isdigit() and not set(text[1:]) - set("0123456789.,")
    if text[:1] in set("=+-@") and len(text) > 1 and not number:
        assert written == f"'{text}"


@given(_TABLE)
def test_xlsx_round_trip(rows: list[tuple[str, str, str]]) -> None:
    assert _cells(write_xlsx(rows, COLUMNS)) == rows


@given(st.integers(0, 10**12), st.sampled_from([".", ","]), st.integers(0, 3))
def test_thousandths_are_the_digits(value: int, point: str, zeros: int) -> None:
    whole, fraction = divmod(value, 1000)
    written = f"{whole}{point}{fraction:03d}{'0' * zeros}"
    assert thousandths(written) == value
    if written.rstrip("0")[-1] != point:
        assert thousandths(written.rstrip("0")) == value


@given(st.text(st.sampled_from("0123456789.,-+eE _٣"), max_size=8))
def test_thousandths_agree_with_decimal_or_refuse(written: str) -> None:
    try:
        parsed = thousandths(written)
    except ValueError:
        return
    assert Decimal(parsed) == Decimal(written.strip().replace(",", ".")) * 1000


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"peserta,nama,catatan\n" + tail))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    # Any other exception fails the test.
    with suppress(Rejected):
        for row in read_table("x", data, required=COLUMNS, faults=FaultList()):
            assert set(row.nilai) == set(COLUMNS)
