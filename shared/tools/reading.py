"""Tables as officers have them: titles above the header, merged headers, footers, several sheets; whatever is supposed is told."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from shared.errors import Fault, Rejected
from shared.tabular import Baris, FaultList, visible
from shared.tabular.child import Limits, in_child_now
from shared.tabular.sources import TITLE_ROWS, rows_of
from shared.tabular.workbook import FAULTS, Row, SheetName, hidden_rows, sheet_rows, sheets_of, unknown
from shared.tools.names import ALIASES, Spellings, column_key, participant, places_of, warn_of_numbers, warn_of_typos
from shared.tools.session import Session

STDIO = Path("-")
_NUMBERS = ("peserta",)
_NAMES = (
    *("formasi", "kelompok", "unit", "formasi_tujuan", "jenis_kebutuhan", "kualifikasi", "jabatan", "instansi", "grup"),
    *("kehadiran", "status", "status_skb", "kode", "rute"),
)
# Columns of free names, where one letter makes another name that nobody refuses.
_FREE = frozenset({"formasi", "kelompok", "unit", "kualifikasi", "jabatan", "instansi"})
_TOTALS = ("jumlah", "total", "rata-rata", "rerata", "keterangan", "catatan", "mengetahui")
_NEAR = 0.8
_NUMBERED = 3
# An officer's own machine, and a whole nation in one sheet.
_LIMITS = Limits(memory_bytes=12 * 1_073_741_824, seconds=900, cpu_seconds=900, result_bytes=4 * 1_073_741_824)

Rows = list[tuple[int, list[str]]]
Raw = list[Row]


@dataclass(frozen=True)
class Sheet:
    """A table as read: the names of all its columns, and its rows: number and cells, one for each column.

    Attributes:
        name: of the file, for messages.
        columns: names, canonical where the tool knows the column.
        table: the rows.
        absent: names that may be asked for and are not there: their cells are "".
    """

    name: str
    columns: tuple[str, ...]
    table: Rows
    absent: tuple[str, ...] = ()
    _rows: list[Baris] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[Baris]:
        """The rows with their cells by name."""
        absent = dict.fromkeys(self.absent, "")
        return [Baris(number, {**dict(zip(self.columns, cells, strict=True)), **absent}) for number, cells in self.table]

    def column(self, name: str) -> list[str] | None:
        """The cells of one column, None when it is absent."""
        if name not in self.columns:
            return None
        place = self.columns.index(name)
        return [cells[place] for _, cells in self.table]

    def only(self, keep: Callable[[Baris], bool]) -> "Sheet":
        """The same with some of its rows."""
        kept = [row for row, baris in zip(self.table, self.rows, strict=True) if keep(baris)]
        return Sheet(self.name, self.columns, kept, self.absent)


class _Header(NamedTuple):
    place: int
    baris: tuple[int, ...]
    names: list[str]


def read_sheet(path: Path, *, required: Sequence[str], optional: Sequence[str], faults: FaultList, session: Session) -> Sheet:
    """Read a table whole, with the columns nobody asked for as well.

    Raises:
        Rejected: the file as a whole cannot be read; faults of single rows are collected in `faults`.
    """
    session.inputs.append(path)
    name = "masukan standar" if path == STDIO else path.name
    try:
        data = sys.stdin.buffer.read() if path == STDIO else path.read_bytes()
    except OSError as error:
        raise Rejected("BERKAS_MASUK", f"Berkas {path} tidak dapat dibuka: periksa nama, tempat, dan izinnya.") from error
    wanted = [*required, *optional]
    rows = _raw(name, data, required, wanted, session)
    header = _header(name, rows, required, wanted)
    columns = _named(name, header, wanted, session)
    body = rows[header.place + len(header.baris) :]
    body = _without_numbering(name, body, session)
    body = _without_footer(name, body, [columns.index(column) for column in required], session)
    table = list(session.follow(f"Membaca {name}", _body(body, columns, faults), len(body)))
    if not table and not faults:
        raise Rejected("TABEL_KOSONG", f"Tabel {name} hanya berisi judul kolom, tanpa satu baris pun.")
    _tidy(table, columns, faults, session)
    session.tell(f"{name}: {len(table)} baris dibaca.")
    return Sheet(name, tuple(columns), table, tuple(column for column in wanted if column not in columns))


def _raw(name: str, data: bytes, required: Sequence[str], wanted: Sequence[str], session: Session) -> Raw:
    """All rows of the file, of the sheet that is meant when it is a workbook."""
    expected = [*wanted, *(alias for column in wanted for alias in ALIASES.get(column, ()))]
    if data[:4] != b"PK\x03\x04" or _single_text(data):
        if session.sheet is not None:
            session.tell(f"{name} bukan buku kerja: --lembar tidak dipakai.")
        return list(rows_of(name, data, expected, session.tell))
    sheets = sheets_of(name, data)
    if session.sheet is not None:
        meant = [sheet for sheet in sheets if sheet.name.casefold() == session.sheet.strip().casefold()]
        if not meant:
            raise Rejected("LEMBAR_TIDAK_ADA", f"Berkas {name} tidak mempunyai lembar {session.sheet}. Yang ada: {_list(sheets)}.")
        _tell_hidden(name, data, meant[0], session)
        return _read_one(name, data, meant[0])
    seen = [sheet for sheet in sheets if sheet.visible] or sheets
    hidden = [sheet for sheet in sheets if sheet not in seen]
    if hidden:
        session.tell(f"{name}: lembar tersembunyi {_list(hidden)} tidak dibaca.")
    read = [(sheet, _read_one(name, data, sheet)) for sheet in seen]
    fitting = [(sheet, rows) for sheet, rows in read if (header := _best(rows, wanted)) and not _missing(header, required)]
    if len(fitting) > 1:
        pilihan = _list([sheet for sheet, _ in fitting])
        raise Rejected(
            "LEMBAR_TIDAK_JELAS", f"Berkas {name} memuat beberapa lembar yang mungkin dimaksud: {pilihan}. Pilih dengan --lembar."
        )
    sheet, rows = fitting[0] if fitting else read[0]
    if len(sheets) > 1:
        session.tell(f"{name}: yang dibaca ialah lembar {sheet.name}.")
    _tell_hidden(name, data, sheet, session)
    return rows


def _tell_hidden(name: str, data: bytes, sheet: SheetName, session: Session) -> None:
    # A filter hides rows from the eye and not from the table.
    if hidden := hidden_rows(name, data, sheet):
        session.tell(f"{name}: {hidden} baris tersembunyi (misalnya oleh filter) ikut dibaca. Hapus barisnya bila bukan data.")


def _single_text(data: bytes) -> bool:
    return b"xl/workbook" not in data


def _list(sheets: Sequence[SheetName]) -> str:
    return ", ".join(sheet.name for sheet in sheets)


def _read_one(name: str, data: bytes, sheet: SheetName) -> Raw:
    return in_child_now(_sheet_table, name, data, sheet, limits=_LIMITS)


def _sheet_table(name: str, data: bytes, sheet: SheetName) -> Raw:
    return list(sheet_rows(name, data, sheet))


def _canonical(names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Names of columns, each wanted one under its own name; a name that stands for a column which is there already stays what it is."""
    found = [visible(name).strip().casefold() for name in names]
    for column in wanted:
        if column not in found and (places := places_of(column, names)):
            found[places[0]] = column
    return found


