"""The values placing speaks of.

Only people with a rank can be placed. Of CPNS these are all whose SKB ended as HADIR: TH, TMS-1 and DIS are out. Of PPPK, who sat the
competency test and did not reach the grades of the year has no rank either.
Scores of CPNS are integer thousandths: 83_500 means 83.500. Those of PPPK are points.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shared.alasan import Alasan
from shared.aturan import JenisKebutuhan, StatusSkb
from shared.istilah import Hasil, JenisKesediaan, ModePengisian, Rute


class Tahap(StrEnum):
    """At which stage a decision was taken."""

    AKHIR = "AKHIR"
    PENGGANTIAN = "PENGGANTIAN"


class StatusKursi(StrEnum):
    """State of a seat.

    DITAHAN: open, and held for a tie that the law leaves. DIBAWA: carried over to the next need, never filled in this season.
    """

    TERISI = "TERISI"
    KOSONG = "KOSONG"
    DITAHAN = "DITAHAN"
    DIBAWA = "DIBAWA"

    @property
    def terbuka(self) -> bool:
        """Whether nobody has the seat and somebody still may."""
        return self in {StatusKursi.KOSONG, StatusKursi.DITAHAN}

    @property
    def tercetak(self) -> "StatusKursi":
        """The state as it is published: that an open seat is held is said by its reason."""
        return StatusKursi.KOSONG if self.terbuka else self


@dataclass(frozen=True, slots=True)
class Formasi:
    """One post with `kuota` seats (at least 1).

    Attributes:
        jenis_kebutuhan: need type of its seats.
        unit: key of the unit; two posts are in one unit exactly when the keys are equal.
        kualifikasi: accepted studies.
        urutan: place in the official list where an officer gave one; equal for all where the list is ordered by unit, need type and id.
        grup: group of units that the agency announced, if it did (PermenPANRB 27/2021, item 4 of filling).
    """

    kode: str
    kuota: int
    jenis_kebutuhan: JenisKebutuhan
    unit: str
    kualifikasi: frozenset[str]
    urutan: int = 0
    grup: str | None = None

    @property
    def dalam_daftar(self) -> tuple[int, str, str, str]:
        """Key of the post in the official list of its kelompok, by which vacancies are filled."""
        return (self.urutan, self.unit, self.jenis_kebutuhan.value, self.kode)


@dataclass(frozen=True, slots=True)
class Kesediaan:
    """Where somebody would go besides the own formation; `unit` and `formasi` are named exactly when `jenis` is PILIHAN."""

    jenis: JenisKesediaan
    unit: frozenset[str] = frozenset()
    formasi: frozenset[str] = frozenset()

    def mencakup(self, formasi: Formasi) -> bool:
        """Whether this person would take a seat of `formasi`."""
        if self.jenis is JenisKesediaan.PILIHAN:
            return formasi.unit in self.unit or formasi.kode in self.formasi
        return self.jenis is JenisKesediaan.SEMUA


BERSEDIA = Kesediaan(JenisKesediaan.SEMUA)
"""What holds for everybody who said nothing: the decree asks nobody."""


@dataclass(frozen=True, slots=True)
class Peringkat:
    """One person of the closed ranking; the score is there exactly when `status_skb` is HADIR, and so are both ranks, but for the grades.

    Attributes:
        status_skb: how the last test ended; for PPPK the attendance, which has the same words.
        nilai_akhir: what the ranking compares first: the final score in thousandths, for PPPK the total in points.
        peringkat: None for who is out, and in PPPK for who did not reach the grades of the year.
        seri: equal in every criterion of the law with somebody else of the kelompok.
        jenis_kebutuhan: need type applied for.
        kualifikasi: the verified study.
        memenuhi_ambang_umum: reached the passing grade of UMUM; the own one was reached by all who are ranked.
    """

    peserta: str
    formasi: str
    status_skb: StatusSkb
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    jenis_kebutuhan: JenisKebutuhan
    kualifikasi: str
    memenuhi_ambang_umum: bool
    kesediaan: Kesediaan = BERSEDIA

    @property
    def berperingkat(self) -> bool:
        """Whether this person may be placed."""
        return self.peringkat is not None

    @property
    def di_bawah_ambang(self) -> bool:
        """Whether this person sat the test and has no rank."""
        return self.status_skb is StatusSkb.HADIR and self.peringkat is None


@dataclass(frozen=True, slots=True)
class Keputusan:
    """The decision about one person; `rute`, `formasi_tujuan` and `kursi` are there exactly when the outcome is LULUS.

    `dasar` is the row of the ranking the decision was taken on: a later replacement goes by it, not by anything newer.

    Attributes:
        di_luar_peringkat: a correction took the person out of the ranking; `dasar` is then the last row there was.
        beralih_dari: the seat that a correction took from this person, until something else is decided about their place.
        versi: number of the decision as it was published last, from 1; 0 before it is published.
    """

    dasar: Peringkat
    tahap: Tahap
    hasil: Hasil
    kode: str
    alasan: tuple[Alasan, ...]
    rute: Rute | None = None
    formasi_tujuan: str | None = None
    kursi: str | None = None
    mundur: bool = False
    di_luar_peringkat: bool = False
    beralih_dari: str | None = None
    versi: int = 0

    @property
    def peserta(self) -> str:
        """The participant whom it is about."""
        return self.dasar.peserta

    @property
    def formasi_asal(self) -> str:
        """The formation applied for."""
        return self.dasar.formasi


@dataclass(frozen=True, slots=True)
class Hitungan:
    """How many facts of each kind were published about a seat."""

    dibuka: int = 0
    terisi: int = 0
    dibawa: int = 0
    diganti: int = 0


@dataclass(frozen=True, slots=True)
class Kursi:
    """One seat.

    Attributes:
        kursi: formation id, a slash, and `nomor`.
        nomor: 1 to the number of seats.
        peserta: who has it, exactly when TERISI.
        pendahulu: who left it last, if anybody did.
        alasan: why nobody has it, exactly when not TERISI.
        terbit: what was published about it so far.
    """

    kursi: str
    formasi: str
    nomor: int
    status: StatusKursi
    peserta: str | None = None
    pendahulu: str | None = None
    alasan: Alasan | None = None
    terbit: Hitungan = Hitungan()


@dataclass(frozen=True, slots=True)
class PenempatanKelompok:
    """The whole result of one kelompok: decisions sorted by participant, seats sorted by formation and number."""

    keputusan: tuple[Keputusan, ...]
    kursi: tuple[Kursi, ...]


@dataclass(frozen=True, slots=True)
class Keadaan:
    """One kelompok as it stands: formations, decisions by participant, seats by name, and the mode it was placed in."""

    formasi: Mapping[str, Formasi]
    keputusan: Mapping[str, Keputusan]
    kursi: Mapping[str, Kursi]
    mode: ModePengisian


def nomor_kursi(formasi: str, nomor: int) -> str:
    """The name of a seat; `nomor` counts from 1."""
    return f"{formasi}/{nomor}"


def baku(teks: str) -> str:
    """Capitals and single spaces: how units and studies are compared."""
    return " ".join(teks.upper().split())
