"""The sheets of an XLSX: looked at before they are read, because what a file of a kilobyte declares may not fit into any memory."""

import io
import lzma
import re
import zipfile
import zlib
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
# As text an error comes in a CSV, and where values were pasted.
_ERROR_TEXT = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)|Err:[0-9]{3}", re.ASCII)
# Marks a cell that shows its number a hundred times over; stands for no value.
_PERCENT = "\0%"

Cell = int | float | str | bool | time | date | datetime | timedelta
Row = tuple[int, Sequence[str]]
"""The number of the row in the file (first = 1) and its cells, not trimmed."""

_PIECE_BYTES = 4_194_304
# A cell may be cut by the end of a piece; longer ones do not exist (32,767 characters).
_OVERLAP_BYTES = 262_144
# An attribute may stand in either quotes.
_REF = rb"\br\s{0,9}=\s{0,9}[\"']\s{0,9}"
_FAR = re.compile(rb"<(?:\w+:)?c\s[^<>]{0,200}?" + _REF + rb"(?:[A-Za-z]{3,}[^\"']{0,40}|[^\"']{0,40}\d{7,}[^\"']{0,40}|[^\"']{41,})[\"']")
_FAR_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]{0,200}?" + _REF + rb"(\d{1,30})")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})", re.ASCII)
_CELL = re.compile(rb"<(?:\w+:)?c(?:\s[^<>]{0,200})?>")
_PLACE = re.compile(_REF + rb"([A-Z]{1,3})([0-9]{1,7})\s{0,9}[\"']")
_ERROR = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]{0,200}\bt\s{0,9}=\s{0,9}[\"']e[\"'])[^<>]{0,200}>")
_TEXT = re.compile(rb"\bt\s{0,9}=\s{0,9}[\"']str[\"']")
_EMPTY_FORMULA = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f(?:\s[^<>]{0,400})?/>)\s{0,20}"
    rb"((?:<(?:\w+:)?v\s{0,9}/>|<(?:\w+:)?v>\s{0,20}</(?:\w+:)?v>)?)\s{0,20}</(?:\w+:)?c>"
)
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]{0,400}?\bhidden\s{0,9}=\s{0,9}[\"'](?:1|true)[\"']")
# In a format, what is quoted or behind a backslash is shown as it is.
_SHOWN_AS_IT_IS = re.compile(r'"[^"]*"|\\.')
_PERCENT_FORMATS = frozenset({"9", "10"})
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^<>]{0,200}/>")


UNREADABLE = (
    *(CalamineError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, ET.ParseError),
    *(KeyError, OSError, NotImplementedError, RuntimeError, ValueError, EOFError),
)
"""What a damaged or foreign archive makes the readers raise."""


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
    except UNREADABLE:
        refuse_workbook(name)


