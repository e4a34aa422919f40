"""The values placing speaks of.

Only people whose SKB ended as HADIR can be placed: TH, TMS-1 and DIS are out whatever the rank.
Scores are integer thousandths: 83_500 means 83.500.
"""

from dataclasses import dataclass
from enum import StrEnum

from shared.aturan import Alasan, StatusSkb
from shared.aturan.pengangkatan import Hasil, Rute

__all__ = [
    "Alasan",
    "Formasi",
    "Hasil",
    "Keputusan",
    "Kursi",
    "PenempatanKelompok",
    "Peringkat",
    "Rute",
    "StatusKursi",
    "StatusSkb",
    "Tahap",
    "nomor_kursi",
]


class Tahap(StrEnum):
    """At which stage a decision was taken."""

    AKHIR = "AKHIR"
    PENGGANTIAN = "PENGGANTIAN"


class StatusKursi(StrEnum):
    """State of a seat. DIBAWA: carried over to the next need, never filled in this season."""

    TERISI = "TERISI"
    KOSONG = "KOSONG"
    DIBAWA = "DIBAWA"


@dataclass(frozen=True, slots=True)
class Formasi:
    """One post with `kuota` seats (at least 1)."""

    kode: str
    kuota: int


@dataclass(frozen=True, slots=True)
class Peringkat:
    """One person of the closed ranking; the score and both ranks are there exactly when `status_skb` is HADIR."""

    peserta: str
    formasi: str
    status_skb: StatusSkb
    nilai_akhir: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool


@dataclass(frozen=True, slots=True)
class Keputusan:
    """The decision about one person; `rute`, `formasi_tujuan` and `kursi` are there exactly when the outcome is LULUS.

    `peringkat` and `nilai_akhir` are those the decision was taken on: a later replacement goes by them, not by anything newer.
    """

    peserta: str
    formasi_asal: str
    status_skb: StatusSkb
    nilai_akhir: int | None
    peringkat: int | None
    tahap: Tahap
    hasil: Hasil
    kode: str
    alasan: tuple[Alasan, ...]
    rute: Rute | None = None
    formasi_tujuan: str | None = None
    kursi: str | None = None
    mundur: bool = False


@dataclass(frozen=True, slots=True)
class Kursi:
    """One seat.

    Attributes:
        kursi: formation id, a slash, and `nomor`.
        nomor: 1 to the number of seats.
        peserta: who has it, exactly when TERISI.
        pendahulu: who left it last, if anybody did.
        alasan: why nobody has it, exactly when not TERISI.
    """

    kursi: str
    formasi: str
    nomor: int
    status: StatusKursi
    peserta: str | None = None
    pendahulu: str | None = None
    alasan: Alasan | None = None


@dataclass(frozen=True, slots=True)
class PenempatanKelompok:
    """The whole result of one kelompok: decisions sorted by participant, seats sorted by formation and number."""

    keputusan: tuple[Keputusan, ...]
    kursi: tuple[Kursi, ...]


def nomor_kursi(formasi: str, nomor: int) -> str:
    """The name of a seat; `nomor` counts from 1."""
    return f"{formasi}/{nomor}"
