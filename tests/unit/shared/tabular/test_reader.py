"""Files as offices really send them, and what they are told when a file cannot be taken."""

import gzip
import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from shared.errors import Rejected
from shared.tabular import FaultList, Style, read_table, sources, workbook, write_csv, write_xlsx

COLUMNS = ("peserta", "twk")
EXPECTED = [(2, {"peserta": "24000120110000001", "twk": "75"}), (3, {"peserta": "24000120110000002", "twk": "80"})]
CSV = "peserta,twk\n24000120110000001,75\n24000120110000002,80\n"


def _read(data: bytes, *, optional: tuple[str, ...] = ()) -> list[tuple[int, dict[str, str]]]:
    return [(row.baris, row.nilai) for row in read_table("nilai.csv", data, required=COLUMNS, optional=optional)]


def _refusal(data: bytes) -> Rejected:
    with pytest.raises(Rejected) as caught:
        _read(data)
    return caught.value


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(CSV.encode(), id="comma"),
        pytest.param(CSV.replace(",", ";").encode(), id="semicolon, as Indonesian Excel saves"),
        pytest.param(CSV.replace(",", "\t").encode(), id="tab"),
        pytest.param(CSV.encode("utf-8-sig"), id="byte order mark"),
        pytest.param(CSV.replace("\n", "\r\n").encode(), id="Windows line ends"),
        pytest.param(CSV.removesuffix("\n").encode(), id="no last line end"),
        pytest.param(CSV.replace("peserta,twk", " Peserta ,TWK").encode(), id="header in other case, padded"),
        pytest.param(CSV.replace(",75", ", 75 ").encode(), id="padded cell"),
        pytest.param(CSV.replace("75\n", "75,,\n").encode(), id="empty cells beyond the header"),
        pytest.param((CSV + "\n,\n  \n").replace("  \n", "").encode(), id="empty rows at the end"),
        pytest.param(gzip.compress(CSV.encode()), id="gzip"),
        pytest.param(write_xlsx([("24000120110000001", 75), ("24000120110000002", 80)], COLUMNS), id="our own XLSX"),
        pytest.param(_workbook([["Peserta", "TWK"], ["24000120110000001", 75], ["24000120110000002", "80"]]), id="XLSX"),
    ],
)
def test_the_same_table_in_every_form(data: bytes) -> None:
    assert _read(data) == EXPECTED


def test_columns_nobody_asked_for_are_ignored_wherever_they_stand() -> None:
    data = b"no;twk;nama;peserta\n1;75;x;24000120110000001\n2;80;y;24000120110000002\n"
    assert _read(data) == EXPECTED


def test_letters_that_nobody_sees_make_no_other_column() -> None:
    rows = list(read_table("x.csv", "\u2060id,sta\u200btus\n1,TH\n".encode(), required=("id",), optional=("status",)))
    assert rows[0].nilai == {"id": "1", "status": "TH"}


@pytest.mark.parametrize("galat", ["#N/A", "#REF!", "#DIV/0!", "#NAME?", "Err:508"])
def test_an_error_that_was_saved_as_text_is_no_name(galat: str) -> None:
    for data in (
        f"id,kelompok\n1,{galat}\n2,E1\n3,#1\n".encode(),
        write_xlsx([["1", galat], ["2", "E1"], ["3", "#1"]], ["id", "kelompok"]),
    ):
        faults = FaultList()
        rows = list(read_table("x", data, required=("id", "kelompok"), faults=faults))
        assert [row.nilai["kelompok"] for row in rows] == ["E1", "#1"]
        assert [(fault.kode, fault.baris, fault.kolom) for fault in faults] == [("TABEL_GALAT", 2, "kelompok")]


def test_an_optional_column_that_is_absent_is_empty() -> None:
    assert [nilai["status_skb"] for _, nilai in _read(CSV.encode(), optional=("status_skb",))] == ["", ""]


