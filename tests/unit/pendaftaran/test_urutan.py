"""Places by age and by GPA, by example."""

import tracemalloc
from array import array
from datetime import date

import pytest

from services.pendaftaran.domain.urutan import Sekelompok, Urutan, urutkan

_HARI = [date(2000, 2, 29), date(1999, 12, 31), date(2000, 2, 29), date(2001, 1, 1)]


def test_the_oldest_and_the_best_are_first_and_equals_share_a_place() -> None:
    lahir = [hari.toordinal() for hari in _HARI]
    sekelompok = Sekelompok(["a", "b", "c", "d"], lahir, [350, 310, 400, 350], ["IPK"] * 4)

    assert list(urutkan(sekelompok)) == [Urutan("a", 2, 2), Urutan("b", 1, 3), Urutan("c", 2, 1), Urutan("d", 3, 2)]


def test_a_diploma_mean_takes_no_place_from_a_gpa() -> None:
    sekelompok = Sekelompok(["a", "b", "c", "d"], [1, 1, 1, 1], [350, 8_125, 310, 400], ["IPK", "IJAZAH", "IPK", "IJAZAH"])

    assert [satu.ijazah for satu in urutkan(sekelompok)] == [1, 1, 2, 2]


def test_nobody_has_no_place() -> None:
    assert list(urutkan(Sekelompok([], [], [], []))) == []


def test_columns_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="argument"):
        list(urutkan(Sekelompok(["a", "b"], [1, 1], [350, 350], ["IPK"])))


def test_many_people_need_little_more_than_their_columns() -> None:
    banyak = 50_000
    nomor = [str(n) for n in range(banyak)]
    sekelompok = Sekelompok(
        nomor, array("i", (n % 9_000 for n in range(banyak))), array("i", (n % 400 for n in range(banyak))), ["IPK"] * banyak
    )
    tracemalloc.start()
    try:
        terakhir = max(satu.usia for satu in urutkan(sekelompok))
        puncak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert terakhir == 9_000
    # Days and marks differ little, so what is held does not grow with the people.
    assert puncak < 50 * banyak
