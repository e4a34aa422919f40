"""Random kelompok of every rule set: the fast and the slow implementation agree to the byte, and shuffled input changes nothing."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.aturan import load, pppk
from tests.reference import penilaian as acuan
from tests.support.penilaian.kelompok import Kelompok, cepat, cepat_pppk, kelompok, kelompok_pppk, lambat, lambat_pppk

SEEDS = st.integers(0, 2**48)
_QUICK = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
CPNS = tuple(acuan.AMBANG)


def _agree(seed: int, nama: str) -> None:
    satu = kelompok(seed, nama)
    aturan = load(nama)
    fast = cepat(satu, aturan)
    assert fast == lambat(satu, nama)
    rng = random.Random(seed)
    shuffled = Kelompok(tuple(rng.sample(satu.pos, len(satu.pos))), tuple(rng.sample(satu.orang, len(satu.orang))))
    assert cepat(shuffled, aturan) == fast


def _agree_pppk(seed: int) -> None:
    orang = kelompok_pppk(seed)
    aturan = pppk.load("pppk-2024")
    fast = cepat_pppk(orang, aturan)
    assert fast == lambat_pppk(orang)
    assert cepat_pppk(random.Random(seed).sample(orang, len(orang)), aturan) == fast


@pytest.mark.parametrize("nama", CPNS)
@_QUICK
@given(seed=SEEDS)
def test_cpns_agrees(nama: str, seed: int) -> None:
    _agree(seed, nama)


@_QUICK
@given(seed=SEEDS)
def test_pppk_agrees(seed: int) -> None:
    _agree_pppk(seed)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("nama", CPNS)
@_LONG
@given(seed=SEEDS)
def test_cpns_agrees_ten_thousand_times(nama: str, seed: int) -> None:
    _agree(seed, nama)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@_LONG
@given(seed=SEEDS)
def test_pppk_agrees_ten_thousand_times(seed: int) -> None:
    _agree_pppk(seed)


def test_the_random_kelompok_reach_every_outcome() -> None:
    """A generator that never makes a tie or an absence would prove nothing."""
    rows = [
        row
        for seed in range(300)
        for row in acuan.putuskan(kelompok(seed, "cpns-2024").orang, kelompok(seed, "cpns-2024").pos, "cpns-2024")
    ]

    assert {row["kode_skd"] for row in rows} == {"P/L", "P", "TL", "TH", "DIS"}
    assert {row.get("status_skb") for row in rows} == {None, "HADIR", "TH", "TMS-1", "DIS"}
    assert {row.get("seri") for row in rows} == {None, True, False}
    assert {row.get("di_dalam") for row in rows} == {None, True, False}


def test_the_random_kelompok_settle_ties_and_leave_others_open() -> None:
    """Signed orders that always or never count would prove nothing."""
    terlihat: set[tuple[object, ...]] = set()
    for seed in range(300):
        satu = kelompok(seed, "cpns-2024")
        tanpa = acuan.putuskan([replace(orang, putusan=None) for orang in satu.orang], satu.pos, "cpns-2024")
        bertempat = {orang.peserta: orang.putusan is not None for orang in satu.orang}
        for lama, baru in zip(tanpa, acuan.putuskan(satu.orang, satu.pos, "cpns-2024"), strict=True):
            terlihat.add((lama.get("seri"), baru.get("seri"), bertempat[str(baru["peserta"])]))

    assert {(True, False, True), (True, True, True), (True, True, False), (False, False, True)} <= terlihat
    assert (True, False, False) not in terlihat
    assert (False, True, True) not in terlihat
