"""What is wrong with a calendar, and what a decree may excuse."""

from dataclasses import dataclass
from typing import Literal

from services.pendaftaran.domain.kalimat import waktu_wib
from shared.aturan.jadwal import AturanJadwal
from shared.aturan.sanggah import Sanggah
from shared.errors import Fault
from shared.istilah import TahapMusim
from shared.jadwal import NAMA, Jadwal, Jendela
from shared.kalender import Kalender

Batas = Literal["mulai", "sampai"]


@dataclass(frozen=True, slots=True)
class KetentuanJadwal:
    """What a calendar is held against: the rules of the season, its objections, and the working days of the country."""

    aturan: AturanJadwal
    sanggah: tuple[Sanggah, ...]
    kalender: Kalender


@dataclass(frozen=True, slots=True)
class Cela:
    """One thing wrong with a calendar.

    Attributes:
        tahap, batas: the bound to be changed; no bound where the stage itself is to blame.
        terkait: every bound that led to it; what all lies behind is not judged again.
        dapat_dikecualikan: whether the number of a decree excuses it.
        bertentangan: it contradicts what was announced, and not the law alone.
    """

    kode: str
    tahap: TahapMusim | None
    pesan: str
    batas: Batas | None = None
    terkait: tuple[tuple[TahapMusim, Batas], ...] = ()
    dapat_dikecualikan: bool = False
    bertentangan: bool = False

    def fault(self) -> Fault:
        """The same for whoever proposed the calendar; `kolom` names the field of the request."""
        kolom = None if self.tahap is None else ".".join(("tahap", self.tahap.value, *([self.batas] if self.batas else [])))
        lanjut = " Bila ada keputusan yang mengecualikannya, sebutkan nomornya pada pengecualian." if self.dapat_dikecualikan else ""
        return Fault(self.kode, self.pesan + lanjut, kolom=kolom, bertentangan=self.bertentangan)


def nama(tahap: TahapMusim) -> str:
    """A stage at the beginning of a sentence."""
    return NAMA[tahap][0].upper() + NAMA[tahap][1:]


def waktu(jadwal: Jadwal, tahap: TahapMusim, batas: Batas) -> str:
    """A bound of a stage that has dates, in WIB, as people read it."""
    return waktu_wib(_jendela(jadwal, tahap).mulai if batas == "mulai" else _jendela(jadwal, tahap).sampai)


def _jendela(jadwal: Jadwal, tahap: TahapMusim) -> Jendela:
    return dict(jadwal.tahap)[tahap]
