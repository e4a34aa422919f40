"""The calendar of a season: when each stage begins and ends, and what is open at a moment.

pendaftaran owns it and checks it against the law; every service may hold a copy and asks it the same questions. A moment is the server's
time of receipt, judged to the millisecond. Pure: no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from shared.istilah import TahapMusim

# What stands open to people: a promise that later versions may lengthen and never shorten.
PINTU: Final = frozenset(
    {
        TahapMusim.PENGUMUMAN,
        TahapMusim.PENDAFTARAN,
        TahapMusim.SANGGAH_ADMINISTRASI,
        TahapMusim.PILIHAN_BAWAAN,
        TahapMusim.SANGGAH_SKD,
        TahapMusim.SANGGAH_AKHIR,
        TahapMusim.DRH,
    }
)
# What people prepare for and travel to.
UJIAN: Final = frozenset({TahapMusim.SKD, TahapMusim.SKB, TahapMusim.SELEKSI_KOMPETENSI})
_MILIDETIK: Final = 1000

NAMA: Final[Mapping[TahapMusim, str]] = MappingProxyType(
    {
        TahapMusim.PENGUMUMAN: "pengumuman lowongan",
        TahapMusim.PENDAFTARAN: "pendaftaran",
        TahapMusim.PEMERIKSAAN: "pemeriksaan dokumen",
        TahapMusim.HASIL_ADMINISTRASI: "pengumuman hasil seleksi administrasi",
        TahapMusim.SANGGAH_ADMINISTRASI: "masa sanggah seleksi administrasi",
        TahapMusim.JAWABAN_ADMINISTRASI: "jawaban sanggah seleksi administrasi",
        TahapMusim.PILIHAN_BAWAAN: "pilihan nilai SKD tahun sebelumnya",
        TahapMusim.SKD: "SKD",
        TahapMusim.HASIL_SKD: "pengumuman hasil SKD",
        TahapMusim.SANGGAH_SKD: "masa sanggah SKD",
        TahapMusim.JAWABAN_SKD: "jawaban sanggah SKD",
        TahapMusim.SKB: "SKB",
        TahapMusim.SELEKSI_KOMPETENSI: "seleksi kompetensi",
        TahapMusim.HASIL_AKHIR: "pengumuman hasil akhir",
        TahapMusim.SANGGAH_AKHIR: "masa sanggah hasil akhir",
        TahapMusim.JAWABAN_AKHIR: "jawaban sanggah hasil akhir",
        TahapMusim.DRH: "pengisian DRH",
        TahapMusim.USUL_NIP: "usul penetapan NIP",
    }
)
"""Each stage as people read it, in the middle of a sentence."""


@dataclass(frozen=True, slots=True)
class Jendela:
    """From `mulai` to `sampai`, both included, in whole milliseconds: a day ends at 23:59:59.999 (posisi 24).

    Raises:
        ValueError: a moment without a zone, or finer than a millisecond, or an end before the beginning.
    """

    mulai: datetime
    sampai: datetime

    def __post_init__(self) -> None:
        """Refuse what is no window."""
        for saat in (self.mulai, self.sampai):
            if saat.utcoffset() is None or saat.microsecond % _MILIDETIK:
                raise ValueError("a bound needs a zone and whole milliseconds")
        if self.sampai < self.mulai:
            raise ValueError("the end is before the beginning")

    @property
    def lama(self) -> timedelta:
        """How long it stands open, less its last millisecond."""
        return self.sampai - self.mulai

    def terbuka(self, saat: datetime) -> bool:
        """Whether a request that the server received at this moment is inside."""
        return self.mulai <= milidetik(saat) <= self.sampai

    def sudah_mulai(self, saat: datetime) -> bool:
        """Whether its beginning has come."""
        return self.mulai <= milidetik(saat)

    def sudah_selesai(self, saat: datetime) -> bool:
        """Whether its last millisecond is over."""
        return self.sampai < milidetik(saat)


@dataclass(frozen=True, slots=True)
class Pengecualian:
    """A decree that lets one stage deviate from one rule.

    Attributes:
        aturan: the rule, by the code under which it refuses.
        keputusan: number of the decree.
    """

    aturan: str
    tahap: TahapMusim
    keputusan: str


@dataclass(frozen=True, slots=True)
class Jadwal:
    """One version of the calendar of a season.

    Attributes:
        musim: code of the season.
        versi: counted from 1; each signed act makes the next one.
        tahap: the stages that have dates so far, each once.
        pengecualian: the decrees without which it would be refused.

    Raises:
        ValueError: a stage stands there twice.
    """

    musim: str
    versi: int
    tahap: tuple[tuple[TahapMusim, Jendela], ...]
    pengecualian: tuple[Pengecualian, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two windows of one stage."""
        if len(dict(self.tahap)) != len(self.tahap):
            raise ValueError("a stage stands there twice")

    def jendela(self, tahap: TahapMusim) -> Jendela | None:
        """When a stage is; None while it has no dates."""
        return dict(self.tahap).get(tahap)

    def terbuka(self, tahap: TahapMusim, saat: datetime) -> bool:
        """Whether a stage is going on at a moment; never while it has no dates."""
        jendela = self.jendela(tahap)
        return jendela is not None and jendela.terbuka(saat)


def milidetik(saat: datetime) -> datetime:
    """The moment without what is finer than a millisecond, as it is judged and written."""
    return saat.replace(microsecond=saat.microsecond // _MILIDETIK * _MILIDETIK)
