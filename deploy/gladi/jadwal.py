"""Calendars of the seasons as they were announced, and how the registration was extended: days of 2024, in WIB."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Final, NamedTuple

import orjson

from shared.istilah import TahapMusim as T
from shared.jadwal import Jendela
from shared.kalender import WIB


class Kalender(NamedTuple):
    """The calendar of a season.

    Attributes:
        diumumkan: when its first version was signed.
        tahap: its first version.
        perpanjangan: the stages that the second version puts elsewhere, because the registration goes on.
    """

    diumumkan: datetime
    tahap: Mapping[T, Jendela]
    perpanjangan: Mapping[T, Jendela]

    @property
    def pendaftaran(self) -> Jendela:
        """When people may apply, as announced first."""
        return self.tahap[T.PENDAFTARAN]

    @property
    def akhir(self) -> datetime:
        """The last moment of the extended registration."""
        return self.perpanjangan[T.PENDAFTARAN].sampai

    def versi(self, nomor: int) -> bytes:
        """The version of that number as an officer proposes it."""
        tahap = {**self.tahap, **(self.perpanjangan if nomor > 1 else {})}
        isi = {nama.value: {"mulai": satu.mulai.isoformat(), "sampai": satu.sampai.isoformat()} for nama, satu in tahap.items()}
        return orjson.dumps({"versi": nomor, "keputusan": f"Surat Gladi Jadwal {nomor}/{self.diumumkan.year}", "tahap": isi})


def _hari(mulai: str, sampai: str) -> Jendela:
    """From the beginning of one day to the last millisecond of another."""
    awal, akhir = (datetime.combine(datetime.fromisoformat(hari), time(0), WIB) for hari in (mulai, sampai))
    return Jendela(awal, akhir + timedelta(days=1) - timedelta(milliseconds=1))


# The stamp failed on the last days: closing on 10 September instead of the 6th.
_CPNS_2024 = Kalender(
    datetime(2024, 8, 19, 8, tzinfo=WIB),
    {
        T.PENGUMUMAN: _hari("2024-08-19", "2024-09-02"),
        T.PENDAFTARAN: _hari("2024-08-20", "2024-09-06"),
        T.PEMERIKSAAN: _hari("2024-08-20", "2024-09-13"),
        T.HASIL_ADMINISTRASI: _hari("2024-09-14", "2024-09-17"),
        T.SANGGAH_ADMINISTRASI: _hari("2024-09-18", "2024-09-20"),
        T.JAWABAN_ADMINISTRASI: _hari("2024-09-18", "2024-09-27"),
        T.SKD: _hari("2024-10-16", "2024-11-14"),
        T.HASIL_SKD: _hari("2024-11-17", "2024-11-19"),
        T.SKB: _hari("2024-11-20", "2024-12-20"),
        T.HASIL_AKHIR: _hari("2025-01-05", "2025-01-12"),
        T.SANGGAH_AKHIR: _hari("2025-01-13", "2025-01-15"),
        T.JAWABAN_AKHIR: _hari("2025-01-13", "2025-01-22"),
        T.DRH: _hari("2025-01-23", "2025-02-21"),
        T.USUL_NIP: _hari("2025-02-22", "2025-03-23"),
    },
    {
        T.PENDAFTARAN: _hari("2024-08-20", "2024-09-10"),
        T.PEMERIKSAAN: _hari("2024-08-20", "2024-09-17"),
        T.HASIL_ADMINISTRASI: _hari("2024-09-18", "2024-09-19"),
        T.SANGGAH_ADMINISTRASI: _hari("2024-09-20", "2024-09-22"),
        T.JAWABAN_ADMINISTRASI: _hari("2024-09-20", "2024-09-29"),
    },
)
KALENDER: Final[Mapping[str, Kalender]] = MappingProxyType({"cpns-2024": _CPNS_2024})
"""By rule set."""
