"""What is invented does not depend on the order in which anybody asks for it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.gladi.invented import Draws, Lowongan, berkas_formasi, pelamar
from tests.support.gladi import ATURAN, formasi

NOMOR = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


@given(seed=st.integers(0, 2**31), nomor=NOMOR, data=st.data())
def test_people_are_the_same_in_every_order(seed: int, nomor: list[int], data: st.DataObject) -> None:
    shuffle_seed = data.draw(st.permutations(nomor))
    pos = formasi()
    satu, lain = Lowongan(seed, pos, ATURAN), Lowongan(seed, data.draw(st.permutations(pos)), ATURAN)
    assert {i: pelamar(seed, i, satu) for i in nomor} == {i: pelamar(seed, i, lain) for i in shuffle_seed}


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 1000), shuffle_seed=st.integers(0, 1000), lain=st.integers(0, 1000))
def test_the_order_seed_moves_rows_and_changes_none(seed: int, shuffle_seed: int, lain: int) -> None:
    satu, dua = berkas_formasi(seed, 40, shuffle_seed=shuffle_seed), berkas_formasi(seed, 40, shuffle_seed=lain)
    assert satu.keys() == dua.keys()
    assert all(sorted(satu[nama].splitlines()) == sorted(dua[nama].splitlines()) for nama in satu)


@given(seed=st.integers(0, 2**31), isi=st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(seed: int, isi: list[int]) -> None:
    salinan = [*isi]
    Draws(seed, "uji", 0).shuffle(salinan)
    assert sorted(salinan) == sorted(isi)


@given(seed=st.integers(), awal=st.integers(-100, 100), panjang=st.integers(0, 100), banyak=st.integers(1, 30))
def test_draws_stay_in_range(seed: int, awal: int, panjang: int, banyak: int) -> None:
    draws = Draws(seed, "uji", 1)
    assert all(awal <= draws.integer(awal, awal + panjang) <= awal + panjang for _ in range(banyak))
    assert all(0 < draws.uniform() < 1 for _ in range(banyak))
