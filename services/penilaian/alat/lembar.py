"""Tables of the officers' tools: every column of the input comes back, in its order, with the new ones behind."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from shared.errors import Rejected
from shared.tabular import Baris, FaultList, read_table, write_csv, write_xlsx
from shared.tabular.sources import rows_of
from shared.tabular.writer import MAX_XLSX_ROWS

T = TypeVar("T")
_AT_ONCE = 500


class Kemajuan(AbstractContextManager["Kemajuan"]):
    """Progress bars on standard error; silent where nobody looks."""

    def __init__(self) -> None:
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

    def ikuti(self, apa: str, items: Iterable[T], total: int | None = None) -> Iterator[T]:
        """`items`, with a bar called `apa`."""
        task = self._progress.add_task(apa, total=total)
        done = 0
        for done, item in enumerate(items, 1):
            if done % _AT_ONCE == 0:
                self._progress.update(task, completed=done)
            yield item
        self._progress.update(task, completed=done, total=done)


@dataclass(frozen=True, slots=True)
class Isian:
    """A table as read: the names of all its columns and its rows with every wanted column."""

    kolom: tuple[str, ...]
    baris: list[Baris]


@dataclass(frozen=True, slots=True)
class Lembar:
    """A table to write."""

    kolom: tuple[str, ...]
    baris: list[Sequence[str | int | None]]


def baca(nama: str, data: bytes, *, wajib: Sequence[str], boleh: Sequence[str], faults: FaultList, maju: Kemajuan) -> Isian:
    """Read a table whole.

    Raises:
        Rejected: the file as a whole cannot be read; faults of single rows are collected in `faults`.
    """
    header = _kolom(nama, data, [*wajib, *boleh])
    lain = [kolom for kolom in header if kolom not in wajib and kolom not in boleh]
    rows = read_table(nama, data, required=wajib, optional=[*boleh, *lain], faults=faults)
    return Isian(header, list(maju.ikuti(f"Membaca {nama}", rows)))


def susun_lembar(isian: Isian, tambahan: Sequence[str], nilai: Sequence[Sequence[str | int | None]]) -> Lembar:
    """The input's columns with new ones behind; a column of the same name in the input gives way."""
    kept = tuple(kolom for kolom in isian.kolom if kolom not in tambahan)
    rows: list[Sequence[str | int | None]] = [
        [*(baris.nilai[kolom] for kolom in kept), *baru] for baris, baru in zip(isian.baris, nilai, strict=True)
    ]
    return Lembar((*kept, *tambahan), rows)


def tulis(path: Path, lembar: Lembar, maju: Kemajuan) -> None:
    """Write by the name's ending.

    Raises:
        Rejected: neither .csv nor .xlsx, or more rows than a sheet holds.
    """
    rows = maju.ikuti(f"Menulis {path.name}", lembar.baris, len(lembar.baris))
    match path.suffix.lower():
        case ".csv":
            path.write_bytes(write_csv(rows, lembar.kolom))
        case ".xlsx" if len(lembar.baris) < MAX_XLSX_ROWS:
            path.write_bytes(write_xlsx(rows, lembar.kolom))
        case ".xlsx":
            raise Rejected("BERKAS_KELUAR", f"Lembar XLSX hanya memuat {MAX_XLSX_ROWS} baris. Pakai nama berakhiran .csv.")
        case _:
            raise Rejected("BERKAS_KELUAR", "Nama berkas hasil harus berakhiran .csv atau .xlsx.")


def desimal(nilai: int | None) -> str | None:
    """Thousandths as a decimal with three places."""
    return None if nilai is None else f"{nilai // 1000}.{nilai % 1000:03d}"


def _kolom(nama: str, data: bytes, dicari: Sequence[str]) -> tuple[str, ...]:
    for _, cells in rows_of(nama, data, dicari):
        header = [cell.strip().casefold() for cell in cells]
        if any(header):
            # A name that is empty or there twice cannot be given back; wanted ones are refused by the reader.
            return tuple(kolom for kolom in header if kolom and header.count(kolom) == 1)
    return ()