def test_a_cell_with_a_line_break_is_one_row() -> None:
    data = b'peserta,twk,catatan\n1,75,"a\nb\nc"\n2,80,\n'
    assert [baris for baris, _ in _read(data)] == [2, 3]


def test_rows_keep_the_numbers_that_the_sender_sees() -> None:
    assert [baris for baris, _ in _read(b"peserta,twk\n\n1,75\n\n\n2,80\n")] == [3, 6]
    assert [baris for baris, _ in _read(_workbook([[], ["peserta", "twk"], [], ["1", "75"]]))] == [4]


def test_cells_of_a_workbook_are_read_as_they_were_typed() -> None:
    typed: list[object] = [0.1, 83.125, 1e-7, 100.0, True, date(2024, 1, 2), datetime(2024, 1, 2, 3, 4), None]  # noqa: DTZ001 - sheets know no zones
    names = [f"k{n}" for n in range(len(typed))]
    (row,) = read_table("x.xlsx", _workbook([[*names], [*typed, None]]), required=names)
    assert list(row.nilai.values()) == ["0.1", "83.125", "0.0000001", "100", "TRUE", "2024-01-02", "2024-01-02T03:04:00", ""]


def test_a_number_that_lost_digits_is_not_taken_for_another_persons() -> None:
    refused = _refusal(_workbook([["peserta", "twk", "lain"], [24000120110000001, 75, 1], ["24000120110000002", 80, 24000120110000001]]))
    assert [(f.kode, f.baris, f.kolom) for f in refused.faults] == [("TABEL_ANGKA_TERPOTONG", 2, "peserta")]


