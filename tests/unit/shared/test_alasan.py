"""Reasons keep what they say on the way through the database, and thousandths are read right."""

import pytest

from shared.alasan import Alasan, Pelanggaran, beralasan, ribuan, rincian
from shared.contracts.alasan import alasan_terbit, baca_alasan, tulis_alasan

SATU = Alasan("DI_DALAM_KUOTA", "PermenPANRB 6/2024 Pasal 45", (("nilai_akhir", 73_600), ("kuota", 2)))


def test_reasons_come_back_as_they_were_stored() -> None:
    assert baca_alasan(tulis_alasan([SATU, Alasan("X", "Y")])) == (SATU, Alasan("X", "Y"))
    assert baca_alasan(tulis_alasan([])) == ()


def test_an_event_carries_code_article_and_numbers() -> None:
    assert alasan_terbit(SATU).model_dump() == {"kode": SATU.kode, "pasal": SATU.pasal, "angka": dict(SATU.angka)}


@pytest.mark.parametrize(("nilai", "teks"), [(0, "0,000"), (5, "0,005"), (73_600, "73,600"), (-1_500, "-1,500"), (100_000, "100,000")])
def test_thousandths_as_people_read_them(nilai: int, teks: str) -> None:
    assert ribuan(nilai) == teks


def test_broken_properties_are_counted_and_the_first_few_named() -> None:
    salah = [Pelanggaran("K3", f"formasi-{nomor}") for nomor in range(7)]
    assert rincian(salah).startswith("7 sifat tidak dipenuhi: K3 (formasi-0), ")
    assert "formasi-5" not in rincian(salah)


@pytest.mark.parametrize("alasan", [[], [Alasan("", "p")], [Alasan("k", "")], [SATU, Alasan("k", "")]])
def test_a_decision_without_reason_code_or_article_has_no_reasons(alasan: list[Alasan]) -> None:
    assert not beralasan(alasan)
    assert beralasan([SATU])