def sheet_rows(name: str, data: bytes, sheet: SheetName) -> Iterator[Row]:
    """The rows of one sheet; cells as typed, what cannot be known as `TRUNCATED`, `ERROR` or `NOT_COMPUTED`.

    Raises:
        Rejected: cells outside the grid, more than `MAX_CELLS` between the first and the last, or unreadable.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            percent = _percent_styles(archive)
            with archive.open(sheet.part) as part:
                marks = _look(name, part, percent)
        found = _cells(data, sheet.name)
    except UNREADABLE:
        refuse_workbook(name)
    for number, cells in enumerate(found, start=1):
        yield number, _marked(cells, marks.pop(number, ()))
    for number in sorted(marks):
        yield number, _marked([], marks[number])


def hidden_rows(name: str, data: bytes, sheet: SheetName) -> int:
    """The number of rows that people do not see.

    Raises:
        Rejected: the sheet cannot be read.
    """
    found, rest = 0, b""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(sheet.part) as part:
            while piece := part.read(_PIECE_BYTES):
                window = rest + piece
                cut = window.rfind(b"<")
                found += len(_HIDDEN_ROW.findall(window[:cut]))
                rest = window[cut:][-_OVERLAP_BYTES:]
    except UNREADABLE:
        refuse_workbook(name)
    return found


def _marked(cells: Sequence[Cell], marks: Sequence[tuple[int, str]]) -> list[str]:
    """The cells of a row as text, under the marks of those (column from 0) that mean something else than they hold."""
    row = [_cell_text(cell) for cell in cells]
    for column, mark in marks:
        if mark == _PERCENT:
            cell = cells[column] if column < len(cells) else ""
            if isinstance(cell, float | int) and not isinstance(cell, bool):
                row[column] = f"{format((Decimal(repr(cell)) * 100).normalize(), 'f')}%"
        else:
            row.extend([""] * (column + 1 - len(row)))
            row[column] = mark
    return row


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


def _percent_styles(archive: zipfile.ZipFile) -> list[str]:
    """The numbers of the styles that show a number a hundred times over."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _xml(archive, "xl/styles.xml")
    formats = set(_PERCENT_FORMATS)
    for element in styles.iter():
        if _local(element.tag) == "numFmt":
            number = element.attrib.get("numFmtId", "")
            (formats.add if "%" in _SHOWN_AS_IT_IS.sub("", element.attrib.get("formatCode", "")) else formats.discard)(number)
    cells = next((element for element in styles if _local(element.tag) == "cellXfs"), ())
    return [str(place) for place, style in enumerate(cells) if style.attrib.get("numFmtId") in formats]


def _look(name: str, part: IO[bytes], percent: Sequence[str]) -> dict[int, list[tuple[int, str]]]:
    """Find for each row the cells (column from 0) whose value nobody knows, and those of the styles `percent`.

    Raises:
        Rejected: the grid is left, or the rectangle is too large.
    """
    marks: dict[int, list[tuple[int, str]]] = {}
    rest, far, last = b"", 0, 0
    styled = re.compile(rb"<(?:\w+:)?c\s(?=[^<>]{0,200}\bs=[\"'](?:" + "|".join(percent).encode() + rb")[\"'])[^<>]{0,200}(?<!/)>")
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
        _mark(name, window, marks, styled if percent else None)
    far, last = _extent(name, rest, far, last)
    _mark(name, rest, marks, styled if percent else None)
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
        reference = re.search(_REF + rb"([^\"']{0,40})", found[0])
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


def _mark(name: str, window: bytes, marks: dict[int, list[tuple[int, str]]], styled: re.Pattern[bytes] | None) -> None:
    def note(cell: bytes, mark: str) -> None:
        place = _PLACE.search(cell)
        if place is None:
            _nowhere(name)
        marks.setdefault(int(place[2]), []).append((_column(place[1].decode()) - 1, mark))

    for found in styled.finditer(window) if styled is not None else ():
        note(found[0], _PERCENT)
    for found in _ERROR.finditer(window) if b'"e"' in window or b"'e'" in window else ():
        note(found[0], ERROR)
    for found in _EMPTY_FORMULA.finditer(window):
        begin = max(window.rfind(start, 0, found.start()) for start in (b"<c ", b"<c>", b":c ", b":c>"))
        cell = _CELL.match(window, window.rfind(b"<", 0, begin + 1))
        # A formula may have the empty text as its value, and then the cell says that it holds text, and has a value.
        if cell is not None and not (found[1] and _TEXT.search(cell[0])):
            note(cell[0], NOT_COMPUTED)


def _nowhere(name: str) -> NoReturn:
    pesan = (
        f"Lembar dalam berkas {name} memuat sel galat, rumus yang belum dihitung, atau persen, tanpa menyebut letaknya. "
        "Buka di Excel, simpan ulang, lalu kirim lagi."
    )
    raise Rejected("TABEL_SEL_TANPA_LETAK", pesan)


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


def known(cell: str) -> str:
    """The text of a cell; `ERROR` for what a spreadsheet writes in place of a value."""
    return ERROR if cell[:1] in {"#", "E"} and _ERROR_TEXT.fullmatch(cell) else cell


def _cell_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return known(cell)
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
