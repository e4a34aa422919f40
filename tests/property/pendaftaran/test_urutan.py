"""Comparing people by their places is comparing them by birth date, and by GPA within a scale."""

from datetime import date
from itertools import pairwise
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from services.pendaftaran.domain.lamaran import SkalaIpk
from services.pendaftaran.domain.urutan import Sekelompok, Urutan, urutkan

Orang = tuple[date, int, SkalaIpk]
# Few different values, so that equals are common.
_LAHIR = st.one_of(st.dates(date(1990, 1, 1), date(1990, 1, 5)), st.dates(date(1960, 1, 1), date(2007, 1, 1)))
ORANG: st.SearchStrategy[list[Orang]] = st.lists(
    st.tuples(_LAHIR, st.one_of(st.integers(340, 344), st.integers(0, 10_000)), st.sampled_from(get_args(SkalaIpk))), max_size=30
)


def _urutan(orang: list[Orang]) -> list[Urutan]:
    nomor = [str(n) for n in range(len(orang))]
    hasil = list(
        urutkan(Sekelompok(nomor, [lahir.toordinal() for lahir, _, _ in orang], [ipk for _, ipk, _ in orang], [s for *_, s in orang]))
    )
    assert [satu.lamaran for satu in hasil] == nomor
    return hasil


def _tanda(satu: int, lain: int) -> int:
    return (satu > lain) - (satu < lain)


@given(ORANG)
def test_places_compare_as_what_they_stand_for(orang: list[Orang]) -> None:
    hasil = list(zip(orang, _urutan(orang), strict=True))
    for (lahir, ipk, skala), tempat in hasil:
        for (lahir_lain, ipk_lain, skala_lain), lain in hasil:
            assert _tanda(tempat.usia, lain.usia) == _tanda(lahir.toordinal(), lahir_lain.toordinal())
            if skala == skala_lain:
                assert _tanda(tempat.ijazah, lain.ijazah) == -_tanda(ipk, ipk_lain)


@given(ORANG)
def test_places_have_no_gap_so_that_they_say_no_distance(orang: list[Orang]) -> None:
    hasil = list(zip(orang, _urutan(orang), strict=True))
    for tempat in (
        {urutan.usia for _, urutan in hasil},
        *({urutan.ijazah for (_, _, skala), urutan in hasil if skala == satu} for satu in get_args(SkalaIpk)),
    ):
        assert all(lain == satu + 1 for satu, lain in pairwise((0, *sorted(tempat))))


@given(ORANG, st.randoms(use_true_random=False))
def test_places_do_not_depend_on_arrival(orang: list[Orang], acak: object) -> None:
    kocok = list(orang)
    acak.shuffle(kocok)  # type: ignore[attr-defined]
    assert sorted(zip(orang, [satu[1:] for satu in _urutan(orang)], strict=True)) == sorted(
        zip(kocok, [satu[1:] for satu in _urutan(kocok)], strict=True)
    )
