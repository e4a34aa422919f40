"""The rows of a file as lists of text, whatever the file is: CSV, gzipped CSV, XLSX."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain
from typing import NoReturn

from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import Rejected

# What a compressed file may unfold to: a season's largest table many times over, and far from filling a server.
MAX_UNPACKED_BYTES = 1_073_741_824
_DELIMITERS = ",;\t"
_BLANK = _DELIMITERS + '"\ufeff \r\n'
_PIECE_BYTES = 262_144
_LONGEST_HEADER = 1_048_576
# A spreadsheet keeps 15 digits of a number; the rest of a participant number typed as a number is already gone.
_TRUSTED = 10**15

Cell = int | float | str | bool | time | date | datetime | timedelta


Row = tuple[int, Sequence[str]]
"""The number of the row in the file (first = 1) and its cells, not trimmed."""

# Stands for a number that lost digits. No file can hold it: NUL is refused in text and impossible in XML.
TRUNCATED = "\0"


def rows_of(name: str, data: bytes, expected: Sequence[str]) -> Iterator[Row]:
    """The rows of the file, whose kind is told by its first bytes and not by its name.

    Args:
        name: for messages.
        data: the whole file.
        expected: column names by which the delimiter is recognised.

    Raises:
        Rejected: not a table, unknown encoding, broken quotes, or larger than `MAX_UNPACKED_BYTES` when unpacked.
    """
    if not data.strip():
        _refuse("TABEL_KOSONG", f"Berkas {name} kosong.")
    if data[:4] == b"PK\x03\x04":
        return _workbook_rows(name, data)
    if data[:2] == b"\x1f\x8b":
        return _text_rows(name, gzip.GzipFile(fileobj=io.BytesIO(data)), expected)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} dalam bentuk XLS lama. Simpan sebagai XLSX atau CSV.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse_encoding(name)
    return _text_rows(name, io.BytesIO(data), expected)


class _Guarded(io.RawIOBase):
    """Passes a stream on in pieces, refusing what is no text and what never ends."""

    def __init__(self, name: str, stream: io.BufferedIOBase | gzip.GzipFile) -> None:
        self._name = name
        self._stream = stream
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        self._taken += len(piece)
        if self._taken > MAX_UNPACKED_BYTES:
            _refuse("TABEL_TERLALU_BESAR", f"Berkas {self._name} lebih dari 1 GiB setelah dibuka. Bagi menjadi beberapa berkas.")
        if b"\0" in piece:
            _refuse("TABEL_BUKAN_TABEL", f"Berkas {self._name} bukan teks. Kirim CSV, CSV.GZ, atau XLSX.")
        buffer[: len(piece)] = piece
        return len(piece)


def _text_rows(name: str, stream: io.BufferedIOBase | gzip.GzipFile, expected: Sequence[str]) -> Iterator[Row]:
    lines = io.TextIOWrapper(io.BufferedReader(_Guarded(name, stream), _PIECE_BYTES), encoding="utf-8-sig", newline="")
    number = 0
    try:
        # Rows above the header that are empty say nothing about the separator.
        while (first := lines.readline(_LONGEST_HEADER)) and not first.strip(_BLANK):
            number += 1
        if len(first) == _LONGEST_HEADER:
            _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} tidak terbagi dalam baris. Kirim CSV, CSV.GZ, atau XLSX.")
        # Strict: an unclosed quote must not swallow the rest of the file as one cell.
        for cells in csv.reader(chain((first,), lines), delimiter=_delimiter(first, expected), strict=True):
            number += 1
            yield number, cells
    except UnicodeDecodeError:
        _refuse_encoding(name)
    except csv.Error:
        _refuse("TABEL_KUTIP", f"Berkas {name} sesudah baris {number}: tanda kutip tidak ditutup atau sel terlalu panjang.")
    except (EOFError, OSError, zlib.error):
        _refuse("TABEL_RUSAK", f"Berkas {name} tidak dapat dibuka: arsip gzip rusak atau terpotong. Kirim ulang.")


def _delimiter(header: str, expected: Sequence[str]) -> str:
    """The separator under which most expected columns appear; then the one that makes most columns."""

    def fit(delimiter: str) -> tuple[int, int]:
        names = [cell.strip().casefold() for cell in next(csv.reader([header], delimiter=delimiter), [])]
        return len(set(names).intersection(expected)), len(names)

    return max(_DELIMITERS, key=fit)


def _workbook_rows(name: str, data: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            _refuse("TABEL_TERLALU_BESAR", f"Berkas {name} lebih dari 1 GiB setelah dibuka. Bagi menjadi beberapa berkas.")
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheet = book.get_sheet_by_index(0)
            found: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, OSError, IndexError):
        _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} bukan XLSX yang dapat dibaca. Simpan ulang sebagai XLSX atau CSV.")
    for number, cells in enumerate(found, start=1):
        yield number, [_cell_text(cell) for cell in cells]


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if not abs(cell) < _TRUSTED:
            return TRUNCATED
        # By way of repr: the shortest decimal that means this number, which is what was typed.
        return str(int(cell)) if cell == int(cell) else format(Decimal(repr(cell)), "f")
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()


def _refuse_encoding(name: str) -> NoReturn:
    _refuse("TABEL_ENKODE", f'Berkas {name} tidak memakai UTF-8. Simpan sebagai "CSV UTF-8" atau XLSX.')


def _refuse(kode: str, pesan: str) -> NoReturn:
    raise Rejected(kode, pesan)
