"""Tables as CSV or XLSX: the same rows give the same bytes, on any day and machine."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

Value = str | int | None

MAX_XLSX_ROWS = 1_048_576
# A spreadsheet keeps 15 digits of a number; longer ones go as text.
_TRUSTED = 10**15
# The oldest moment a zip entry can name: the real one would make every file different.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_csv(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    """UTF-8, comma, a newline after each row, header first; None is an empty cell. Numbers are rendered by the caller."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[Value]], columns: Sequence[str]) -> bytes:
    """One sheet, header first; text stays text ("=1+1" is not computed), integers of up to 15 digits are numbers, None is an empty cell.

    Raises:
        ValueError: more rows than a sheet holds.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in _FRAME.items():
            archive.writestr(_entry(path), content)
        with archive.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            for piece in _sheet([columns], rows):
                sheet.write(piece.encode())
    return out.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _sheet(header: Iterable[Sequence[Value]], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
    number = 0
    for part in (header, rows):
        for row in part:
            number += 1
            if number > MAX_XLSX_ROWS:
                raise ValueError(f"a sheet holds {MAX_XLSX_ROWS} rows")
            yield f'<row r="{number}">{"".join(map(_cell, row))}</row>'
    yield "</sheetData></worksheet>"


def _cell(value: Value) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int) and abs(value) < _TRUSTED:
        return f"<c><v>{value}</v></c>"
    # A carriage return written as such would be read back as a line feed.
    text = escape(_NOT_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FRAME = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
