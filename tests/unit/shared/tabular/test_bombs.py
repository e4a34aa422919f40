"""Files that are small to send and endless to read, in a child with the bounds of a service: a sentence within about a second."""

import gzip
import io
import time

from shared.errors import Rejected
from shared.tabular import read_table
from shared.tabular.child import Limits, in_child_now

COLUMNS = ("peserta", "twk")
_SECONDS = 15.0  # about one on an idle machine; without the bounds, minutes
_LIMITS = Limits(memory_bytes=512 * 1_048_576)


def _rows(data: bytes, at_most: int | None) -> int:
    return sum(1 for _ in read_table("x.csv.gz", data, required=COLUMNS, at_most=at_most))


def _refusal(data: bytes, at_most: int | None = None) -> str:
    begin = time.monotonic()
    try:
        in_child_now(_rows, data, at_most, limits=_LIMITS)
    except Rejected as error:
        assert time.monotonic() - begin < _SECONDS
        return error.kode
    raise AssertionError("nothing was refused")


def _packed(head: bytes, piece: bytes, times: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=1) as packed:
        packed.write(head)
        for _ in range(times):
            packed.write(piece)
    return out.getvalue()


def test_thirteen_million_rows_declared_as_one_end_with_the_second() -> None:
    assert _refusal(_packed(b"peserta,twk\n", b"1,75\n" * 100_000, 130), at_most=1) == "REKONSILIASI"


def test_a_line_of_900_mib_ends_with_its_first() -> None:
    assert _refusal(_packed(b"peserta,twk\n", b"x" * 1_048_576, 900)) == "TABEL_BUKAN_TABEL"


def test_a_first_line_of_900_mib_ends_with_its_first() -> None:
    assert _refusal(_packed(b"", b"x" * 1_048_576, 900)) == "TABEL_BUKAN_TABEL"


def test_an_empty_row_is_not_counted_and_as_many_as_declared_are_read() -> None:
    assert _rows(gzip.compress(b"peserta,twk\n1,75\n\n,\n2,80\n"), 2) == 2
