"""A broken rule shrinks to the few people who show it: a wrong rule stands in the place of the right one."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, find, settings
from hypothesis import strategies as st

from services.penempatan.domain import Mode, tempatkan
from shared.aturan import load
from tests.support.dice import DICE
from tests.support.penempatan import KETENTUAN, Kelompok
from tests.support.penempatan import kelompok as kelompok_penempatan
from tests.support.penilaian.kelompok import Kelompok as KelompokNilai
from tests.support.penilaian.kelompok import cepat, lambat
from tests.support.penilaian.kelompok import kelompok as kelompok_nilai

ATURAN = load("cpns-2024")
K = TypeVar("K")


def _smallest(strategy: st.SearchStrategy[K], wrong: Callable[[K], bool]) -> K:
    # Always the same search: where a shrink ends depends on where it began, and a test must not depend on luck.
    chosen = settings(max_examples=2_000, database=None, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    return find(strategy, wrong, settings=chosen)


def _duduk(k: Kelompok, *, kursi_tambahan: int = 0) -> dict[str | None, str]:
    formasi = [replace(satu, kuota=satu.kuota + kursi_tambahan) for satu in k.formasi]
    return {satu.peserta: satu.formasi for satu in tempatkan(formasi, k.peringkat, KETENTUAN, Mode.SESUAI_KEPUTUSAN).kursi if satu.peserta}


def test_one_seat_too_many_shrinks_to_two_people_and_one_seat() -> None:
    k = _smallest(kelompok_penempatan(), lambda k: _duduk(k) != _duduk(k, kursi_tambahan=1))

    assert len(k.peringkat) == 2
    assert [satu.kuota for satu in k.formasi] == [1]


@pytest.mark.slow
def test_two_times_the_seats_shrinks_to_a_handful_of_people_of_one_post() -> None:
    """The smallest there is has three people and one seat; a shrink may stop at two seats and the five people who show it there."""
    salah = replace(ATURAN, potong=replace(ATURAN.potong, faktor=2))
    strategy: st.SearchStrategy[KelompokNilai] = st.builds(kelompok_nilai, DICE, st.just("cpns-2024"), st.just(8))
    satu = _smallest(strategy, lambda k: cepat(k, salah) != lambat(k, "cpns-2024"))

    (pos,) = satu.pos
    assert pos.kuota <= 2
    assert len(satu.orang) <= 2 * pos.kuota + 2
