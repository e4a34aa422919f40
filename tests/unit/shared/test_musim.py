"""Which season a request means."""

import pytest

from shared.errors import Rejected
from shared.istilah import KeadaanMusim, ModePengisian
from shared.musim import Musim, pilih_musim


def _musim(kode: str) -> Musim:
    return Musim(kode, "CPNS", 1, 2024, "cpns-2024", 1, ModePengisian.SESUAI_KEPUTUSAN, KeadaanMusim.BERJALAN, False, 1)


def test_one_season_needs_no_name_and_several_do() -> None:
    satu, lain = _musim("cpns-2024"), _musim("pppk-2024")
    assert pilih_musim([satu], None) is satu
    assert pilih_musim([satu, lain], "pppk-2024") is lain
    with pytest.raises(Rejected, match=r"MUSIM_PERLU_DISEBUT.*cpns-2024, pppk-2024") as several:
        pilih_musim([satu, lain], None)
    assert (several.value.status, several.value.kolom) == (422, "musim")


@pytest.mark.parametrize(("ada", "kode"), [([], None), ([], "cpns-2024"), ([_musim("cpns-2024")], "cpns-2025")])
def test_a_season_that_is_not_there_is_not_guessed(ada: list[Musim], kode: str | None) -> None:
    with pytest.raises(Rejected, match="MUSIM_TIDAK_DIKENAL") as unknown:
        pilih_musim(ada, kode)
    assert unknown.value.status == 404
