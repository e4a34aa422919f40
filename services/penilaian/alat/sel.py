"""Cells that several tools read alike."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from shared.aturan import SusunanSkd
from shared.tabular import Baris, FaultList, choice, integer, tanggal_in, text
from shared.tools import Bars, Sheet, read_sheet


class Orang(Protocol):
    """Somebody who is ranked in a formation."""

    @property
    def peserta(self) -> str:
        """Participant number."""

    @property
    def formasi(self) -> str:
        """The post applied for."""


W = TypeVar("W", bound=StrEnum)
Peserta = TypeVar("Peserta", bound=Orang)
_TERPANJANG = 80


def kata(baris: Baris, kolom: str, faults: FaultList) -> str:
    """A short text that must be there; empty after a fault."""
    return text(baris, kolom, faults, longest=_TERPANJANG) or ""


def pilihan(baris: Baris, kolom: str, jenis: type[W], faults: FaultList, baku: W) -> W:
    """A word of a list; an empty cell, and a faulty one after its fault, is `baku`."""
    return choice(baris, kolom, jenis, faults, default=baku) or baku


def hari(baris: Baris, kolom: str, faults: FaultList) -> date | None:
    """A day, or None when the cell is empty."""
    return tanggal_in(baris, kolom, faults) if baris.nilai[kolom] else None


def kursi(baris: Baris, faults: FaultList) -> int | None:
    """Seats of the formation, or None when the cell is empty."""
    return integer(baris, "kuota", 1, 1_000_000, faults) if baris.nilai["kuota"] else None


def skd(baris: Baris, susunan: SusunanSkd, faults: FaultList, *, kelipatan: bool) -> tuple[int, int, int]:
    """TWK, TIU and TKP as the test can give them (the year's decree on the SKD); `kelipatan` = refuse steps that cannot occur."""
    points = []
    for kolom, komponen in (("twk", susunan.twk), ("tiu", susunan.tiu), ("tkp", susunan.tkp)):
        nilai = integer(baris, kolom, komponen.minimum, komponen.maksimum, faults)
        if nilai is not None and kelipatan and (nilai - komponen.minimum) % komponen.kelipatan:
            pesan = f"Nilai {kolom} harus kelipatan {komponen.kelipatan}. Periksa berkas asal dari pusat CAT."
            faults.add("NILAI_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom=kolom, nilai=baris.nilai[kolom])
        points.append(nilai or 0)
    return points[0], points[1], points[2]


def desimal(nilai: int | None) -> str | None:
    """Thousandths as a decimal with three places."""
    return None if nilai is None else f"{nilai // 1000}.{nilai % 1000:03d}"


class Sekali:
    """Refuses a participant number that comes twice, and seats of one formation that differ from row to row."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._peserta: dict[str, int] = {}
        self._kuota: dict[str, tuple[int | None, int]] = {}

    def peserta(self, baris: Baris, peserta: str) -> None:
        """Note the participant of a row."""
        first = self._peserta.setdefault(peserta, baris.baris)
        if first != baris.baris and peserta:
            pesan = f"Peserta ini sudah ada di baris {first}. Sisakan satu baris yang benar."
            self._faults.add("PESERTA_GANDA", pesan, baris=baris.baris, kolom="peserta", nilai=peserta)

    def formasi(self, baris: Baris, formasi: str, kuota: int | None) -> None:
        """Note the seats of a row's formation."""
        known, first = self._kuota.setdefault(formasi, (kuota, baris.baris))
        if known != kuota and formasi:
            pesan = f"Kuota formasi ini lain daripada di baris {first}. Satu formasi mempunyai satu kuota."
            self._faults.add("KUOTA_BERBEDA", pesan, baris=baris.baris, kolom="kuota", nilai=baris.nilai["kuota"])

    def kuota(self) -> dict[str, int]:
        """Seats by formation, where they are known."""
        return {formasi: kuota for formasi, (kuota, _) in self._kuota.items() if kuota is not None}


@dataclass(frozen=True, slots=True)
class Terbaca(Generic[Peserta]):
    """A table of people who are ranked: as read, the people by kelompok, and the seats of formations where they are said."""

    lembar: Sheet
    kelompok: dict[str, list[Peserta]]
    kuota: dict[str, int]


Kelompok = Mapping[str, Sequence[Peserta]]
"""People by kelompok."""


def baca_peringkat(
    masuk: Path,
    wajib: Sequence[str],
    boleh: Sequence[str],
    satu: Callable[[Baris, FaultList], Peserta],
    bars: Bars,
    *,
    semua: Callable[[Sheet, Kelompok[Peserta], FaultList], None] = lambda *_: None,
) -> Terbaca[Peserta]:
    """Read a table of people who are ranked, each row by `satu`; `semua` looks at rows together once each of them is right.

    Raises:
        Rejected: the table cannot be read, or rows are wrong; all faults by row and column.
    """
    faults = FaultList()
    lembar = read_sheet(masuk, required=wajib, optional=boleh, faults=faults, bars=bars)
    sekali = Sekali(faults)
    kelompok: defaultdict[str, list[Peserta]] = defaultdict(list)
    for baris in bars.follow("Memeriksa", lembar.rows, len(lembar.rows)):
        orang = satu(baris, faults)
        sekali.peserta(baris, orang.peserta)
        sekali.formasi(baris, orang.formasi, kursi(baris, faults))
        kelompok[kata(baris, "kelompok", faults)].append(orang)
    faults.refuse("TABEL_PERINGKAT", f"Tabel {masuk.name}")
    semua(lembar, kelompok, faults)
    faults.refuse("TABEL_PERINGKAT", f"Tabel {masuk.name}")
    return Terbaca(lembar, dict(kelompok), sekali.kuota())
