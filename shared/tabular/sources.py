"""The rows of a file as lists of text, whatever the file is: CSV, gzipped CSV, XLSX."""

import csv
import gzip
import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import IO, NoReturn

from shared.errors import Rejected
from shared.tabular.formula import original
from shared.tabular.workbook import MAX_UNPACKED_BYTES, UNREADABLE, Row, known, refuse_size, refuse_workbook, sheet_rows, sheets_of

_DELIMITERS = ",;\t"
_BLANK = _DELIMITERS + '"\ufeff \r\n'
_PIECE_BYTES = 262_144
TITLE_ROWS = 40
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(\?xml|!doctype|html|table|meta|head|style|div)\b", re.IGNORECASE)
_SEPARATOR = re.compile(r"sep=([,;|\t])\s*", re.IGNORECASE)
# Beginnings of cells that may mean something else than is written.
_LOOKED_AT = frozenset("'#E")
_LONGEST_LINE = 1_048_576


def rows_of(
    name: str, data: bytes, expected: Sequence[str], told: Callable[[str], None] | None = None, *, required: Sequence[str] = ()
) -> Iterator[Row]:
    """The rows of the file, whose kind is told by its first bytes and not by its name.

    Args:
        name: for messages.
        data: the whole file.
        expected: column names by which the delimiter is recognised.
        told: hears what was supposed; without it nothing is: text is UTF-8.
        required: those of them by which the sheet of a workbook is recognised.

    Raises:
        Rejected: not a table, unknown encoding, broken quotes, or larger than `MAX_UNPACKED_BYTES` when unpacked.
    """
    if not data.strip():
        _refuse("TABEL_KOSONG", f"Berkas {name} kosong.")
    if data[:4] == b"PK\x03\x04":
        return _zipped_rows(name, data, expected, required)
    if data[:2] == b"\x1f\x8b":
        return _text_rows(name, gzip.GzipFile(fileobj=io.BytesIO(data)), expected)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        if "EncryptedPackage".encode("utf-16-le") in data:
            _refuse("TABEL_BERSANDI", f"Berkas {name} dilindungi kata sandi. Buka di Excel, hapus kata sandinya, lalu simpan ulang.")
        _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} dalam bentuk XLS lama. Simpan sebagai XLSX atau CSV.")
    if data[:5] == b"%PDF-":
        _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} sebenarnya PDF, bukan lembar kerja. Minta berkas asalnya sebagai XLSX atau CSV.")
    if found := _MARKUP.match(data[:1024].replace(b"\0", b"")):
        bentuk = "XML" if found[1].lower() == b"?xml" else "HTML"
        _refuse(
            "TABEL_BUKAN_TABEL", f"Berkas {name} sebenarnya {bentuk}, bukan lembar kerja. Buka di Excel, lalu simpan sebagai XLSX atau CSV."
        )
    if told is not None:
        return _text_rows(name, io.BytesIO(_as_utf8(name, data, told)), expected, looks_below=TITLE_ROWS)
    if data[:2] in _UTF_16:
        _refuse_encoding(name)
    return _text_rows(name, io.BytesIO(data), expected)


def _as_utf8(name: str, data: bytes, told: Callable[[str], None]) -> bytes:
    """The text as UTF-8: UTF-16 by its mark, Windows-1252 when it can be nothing else."""
    try:
        if data[:2] in _UTF_16:
            told(f"Berkas {name} dibaca sebagai UTF-16.")
            return data.decode("utf-16").encode()
        data.decode()
    except UnicodeDecodeError:
        if b"\0" in data or data[:2] in _UTF_16:
            return data
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError:
            return data
        told(f"Berkas {name} tidak memakai UTF-8; dibaca sebagai Windows-1252. Periksa huruf beraksen.")
        return text.encode()
    return data


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


