"""The rows of a file as lists of text, whatever the file is: CSV, gzipped CSV, XLSX."""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import IO, NoReturn

from shared.errors import Rejected
from shared.tabular.workbook import MAX_UNPACKED_BYTES, Row, refuse_size, refuse_workbook, sheet_rows, sheets_of

_DELIMITERS = ",;\t"
_BLANK = _DELIMITERS + '"\ufeff \r\n'
_PIECE_BYTES = 262_144
_LONGEST_LINE = 1_048_576


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
        return _zipped_rows(name, data, expected)
    if data[:2] == b"\x1f\x8b":
        return _text_rows(name, gzip.GzipFile(fileobj=io.BytesIO(data)), expected)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} dalam bentuk XLS lama. Simpan sebagai XLSX atau CSV.")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        _refuse_encoding(name)
    return _text_rows(name, io.BytesIO(data), expected)


class _Guarded(io.RawIOBase):
    """Passes a stream on in pieces, refusing what is no text and what never ends."""

    def __init__(self, name: str, stream: io.BufferedIOBase | gzip.GzipFile | IO[bytes]) -> None:
        self._name = name
        self._stream = stream
        self._taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        self._taken += len(piece)
        if self._taken > MAX_UNPACKED_BYTES:
            refuse_size(self._name)
        if b"\0" in piece:
            _refuse("TABEL_BUKAN_TABEL", f"Berkas {self._name} bukan teks. Kirim CSV, CSV.GZ, atau XLSX.")
        buffer[: len(piece)] = piece
        return len(piece)


def _text_rows(name: str, stream: io.BufferedIOBase | gzip.GzipFile | IO[bytes], expected: Sequence[str]) -> Iterator[Row]:
    lines = io.TextIOWrapper(io.BufferedReader(_Guarded(name, stream), _PIECE_BYTES), encoding="utf-8-sig", newline="")
    number = 0
    try:
        # Rows above the header that are empty say nothing about the separator.
        while (first := lines.readline(_LONGEST_LINE)) and not first.strip(_BLANK):
            number += 1
        if len(first) == _LONGEST_LINE:
            _refuse_line(name)
        # Strict: an unclosed quote must not swallow the rest of the file as one cell.
        for cells in csv.reader(chain((first,), _lines(name, lines)), delimiter=_delimiter(first, expected), strict=True):
            number += 1
            yield number, cells
    except UnicodeDecodeError:
        _refuse_encoding(name)
    except csv.Error:
        _refuse("TABEL_KUTIP", f"Berkas {name} sesudah baris {number}: tanda kutip tidak ditutup atau sel terlalu panjang.")
    except (EOFError, OSError, zlib.error, zipfile.BadZipFile):
        _refuse("TABEL_RUSAK", f"Berkas {name} tidak dapat dibuka: arsip rusak atau terpotong. Kirim ulang.")


def _lines(name: str, lines: io.TextIOWrapper) -> Iterator[str]:
    """Line by line, none of them so long that it fills the memory."""
    while line := lines.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            _refuse_line(name)
        yield line


def _refuse_line(name: str) -> NoReturn:
    _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} tidak terbagi dalam baris. Kirim CSV, CSV.GZ, atau XLSX.")


def _delimiter(header: str, expected: Sequence[str]) -> str:
    """The separator under which most expected columns appear; then the one that makes most columns."""

    def fit(delimiter: str) -> tuple[int, int]:
        names = [cell.strip().casefold() for cell in next(csv.reader([header], delimiter=delimiter), [])]
        return len(set(names).intersection(expected)), len(names)

    return max(_DELIMITERS, key=fit)


def _zipped_rows(name: str, data: bytes, expected: Sequence[str]) -> Iterator[Row]:
    """The first sheet that people see; or the only file in an archive, when that is text."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) == 1 and entries[0].filename.lower().endswith((".csv", ".txt")):
            return _text_rows(name, archive.open(entries[0]), expected)
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError, EOFError):
        refuse_workbook(name)
    sheets = sheets_of(name, data)
    return sheet_rows(name, data, next((sheet for sheet in sheets if sheet.visible), sheets[0]))


def _refuse_encoding(name: str) -> NoReturn:
    _refuse("TABEL_ENKODE", f'Berkas {name} tidak memakai UTF-8. Simpan sebagai "CSV UTF-8" atau XLSX.')


def _refuse(kode: str, pesan: str) -> NoReturn:
    raise Rejected(kode, pesan)
