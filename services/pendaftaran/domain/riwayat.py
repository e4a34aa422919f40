"""What an applicant for PPPK states besides the form of everybody: work, registration, claims to added points.

PP 49/2018; PermenPANRB 28/2021, 29/2021, 6/2024. How days of work are counted: posisi 44.
"""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shared.aturan.pendaftaran import AturanPendaftaran
from shared.errors import Fault
from shared.istilah import Afirmasi

PENGALAMAN_MAKS: Final = 20
KOLOM_PENGALAMAN: Final = "pengalaman"
KOLOM_STR: Final = "str_berlaku_sampai"
KOLOM_AFIRMASI: Final = "afirmasi"


@dataclass(frozen=True, slots=True)
class MasaKerja:
    """One stretch of relevant work from its first to its last day; `sampai` None = it goes on."""

    mulai: date
    sampai: date | None = None


@dataclass(frozen=True, slots=True)
class Riwayat:
    """What is stated of a career.

    Attributes:
        pengalaman: by first day, each once.
        str_sampai: last day of the registration (STR); None: it has none, or there is no registration.
        afirmasi: claims to added points, in the order of `Afirmasi`, each once.
    """

    pengalaman: tuple[MasaKerja, ...] = ()
    str_sampai: date | None = None
    afirmasi: tuple[Afirmasi, ...] = ()


TANPA_RIWAYAT: Final = Riwayat()


def susun_riwayat(
    pengalaman: Iterable[MasaKerja], str_sampai: date | None, afirmasi: Iterable[Afirmasi]
) -> Riwayat | tuple[Fault, ...] | None:
    """Put together what was stated (PermenPANRB 28/2021, 29/2021, 6/2024).

    Returns:
        The career, None where nothing was stated, or what is wrong with it by itself; whether the season asks for it is `tolak_riwayat`.
    """
    masa = sorted(set(pengalaman), key=lambda satu: (satu.mulai, satu.sampai or date.max))
    if any(satu.sampai is not None and satu.sampai < satu.mulai for satu in masa):
        pesan = "Satu masa kerja berakhir sebelum dimulai. Periksa tanggalnya; kosongkan akhirnya bila masih bekerja."
        return (Fault("MASA_KERJA_TERBALIK", pesan, kolom=KOLOM_PENGALAMAN),)
    klaim = set(afirmasi)
    riwayat = Riwayat(tuple(masa), str_sampai, tuple(satu for satu in Afirmasi if satu in klaim))
    return None if riwayat == TANPA_RIWAYAT else riwayat


def tolak_riwayat(riwayat: Riwayat | None, aturan: AturanPendaftaran, hari: date) -> tuple[Fault, ...]:
    """What of a career the season cannot take on that day, by field (PermenPANRB 6/2024; PermenPANRB 28/2021 for the claims)."""
    if riwayat is None:
        return ()
    terisi = ((KOLOM_PENGALAMAN, riwayat.pengalaman), (KOLOM_STR, riwayat.str_sampai), (KOLOM_AFIRMASI, riwayat.afirmasi))
    if aturan.pppk is None:
        pesan = "Isian ini hanya untuk lamaran PPPK, dan formasi ini bukan PPPK. Kosongkan isian ini, atau pilih formasi PPPK."
        return tuple(Fault("ISIAN_HANYA_PPPK", pesan, kolom=kolom) for kolom, isi in terisi if isi)
    faults: list[Fault] = []
    if any(satu.mulai > hari for satu in riwayat.pengalaman):
        pesan = "Satu masa kerja baru dimulai setelah hari ini. Sebutkan hanya pekerjaan yang sudah dimulai."
        faults.append(Fault("MASA_KERJA_BELUM_DIMULAI", pesan, kolom=KOLOM_PENGALAMAN))
    if riwayat.afirmasi and not aturan.pppk.afirmasi:
        pesan = "Pengadaan tahun ini tidak mengenal tambahan nilai. Kosongkan isian afirmasi."
        faults.append(Fault("AFIRMASI_TIDAK_ADA", pesan, kolom=KOLOM_AFIRMASI))
    return tuple(faults)


def hari_kerja(pengalaman: Iterable[MasaKerja], pada: date) -> int:
    """Days of work before that day; a day with two jobs counts once (posisi 44)."""
    jumlah, sesudah = 0, date.min
    for satu in sorted(pengalaman, key=lambda masa: masa.mulai):
        akhir = pada if satu.sampai is None or satu.sampai >= pada else satu.sampai + timedelta(days=1)
        awal = max(satu.mulai, sesudah)
        if awal < akhir:
            jumlah += (akhir - awal).days
            sesudah = akhir
    return jumlah


def hari_minimum(tahun: int, pada: date) -> int:
    """How many days before that day so many years are (posisi 44): who began on the first of them has just completed the years."""
    lalu = pada.year - tahun
    leap_day = (pada.month, pada.day) == (2, 29)
    mulai = date(lalu, 2, 28) if leap_day and not isleap(lalu) else pada.replace(year=lalu)
    return (pada - mulai).days
