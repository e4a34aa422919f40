"""Random kelompok of every rule set: the fast and the slow implementation agree to the byte, and shuffled input changes nothing."""

import random
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from acuan import penilaian as acuan
from acuan import pppk as acuan_pppk
from shared.aturan import load, names, pppk
from tests.support.dice import DICE, SEEDED
from tests.support.penilaian.kelompok import Kelompok, acak, cepat, kelompok, lambat
from tests.support.penilaian.kelompok_pppk import KelompokPppk, acak_pppk, cepat_pppk, kelompok_pppk, lambat_pppk, langgaran_pppk

_QUICK = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_LONG = settings(max_examples=10_000, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)
CPNS, PPPK = names("CPNS"), names("PPPK")


def _agree(satu: Kelompok, rng: random.Random, nama: str) -> None:
    aturan = load(nama)
    fast = cepat(satu, aturan)
    assert fast == lambat(satu, nama)
    shuffled = Kelompok(tuple(rng.sample(satu.pos, len(satu.pos))), tuple(rng.sample(satu.orang, len(satu.orang))))
    assert cepat(shuffled, aturan) == fast


def _agree_pppk(satu: KelompokPppk, rng: random.Random, nama: str) -> None:
    aturan = pppk.load(nama)
    fast = cepat_pppk(satu, aturan)
    assert fast == lambat_pppk(satu, nama)
    assert langgaran_pppk(satu, aturan, aturan) == set()
    shuffled = replace(satu, orang=tuple(rng.sample(satu.orang, len(satu.orang))))
    assert cepat_pppk(shuffled, aturan) == fast


@pytest.mark.parametrize("nama", CPNS)
@_QUICK
@given(data=st.data(), rng=DICE)
def test_cpns_agrees(nama: str, data: st.DataObject, rng: random.Random) -> None:
    _agree(data.draw(acak(nama)), rng, nama)


@pytest.mark.parametrize("nama", PPPK)
@_QUICK
@given(data=st.data(), rng=DICE)
def test_pppk_agrees(nama: str, data: st.DataObject, rng: random.Random) -> None:
    _agree_pppk(data.draw(acak_pppk(nama)), rng, nama)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("nama", CPNS)
@_LONG
@given(rng=SEEDED)
def test_cpns_agrees_ten_thousand_times(nama: str, rng: random.Random) -> None:
    _agree(kelompok(rng, nama), rng, nama)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("nama", PPPK)
@_LONG
@given(rng=SEEDED)
def test_pppk_agrees_ten_thousand_times(nama: str, rng: random.Random) -> None:
    _agree_pppk(kelompok_pppk(rng, nama), rng, nama)


def test_the_random_kelompok_reach_every_outcome() -> None:
    """A generator that never makes a tie or an absence would prove nothing."""
    rows = [
        row
        for seed in range(300)
        for satu in [kelompok(random.Random(seed), "cpns-2024")]
        for row in acuan.putuskan(satu.orang, satu.pos, "cpns-2024")
    ]

    assert {row["kode_skd"] for row in rows} == {"P/L", "P", "TL", "TH", "DIS"}
    assert {row.get("status_skb") for row in rows} == {None, "HADIR", "TH", "TMS-1", "DIS"}
    assert {row.get("seri") for row in rows} == {None, True, False}
    assert {row.get("di_dalam") for row in rows} == {None, True, False}


def test_the_random_kelompok_settle_ties_and_leave_others_open() -> None:
    """Signed orders that always or never count would prove nothing."""
    terlihat: set[tuple[object, ...]] = set()
    for seed in range(300):
        satu = kelompok(random.Random(seed), "cpns-2024")
        tanpa = acuan.putuskan([replace(orang, putusan=None) for orang in satu.orang], satu.pos, "cpns-2024")
        bertempat = {orang.peserta: orang.putusan is not None for orang in satu.orang}
        for lama, baru in zip(tanpa, acuan.putuskan(satu.orang, satu.pos, "cpns-2024"), strict=True):
            terlihat.add((lama.get("seri"), baru.get("seri"), bertempat[str(baru["peserta"])]))

    assert {(True, False, True), (True, True, True), (True, True, False), (False, False, True)} <= terlihat
    assert (True, False, False) not in terlihat
    assert (False, True, True) not in terlihat


@pytest.mark.parametrize("nama", PPPK)
def test_the_random_kelompok_of_pppk_reach_every_outcome(nama: str) -> None:
    """Grades that all reach, points that never help and orders that always count would prove nothing."""
    terlihat: set[tuple[object, ...]] = set()
    letak: set[object] = set()
    naik = 0
    for seed in range(400):
        satu = kelompok_pppk(random.Random(seed), nama)
        menurut = acuan_pppk.ujian(nama, satu.jabatan, satu.ambang_teknis)
        assert menurut is not None
        tanpa = acuan_pppk.putuskan([replace(orang, putusan=None) for orang in satu.orang], menurut, satu.kuota)
        for lama, baru, orang in zip(tanpa, acuan_pppk.putuskan(satu.orang, menurut, satu.kuota), satu.orang, strict=True):
            terlihat.add((baru["memenuhi_ambang"], baru["seri"], lama["seri"]))
            letak.add(baru["letak"])
            naik += baru["memenuhi_ambang"] is True and orang.teknis < menurut.ambang[0]

    assert letak == {None, "DALAM", "LUAR", "SERI"}
    ada = None if nama == "pppk-2024" else True
    assert {(ada, True, True), (ada, False, True), (ada, False, False), (None, False, False)} <= terlihat
    assert ((False, False, False) in terlihat, naik > 20) == (nama == "pppk-2021", nama == "pppk-2021")
