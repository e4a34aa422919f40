"""The sheets of an XLSX: looked at before they are read, because what a file of a kilobyte declares may not fit into any memory."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, NamedTuple, NoReturn
from xml.etree import ElementTree as ET

from python_calamine import CalamineError, CalamineWorkbook

from shared.errors import Fault, Rejected

# What a compressed file may unfold to: a season's largest table many times over, and far from filling a server.
MAX_UNPACKED_BYTES = 1_073_741_824
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
# The parser lays out the whole rectangle between the first and the last cell.
MAX_CELLS = 50_000_000
# A spreadsheet keeps 15 digits of a number; the rest of a participant number typed as a number is already gone.
_TRUSTED = 10**15
# Stand for a number that lost digits, an error, a formula that was never computed. No file can hold them: NUL is refused in text and
# impossible in XML.
TRUNCATED, ERROR, NOT_COMPUTED = "\0", "\0!", "\0="

Cell = int | float | str | bool | time | date | datetime | timedelta
Row = tuple[int, Sequence[str]]
"""The number of the row in the file (first = 1) and its cells, not trimmed."""

_PIECE_BYTES = 4_194_304
# A cell may be cut by the end of a piece; longer ones do not exist (32,767 characters).
_OVERLAP_BYTES = 262_144
_FAR = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,200}?\br="\s*(?:[A-Za-z]{3,}[^"]{0,40}|[^"]{0,40}\d{7,}[^"]{0,40}|[^"]{41,})"')
_FAR_ROW = re.compile(rb'<(?:\w+:)?row\s[^<>]{0,200}?\br="\s*(\d{1,30})')
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"[^<>]{0,200}>')
_ERROR = re.compile(rb'<(?:\w+:)?c\s(?=[^<>]{0,200}\bt="e")[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_EMPTY_FORMULA = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]{0,400})?/>)\s{0,20}(?:<(?:\w+:)?v\s{0,9}/>|<(?:\w+:)?v>\s{0,20}</(?:\w+:)?v>)?\s{0,20}</(?:\w+:)?c>"
)
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^<>]{0,200}/>")


class SheetName(NamedTuple):
    """A sheet of cells, and whether people see it."""

    name: str
    visible: bool
    part: str


def sheets_of(name: str, data: bytes) -> list[SheetName]:
    """The sheets in the order of the workbook.

    Raises:
        Rejected: no workbook, or larger than `MAX_UNPACKED_BYTES` when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _sheets(name, archive)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, OSError, NotImplementedError, RuntimeError, ValueError, EOFError):
        refuse_workbook(name)


