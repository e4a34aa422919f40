"""Random kelompok of every rule set, placed and filled: both implementations agree to the byte, and every numbered property holds.

Every kelompok in both modes, as decreed and with consent; the order of its input leaves no trace; and with its ties drawn by lot it does
not matter whether vacancies choose people or people vacancies.
"""

import random

import pytest
from hypothesis import HealthCheck, given, settings

from services.penempatan.domain.jenis import PenempatanKelompok
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil, periksa_masukan
from shared.istilah import ModePengisian
from tests.support.dice import DICE, SEEDED
from tests.support.penempatan import PER_ATURAN, Kelompok, acak_kelompok, kelompok, kelompok_berbenih, undi_seri
from tests.support.penempatan.pengisian import canonical, lambat, menurut_calon, papan_dari
from tests.support.penempatan.pppk import semusim

_QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
SEMUA = sorted(PER_ATURAN)


def _tempatkan(k: Kelompok, aturan: str, mode: ModePengisian) -> PenempatanKelompok:
    """The result, after both implementations agreed and every property held."""
    ketentuan = PER_ATURAN[aturan]
    assert periksa_masukan(k.formasi, k.peringkat, berambang=ketentuan.ambang is not None) == ()
    hasil = tempatkan(k.formasi, k.peringkat, ketentuan, mode)
    assert periksa_hasil(k.formasi, k.peringkat, hasil, ketentuan, mode) == ()
    assert canonical(papan_dari(hasil, aturan)) == lambat(k, aturan, mode)
    return hasil


def _agree(k: Kelompok, acak: random.Random, aturan: str) -> None:
    k = semusim(k, aturan, acak)
    mode = acak.choice(list(ModePengisian))
    hasil = {satu: _tempatkan(k, aturan, satu) for satu in ModePengisian}
    formasi, peringkat = acak.sample(k.formasi, len(k.formasi)), acak.sample(k.peringkat, len(k.peringkat))
    assert repr(tempatkan(formasi, peringkat, PER_ATURAN[aturan], mode)) == repr(hasil[mode])
    urut = undi_seri(k, acak)
    duduk = {kursi.peserta: kursi.formasi for kursi in _tempatkan(urut, aturan, mode).kursi if kursi.peserta is not None}
    assert duduk == menurut_calon(urut, aturan, mode)


@pytest.mark.parametrize("aturan", SEMUA)
@_QUICK
@given(k=kelompok(orang=40, formasi=9), acak=DICE)
def test_filling_agrees(aturan: str, k: Kelompok, acak: random.Random) -> None:
    _agree(k, acak, aturan)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("aturan", SEMUA)
@_LONG
@given(k=kelompok_berbenih(orang=40, formasi=9), acak=SEEDED)
def test_filling_agrees_ten_thousand_times(aturan: str, k: Kelompok, acak: random.Random) -> None:
    _agree(k, acak, aturan)


@pytest.mark.parametrize("aturan", SEMUA)
def test_the_random_kelompok_reach_every_step_and_every_tie(aturan: str) -> None:
    """A generator that never fills a seat by some step, or never holds one for a tie, would prove nothing about it."""
    ketentuan = PER_ATURAN[aturan]
    rute: set[object] = set()
    sebab: set[str] = set()
    alasan: set[str] = set()
    beda = 0
    for seed in range(300):
        acak = random.Random(seed)
        k = semusim(acak_kelompok(acak, acak.randint(0, 40), acak.randint(1, 9)), aturan, acak)
        hasil = [tempatkan(k.formasi, k.peringkat, ketentuan, mode) for mode in ModePengisian]
        rute.update(satu.rute for satu in hasil[0].keputusan)
        alasan.update(satu.alasan[0].kode for satu in hasil[0].keputusan)
        sebab.update(kursi.alasan.kode for kursi in hasil[0].kursi if kursi.alasan is not None)
        beda += papan_dari(hasil[0], aturan) != papan_dari(hasil[1], aturan)

    assert rute >= {langkah.rute for langkah in ketentuan.pengisian.langkah}
    pengisian = {"SERI_PADA_PENGISIAN"} if ketentuan.pengisian.langkah else set()
    assert sebab == {"SERI_TANPA_URUTAN", "TIDAK_ADA_CALON"} | pengisian
    assert (beda > 30) is bool(pengisian)
    assert ("DI_BAWAH_AMBANG" in alasan) is (ketentuan.ambang is not None)
