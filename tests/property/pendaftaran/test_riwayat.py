"""Days of work (posisi 44) and the ages of PPPK (posisi 43), against a count of single days and of birthdays."""

from datetime import date, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from services.pendaftaran.domain.pemeriksaan import Berkas, Syarat, periksa, usia
from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat, hari_kerja, hari_minimum
from shared.aturan.pendaftaran import load

HARI = st.dates(date(2000, 1, 1), date(2030, 12, 31))
# Leap days are one in 1,461: drawn more often, or nobody would ever be born on one.
LAHIR = st.one_of(st.dates(date(1940, 1, 1), date(2010, 12, 31)), st.sampled_from([date(tahun, 2, 29) for tahun in range(1940, 2011, 4)]))
PADA = st.one_of(st.dates(date(2021, 1, 1), date(2028, 12, 31)), st.sampled_from([date(2024, 2, 28), date(2024, 2, 29), date(2023, 2, 28)]))
MASA = st.builds(
    lambda mulai, lama: MasaKerja(mulai, None if lama is None else mulai + timedelta(days=lama)), HARI, st.none() | st.integers(0, 2000)
)
ATURAN = load("pppk-2024")
SYARAT = Syarat("ANALIS CONTOH AHLI PERTAMA", "UMUM", frozenset({"S-1|X"}))


@given(st.lists(MASA, max_size=6), PADA)
def test_days_are_counted_one_by_one(masa: list[MasaKerja], pada: date) -> None:
    hari = {
        satu.mulai + timedelta(days=n)
        for satu in masa
        for n in range((min(pada, (satu.sampai or pada) + timedelta(days=1)) - satu.mulai).days)
    }
    assert hari_kerja(masa, pada) == len(hari)


@given(st.lists(MASA, max_size=4), PADA)
def test_the_order_of_jobs_says_nothing(masa: list[MasaKerja], pada: date) -> None:
    assert len({hari_kerja(satu, pada) for satu in permutations(masa)}) == 1


@given(st.one_of(LAHIR, HARI), PADA, st.integers(0, 40))
def test_unbroken_work_completes_its_years_as_a_person_does(mulai: date, pada: date, tahun: int) -> None:
    if mulai < pada:
        assert (hari_kerja([MasaKerja(mulai)], pada) >= hari_minimum(tahun, pada)) == (usia(mulai, pada) >= tahun)


@given(LAHIR, PADA)
def test_an_age_fails_before_the_birthday_and_from_the_last_one_on(lahir: date, pada: date) -> None:
    """From the 20th birthday until the day before the 58th; a leap day's is on 1 March of a common year."""

    def ulang_tahun(ke: int) -> date:
        tahun = lahir.year + ke
        leap = (lahir.month, lahir.day) == (2, 29) and (tahun % 4 != 0 or tahun % 100 == 0)
        return date(tahun, 3, 1) if leap else lahir.replace(year=tahun)

    dokumen = frozenset((*ATURAN.dokumen_wajib, ATURAN.dokumen_pengalaman))
    berkas = Berkas(lahir, pada, pada, "S-1|X", dokumen, None, Riwayat((MasaKerja(date(2000, 1, 1)),)))
    hasil = periksa(berkas, SYARAT, ATURAN)
    harapan = "USIA_KURANG" if pada < ulang_tahun(20) else "USIA_LEBIH" if pada >= ulang_tahun(58) else "MEMENUHI_SYARAT"
    assert [satu.kode for satu in hasil.alasan] == [harapan]
