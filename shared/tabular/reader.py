"""A table by its header: only the named columns, under their names, row by row."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.errors import Fault, Rejected
from shared.tabular.faults import FaultList
from shared.tabular.sources import rows_of, visible
from shared.tabular.workbook import FAULTS, Row, unknown


class Baris(NamedTuple):
    """One row: its number in the file (the header is 1) and the cells by column name, trimmed."""

    baris: int
    nilai: dict[str, str]


def read_table(
    name: str,
    data: bytes,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    faults: FaultList | None = None,
    at_most: int | None = None,
) -> Iterator[Baris]:
    """Read CSV (comma, semicolon or tab; UTF-8 with or without BOM), gzipped CSV, or the sheet of an XLSX that has the columns.

    Header names are compared trimmed and without case; columns nobody asked for are ignored; empty rows are skipped. A row is counted as a
    spreadsheet counts it: a cell with a line break in it is still one row. About a million rows in two seconds, in constant memory for CSV.

    Args:
        name: of the file, for messages.
        data: the whole file.
        required: names of columns that must be there, lower case.
        optional: names of columns that may be there; where they are not, their cells are "".
        at_most: rows that the sender says there are, where it is said: reading ends with the first one beyond.
        faults: collects the faults of single rows and lets the others pass; without it they refuse the file.

    Yields:
        Rows with every required and optional column.

    Raises:
        Rejected: `TABEL_…`, or `REKONSILIASI` for more than `at_most` rows; the file as a whole before the first row, its single rows after
            the last one: use nothing before the end.
    """
    collected = FaultList() if faults is None else faults
    rows = rows_of(name, data, [*required, *optional], required=required)
    header = _header(name, rows)
    places = _places(name, header, required, optional)
    absent = dict.fromkeys((column for column in optional if column not in places), "")
    picked = list(places.items())
    width = len(header)
    taken = 0
    for number, cells in rows:
        if any(cells):
            taken += 1
            if at_most is not None and taken > at_most:
                pesan = f"Berkas {name} berisi lebih dari {at_most} baris yang disebut. Kirim berkas yang lengkap atau perbaiki jumlahnya."
                raise Rejected("REKONSILIASI", pesan, kolom="jumlah")
        if len(cells) != width and not _fits(cells, width):
            if any(cells):
                pesan = f"Baris berisi {len(cells)} sel, padahal judul berisi {width} kolom. Periksa pemisah dan tanda kutip."
                collected.add("TABEL_BARIS_TIMPANG", pesan, baris=number)
            continue
        nilai = {column: cells[place].strip() for column, place in picked}
        if not FAULTS.keys().isdisjoint(cells) and _note_unknown(number, nilai, collected):
            continue
        if any(nilai.values()) or any(cells):
            yield Baris(number, nilai | absent if absent else nilai)
    if faults is None:
        collected.refuse("TABEL_BARIS", f"Berkas {name}")


def _header(name: str, rows: Iterator[Row]) -> list[str]:
    """The first row that is not empty, as compared: trimmed, without case, without empty cells at its end."""
    for _, cells in rows:
        header = [visible(cell).strip().casefold() for cell in cells]
        while header and not header[-1]:
            header.pop()
        if header:
            return header
    raise Rejected("TABEL_KOSONG", f"Berkas {name} kosong.")


def _places(name: str, header: Sequence[str], required: Sequence[str], optional: Sequence[str]) -> dict[str, int]:
    """Find the place of each wanted column.

    Raises:
        Rejected: a required column is not there, or a wanted one is there twice.
    """
    missing = [column for column in required if column not in header]
    if missing:
        faults = tuple(Fault("TABEL_KOLOM_HILANG", f"Kolom {column} tidak ada.", kolom=column, baris=1) for column in missing)
        raise Rejected("TABEL_KOLOM_HILANG", f"Berkas {name} tidak memuat kolom {', '.join(missing)}.", faults=faults)
    wanted = [column for column in (*required, *optional) if column in header]
    twice = [column for column in wanted if header.count(column) > 1]
    if twice:
        faults = tuple(Fault("TABEL_KOLOM_GANDA", f"Kolom {column} ada lebih dari satu.", kolom=column, baris=1) for column in twice)
        raise Rejected("TABEL_KOLOM_GANDA", f"Berkas {name} memuat lebih dari satu kolom {', '.join(twice)}.", faults=faults)
    return {column: header.index(column) for column in wanted}


def _fits(cells: Sequence[str], width: int) -> bool:
    """Empty cells beyond the header are spreadsheets' habit, and harmless."""
    return len(cells) > width and not any(cells[width:])


def _note_unknown(number: int, nilai: dict[str, str], faults: FaultList) -> bool:
    """Note the wanted cells whose value nobody knows: taken for empty, or for the digits that are left, they would be another value."""
    lost = [unknown(column, value, number) for column, value in nilai.items() if value in FAULTS]
    for fault in lost:
        faults.add(fault.kode, fault.pesan, baris=fault.baris, kolom=fault.kolom)
    return bool(lost)
