"""The PPPK ranking of one kelompok, in each formation and over all of them.

PermenPANRB 6/2024 Pasal 47 ayat (3) (the same order as PermenPANRB 28/2021): among equals the technical part, then managerial with
socio-cultural, then the interview, then the older. No passing grade in 2024. Nothing after age: people still equal wait for a decision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from services.penilaian.domain.kode import KodeAlasan
from services.penilaian.domain.susun import Calon, Tempat, Ukuran, susun
from shared.aturan import Alasan, Kehadiran
from shared.aturan.pppk import AturanPppk, KriteriaPppk


@dataclass(frozen=True, slots=True)
class PesertaPppk:
    """One participant, in points; the points of somebody absent or disqualified count for nothing. `usia` is greater for the older."""

    peserta: str
    formasi: str
    kehadiran: Kehadiran
    teknis: int
    manajerial_sosiokultural: int
    wawancara: int
    usia: int | None

    @property
    def total(self) -> int:
        """Sum of all parts."""
        return self.teknis + self.manajerial_sosiokultural + self.wawancara


@dataclass(frozen=True, slots=True)
class HasilPppk:
    """The result of one participant; both ranks are there exactly when the test was sat."""

    peserta: str
    formasi: str
    total: int | None
    peringkat: int | None
    peringkat_kelompok: int | None
    seri: bool
    alasan: tuple[Alasan, ...]


def peringkatkan_pppk(peserta: Iterable[PesertaPppk], aturan: AturanPppk) -> tuple[HasilPppk, ...]:
    """Rank everybody of one kelompok; their order does not matter (PermenPANRB 6/2024 Pasal 47 ayat (3)).

    Results come back sorted by participant number.
    """
    hasil: list[HasilPppk] = []
    calon: list[tuple[PesertaPppk, Calon]] = []
    for satu in peserta:
        if satu.kehadiran is Kehadiran.HADIR:
            calon.append((satu, Calon(satu.peserta, (), tuple(_ukuran(kriteria, satu) for kriteria in aturan.urutan))))
            continue
        kode = KodeAlasan.PPPK_TIDAK_HADIR if satu.kehadiran is Kehadiran.TH else KodeAlasan.PPPK_DISKUALIFIKASI
        alasan = (Alasan(kode, aturan.pasal_ujian),)
        hasil.append(HasilPppk(satu.peserta, satu.formasi, None, None, None, seri=False, alasan=alasan))
    di_kelompok = susun([satu for _, satu in calon])
    for _, group in groupby(sorted(calon, key=lambda satu: satu[0].formasi), key=lambda satu: satu[0].formasi):
        people = list(group)
        di_formasi = susun([satu for _, satu in people])
        hasil += [_hasil(satu, di_formasi[satu.peserta], di_kelompok[satu.peserta], aturan) for satu, _ in people]
    hasil.sort(key=lambda satu: satu.peserta)
    return tuple(hasil)


def mungkin_pppk(satu: PesertaPppk, aturan: AturanPppk) -> tuple[str, ...]:
    """The parts with points that the test cannot give, by column (PermenPANRB 6/2024)."""
    parts = (
        ("teknis", satu.teknis, aturan.teknis),
        ("manajerial_sosiokultural", satu.manajerial_sosiokultural, aturan.manajerial_sosiokultural),
        ("wawancara", satu.wawancara, aturan.wawancara),
    )
    return tuple(
        kolom
        for kolom, nilai, komponen in parts
        if not komponen.minimum <= nilai <= komponen.maksimum or (nilai - komponen.minimum) % komponen.kelipatan
    )


def _ukuran(kriteria: KriteriaPppk, satu: PesertaPppk) -> Ukuran:
    match kriteria:
        case KriteriaPppk.TOTAL:
            return "", satu.total
        case KriteriaPppk.TEKNIS:
            return "", satu.teknis
        case KriteriaPppk.MANAJERIAL_SOSIOKULTURAL:
            return "", satu.manajerial_sosiokultural
        case KriteriaPppk.WAWANCARA:
            return "", satu.wawancara
        case KriteriaPppk.USIA:
            return "", satu.usia


def _hasil(satu: PesertaPppk, formasi: Tempat, kelompok: Tempat, aturan: AturanPppk) -> HasilPppk:
    pasal = aturan.pasal_peringkat
    angka = (
        ("total", satu.total),
        ("teknis", satu.teknis),
        ("manajerial_sosiokultural", satu.manajerial_sosiokultural),
        ("wawancara", satu.wawancara),
    )
    alasan = [
        Alasan(KodeAlasan.PPPK_NILAI, aturan.pasal_ujian, angka),
        Alasan(KodeAlasan.PERINGKAT, pasal, (("peringkat", formasi.peringkat), ("peringkat_kelompok", kelompok.peringkat))),
    ]
    if formasi.penentu is not None and aturan.urutan[formasi.penentu] is not aturan.urutan[0]:
        alasan.append(Alasan(KodeAlasan.NILAI_AKHIR_SAMA, pasal, (("penentu", aturan.urutan[formasi.penentu].value),)))
    alasan += [Alasan(KodeAlasan.DATA_TIDAK_ADA, pasal, (("ukuran", aturan.urutan[n].value),)) for n in formasi.tidak_ada]
    seri = kelompok.bersama > 1
    if seri:
        alasan.append(Alasan(KodeAlasan.SERI, pasal, (("bersama_di_formasi", formasi.bersama), ("bersama_di_kelompok", kelompok.bersama))))
    return HasilPppk(satu.peserta, satu.formasi, satu.total, formasi.peringkat, kelompok.peringkat, seri=seri, alasan=tuple(alasan))
