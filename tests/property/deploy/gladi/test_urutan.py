"""What is invented does not depend on the order in which anybody asks for it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.gladi.benih import Lowongan, Undi, berkas_formasi, pelamar
from tests.support.gladi import ATURAN, formasi

NOMOR = st.lists(st.integers(0, 10**6), min_size=1, max_size=20)


@given(benih=st.integers(0, 2**31), nomor=NOMOR, data=st.data())
def test_people_are_the_same_in_every_order(benih: int, nomor: list[int], data: st.DataObject) -> None:
    acak = data.draw(st.permutations(nomor))
    pos = formasi()
    satu, lain = Lowongan(benih, pos, ATURAN), Lowongan(benih, data.draw(st.permutations(pos)), ATURAN)
    assert {i: pelamar(benih, i, satu) for i in nomor} == {i: pelamar(benih, i, lain) for i in acak}


@settings(max_examples=25, deadline=None)
@given(benih=st.integers(0, 1000), acak=st.integers(0, 1000), lain=st.integers(0, 1000))
def test_the_order_seed_moves_rows_and_changes_none(benih: int, acak: int, lain: int) -> None:
    satu, dua = berkas_formasi(benih, 40, acak=acak), berkas_formasi(benih, 40, acak=lain)
    assert satu.keys() == dua.keys()
    assert all(sorted(satu[nama].splitlines()) == sorted(dua[nama].splitlines()) for nama in satu)


@given(benih=st.integers(0, 2**31), isi=st.lists(st.integers(), max_size=30))
def test_shuffling_loses_nothing(benih: int, isi: list[int]) -> None:
    salinan = [*isi]
    Undi(benih, "uji", 0).kocok(salinan)
    assert sorted(salinan) == sorted(isi)


@given(benih=st.integers(), awal=st.integers(-100, 100), panjang=st.integers(0, 100), banyak=st.integers(1, 30))
def test_draws_stay_in_range(benih: int, awal: int, panjang: int, banyak: int) -> None:
    undi = Undi(benih, "uji", 1)
    assert all(awal <= undi.bulat(awal, awal + panjang) <= awal + panjang for _ in range(banyak))
    assert all(0 < undi.satuan() < 1 for _ in range(banyak))
