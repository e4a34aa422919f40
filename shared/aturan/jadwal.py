"""The part of a rule set about the calendar: which stages there are, in which order, and how far apart. It holds no dates."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from shared.aturan.loading import section
from shared.aturan.tabel import Tabel, record
from shared.istilah import TahapMusim


@dataclass(frozen=True, slots=True)
class Iringan:
    """A stage that runs beside others: it neither begins nor ends before `bersama` does, and ends before `sebelum` begins."""

    tahap: TahapMusim
    bersama: TahapMusim
    sebelum: TahapMusim | None = None


@dataclass(frozen=True, slots=True)
class AturanJadwal:
    """What every calendar of a season must keep.

    Attributes:
        berurutan: stages of which each begins when the one before it has ended.
        wajib: stages without which nothing may be announced; the others may get their dates later.
        ujian_pertama: the stage before which registration must be closed.
        pengumuman_hari: least length of the announcement in calendar days, the first and the last counted.
        jarak_hari_kerja: least number of working days from the day of closing until the first test begins.
    """

    berurutan: tuple[TahapMusim, ...]
    wajib: tuple[TahapMusim, ...]
    ujian_pertama: TahapMusim
    pengumuman_hari: int
    jarak_hari_kerja: int
    pasal_urutan: str
    pasal_pengumuman: str
    pasal_jarak: str
    iring: tuple[Iringan, ...]

    @property
    def dikenal(self) -> tuple[TahapMusim, ...]:
        """Every stage of such a season, in the order of the law's words."""
        ada = {TahapMusim.PENGUMUMAN, *self.berurutan, *(satu.tahap for satu in self.iring)}
        return tuple(tahap for tahap in TahapMusim if tahap in ada)


@cache
def load(name: str, versi: int | None = None) -> AturanJadwal:
    """The section `[jadwal]` of a rule set, of its newest version or of `versi`.

    Raises:
        AturanTidakSah: unknown name, no such section, or a value that is missing, unknown or of the wrong kind.
    """
    return section(name, "jadwal", parse, versi)


def parse(tabel: Tabel) -> AturanJadwal:
    """Read the table `[jadwal]`.

    Raises:
        KeyError: a value is missing.
        TypeError: a value is of the wrong kind.
        ValueError: a value is unknown or contradicts another.
    """
    aturan = record(AturanJadwal, tabel, "jadwal")
    if faults := "; ".join(_salah(aturan)):
        raise ValueError(faults)
    return aturan


def _salah(aturan: AturanJadwal) -> Iterator[str]:
    semua = [TahapMusim.PENGUMUMAN, *aturan.berurutan, *(satu.tahap for satu in aturan.iring)]
    if len(set(semua)) != len(semua):
        yield "a stage stands there twice"
    if aturan.berurutan[:1] != (TahapMusim.PENDAFTARAN,):
        yield "berurutan must begin with PENDAFTARAN"
    if aturan.ujian_pertama not in aturan.berurutan:
        yield "ujian_pertama must be one of berurutan"
    if not {TahapMusim.PENGUMUMAN, TahapMusim.PENDAFTARAN, aturan.ujian_pertama} <= set(aturan.wajib) <= set(semua):
        yield "wajib must name PENGUMUMAN, PENDAFTARAN, the first test, and none that is no stage"
    if min(aturan.pengumuman_hari, aturan.jarak_hari_kerja) < 1:
        yield "days are counted from 1"
    for satu in aturan.iring:
        if not {satu.bersama, satu.sebelum or satu.bersama} <= set(aturan.berurutan):
            yield f"{satu.tahap} must run beside stages of berurutan"
