"""An earlier year's SKD: each condition of KepmenPANRB 344/2024, and the test against this year's grade."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from services.penilaian.domain.bawaan import PilihanBawaan, periksa_bawaan
from services.penilaian.domain.skd import Formasi, PesertaSkd, putuskan_skd
from shared.aturan import HasilSkd, Kehadiran, load
from shared.istilah import TahapMusim
from shared.jadwal import Jadwal, Jendela
from shared.kalender import WIB

ATURAN = load("cpns-2024")
UMUM = ATURAN.ambang_batas("UMUM", "PENATA")
BAIK = PilihanBawaan("1", 2023, date(2024, 9, 28), nik_sama=True, jenjang_asal="S-1", twk=65, tiu=80, tkp=166)
S1 = "S-1|S-1 AKUNTANSI"
MASA = Jendela(datetime(2024, 9, 18, tzinfo=WIB), datetime(2024, 9, 28, 23, 59, 59, 999000, tzinfo=WIB))
JADWAL = Jadwal("cpns-2024", 1, ((TahapMusim.PILIHAN_BAWAAN, MASA),))


def test_all_conditions_met() -> None:
    assert periksa_bawaan(BAIK, S1, UMUM, ATURAN, JADWAL) == ()
    assert periksa_bawaan(replace(BAIK, jenjang_asal=" s - 1 "), "S-1|S-1 GIZI", UMUM, ATURAN, JADWAL) == ()


@pytest.mark.parametrize(
    ("pilihan", "kode"),
    [
        (replace(BAIK, tahun_asal=2021), ["BAWAAN_TAHUN"]),
        (replace(BAIK, dipilih_pada=None), ["BAWAAN_TIDAK_DIPILIH"]),
        (replace(BAIK, dipilih_pada=date(2024, 9, 29)), ["BAWAAN_DI_LUAR_WAKTU"]),
        (replace(BAIK, dipilih_pada=date(2024, 9, 17)), ["BAWAAN_DI_LUAR_WAKTU"]),
        (replace(BAIK, nik_sama=False), ["BAWAAN_NIK"]),
        (replace(BAIK, jenjang_asal="D-III"), ["BAWAAN_JENJANG"]),
        (replace(BAIK, twk=60, tkp=165), ["BAWAAN_DI_BAWAH_AMBANG", "BAWAAN_DI_BAWAH_AMBANG"]),
    ],
)
def test_each_condition_missed_is_named(pilihan: PilihanBawaan, kode: list[str]) -> None:
    assert [satu.kode for satu in periksa_bawaan(pilihan, S1, UMUM, ATURAN, JADWAL)] == kode


def test_a_calendar_without_the_choice_lets_nobody_choose_and_a_season_without_calendar_judges_no_day() -> None:
    kapan = replace(BAIK, dipilih_pada=date(2025, 1, 1))
    (salah,) = periksa_bawaan(kapan, S1, UMUM, ATURAN, Jadwal("cpns-2024", 1, ((TahapMusim.SKD, MASA),)))
    assert (salah.kode, "belum memuat masa pilihan" in salah.pesan) == ("BAWAAN_DI_LUAR_WAKTU", True)
    assert periksa_bawaan(kapan, S1, UMUM, ATURAN, None) == ()


def test_the_grade_is_that_of_the_need_type_chosen_now() -> None:
    low = replace(BAIK, twk=50, tiu=60, tkp=176)

    assert periksa_bawaan(low, S1, ATURAN.ambang_batas("PAPUA", "PENATA"), ATURAN, JADWAL) == ()
    assert len(periksa_bawaan(low, S1, UMUM, ATURAN, JADWAL)) == 2


def test_a_year_without_the_rule_lets_nobody_bring_a_score() -> None:
    lama = load("cpns-2021")
    assert [satu.kode for satu in periksa_bawaan(BAIK, S1, lama.ambang_batas("UMUM", "PENATA"), lama, JADWAL)] == ["BAWAAN_TIDAK_DIKENAL"]


def test_the_decision_says_that_the_points_are_of_another_year() -> None:
    people = [
        PesertaSkd("1", Kehadiran.HADIR, 65, 80, 166, tahun_asal=2023),
        PesertaSkd("2", Kehadiran.HADIR, 60, 80, 166, tahun_asal=2023),
    ]
    baik, kurang = putuskan_skd(Formasi("f", "PENATA", "UMUM", 1), people, ATURAN).putusan

    assert [satu.kode for satu in baik.alasan] == ["SKD_DIBAWA", "SKD_AMBANG_TERPENUHI", "SKB_DIPANGGIL"]
    assert (kurang.hasil, [satu.kode for satu in kurang.alasan]) == (HasilSkd.TIDAK_LULUS, ["SKD_DIBAWA", "SKD_AMBANG_TWK"])
    assert (baik.alasan[0].pasal, dict(baik.alasan[0].angka)) == ("KepmenPANRB 344/2024", {"tahun": 2023})
