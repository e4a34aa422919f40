"""Tables as CSV or XLSX: the same rows give the same bytes, on any day and machine."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum
from xml.sax.saxutils import escape

from shared.tabular.formula import BEGINNINGS, neutral

Value = str | int | Decimal | None

MAX_XLSX_ROWS = 1_048_576
# A spreadsheet keeps 15 digits of a number; longer ones go as text.
_TRUSTED = 10**15
_THOUSANDTHS = -3
# The oldest moment a zip entry can name: the real one would make every file different.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Style(StrEnum):
    """How a CSV is written: as programs read it, or as the Indonesian Excel opens it."""

    BAKU = "baku"
    EXCEL_ID = "excel-id"


def write_csv(rows: Iterable[Sequence[Value]], columns: Sequence[str], style: Style = Style.BAKU) -> bytes:
    """UTF-8, comma, a newline after each row, header first; None is an empty cell. EXCEL_ID: semicolon, decimal comma, byte order mark.

    Text that would open as a formula gets an apostrophe before it.
    """
    out = io.StringIO(newline="")
    if style is Style.BAKU:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(map(_safe_row, rows))
        return out.getvalue().encode()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([str(value).replace(".", ",") if isinstance(value, Decimal) else _safe(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _safe(value: Value) -> Value:
    return neutral(value) if isinstance(value, str) else value


def _safe_row(row: Sequence[Value]) -> Sequence[Value]:
    # In one expression without a call for each cell: a national table has fifteen million.
    return [neutral(value) if isinstance(value, str) and value[:1] in BEGINNINGS else value for value in row]


def write_xlsx(rows: Iterable[Sequence[Value]], columns: Sequence[str], *, about: Sequence[Sequence[Value]] = ()) -> bytes:
    """One sheet, header first; text stays text ("=1+1" is not computed), numbers of up to 15 digits are numbers, None is an empty cell.

    Args:
        rows: below the header.
        columns: the header.
        about: rows of a second sheet that explains the first.

    Raises:
        ValueError: more rows than a sheet holds.
    """
    sheets = [("Data", [columns], rows), *([("Keterangan", [], about)] if about else [])]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in _frame([name for name, _, _ in sheets]).items():
            archive.writestr(_entry(path), content)
        for number, (_, header, below) in enumerate(sheets, 1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as sheet:
                for piece in _sheet(header, below):
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
    if isinstance(value, Decimal):
        return f'<c s="1"><v>{value}</v></c>' if value.as_tuple().exponent == _THOUSANDTHS else f"<c><v>{value}</v></c>"
    # A carriage return written as such would be read back as a line feed.
    text = escape(_NOT_XML.sub("\ufffd", str(value)), {"\r": "&#13;"})
    return f'<c t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="0.000"/></numFmts>'
    '<fonts count="1"><font/></fonts><fills count="2">'
    '<fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf/><xf numFmtId="164" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def _frame(names: Sequence[str]) -> dict[str, str]:
    """Everything about the sheets but their cells."""
    numbered = list(enumerate(names, 1))
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_KIND}.worksheet+xml"/>' for number, _ in numbered
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>' for number, _ in numbered
    )
    listed = "".join(f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in numbered)
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{kinds}</Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/styles.xml": _STYLES,
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId0" Type="{_OFFICE}/styles" Target="styles.xml"/>{links}</Relationships>',
    }
