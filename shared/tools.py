"""What officers' tools have in common: tables in and out by the name's ending, progress on the terminal, every fault by row and column."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shared.aturan import AturanTidakSah, jenis_pengadaan
from shared.errors import Rejected
from shared.tabular import Baris, FaultList, read_table, write_csv, write_xlsx
from shared.tabular.sources import rows_of
from shared.tabular.writer import MAX_XLSX_ROWS

T = TypeVar("T")
Value = str | int | None
_AT_ONCE = 500


class Bars(AbstractContextManager["Bars"]):
    """Progress bars on standard error; silent where nobody looks."""

    def __init__(self) -> None:
        """Nothing is shown before the context is entered."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=console, disable=not console.is_terminal)

    def __enter__(self) -> Self:
        """Begin to show."""
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Leave the terminal as it was."""
        self._progress.stop()

    def follow(self, what: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """`items`, with a bar called `what`."""
        task = self._progress.add_task(what, total=total)
        done = 0
        for done, item in enumerate(items, 1):
            if done % _AT_ONCE == 0:
                self._progress.update(task, completed=done)
            yield item
        self._progress.update(task, completed=done, total=done)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as read: the names of all its columns, and its rows with every wanted column."""

    columns: tuple[str, ...]
    rows: list[Baris]


def read_sheet(path: Path, *, required: Sequence[str], optional: Sequence[str], faults: FaultList, bars: Bars) -> Sheet:
    """Read a table whole, with the columns nobody asked for as well.

    Raises:
        Rejected: the file as a whole cannot be read; faults of single rows are collected in `faults`.
    """
    data = path.read_bytes()
    columns = _header(path.name, data, [*required, *optional])
    others = [column for column in columns if column not in required and column not in optional]
    rows = read_table(path.name, data, required=required, optional=[*optional, *others], faults=faults)
    return Sheet(columns, list(bars.follow(f"Membaca {path.name}", rows)))


def write_sheet(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Value]], bars: Bars) -> None:
    """Write by the name's ending.

    Raises:
        Rejected: neither .csv nor .xlsx, more rows than a sheet holds, or a place that cannot be written to.
    """
    check_target(path)
    if path.suffix.lower() == ".xlsx" and len(rows) >= MAX_XLSX_ROWS:
        raise Rejected("BERKAS_KELUAR", f"Lembar XLSX hanya memuat {MAX_XLSX_ROWS} baris. Pakai nama berakhiran .csv.")
    shown = bars.follow(f"Menulis {path.name}", rows, len(rows))
    table = write_csv(shown, columns) if path.suffix.lower() == ".csv" else write_xlsx(shown, columns)
    try:
        path.write_bytes(table)
    except OSError as error:
        pesan = f"Berkas {path} tidak dapat ditulis: {error.strerror}. Tutup berkas itu bila sedang terbuka, atau pakai nama lain."
        raise Rejected("BERKAS_KELUAR", pesan) from error


def check_target(path: Path) -> None:
    """Whether a table can be written there, asked before minutes of work.

    Raises:
        Rejected: neither .csv nor .xlsx, or a folder that is not there.
    """
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise Rejected("BERKAS_KELUAR", "Nama berkas hasil harus berakhiran .csv atau .xlsx.")
    if not path.parent.is_dir():
        raise Rejected("BERKAS_KELUAR", f"Folder {path.parent} tidak ada. Buat folder itu, atau pakai tempat lain.")


def only_cpns(name: str) -> None:
    """Refuse a rule set that has no SKD.

    Raises:
        Rejected: of PPPK.
    """
    if jenis_pengadaan(name) == "PPPK":
        pesan = f"Aturan {name} ialah aturan PPPK; perintah ini hanya untuk CPNS. Untuk PPPK ada: python -m services.penilaian peringkat."
        raise Rejected("BUKAN_CPNS", pesan)


def write_behind(path: Path, sheet: Sheet, added: Sequence[str], values: Iterable[Sequence[Value]], bars: Bars) -> None:
    """Write every column of the input, in its order, with new ones behind; a column of the same name in the input gives way.

    Args:
        path: see `write_sheet`.
        sheet: the input.
        added: names of the new columns.
        values: those of each row of the input, in its order.
        bars: shows how far it is.

    Raises:
        Rejected: see `write_sheet`.
    """
    kept = tuple(column for column in sheet.columns if column not in added)
    rows: list[Sequence[Value]] = [[*(row.nilai[column] for column in kept), *new] for row, new in zip(sheet.rows, values, strict=True)]
    write_sheet(path, (*kept, *added), rows, bars)


@contextmanager
def told() -> Iterator[None]:
    """Say on standard error what was refused, each fault by row and column, and end with status 1; 2 when the rules cannot be used."""
    try:
        yield
    except Rejected as error:
        sys.stderr.write(f"{error.pesan}\n")
        for fault in error.faults:
            place = ", ".join(
                part for part in (f"baris {fault.baris}" if fault.baris else "", f"kolom {fault.kolom}" if fault.kolom else "") if part
            )
            value = f" (tertulis {fault.nilai!r})" if fault.nilai else ""
            sys.stderr.write(f"  {place + ': ' if place else ''}{fault.pesan}{value}\n")
        raise typer.Exit(1) from error
    except AturanTidakSah as error:
        sys.stderr.write(f"Aturan tidak dapat dipakai: {error}\n")
        raise typer.Exit(2) from error


def _header(name: str, data: bytes, wanted: Sequence[str]) -> tuple[str, ...]:
    for _, cells in rows_of(name, data, wanted):
        header = [cell.strip().casefold() for cell in cells]
        if any(header):
            # A name that is empty or there twice cannot be given back; wanted ones are refused by the reader.
            return tuple(column for column in header if column and header.count(column) == 1)
    return ()
