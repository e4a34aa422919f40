"""Working days by arithmetic against a counter that looks at every day."""

from collections.abc import Iterator
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.kalender import HariLibur as Hari
from shared.kalender import Kalender, TahunLibur, load

NYATA = load()
AWAL, AKHIR = date(2021, 1, 1), date(NYATA.tahun[-1].tahun, 12, 31)
SEHARI = timedelta(days=1)
HARI = st.dates(AWAL, AKHIR)


@st.composite
def kalender(draw: st.DrawFn) -> Kalender:
    """The years of ours with other holidays and other weeks."""
    semua = []
    for tahun in range(AWAL.year, AKHIR.year + 1):
        hari = sorted(draw(st.sets(st.dates(date(tahun, 1, 1), date(tahun, 12, 31)), max_size=12)))
        pisah = draw(st.integers(0, len(hari)))
        libur = tuple(Hari(satu, "x", "K") for satu in hari)
        minggu = draw(st.frozensets(st.integers(1, 7), min_size=1))
        semua.append(TahunLibur(tahun, minggu, "P", libur[:pisah], libur[pisah:]))
    return Kalender(tuple(semua))


def hari_kerja(kalender: Kalender, dari: date, sebelum: date) -> Iterator[date]:
    while dari < sebelum:
        (tahun,) = [satu for satu in kalender.tahun if satu.tahun == dari.year]
        tutup = {satu.hari for satu in tahun.libur} | {satu.hari for satu in tahun.cuti_bersama}
        if dari.weekday() + 1 in tahun.hari_kerja_seminggu and dari not in tutup:
            yield dari
        dari += SEHARI


@given(st.just(NYATA) | kalender(), HARI, HARI)
def test_the_sum_is_the_count(kalender: Kalender, dari: date, sebelum: date) -> None:
    assert kalender.jumlah(dari, sebelum) == len(list(hari_kerja(kalender, dari, sebelum)))


@given(HARI, HARI, HARI)
def test_two_stretches_make_one(satu: date, dua: date, tiga: date) -> None:
    awal, tengah, akhir = sorted((satu, dua, tiga))
    assert NYATA.jumlah(awal, tengah) + NYATA.jumlah(tengah, akhir) == NYATA.jumlah(awal, akhir)


@given(st.dates(date(2021, 6, 1), date(AKHIR.year, 6, 1)), st.integers(1, 25), st.integers(-60, 60))
def test_the_latest_day_and_the_earliest_are_the_two_sides_of_one_distance(hari: date, jumlah: int, geser: int) -> None:
    lain = hari + SEHARI * geser
    assert (lain <= NYATA.sebelum(hari, jumlah)) is (NYATA.jumlah(lain, hari) >= jumlah)
    assert (lain >= NYATA.sesudah(hari, jumlah)) is (NYATA.jumlah(hari, lain) >= jumlah)