def _best(rows: Raw, wanted: Sequence[str]) -> _Header | None:
    """The row, or two rows of a merged header, among the first with most of the wanted columns; the first of equals."""
    best: tuple[int, _Header] | None = None
    for place, (number, cells) in enumerate(rows[:TITLE_ROWS]):
        below = rows[place + 1] if place + 1 < len(rows) else None
        for baris, names in (((number,), cells), *([((number, below[0]), _merged(cells, below[1]))] if below else [])):
            found = _canonical(names, wanted)
            fit = len(set(found).intersection(wanted))
            if any(cell.strip() for cell in cells) and names and (best is None or fit > best[0]):
                best = fit, _Header(place, baris, [cell.strip() for cell in names])
    return best[1] if best else None


def _merged(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows as one header: below a merged cell stand the names, above a cell that spans both rows stands its own."""
    width = max(len(upper), len(lower))
    above, below = ([*row, *[""] * (width - len(row))] for row in (upper, lower))
    return [low.strip() or high.strip() for high, low in zip(above, below, strict=True)]


def _missing(header: _Header, required: Sequence[str]) -> list[str]:
    found = _canonical(header.names, required)
    return [column for column in required if column not in found]


def _header(name: str, rows: Raw, required: Sequence[str], wanted: Sequence[str]) -> _Header:
    header = _best(rows, wanted)
    if header is None:
        raise Rejected("TABEL_KOSONG", f"Berkas {name} kosong.")
    missing = _missing(header, required)
    if missing:
        baris = header.baris[0]
        faults = tuple(Fault("TABEL_KOLOM_HILANG", f"Kolom {column} tidak ada.", kolom=column, baris=baris) for column in missing)
        ada = ", ".join(cell for cell in header.names if cell)[:200]
        pesan = f"Berkas {name} tidak memuat kolom {', '.join(missing)}. Kolom yang terbaca pada baris {baris}: {ada}."
        raise Rejected("TABEL_KOLOM_HILANG", pesan, faults=faults)
    return header


def _named(name: str, header: _Header, wanted: Sequence[str], session: Session) -> list[str]:
    """Give every column a name of its own.

    Raises:
        Rejected: a wanted column is there twice.
    """
    if header.baris != (1,):
        session.tell(f"{name}: judul kolom ditemukan pada baris {' dan '.join(map(str, header.baris))}.")
    names = list(header.names)
    while names and not names[-1]:
        names.pop()
    found = _canonical(names, wanted)
    _refuse_several(name, names, wanted)
    result: list[str] = []
    for place, (column, written) in enumerate(zip(found, names, strict=True), 1):
        own = column or f"kolom {place}"
        times = 2
        while own in result or (own != column and own in found):
            own, times = f"{column or 'kolom'} ({times})", times + 1
        if own != column:
            session.tell(f"{name}: kolom ke-{place} ({written or 'tanpa nama'}) disebut {own!r} karena namanya kosong atau sama.")
        elif own in wanted and own != written.casefold():
            session.tell(f"{name}: kolom {' '.join(written.split())!r} dibaca sebagai {own}.")
        result.append(own)
    _tell_unused(
        name, [column for column in result if column not in wanted], [column for column in wanted if column not in result], session
    )
    return result


def _refuse_several(name: str, names: Sequence[str], wanted: Sequence[str]) -> None:
    """Refuse to choose between columns whose names mean the same; the plain name decides."""
    for column in wanted:
        places = places_of(column, names)
        if len(places) > 1:
            yang = ", ".join(" ".join(names[place].split()) for place in places)
            pesan = f"Berkas {name} memuat beberapa kolom yang berarti {column}: {yang}. Beri nama {column} hanya pada yang dimaksud."
            raise Rejected("TABEL_KOLOM_GANDA", pesan)


def _tell_unused(name: str, unused: Sequence[str], absent: Sequence[str], session: Session) -> None:
    """A column that nobody reads may be one that was meant to be read."""
    if unused:
        session.tell(f"{name}: kolom yang tidak dipakai: {', '.join(unused)}.")
    for column in unused:
        if near := get_close_matches(column_key(column).replace(" ", ""), [one.replace("_", "") for one in absent], n=1, cutoff=_NEAR):
            meant = next(one for one in absent if one.replace("_", "") == near[0])
            session.tell(f"Peringatan: {name}: kolom {column!r} tidak dikenal dan tidak dibaca. Maksudnya {meant}?")


def _without_numbering(name: str, rows: Raw, session: Session) -> Raw:
    """The rows without a first one that numbers the columns, as official tables have it below the header: it would be a person."""
    first = [cell.strip(" ().") for cell in rows[0][1] if cell.strip()] if rows else []
    if len(first) < _NUMBERED or first != [str(number) for number in range(1, len(first) + 1)]:
        return rows
    session.tell(f"{name}: baris {rows[0][0]} menomori kolom dan dilewati.")
    return rows[1:]


def _without_footer(name: str, rows: Raw, places: Sequence[int], session: Session) -> Raw:
    end = len(rows)
    while end and _foreign(rows[end - 1][1], places):
        end -= 1
        if isi := " ".join(cell.strip() for cell in rows[end][1] if cell.strip())[:60]:
            session.tell(f"{name}: baris {rows[end][0]} bukan data dan dilewati: {isi}")
    return rows[:end]


def _body(rows: Raw, columns: Sequence[str], faults: FaultList) -> Iterator[tuple[int, list[str]]]:
    width = len(columns)
    for number, found in rows:
        if len(found) != width and (any(map(str.strip, found[width:])) or (len(found) < width and any(found))):
            pesan = f"Baris berisi {len(found)} sel, padahal judul berisi {width} kolom. Periksa pemisah dan tanda kutip."
            faults.add("TABEL_BARIS_TIMPANG", pesan, baris=number)
            continue
        cells = [cell.strip() for cell in (found if len(found) == width else found[:width])]
        if not FAULTS.keys().isdisjoint(cells):
            for column, cell in zip(columns, cells, strict=True):
                if cell in FAULTS:
                    fault = unknown(column, cell, number)
                    faults.add(fault.kode, fault.pesan, baris=number, kolom=column)
        elif any(cells):
            yield number, cells


def _foreign(cells: Sequence[str], places: Sequence[int]) -> bool:
    """Whether a row at the end is a signature, a date, a total: it has next to nothing where every row has something."""
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    if not first:
        return True
    filled = [place for place in places if place < len(cells) and cells[place].strip()]
    if first.casefold().rstrip(" :").split(" ")[0] in _TOTALS and len(filled) < len(places):
        return True
    number = cells[places[0]].strip() if places and places[0] < len(cells) else ""
    return len(places) > 2 and len(filled) <= 1 and (not number or " " in number or not any(map(str.isdigit, number)))


def _tidy(table: Rows, columns: Sequence[str], faults: FaultList, session: Session) -> None:
    """Participant numbers and names of posts as they are meant, in place."""
    for column in _NUMBERS:
        if column in columns:
            place = columns.index(column)
            for baris, cells in table:
                cells[place] = participant(cells[place], baris, faults, session.tell)
            warn_of_numbers([cells[place] for _, cells in table if cells[place]], session.tell)
    for column in _NAMES:
        if column in columns:
            _tidy_names(table, column, columns.index(column), faults, session)


def _tidy_names(table: Rows, column: str, place: int, faults: FaultList, session: Session) -> None:
    # A destination is a post.
    kind = "formasi" if column == "formasi_tujuan" else column
    spellings = session.spellings.setdefault(kind, Spellings(kind))
    seen = Counter([cells[place] for _, cells in table])
    first = {cells[place]: number for number, cells in reversed(table)}
    meant = {value: spellings.one(value, first[value], faults, session.tell) for value in seen}
    changed = {value: own for value, own in meant.items() if value != own}
    if changed or faults:
        for number, cells in table:
            value = cells[place]
            if value in changed:
                cells[place] = changed[value]
            elif spellings.refused(value) and number != first[value]:
                spellings.one(value, number, faults, session.tell)
    if column in _FREE:
        names: Counter[str] = Counter()
        for value, times in seen.items():
            names[meant[value]] += times
        warn_of_typos(kind, names, session.tell)