def _text_rows(
    name: str, stream: io.BufferedIOBase | gzip.GzipFile | IO[bytes], expected: Sequence[str], *, looks_below: int = 0
) -> Iterator[Row]:
    lines = io.TextIOWrapper(io.BufferedReader(_Guarded(name, stream), _PIECE_BYTES), encoding="utf-8-sig", newline="")
    number = 0
    try:
        # Rows above the header that are empty say nothing about the separator.
        while (first := lines.readline(_LONGEST_LINE)) and not first.strip(_BLANK):
            number += 1
        if len(first) == _LONGEST_LINE:
            _refuse_line(name)
        # By this line Excel says the separator to itself.
        said = _SEPARATOR.fullmatch(first)
        if said:
            # No row to a spreadsheet, which does not show it.
            first = lines.readline(_LONGEST_LINE)
        # Titles above the header may hold any separator.
        head = [first, *islice(_lines(name, lines), looks_below)]
        delimiter = said[1] if said else _delimiter("".join(head), expected)
        # Strict: an unclosed quote must not swallow the rest of the file as one cell.
        for cells in csv.reader(chain(head, _lines(name, lines)), delimiter=delimiter, strict=True):
            number += 1
            yield number, [_meant(cell) if cell[:1] in _LOOKED_AT else cell for cell in cells]
    except UnicodeDecodeError:
        _refuse_encoding(name)
    except csv.Error:
        _refuse("TABEL_KUTIP", f"Berkas {name} sesudah baris {number}: tanda kutip tidak ditutup atau sel terlalu panjang.")
    except (EOFError, OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile):
        _refuse("TABEL_RUSAK", f"Berkas {name} tidak dapat dibuka: arsip rusak atau terpotong. Kirim ulang.")


def _meant(cell: str) -> str:
    return original(cell) if cell[:1] == "'" else known(cell)


def _lines(name: str, lines: io.TextIOWrapper) -> Iterator[str]:
    """Line by line, none of them so long that it fills the memory."""
    while line := lines.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            _refuse_line(name)
        yield line


def _refuse_line(name: str) -> NoReturn:
    _refuse("TABEL_BUKAN_TABEL", f"Berkas {name} tidak terbagi dalam baris. Kirim CSV, CSV.GZ, atau XLSX.")


def _delimiter(header: str, expected: Sequence[str]) -> str:
    """The separator under which most expected columns appear; then the one that makes most columns.

    Args:
        header: the first line, or several when the header is searched for.
        expected: lower case.
    """

    def fit(delimiter: str) -> tuple[int, int]:
        rows = list(csv.reader(header.splitlines(), delimiter=delimiter))
        names = {cell.strip().casefold() for row in rows for cell in row}
        return len(names.intersection(expected)), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=fit)


def _zipped_rows(name: str, data: bytes, expected: Sequence[str], required: Sequence[str]) -> Iterator[Row]:
    """The sheet that people see and that has the columns; or the only file in an archive, when that is text."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) == 1 and entries[0].filename.lower().endswith((".csv", ".txt")):
            return _text_rows(name, archive.open(entries[0]), expected)
    except UNREADABLE:
        refuse_workbook(name)
    sheets = sheets_of(name, data)
    seen = [sheet for sheet in sheets if sheet.visible] or sheets
    fitting = [sheet for sheet in seen if len(seen) > 1 and set(required).issubset(_first_names(sheet_rows(name, data, sheet)))]
    if len(fitting) > 1:
        yang = ", ".join(sheet.name for sheet in fitting)
        _refuse("LEMBAR_TIDAK_JELAS", f"Berkas {name} memuat beberapa lembar dengan kolom yang diminta: {yang}. Kirim satu lembar saja.")
    return sheet_rows(name, data, (fitting or seen)[0])


def visible(value: str) -> str:
    """The text without letters that nobody sees, as pages and messengers leave them."""
    return value if value.isascii() else "".join(letter for letter in value if unicodedata.category(letter) != "Cf")


def _first_names(rows: Iterator[Row]) -> set[str]:
    return next((names for _, cells in rows if (names := {visible(cell).strip().casefold() for cell in cells} - {""})), set())


def _refuse_encoding(name: str) -> NoReturn:
    _refuse("TABEL_ENKODE", f'Berkas {name} tidak memakai UTF-8. Simpan sebagai "CSV UTF-8" atau XLSX.')


def _refuse(kode: str, pesan: str) -> NoReturn:
    raise Rejected(kode, pesan)
