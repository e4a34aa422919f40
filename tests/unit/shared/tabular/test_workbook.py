"""Workbooks that are small and declare much, or hold cells whose value nobody knows."""

import io
import time
import zipfile

import openpyxl
import pytest

from shared.errors import Rejected
from shared.tabular import FaultList, read_table, workbook, write_xlsx

COLUMNS = ("peserta", "status")
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>peserta</t></is></c><c r="B1" t="inlineStr"><is><t>status</t></is></c></row>'


def _with_sheet(rows: str, *, before: str = "") -> bytes:
    """A workbook whose only sheet is `rows`, as XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_xlsx([], COLUMNS))) as frame, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in frame.infolist():
            content = frame.read(entry).decode()
            if entry.filename.endswith("sheet1.xml"):
                begin = content.index("<sheetData>")
                content = f"{content[:begin]}{before}<sheetData>{rows}</sheetData></worksheet>"
            archive.writestr(entry.filename, content)
    return out.getvalue()


def _row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: str = "<v>1</v>", kind: str = "") -> str:
    return f'<c r="{place}"{kind}>{value}</c>'


def _read(data: bytes) -> list[tuple[int, dict[str, str]]]:
    return [(row.baris, row.nilai) for row in read_table("x.xlsx", data, required=("peserta",), optional=("status",))]


def _refusal(data: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        _read(data)
    return caught.value


@pytest.mark.parametrize(
    ("rows", "kode"),
    [
        pytest.param(HEAD + _row(1_048_576, _cell("XFD1048576")), "TABEL_TERLALU_LUAS", id="lawful corner"),
        pytest.param(HEAD + _row(1_048_577, _cell("A1048577")), "TABEL_DI_LUAR_KISI", id="row below the grid"),
        pytest.param(HEAD + _row(16_777_217, _cell("A16777217")), "TABEL_DI_LUAR_KISI", id="row far below"),
        pytest.param(HEAD + _row(2, _cell("XFE2")), "TABEL_DI_LUAR_KISI", id="column beyond the grid"),
        pytest.param(HEAD + _row(2, _cell("AAAAAAAAAAAAAAAA99999999999999")), "TABEL_DI_LUAR_KISI", id="endless reference"),
        pytest.param(HEAD + _row(2, _cell("A" * 500 + "1")), "TABEL_DI_LUAR_KISI", id="reference longer than any"),
        pytest.param(HEAD + '<row><c r="XFD1048576"/></row>', "TABEL_TERLALU_LUAS", id="row without a number"),
        pytest.param(
            HEAD + '<row r="2"><c s="1" t="n" r="XFE2"><v>1</v></c></row>', "TABEL_DI_LUAR_KISI", id="attributes in another order"
        ),
    ],
)
def test_cells_far_away_are_refused_at_once(rows: str, kode: str) -> None:
    data = _with_sheet(rows)
    begin = time.monotonic()
    assert _refusal(data).kode == kode
    assert time.monotonic() - begin < 1


def test_a_far_cell_is_found_wherever_the_pieces_of_the_sheet_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _with_sheet(HEAD + "".join(_row(n, _cell(f"A{n}"), f'<c r="B{n}" s="1"/>') for n in range(2, 60)) + _row(60, _cell("XFE60")))
    for piece in range(100, 160):
        monkeypatch.setattr(workbook, "_PIECE_BYTES", piece)
        assert _refusal(data).kode == "TABEL_DI_LUAR_KISI"


def test_errors_and_formulas_without_a_value_are_told_and_never_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    data = _with_sheet(
        HEAD
        + _row(2, _cell("A2"), _cell("B2", "<v>#N/A</v>", ' t="e"'))
        + _row(3, _cell("A3"), _cell("B3", "<f>1+1</f><v></v>"))
        + _row(4, _cell("A4"), _cell("B4", "<f>1+1</f>"))
        + _row(5, _cell("A5"), _cell("B5", '<f t="shared" si="0"/>'))
        + _row(6, _cell("A6"), _cell("B6", "<f>X</f><v>#REF!</v>", ' s="1" t="e"'))
        + _row(7, _cell("A7"), _cell("B7", "<f>1+1</f><v>2</v>"))
        + _row(8, _cell("A8"), _cell("B8", "<f>A</f><v></v>", ' t="str"'))
        + _row(9, _cell("A9"), '<c r="B9"/>')
    )
    whole = [
        (2, "TABEL_GALAT"),
        (3, "TABEL_RUMUS_KOSONG"),
        (4, "TABEL_RUMUS_KOSONG"),
        (5, "TABEL_RUMUS_KOSONG"),
        (6, "TABEL_GALAT"),
    ]
    assert [(fault.baris, fault.kode) for fault in _refusal(data).faults] == whole
    for piece in range(90, 150):
        monkeypatch.setattr(workbook, "_PIECE_BYTES", piece)
        faults = FaultList()
        rows = [(row.baris, row.nilai["status"]) for row in read_table("x", data, required=COLUMNS, faults=faults)]
        assert [(fault.baris, fault.kode) for fault in faults] == whole
        assert rows == [(7, "2"), (8, ""), (9, "")]


def test_an_error_in_a_sheet_with_prefixed_names_is_found() -> None:
    rows = _row(2, _cell("A2"), _cell("B2", "<v>#N/A</v>", ' t="e"'))
    assert len(list(workbook._ERROR.finditer(rows.replace("<c ", "<x:c ").encode()))) == 1


def test_a_declared_size_that_no_sheet_can_have_is_ignored() -> None:
    data = _with_sheet(HEAD + _row(2, _cell("A2"), _cell("B2")), before='<dimension ref="A0:G3"/>')
    assert _read(data) == [(2, {"peserta": "1", "status": "1"})]


def test_a_hidden_first_sheet_is_not_what_its_sender_sees() -> None:
    book = openpyxl.Workbook()
    hidden = book.active
    assert hidden is not None
    hidden.append(["peserta", "status"])
    hidden.append(["1", "LAMA"])
    hidden.sheet_state = "hidden"
    seen = book.create_sheet("Baru")
    seen.append(["peserta", "status"])
    seen.append(["1", "BARU"])
    out = io.BytesIO()
    book.save(out)
    assert _read(out.getvalue()) == [(2, {"peserta": "1", "status": "BARU"})]
    assert [(sheet.name, sheet.visible) for sheet in workbook.sheets_of("x", out.getvalue())] == [("Sheet", False), ("Baru", True)]


def test_entities_are_not_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_xlsx([], COLUMNS))) as frame, zipfile.ZipFile(out, "w") as archive:
        for entry in frame.infolist():
            content = frame.read(entry)
            if entry.filename == "xl/workbook.xml":
                content = content.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)
            archive.writestr(entry.filename, content)
    assert _refusal(out.getvalue()).kode == "TABEL_BUKAN_TABEL"


@pytest.mark.parametrize(
    ("cell", "kode"),
    [
        pytest.param("<c t='e' r='B2'><v>#N/A</v></c>", "TABEL_GALAT", id="error in other quotes"),
        pytest.param('<c r = "B2" t = "e"><v>#N/A</v></c>', "TABEL_GALAT", id="error with blanks around the sign"),
        pytest.param('<c t="e"><v>#N/A</v></c>', "TABEL_SEL_TANPA_LETAK", id="error that does not say where it is"),
        pytest.param("<c><f>A1</f></c>", "TABEL_SEL_TANPA_LETAK", id="formula that does not say where it is"),
        pytest.param('<c r="B2" t="str"><f>A1</f></c>', "TABEL_RUMUS_KOSONG", id="formula of a text without a value"),
        pytest.param("<c r='XFD1048576'/>", "TABEL_TERLALU_LUAS", id="far corner in other quotes"),
    ],
)
def test_cells_are_found_however_a_program_writes_them(cell: str, kode: str) -> None:
    refusal = _refusal(_with_sheet(HEAD + _row(2, _cell("A2"), cell)))
    assert kode in {refusal.kode, *(fault.kode for fault in refusal.faults)}


def _percent(book_format: str, value: float | str) -> str:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book["Sheet"]
    sheet.append(COLUMNS)
    sheet.append(["1", value])
    sheet["B2"].number_format = book_format
    book.save(out)
    return _read(out.getvalue())[0][1]["status"]


@pytest.mark.parametrize(
    ("book_format", "value", "text"),
    [
        ("0%", 0.68, "68%"),
        ("0.00%", 0.685, "68.5%"),
        ("[Red]0.0 %", 1, "100%"),
        ('0.00" %"', 68.5, "68.5"),
        ("0.00\\%", 68.5, "68.5"),
        ("0%", "0.68", "0.68"),
        ("0.00", 0.68, "0.68"),
    ],
)
def test_a_percentage_is_read_as_it_is_shown(book_format: str, value: float | str, text: str) -> None:
    assert _percent(book_format, value) == text


def test_a_damaged_sheet_is_refused() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book["Sheet"].append(COLUMNS)
    for number in range(200):
        book["Sheet"].append([str(number), str(number * number)])
    book.save(out)
    data = bytearray(out.getvalue())
    place = zipfile.ZipFile(io.BytesIO(data)).getinfo("xl/worksheets/sheet1.xml").header_offset + 120
    for at in range(place, place + 40):
        data[at] ^= 0x55
    assert _refusal(bytes(data)).kode == "TABEL_BUKAN_TABEL"


def _book(**sheets: list[str]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    del book["Sheet"]
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line.split(","))
    book.save(out)
    return out.getvalue()


def test_the_sheet_with_the_columns_is_read() -> None:
    data = _book(Petunjuk=["Isi lembar berikut"], Data=["peserta,status", "1,TH"], Daftar=["status", "TH"])
    assert _read(data) == [(2, {"peserta": "1", "status": "TH"})]


def test_one_of_two_sheets_is_not_left_out_without_a_word() -> None:
    refusal = _refusal(_book(Satu=["peserta,status", "1,TH"], Dua=["peserta", "2"]))
    assert refusal.kode == "LEMBAR_TIDAK_JELAS"
    assert "Satu, Dua" in refusal.pesan
