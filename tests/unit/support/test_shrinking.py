"""A broken rule shrinks to the few people who show it: a wrong rule stands in the place of the right one."""

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st

from services.penempatan.domain.penempatan import tempatkan
from shared.aturan import load
from shared.aturan.pppk import AturanPppk
from shared.aturan.pppk import load as load_pppk
from shared.istilah import ModePengisian
from tests.support.penempatan import KETENTUAN, Kelompok
from tests.support.penempatan import kelompok as kelompok_penempatan
from tests.support.penilaian.kelompok import acak, cepat, lambat
from tests.support.penilaian.kelompok_pppk import acak_pppk, cepat_pppk, lambat_pppk

ATURAN = load("cpns-2024")
PPPK = load_pppk("pppk-2021")
assert PPPK.ambang is not None
K = TypeVar("K")


# Where a shrink begins must not decide where it ends.
BEGINNINGS = pytest.mark.parametrize("beginning", range(3))


def _smallest(strategy: st.SearchStrategy[K], wrong: Callable[[K], bool], beginning: int) -> K:
    chosen = settings(max_examples=2_000, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    return find(strategy, wrong, settings=chosen, random=Random(beginning))


def _duduk(k: Kelompok, *, kursi_tambahan: int = 0) -> dict[str | None, str]:
    formasi = [replace(satu, kuota=satu.kuota + kursi_tambahan) for satu in k.formasi]
    return {
        satu.peserta: satu.formasi
        for satu in tempatkan(formasi, k.peringkat, KETENTUAN, ModePengisian.SESUAI_KEPUTUSAN).kursi
        if satu.peserta
    }


@BEGINNINGS
def test_one_seat_too_many_shrinks_to_two_people_and_one_seat(beginning: int) -> None:
    k = _smallest(kelompok_penempatan(), lambda k: _duduk(k) != _duduk(k, kursi_tambahan=1), beginning)

    assert len(k.peringkat) == 2
    assert [satu.kuota for satu in k.formasi] == [1]


@BEGINNINGS
def test_two_times_the_seats_shrinks_to_three_people_and_one_seat(beginning: int) -> None:
    salah = replace(ATURAN, potong=replace(ATURAN.potong, faktor=2))
    k = _smallest(acak("cpns-2024"), lambda k: cepat(k, salah) != lambat(k, "cpns-2024"), beginning)

    assert len(k.orang) == 3
    assert [satu.kuota for satu in k.pos] == [1]


PPPK_SALAH: dict[str, tuple[AturanPppk, int]] = {
    "a grade a point higher": (replace(PPPK, ambang=replace(PPPK.ambang, wawancara=25)), 1),
    "nothing added": (replace(PPPK, afirmasi=()), 1),
    "age forgotten": (replace(PPPK, urutan=PPPK.urutan[:-1]), 2),
}


@BEGINNINGS
@pytest.mark.parametrize(("salah", "banyak"), PPPK_SALAH.values(), ids=PPPK_SALAH)
def test_a_wrong_rule_of_pppk_shrinks_to_the_people_it_is_about(beginning: int, salah: AturanPppk, banyak: int) -> None:
    k = _smallest(acak_pppk("pppk-2021"), lambda k: cepat_pppk(k, salah) != lambat_pppk(k, "pppk-2021"), beginning)

    assert len(k.orang) == banyak