def sheet_rows(name: str, data: bytes, sheet: SheetName) -> Iterator[Row]:
    """The rows of one sheet; cells as typed, what cannot be known as `TRUNCATED`, `ERROR` or `NOT_COMPUTED`.

    Raises:
        Rejected: cells outside the grid, more than `MAX_CELLS` between the first and the last, or unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet.part) as part:
            marks = _look(name, part)
        found = _cells(data, sheet.name)
    except (CalamineError, zipfile.BadZipFile, KeyError, OSError, NotImplementedError, RuntimeError, EOFError, ValueError):
        refuse_workbook(name)
    for number, cells in enumerate(found, start=1):
        row = [_cell_text(cell) for cell in cells]
        for column, mark in marks.pop(number, ()):
            row.extend([""] * (column + 1 - len(row)))
            row[column] = mark
        yield number, row
    for number in sorted(marks):
        row = [""] * (max(column for column, _ in marks[number]) + 1)
        for column, mark in marks[number]:
            row[column] = mark
        yield number, row


def refuse_workbook(name: str) -> NoReturn:
    """Say that this is no workbook.

    Raises:
        Rejected: always.
    """
    raise Rejected("TABEL_BUKAN_TABEL", f"Berkas {name} bukan XLSX yang dapat dibaca. Simpan ulang sebagai XLSX atau CSV.")


def refuse_size(name: str) -> NoReturn:
    """Say that this is too much.

    Raises:
        Rejected: always.
    """
    raise Rejected("TABEL_TERLALU_BESAR", f"Berkas {name} lebih dari 1 GiB setelah dibuka. Bagi menjadi beberapa berkas.")


def _sheets(name: str, archive: zipfile.ZipFile) -> list[SheetName]:
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
        refuse_size(name)
    parts = {entry.attrib["Id"]: entry.attrib["Target"] for entry in _xml(archive, "xl/_rels/workbook.xml.rels")}
    found = []
    for element in _xml(archive, "xl/workbook.xml").iter():
        if _local(element.tag) == "sheet":
            target = next(parts[value] for key, value in element.attrib.items() if _local(key) == "id" and "}" in key)
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if "chartsheets/" not in part:
                found.append(SheetName(element.attrib["name"], element.attrib.get("state", "visible") == "visible", part))
    if not found:
        refuse_workbook(name)
    return found


def _xml(archive: zipfile.ZipFile, path: str) -> ET.Element:
    content = archive.read(path)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise ValueError("no workbook declares entities")
    return ET.fromstring(content)  # noqa: S314 - nothing is declared in it


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _look(name: str, part: IO[bytes]) -> dict[int, list[tuple[int, str]]]:
    """Find for each row the cells (column from 0) whose value nobody knows.

    Raises:
        Rejected: the grid is left, or the rectangle is too large.
    """
    marks: dict[int, list[tuple[int, str]]] = {}
    rest, far, last = b"", 0, 0
    while piece := part.read(_PIECE_BYTES):
        window = rest + piece
        # A cell that is whole is looked at once: what is kept for the next piece begins with the last one that may be cut.
        cut = max(window.rfind(b"</c>") + 4, window.rfind(b":c>") + 3)
        if cut < len(window) - _OVERLAP_BYTES:
            cut = window.rfind(b">") + 1
        window, rest = window[:cut], window[cut:]
        if len(rest) > _OVERLAP_BYTES:
            refuse_workbook(name)
        far, last = _extent(name, window, far, last)
        _mark(window, marks)
    far, last = _extent(name, rest, far, last)
    _mark(rest, marks)
    if far * last > MAX_CELLS:
        pesan = (
            f"Lembar dalam berkas {name} terentang sampai kolom ke-{far} dan baris ke-{last}. "
            "Hapus sel yang jauh di luar tabel, lalu simpan ulang."
        )
        raise Rejected("TABEL_TERLALU_LUAS", pesan)
    return marks


def _extent(name: str, window: bytes, far: int, last: int) -> tuple[int, int]:
    """The farthest column beyond ZZ and the last row, as far as was looked."""
    for row in _FAR_ROW.findall(window):
        last = max(last, int(row))
    for found in _FAR.finditer(window):
        reference = re.search(rb'\br="\s*([^"]{0,40})', found[0])
        match = _REFERENCE.fullmatch((reference[1] if reference else b"").decode("ascii", "replace").strip())
        if match is None:
            _outside(name)
        far, last = max(far, _column(match[1].upper())), max(last, int(match[2]))
    if far > MAX_COLUMNS or last > MAX_ROWS:
        _outside(name)
    return far, last


def _outside(name: str) -> NoReturn:
    pesan = f"Lembar dalam berkas {name} menyebut sel di luar kisi (XFD1048576). Simpan ulang sebagai XLSX atau CSV."
    raise Rejected("TABEL_DI_LUAR_KISI", pesan)


def _mark(window: bytes, marks: dict[int, list[tuple[int, str]]]) -> None:
    if b'"e"' in window:
        for column, row in _ERROR.findall(window):
            marks.setdefault(int(row), []).append((_column(column.decode()) - 1, ERROR))
    for found in _EMPTY_FORMULA.finditer(window):
        begin = max(window.rfind(b"<c ", 0, found.start()), window.rfind(b":c ", 0, found.start()))
        cell = _CELL.match(window, window.rfind(b"<", 0, begin + 1))
        # A formula may have the empty text as its value, and then the cell says that it holds text.
        if cell is not None and b't="str"' not in cell[0]:
            marks.setdefault(int(cell[2]), []).append((_column(cell[1].decode()) - 1, NOT_COMPUTED))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _cells(data: bytes, sheet: str) -> list[list[Cell]]:
    try:
        return _parsed(data, sheet)
    except CalamineError:
        # Tools declare sizes that no sheet can have, as A0:G3; Excel does not ask for it, and the parser needs none.
        without = _without_dimension(data)
        if without is None:
            raise
        return _parsed(without, sheet)


def _parsed(data: bytes, sheet: str) -> list[list[Cell]]:
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _without_dimension(data: bytes) -> bytes | None:
    out, found = io.BytesIO(), False
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                content, times = _DIMENSION.subn(b"", content, count=1)
                found = found or bool(times)
            copy.writestr(entry.filename, content)
    return out.getvalue() if found else None


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


FAULTS = {
    TRUNCATED: (
        "TABEL_ANGKA_TERPOTONG",
        "angka lebih dari 15 digit terpotong oleh lembar kerja. Ubah format kolom menjadi Teks, lalu isi ulang.",
    ),
    ERROR: ("TABEL_GALAT", "sel berisi galat Excel (misalnya #N/A atau #REF!). Perbaiki rumusnya atau isi nilainya."),
    NOT_COMPUTED: ("TABEL_RUMUS_KOSONG", "rumus belum dihitung. Buka berkas di Excel, simpan ulang, lalu kirim lagi."),
}
"""What is told of a cell whose value nobody knows."""


def unknown(kolom: str, value: str, baris: int) -> Fault:
    """The fault of a cell that is one of `FAULTS`."""
    kode, pesan = FAULTS[value]
    return Fault(kode, f"Kolom {kolom}: {pesan}", kolom=kolom, baris=baris)
