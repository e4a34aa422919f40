"""What an applicant for PPPK states besides, and how days of work are counted (posisi 44)."""

from datetime import date, timedelta

import pytest

from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat, hari_kerja, hari_minimum, susun_riwayat, tolak_riwayat
from shared.aturan.pendaftaran import load
from shared.istilah import Afirmasi

HARI_INI = date(2024, 10, 20)
SEKARANG = MasaKerja(date(2020, 1, 1))


def _masa(*pasangan: tuple[str, str | None]) -> tuple[MasaKerja, ...]:
    return tuple(MasaKerja(date.fromisoformat(mulai), date.fromisoformat(sampai) if sampai else None) for mulai, sampai in pasangan)


@pytest.mark.parametrize(
    ("masa", "hari"),
    [
        ((), 0),
        ((("2024-10-19", None),), 1),
        ((("2024-10-20", None),), 0),
        ((("2024-10-21", None),), 0),
        ((("2024-10-18", "2024-10-18"),), 1),
        ((("2024-10-01", "2024-12-31"),), 19),
        ((("2023-10-20", "2024-10-19"),), 366),
        ((("2024-01-01", "2024-01-10"), ("2024-01-06", "2024-01-15")), 15),
        ((("2024-01-01", "2024-01-31"), ("2024-01-06", "2024-01-15")), 31),
        ((("2024-01-06", "2024-01-15"), ("2024-01-01", "2024-01-31")), 31),
        ((("2024-01-01", "2024-01-10"), ("2024-01-12", "2024-01-13")), 12),
    ],
)
def test_a_day_of_work_counts_once_and_before_the_day(masa: tuple[tuple[str, str | None], ...], hari: int) -> None:
    assert hari_kerja(_masa(*masa), HARI_INI) == hari


@pytest.mark.parametrize(
    ("tahun", "pada", "hari"),
    [
        (0, date(2024, 10, 20), 0),
        (2, date(2024, 10, 20), 731),
        (2, date(2023, 10, 20), 730),
        (1, date(2024, 2, 29), 366),
        (4, date(2024, 2, 29), 1461),
        (3, date(2023, 3, 1), 1095),
        (1, date(2024, 3, 1), 366),
    ],
)
def test_years_are_as_long_as_the_calendar_says(tahun: int, pada: date, hari: int) -> None:
    assert hari_minimum(tahun, pada) == hari


def test_what_is_stated_has_one_form() -> None:
    kemarin, dulu = MasaKerja(date(2022, 1, 1), date(2022, 12, 31)), MasaKerja(date(2020, 1, 1), date(2021, 1, 1))
    klaim = (Afirmasi.DISABILITAS, Afirmasi.THK_II, Afirmasi.DISABILITAS)
    assert susun_riwayat((kemarin, dulu, kemarin), None, klaim) == Riwayat((dulu, kemarin), None, (Afirmasi.THK_II, Afirmasi.DISABILITAS))
    assert susun_riwayat((), None, ()) is None
    assert susun_riwayat((), HARI_INI, ()) == Riwayat(str_sampai=HARI_INI)
    salah = susun_riwayat((MasaKerja(HARI_INI, HARI_INI - timedelta(days=1)),), None, ())
    assert isinstance(salah, tuple)
    assert [(satu.kode, satu.kolom) for satu in salah] == [("MASA_KERJA_TERBALIK", "pengalaman")]


SEMUA = Riwayat((SEKARANG,), HARI_INI, (Afirmasi.THK_II,))
HANYA_PPPK = [("ISIAN_HANYA_PPPK", kolom) for kolom in ("pengalaman", "str_berlaku_sampai", "afirmasi")]


@pytest.mark.parametrize(
    ("aturan", "riwayat", "salah"),
    [
        ("cpns-2024", None, []),
        ("cpns-2024", SEMUA, HANYA_PPPK),
        ("cpns-2021", Riwayat(str_sampai=HARI_INI), HANYA_PPPK[1:2]),
        ("pppk-2021", SEMUA, []),
        ("pppk-2024", Riwayat((SEKARANG,), HARI_INI), []),
        ("pppk-2024", SEMUA, [("AFIRMASI_TIDAK_ADA", "afirmasi")]),
        ("pppk-2024", Riwayat((MasaKerja(HARI_INI),)), []),
        ("pppk-2024", Riwayat((SEKARANG, MasaKerja(HARI_INI + timedelta(days=1)))), [("MASA_KERJA_BELUM_DIMULAI", "pengalaman")]),
    ],
)
def test_a_season_takes_what_its_kind_asks_for(aturan: str, riwayat: Riwayat | None, salah: list[tuple[str, str]]) -> None:
    assert [(satu.kode, satu.kolom) for satu in tolak_riwayat(riwayat, load(aturan), HARI_INI)] == salah
