"""The conditions under which a step lets a person fill a seat of another formation, each with its article in the rule set.

The person's own verified study must be accepted by the seat (posisi 14: the article says "the same study"; the lists of 2024 show people
moving between formations whose study lists only overlap). The passing grade of UMUM is asked for, except for a seat of one's own need type
(posisi 10).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from services.penempatan.domain.jenis import Formasi, Kesediaan, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from shared.aturan import JenisKebutuhan
from shared.aturan.pengisian import AmbangCalon, AsalCalon, LangkahPengisian, LetakUnit
from shared.istilah import ModePengisian


class Sifat(NamedTuple):
    """What a step asks about a person besides rank and unit; people of equal `Sifat` are eligible for the same seats.

    `kesediaan` is None where nobody is asked, `grup` where the year or the agency has no groups.
    """

    kualifikasi: str
    jenis_kebutuhan: JenisKebutuhan
    memenuhi_ambang_umum: bool
    grup: str | None
    kesediaan: Kesediaan | None


class Halangan(StrEnum):
    """The first condition that keeps a person from every seat of a formation, in the order in which they are looked at."""

    KUALIFIKASI = "kualifikasi_tidak_diterima"
    LANGKAH = "di_luar_langkah"
    AMBANG = "di_bawah_ambang_umum"
    KESEDIAAN = "tidak_bersedia"


_URUTAN = tuple(Halangan)


@dataclass(frozen=True, slots=True)
class Kelayakan:
    """The conditions of one year in one mode."""

    ketentuan: Ketentuan
    mode: ModePengisian

    def sifat(self, orang: Peringkat, asal: Formasi) -> Sifat:
        """Read off the person and the own formation what the steps ask about."""
        return Sifat(
            orang.kualifikasi,
            orang.jenis_kebutuhan,
            orang.memenuhi_ambang_umum,
            asal.grup if self.ketentuan.pengisian.batas_grup else None,
            orang.kesediaan if self.mode is ModePengisian.DENGAN_PERSETUJUAN else None,
        )

    def langkah(self, tahap: tuple[LangkahPengisian, ...], formasi: Formasi) -> LangkahPengisian | None:
        """The step among those that run together which looks at the seats of `formasi`."""
        jenis = self.ketentuan.jenis_kursi(formasi.jenis_kebutuhan)
        return next((satu for satu in tahap if satu.kursi is jenis), None)

    def berhak(self, sifat: Sifat, formasi: Formasi, langkah: LangkahPengisian) -> bool:
        """Whether everything but rank and unit is met; `langkah` is one for the seats of `formasi`."""
        return self._gagal(sifat, formasi, langkah) is None

    def halangan(self, sifat: Sifat, formasi: Formasi, letak: LetakUnit) -> Halangan | None:
        """Why such a person, in the same or in another unit, can take no seat of `formasi` by any step; None: by some step they can."""
        jenis = self.ketentuan.jenis_kursi(formasi.jenis_kebutuhan)
        langkah = [satu for satu in self.ketentuan.pengisian.langkah if satu.kursi is jenis and satu.unit is letak]
        gagal = {self._gagal(sifat, formasi, satu) for satu in langkah or (None,)}
        # The step that came furthest says what is missing.
        return None if None in gagal else max((satu for satu in gagal if satu is not None), key=_URUTAN.index)

    def _gagal(self, sifat: Sifat, formasi: Formasi, langkah: LangkahPengisian | None) -> Halangan | None:
        """The first condition of a step that is not met, but for rank and unit; without a step none beyond the study can be."""
        if sifat.kualifikasi not in formasi.kualifikasi:
            return Halangan.KUALIFIKASI
        if langkah is None or not self._terjangkau(sifat, formasi, langkah):
            return Halangan.LANGKAH
        if langkah.ambang is AmbangCalon.UMUM and not sifat.memenuhi_ambang_umum:
            return Halangan.AMBANG
        return None if sifat.kesediaan is None or sifat.kesediaan.mencakup(formasi) else Halangan.KESEDIAAN

    def _terjangkau(self, sifat: Sifat, formasi: Formasi, langkah: LangkahPengisian) -> bool:
        """Need type and, outside the unit, the group of units."""
        if langkah.unit is LetakUnit.LAIN and self.ketentuan.pengisian.batas_grup and sifat.grup != formasi.grup:
            return False
        if langkah.calon is AsalCalon.KHUSUS:
            return sifat.jenis_kebutuhan not in self.ketentuan.pengisian.umum
        if langkah.calon is AsalCalon.SEMUA:
            return True
        return (sifat.jenis_kebutuhan is formasi.jenis_kebutuhan) == (langkah.calon is AsalCalon.JENIS_SAMA)
