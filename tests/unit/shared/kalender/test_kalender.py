"""Holidays as decreed, and the working days that are left."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from shared.aturan import AturanTidakSah
from shared.kalender import TahunTidakTercatat, load, parse, tanggal, waktu_wib

LIBUR = load()
BAIK: dict[str, Any] = {
    "tahun": 2030,
    "hari_kerja_seminggu": [1, 2, 3, 4, 5],
    "pasal_hari_kerja": "P",
    "keputusan": [{"nomor": "K 1", "pasal": "diktum kesatu", "libur": {"2030-01-01": "Tahun Baru"}}],
}


def test_every_year_from_2021_has_its_decree() -> None:
    tahun = [satu.tahun for satu in LIBUR.tahun]
    assert tahun == list(range(2021, tahun[-1] + 1))
    assert {2021, 2023, 2024, 2025} <= set(tahun)
    for satu in LIBUR.tahun:
        assert all("diktum" in hari.keputusan for hari in (*satu.libur, *satu.cuti_bersama))


def test_the_numbers_of_days_that_the_decrees_announced() -> None:
    # 2021 and 2023 after their amendments; in 2024 two days of voting came by decrees of the President.
    assert {satu.tahun: (len(satu.libur), len(satu.cuti_bersama)) for satu in LIBUR.tahun} == {
        2021: (15, 1),
        2022: (16, 4),
        2023: (16, 11),
        2024: (19, 10),
        2025: (17, 11),
        2026: (17, 8),
    }


@pytest.mark.parametrize(
    ("hari", "kerja"),
    [
        (date(2021, 8, 10), True),  # the new year of Islam was moved to the 11th
        (date(2021, 8, 11), False),
        (date(2021, 12, 24), True),  # collective leave that was taken back
        (date(2024, 9, 16), False),
        (date(2024, 11, 27), False),
        (date(2024, 12, 26), False),  # collective leave
        (date(2024, 9, 14), False),  # a Saturday
        (date(2024, 9, 17), True),
        (date(2025, 8, 18), False),
    ],
)
def test_days_of_work(hari: date, *, kerja: bool) -> None:
    assert LIBUR.hari_kerja(hari) is kerja


def test_from_the_last_day_of_registration_to_the_first_test_of_2024() -> None:
    assert LIBUR.jumlah(date(2024, 9, 10), date(2024, 10, 16)) == 25
    assert LIBUR.sebelum(date(2024, 10, 16), 10) == date(2024, 10, 2)
    assert LIBUR.sesudah(date(2024, 9, 10), 10) == date(2024, 9, 25)
    assert LIBUR.jumlah(date(2024, 9, 10), date(2024, 9, 10)) == 0


def test_over_the_turn_of_a_year() -> None:
    # 27, 28, 29, 30, 31 December; 3 and 4 January.
    assert LIBUR.jumlah(date(2021, 12, 25), date(2022, 1, 5)) == 7


def test_a_year_without_decree_is_not_guessed() -> None:
    with pytest.raises(TahunTidakTercatat, match="2020") as said:
        LIBUR.jumlah(date(2020, 12, 30), date(2021, 1, 5))
    assert said.value.tahun == 2020
    with pytest.raises(TahunTidakTercatat):
        LIBUR.sebelum(date(2021, 1, 4), 2)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"tahun": 2031}, "one of the year"),
        ({"hari_kerja_seminggu": [0]}, "from 1 to 7"),
        ({"hari_kerja_seminggu": []}, "from 1 to 7"),
        ({"hari_kerja": [1]}, "knows no hari_kerja"),
        ({"keputusan": [{"nomor": "K", "pasal": "", "libur": {"2030-01-01": "A"}}]}, "pasal"),
        ({"keputusan": [{"nomor": "K", "pasal": "P", "libur": {"2030-02-30": "A"}}]}, "ValueError"),
        ({"keputusan": [{"nomor": "K", "pasal": "P", "libur": {"2030-01-01": "A"}, "cuti_bersama": {"2030-01-01": "B"}}]}, "once"),
    ],
)
def test_a_contradictory_year_is_refused(change: dict[str, Any], match: str) -> None:
    assert parse(BAIK, name="2030.toml").libur[0].hari == date(2030, 1, 1)
    with pytest.raises(AturanTidakSah, match=match):
        parse({**BAIK, **change}, name="2030.toml")


def test_moments_are_written_as_people_read_them() -> None:
    """An evening in Greenwich is the next day here."""
    assert waktu_wib(datetime(2024, 12, 31, 17, 30, 5, tzinfo=UTC)) == "1 Januari 2025 pukul 00.30.05 WIB"
    assert tanggal(date(2024, 9, 6)) == "6 September 2024"
