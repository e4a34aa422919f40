"""Cells that several tools read alike."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from typing import Generic, Protocol, TypeVar

from services.penilaian.domain.usia import usia as menurut_lahir
from shared.aturan import AturanSeleksi, SusunanSkd, pendaftaran
from shared.tabular import Baris, FaultList, choice, integer, tanggal_di, text
from shared.tools import Session, Sheet


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
MENUNGGU = "MENUNGGU"
"""Printed for whoever is tied across the last seat."""
# As in the events: what is longer passes no other tool.
_TERPANJANG = {"peserta": 20, "formasi": 64, "kelompok": 64}
_TERTUA, _TERMUDA = 1900, 15


def kata(baris: Baris, kolom: str, faults: FaultList) -> str:
    """A short text that must be there; empty after a fault."""
    return text(baris, kolom, faults, longest=_TERPANJANG[kolom]) or ""


def pilihan(baris: Baris, kolom: str, jenis: type[W], faults: FaultList, baku: W) -> W:
    """A word of a list; an empty cell, and a faulty one after its fault, is `baku`."""
    return choice(baris, kolom, jenis, faults, default=baku) or baku


def usia(baris: Baris, tahun: int, faults: FaultList) -> int | None:
    """The age by the birth date of somebody who is selected in the year `tahun`, or None when the cell is empty."""
    hari = tanggal_di(baris, "tanggal_lahir", faults) if baris.nilai["tanggal_lahir"] else None
    if hari is not None and not _TERTUA <= hari.year <= tahun - _TERMUDA:
        pesan = f"Tahun lahir harus {_TERTUA} sampai {tahun - _TERMUDA}."
        faults.add("LAHIR_TIDAK_MUNGKIN", pesan, baris=baris.baris, kolom="tanggal_lahir")
    return None if hari is None else menurut_lahir(hari)


def jenis(baris: Baris, aturan: AturanSeleksi, faults: FaultList) -> str:
    """The need type, also by the label that SSCASN prints; empty when the cell is."""
    nilai = " ".join(baris.nilai["jenis_kebutuhan"].upper().split())
    known = [satu.value for satu, _ in aturan.ambang]
    nilai = _label(aturan.nama).get(nilai, nilai)
    if nilai and nilai not in known:
        pesan = f"Jenis kebutuhan {aturan.nama} ialah {', '.join(known)}."
        faults.add("JENIS_KEBUTUHAN", pesan, baris=baris.baris, kolom="jenis_kebutuhan", nilai=nilai)
        return ""
    return nilai


@cache
def _label(aturan: str) -> Mapping[str, str]:
    return pendaftaran.load(aturan).label_kebutuhan


def kursi(baris: Baris, faults: FaultList) -> int | None:
    """Seats of the formation, or None when the cell is empty."""
    return integer(baris, "kuota", 1, 1_000_000, faults) if baris.nilai["kuota"] else None


def baku(nama: str) -> str:
    """A name as the rule set has it: capitals, single blanks."""
    return " ".join(nama.upper().split())


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


def tanpa_nilai(baris: Baris, kolom: Sequence[str], faults: FaultList) -> None:
    """Refuse points above zero of somebody who did not come: only the sender knows which of the two is right."""
    for satu in kolom:
        if baris.nilai[satu].strip("0.,"):
            pesan = f"Peserta TH tidak boleh bernilai. Kosongkan {satu} atau perbaiki kehadirannya."
            faults.add("NILAI_TANPA_KEHADIRAN", pesan, baris=baris.baris, kolom=satu, nilai=baris.nilai[satu])


@lru_cache(200_000)
def desimal(nilai: int | None) -> Decimal | None:
    """Thousandths as a decimal with three places."""
    return None if nilai is None else Decimal(nilai).scaleb(-3)


class Sekali:
    """Refuses a participant number that comes twice, and seats of one formation that differ from row to row."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._peserta: dict[str, int] = {}
        self._kuota: dict[str, tuple[int | None, int]] = {}
        self._kelompok: dict[str, tuple[str, int]] = {}

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

    def kelompok(self, baris: Baris, formasi: str, kelompok: str) -> None:
        """Note the kelompok of a row's formation."""
        known, first = self._kelompok.setdefault(formasi, (kelompok, baris.baris))
        if known != kelompok and formasi:
            pesan = f"Formasi ini ada dalam kelompok {known} di baris {first}. Satu formasi termasuk satu kelompok."
            self._faults.add("KELOMPOK_BERBEDA", pesan, baris=baris.baris, kolom="kelompok", nilai=kelompok)

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


def periksa_peringkat(
    lembar: Sheet,
    satu: Callable[[Baris, FaultList], Peserta],
    faults: FaultList,
    session: Session,
    *,
    semua: Callable[[Sheet, Kelompok[Peserta], FaultList], None] = lambda *_: None,
) -> Terbaca[Peserta]:
    """The people of a table, each row by `satu`; `semua` looks at rows together once each of them is right.

    Raises:
        Rejected: rows are wrong; all faults by row and column.
    """
    sekali = Sekali(faults)
    kelompok: defaultdict[str, list[Peserta]] = defaultdict(list)
    for baris in session.follow("Memeriksa", lembar.rows, len(lembar.rows)):
        orang = satu(baris, faults)
        sekali.peserta(baris, orang.peserta)
        sekali.formasi(baris, orang.formasi, kursi(baris, faults))
        pool = kata(baris, "kelompok", faults)
        sekali.kelompok(baris, orang.formasi, pool)
        kelompok[pool].append(orang)
    faults.refuse("TABEL_PERINGKAT", f"Tabel {lembar.name}")
    semua(lembar, kelompok, faults)
    faults.refuse("TABEL_PERINGKAT", f"Tabel {lembar.name}")
    return Terbaca(lembar, dict(kelompok), sekali.kuota())