@pytest.mark.parametrize(
    ("data", "kode"),
    [
        pytest.param(b"", "TABEL_KOSONG", id="nothing"),
        pytest.param(b"\n \n", "TABEL_KOSONG", id="only blanks"),
        pytest.param(b",\n,\n", "TABEL_KOSONG", id="only separators"),
        pytest.param("peserta,twk\n1,é\n".encode("latin-1"), "TABEL_ENKODE", id="Latin-1"),
        pytest.param(CSV.encode("utf-16"), "TABEL_ENKODE", id="UTF-16"),
        pytest.param(b"peserta,twk\n1,\0\n", "TABEL_BUKAN_TABEL", id="NUL"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "TABEL_BUKAN_TABEL", id="picture"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "TABEL_BUKAN_TABEL", id="old XLS"),
        pytest.param(b"PK\x03\x04 but no archive", "TABEL_BUKAN_TABEL", id="broken XLSX"),
        pytest.param(b"x" * 1_100_000, "TABEL_BUKAN_TABEL", id="no lines"),
        pytest.param(b'peserta,twk\n1,"75\n2,80\n', "TABEL_KUTIP", id="quote not closed"),
        pytest.param(b'peserta,twk\n1,"75"x\n', "TABEL_KUTIP", id="text after a quote"),
        pytest.param(gzip.compress(CSV.encode())[:-12], "TABEL_RUSAK", id="gzip cut short"),
        pytest.param(b"\x1f\x8b\x08 broken", "TABEL_RUSAK", id="gzip broken"),
        pytest.param(b"peserta,tiu\n1,2\n", "TABEL_KOLOM_HILANG", id="column missing"),
        pytest.param(b"peserta,twk,TWK\n1,2,3\n", "TABEL_KOLOM_GANDA", id="column twice"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, kode: str) -> None:
    assert _refusal(data).kode == kode


def _zipped(entries: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries.items():
            archive.writestr(path, content)
    return out.getvalue()


def test_the_only_table_in_an_archive_is_read() -> None:
    assert _read(_zipped({"nilai.csv": CSV})) == EXPECTED


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    assert _refusal(_zipped({"nilai.csv": CSV, "nilai-2.csv": CSV})).kode == "TABEL_BUKAN_TABEL"
    assert _refusal(_zipped({"nilai.pdf": CSV})).kode == "TABEL_BUKAN_TABEL"


def test_every_missing_column_is_named() -> None:
    refused = _refusal(b"nama\nx\n")
    assert [(f.kolom, f.baris) for f in refused.faults] == [("peserta", 1), ("twk", 1)]


def test_all_ragged_rows_are_named_and_the_file_is_refused_at_its_end() -> None:
    refused = _refusal(b"peserta,twk\n1,75\n2\n3,80\n4,85,9\n")
    assert refused.kode == "TABEL_BARIS"
    assert [(f.kode, f.baris) for f in refused.faults] == [("TABEL_BARIS_TIMPANG", 3), ("TABEL_BARIS_TIMPANG", 5)]


def test_with_a_list_of_faults_the_good_rows_pass() -> None:
    faults = FaultList()
    rows = [row.baris for row in read_table("x.csv", b"peserta,twk\n1,75\n2\n3,80\n", required=COLUMNS, faults=faults)]
    assert (rows, [f.baris for f in faults]) == ([2, 4], [3])


def test_what_unfolds_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = gzip.compress(b"peserta,twk\n" + b"1,75\n" * 1_000_000)
    assert len(bomb) < 20_000
    assert _refusal(bomb).kode == "TABEL_TERLALU_BESAR"
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 1_000_000)
    big = write_xlsx([("1", 75)] * 100_000, COLUMNS)
    assert _refusal(big).kode == "TABEL_TERLALU_BESAR"


def test_many_faults_are_counted_and_the_first_thousand_kept() -> None:
    refused = _refusal(b"peserta,twk\n" + b"1\n" * 1500)
    assert len(refused.faults) == 1000
    assert "1500 kesalahan" in refused.pesan


def test_files_of_ours_are_the_same_bytes_on_any_day() -> None:
    rows = [("00,1", 5, None), ('"kutip"', -7, "baris\nbaru")]
    assert write_csv(rows, ("a", "b", "c")) == b'a,b,c\n"00,1",5,\n"""kutip""",-7,"baris\nbaru"\n'
    data = write_xlsx(rows, ("a", "b", "c"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert data == write_xlsx(iter(rows), ("a", "b", "c"))


def test_text_that_would_open_as_a_formula_does_not() -> None:
    texts = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "-5", "+62.811", "-", "biasa", None, 3]
    written = write_csv([[text] for text in texts], ("a",)).decode().splitlines()[1:]
    assert written == ["'=1+1", "'+1+1", "'-1+1", "'@SUM(A1)", "'\t=1", "-5", "+62.811", "-", "biasa", '""', "3"]


def test_a_table_as_the_indonesian_excel_opens_it() -> None:
    data = write_csv([("a;b", Decimal("73.600"), 5, "=1+1")], ("w", "x", "y", "z"), Style.EXCEL_ID)
    assert data == b'\xef\xbb\xbfw;x;y;z\r\n"a;b";73,600;5;\'=1+1\r\n'


def test_scores_are_numbers_with_a_format_and_a_second_sheet_explains() -> None:
    data = write_xlsx([("1", Decimal("73.600"), Decimal("3.5"))], ("peserta", "nilai", "ipk"), about=[("peserta", "Nomor")])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Data", "Keterangan"]
    cells = list(book["Data"].rows)[1]
    assert [(cell.value, cell.number_format) for cell in cells] == [("1", "General"), (73.6, "0.000"), (3.5, "General")]
    assert [cell.value for cell in next(iter(book["Keterangan"].rows))] == ["peserta", "Nomor"]


def test_another_reader_opens_our_workbook_and_computes_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_xlsx([("=1+1", 10**15, " a\r\n<&>\x01", None)], ("a", "b", "c", "d"))))
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in list(sheet.rows)[1]] == ["=1+1", str(10**15), " a\r\n<&>\ufffd", None]
