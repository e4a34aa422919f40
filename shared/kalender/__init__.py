"""National holidays as data, one file for each year, and working days counted by them.

Days are days in western Indonesian time (WIB). A holiday or a collective leave (cuti bersama) stands under the decree that set it at last.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Final

from shared.aturan.tabel import AturanTidakSah, Tabel, record, table, tables, text

WIB: Final = timezone(timedelta(hours=7), "WIB")
_BULAN: Final = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November", "Desember")
_FOLDER: Final = Path(__file__).parent
_SEHARI: Final = timedelta(days=1)
_SEMINGGU: Final = 7


class TahunTidakTercatat(ValueError):
    """No decree on the holidays of this year is recorded, so its working days cannot be counted."""

    def __init__(self, tahun: int) -> None:
        """Say the year."""
        super().__init__(f"no holidays of {tahun} are recorded")
        self.tahun = tahun


@dataclass(frozen=True, slots=True)
class HariLibur:
    """One day on which offices are closed, and the decree that says so."""

    hari: date
    nama: str
    keputusan: str


@dataclass(frozen=True, slots=True)
class TahunLibur:
    """The days of one year on which offices are closed.

    Attributes:
        hari_kerja_seminggu: days of the week on which offices work, 1 = Monday.
        libur, cuti_bersama: national holidays and days of collective leave, in order.
    """

    tahun: int
    hari_kerja_seminggu: frozenset[int]
    pasal_hari_kerja: str
    libur: tuple[HariLibur, ...]
    cuti_bersama: tuple[HariLibur, ...]

    @property
    def tutup(self) -> frozenset[date]:
        """Days without work besides the weekends; collective leave is one of them (posisi 37)."""
        return frozenset(satu.hari for satu in (*self.libur, *self.cuti_bersama))


@dataclass(frozen=True, slots=True)
class Kalender:
    """Working days over the years that are recorded."""

    tahun: tuple[TahunLibur, ...]

    def hari_kerja(self, hari: date) -> bool:
        """Whether offices work on this day.

        Raises:
            TahunTidakTercatat: nothing is known of its year.
        """
        tahun = self._tahun(hari.year)
        return hari.isoweekday() in tahun.hari_kerja_seminggu and hari not in tahun.tutup

    def jumlah(self, dari: date, sebelum: date) -> int:
        """Count the working days from `dari` on, without `sebelum`; 0 when that is no later.

        Raises:
            TahunTidakTercatat: nothing is known of a year between them.
        """
        return sum(_jumlah(self._tahun(tahun), mulai, akhir) for tahun, mulai, akhir in _per_tahun(dari, sebelum))

    def sebelum(self, hari: date, jumlah: int) -> date:
        """The latest day from which at least `jumlah` (from 1) working days lie before `hari`.

        Raises:
            TahunTidakTercatat: nothing is known of a year that is passed.
        """
        while jumlah:
            hari -= _SEHARI
            jumlah -= self.hari_kerja(hari)
        return hari

    def sesudah(self, hari: date, jumlah: int) -> date:
        """The earliest day before which at least `jumlah` (from 1) working days lie, `hari` being the first that may count.

        Raises:
            TahunTidakTercatat: nothing is known of a year that is passed.
        """
        while jumlah:
            jumlah -= self.hari_kerja(hari)
            hari += _SEHARI
        return hari

    def _tahun(self, tahun: int) -> TahunLibur:
        for satu in self.tahun:
            if satu.tahun == tahun:
                return satu
        raise TahunTidakTercatat(tahun)


def hari_wib(saat: datetime) -> date:
    """The day in WIB of a moment."""
    return saat.astimezone(WIB).date()


def waktu_wib(saat: datetime) -> str:
    """A moment as people read it, such as 6 September 2024 pukul 20.00.00 WIB."""
    wib = saat.astimezone(WIB)
    return f"{tanggal(wib)} pukul {wib:%H.%M.%S} WIB"


def tanggal(hari: date) -> str:
    """A day as people read it, such as 6 September 2024."""
    return f"{hari.day} {_BULAN[hari.month - 1]} {hari.year}"


@cache
def load() -> Kalender:
    """Every year that is recorded.

    Raises:
        AturanTidakSah: a file is unreadable or contradicts itself.
    """
    return Kalender(
        tuple(parse(tomllib.loads(path.read_text(encoding="utf-8")), name=path.name) for path in sorted(_FOLDER.glob("*.toml")))
    )


def parse(tabel: Tabel, *, name: str) -> TahunLibur:
    """Read the file of one year, called `name` in messages.

    Raises:
        AturanTidakSah: a value is missing or misspelt, a day is not of the year, or stands there twice.
    """
    try:
        libur = tuple(_hari(tabel, "libur"))
        cuti = tuple(_hari(tabel, "cuti_bersama"))
        kepala = {key: value for key, value in tabel.items() if key != "keputusan"}
        tahun = record(TahunLibur, kepala, "", libur=_urut(libur), cuti_bersama=_urut(cuti))
    except (KeyError, TypeError, ValueError) as error:
        raise AturanTidakSah(f"holidays {name}: {type(error).__name__}: {error}") from error
    days = [satu.hari for satu in (*libur, *cuti)]
    if len(set(days)) != len(days) or any(hari.year != tahun.tahun for hari in days):
        raise AturanTidakSah(f"holidays {name}: each day must be one of the year and stand there once")
    if not tahun.hari_kerja_seminggu or not tahun.hari_kerja_seminggu <= set(range(1, _SEMINGGU + 1)):
        raise AturanTidakSah(f"holidays {name}: hari_kerja_seminggu must name days from 1 to {_SEMINGGU}")
    return tahun


def _hari(tabel: Tabel, jenis: str) -> Iterator[HariLibur]:
    for satu in tables(tabel, "keputusan"):
        dasar = f"{text(satu, 'nomor')}, {text(satu, 'pasal')}"
        daftar = table(satu, jenis) if jenis in satu else {}
        yield from (HariLibur(date.fromisoformat(hari), text(daftar, hari), dasar) for hari in daftar)


def _urut(hari: tuple[HariLibur, ...]) -> tuple[HariLibur, ...]:
    return tuple(sorted(hari, key=lambda satu: satu.hari))


def _per_tahun(dari: date, sebelum: date) -> Iterator[tuple[int, date, date]]:
    """Cut a stretch of days at the turn of each year: the year, its first day, and the day after its last."""
    for tahun in range(dari.year, (sebelum - _SEHARI).year + 1 if dari < sebelum else dari.year):
        yield tahun, max(dari, date(tahun, 1, 1)), min(sebelum, date(tahun + 1, 1, 1))


def _jumlah(tahun: TahunLibur, dari: date, sebelum: date) -> int:
    minggu, sisa = divmod((sebelum - dari).days, _SEMINGGU)
    awal = dari.isoweekday() - 1
    lebih = sum((awal + lewat) % _SEMINGGU + 1 in tahun.hari_kerja_seminggu for lewat in range(sisa))
    tutup = sum(dari <= hari < sebelum and hari.isoweekday() in tahun.hari_kerja_seminggu for hari in tahun.tutup)
    return minggu * len(tahun.hari_kerja_seminggu) + lebih - tutup
