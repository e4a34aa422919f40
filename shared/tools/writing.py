"""Tables as officers take them on: nothing is overwritten by mistake, nothing half is left, numbers are numbers."""

import os
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from shared.errors import Rejected
from shared.tabular import Style, Value, thousandths, write_csv, write_xlsx
from shared.tabular.writer import MAX_XLSX_ROWS
from shared.tools.names import places_of
from shared.tools.reading import STDIO, Sheet
from shared.tools.session import Session

_NUMERIC = frozenset((
    "twk", "tiu", "tkp", "skd", "skb", "ipk", "kuota", "nilai_akhir", "skd_100", "skor_skd", "skor_skb", "peringkat", "peringkat_kelompok",
    "teknis", "manajerial_sosiokultural", "wawancara", "total", "urutan",
))  # fmt: skip
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,13})([.,][0-9]{1,6})?", re.ASCII)
_DIFFERENCES_SHOWN = 50
_MEANT_FOR_PEOPLE = "alasan"


def check_target(path: Path, session: Session, *, inputs: Sequence[Path] = ()) -> None:
    """Refuse a place where no table can be written, before minutes of work.

    Raises:
        Rejected: neither .csv nor .xlsx, a folder that is not there, an input, or a file that is there without `--timpa`.
    """
    if path == STDIO:
        session.written.append(path)
        return
    if path.suffix.lower() not in {".csv", ".xlsx"}:
        raise Rejected("BERKAS_KELUAR", "Nama berkas hasil harus berakhiran .csv atau .xlsx.")
    if not path.parent.is_dir():
        raise Rejected("BERKAS_KELUAR", f"Folder {path.parent} tidak ada. Buat folder itu, atau pakai tempat lain.")
    if any(one != STDIO and one.exists() and path.exists() and one.samefile(path) for one in inputs):
        raise Rejected("BERKAS_KELUAR", f"Berkas {path} ialah berkas masukan. Pakai nama lain untuk hasilnya.")
    if path.exists() and not session.overwrite:
        raise Rejected("BERKAS_KELUAR", f"Berkas {path} sudah ada. Pakai nama lain, atau --timpa bila isinya boleh diganti.")


def beside(path: Path, ending: str) -> Path:
    """The place of a second table of the same run."""
    return path.with_name(f"{path.stem}-{ending}{path.suffix}")


def check_rows(path: Path, rows: int) -> None:
    """Refuse more rows than fit there.

    Raises:
        Rejected: more than a sheet holds.
    """
    if path.suffix.lower() == ".xlsx" and rows >= MAX_XLSX_ROWS:
        terbanyak = f"{MAX_XLSX_ROWS - 1:,}".replace(",", ".")
        raise Rejected("BERKAS_KELUAR", f"Lembar XLSX hanya memuat {terbanyak} baris data. Pakai nama berakhiran .csv.")


def write_sheet(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Value]], session: Session) -> None:
    """Write a table in the format that the name's ending says; a write that fails leaves no file behind.

    Raises:
        Rejected: more rows than a sheet holds, or a place that cannot be written to.
    """
    check_rows(path, len(rows))
    shown = session.follow(f"Menulis {path.name}", rows, len(rows))
    if path.suffix.lower() == ".xlsx":
        put(path, write_xlsx(shown, columns))
    else:
        put(path, write_csv(shown, columns, session.style))
    if path not in session.written:
        session.written.append(path)


def put(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there when it is whole.

    Raises:
        Rejected: it cannot be written; nothing is left and what was there is as it was.
    """
    if path == STDIO:
        sys.stdout.buffer.write(content)
        return
    beside: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        beside = Path(name)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        # A file of one's own and not of a stranger: as the system would have made it.
        mask = os.umask(0)
        os.umask(mask)
        beside.chmod(0o666 & ~mask)
        beside.replace(path)
        beside = None
    except OSError as error:
        pesan = f"Berkas {path} tidak dapat ditulis ({_sebab(error)}). Tutup berkas itu bila sedang terbuka, atau pakai tempat lain."
        raise Rejected("BERKAS_KELUAR", pesan) from error
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)


def _sebab(error: OSError) -> str:
    known = {
        28: "tempat penyimpanan penuh",
        13: "tidak ada izin",
        1: "tidak ada izin",
        30: "tempat itu hanya dapat dibaca",
        27: "terlalu besar",
    }
    return known.get(error.errno or 0, f"kesalahan {error.errno}")


def write_behind(path: Path, sheet: Sheet, added: Sequence[str], values: Iterable[Sequence[Value]], session: Session) -> None:
    """Write every column of the input, in its order, with new ones behind; a column of the same name in the input stays, called `…_asal`.

    Args:
        path: see `write_sheet`.
        sheet: the input.
        added: names of the new columns.
        values: those of each row of the input, in its order.
        session: told of columns with two values, and of every difference where that was asked for.

    Raises:
        Rejected: see `write_sheet`.
    """
    computed = list(values)
    _compare(sheet, added, computed, session)
    columns = [_kept(column, sheet.columns, added, session) for column in sheet.columns]
    numeric = [column in _NUMERIC for column in sheet.columns]
    # An Indonesian Excel would read 68.500 as 68500.
    if (path.suffix.lower() == ".xlsx" or session.style is Style.EXCEL_ID) and any(numeric):
        rows: list[Sequence[Value]] = [
            [*(_number(cell) if number else cell for cell, number in zip(cells, numeric, strict=True)), *new]
            for (_, cells), new in zip(sheet.table, computed, strict=True)
        ]
    else:
        rows = [[*cells, *new] for (_, cells), new in zip(sheet.table, computed, strict=True)]
    write_sheet(path, (*columns, *added), rows, session)


def _kept(column: str, columns: Sequence[str], added: Sequence[str], session: Session) -> str:
    if column not in added:
        return column
    own, times = f"{column}_asal", 2
    while own in columns:
        own, times = f"{column}_asal_{times}", times + 1
    session.tell(f"Kolom {column} dari tabel masukan disimpan sebagai {own}; kolom {column} memuat hasil hitungan.")
    return own


def _number(cell: str) -> Value:
    return Decimal(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else cell


def _compare(sheet: Sheet, added: Sequence[str], computed: Sequence[Sequence[Value]], session: Session) -> None:
    """Tell every cell of the input that says otherwise than what is computed under the same name."""
    if not session.compare:
        return
    places = {column: meant[0] for column in added if column != _MEANT_FOR_PEOPLE and len(meant := places_of(column, sheet.columns)) == 1}
    both = list(places)
    if not both:
        session.tell(f"Tidak ada yang dibandingkan: tabel masukan tidak memuat kolom {', '.join(added)}.")
    found = 0
    for column in both:
        place, own = places[column], added.index(column)
        for (number, cells), new in zip(sheet.table, computed, strict=True):
            theirs, ours = cells[place], "" if new[own] is None else str(new[own])
            if _same(theirs, ours):
                continue
            found += 1
            if found <= _DIFFERENCES_SHOWN:
                session.tell(f"Berbeda: baris {number}, kolom {column}: tertulis {theirs or 'kosong'}, terhitung {ours or 'kosong'}.")
    session.differences += found
    if both:
        lebih = f" ({_DIFFERENCES_SHOWN} yang pertama disebut)" if found > _DIFFERENCES_SHOWN else ""
        session.tell(f"Dibandingkan dengan tabel masukan ({', '.join(both)}): {found} perbedaan{lebih}.")


def _same(theirs: str, ours: str) -> bool:
    if theirs.casefold() == ours.casefold():
        return True
    try:
        return thousandths(theirs) == thousandths(ours)
    except ValueError:
        return False
