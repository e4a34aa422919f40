"""What is taken as a signed order settles the tie, and what is refused would not have."""

import random
from dataclasses import replace

from hypothesis import given

from acuan.penilaian import Orang
from services.penilaian.domain.peringkat import peringkatkan
from services.penilaian.domain.pppk import peringkatkan_pppk
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.urutan_seri import cela_tempat, cela_tempat_pppk, cela_urutan, seri_menurut_pasal, seri_pppk
from shared.aturan import load
from shared.aturan.pppk import load as load_pppk
from tests.support.dice import DICE
from tests.support.penilaian import orang
from tests.support.penilaian.kelompok import Mesin, as_skb, kelompok
from tests.support.penilaian.kelompok_pppk import KelompokPppk, acak_pppk, as_pppk, kelompok_pppk

ATURAN = load("cpns-2024")


def _sepakat(people: list[Orang], rng: random.Random) -> bool | None:
    """Put a tie in some order, perhaps without one of its people; whether that was taken, None where there is no tie."""
    peserta = [replace(as_skb(satu), putusan_seri=None) for satu in people]
    seri = seri_menurut_pasal(peserta, ATURAN)
    if not seri:
        return None
    sama = [satu.peserta for satu in rng.choice(seri)]
    urutan = rng.sample(sama, len(sama) - (len(sama) > 1 and rng.random() < 0.3))
    tempat = {nomor: ke for ke, nomor in enumerate(urutan, start=1)}
    bertempat = [
        replace(satu, putusan_seri=PutusanSeri("1", tempat[satu.peserta], "KEP 1/2025")) if satu.peserta in tempat else satu
        for satu in peserta
    ]
    cela = cela_urutan([urutan], peserta, ATURAN)
    selesai = {satu.peserta for satu in peringkatkan(bertempat, ATURAN) if satu.peserta in sama and not satu.seri}
    assert selesai == (set() if cela else set(sama))
    assert cela_tempat(bertempat, ATURAN) == cela
    return not cela


@given(orang(), DICE)
def test_an_order_is_taken_exactly_when_it_settles_the_tie(people: list[Orang], rng: random.Random) -> None:
    _sepakat(people, rng)


def test_on_random_kelompok_too_and_both_happen() -> None:
    hasil = {_sepakat(list(kelompok(rng, "cpns-2024").orang), rng) for rng in map(random.Random, range(600))}

    assert hasil == {None, True, False}


PPPK = load_pppk("pppk-2024")


def _sepakat_pppk(k: KelompokPppk, rng: random.Random) -> bool | None:
    """Do the same as `_sepakat` for PPPK, by the places that people carry."""
    syarat = PPPK.syarat(k.jabatan)
    peserta = [replace(as_pppk(satu, Mesin()), putusan_seri=None) for satu in k.orang]
    seri = seri_pppk(peserta, PPPK, syarat)
    if not seri:
        return None
    sama = [satu.peserta for satu in rng.choice(seri)]
    urutan = rng.sample(sama, len(sama) - (rng.random() < 0.3))
    tempat = {nomor: PutusanSeri("1", ke, "KEP 1/2025") for ke, nomor in enumerate(urutan, start=1)}
    bertempat = [replace(satu, putusan_seri=tempat.get(satu.peserta)) for satu in peserta]
    cela = cela_tempat_pppk(bertempat, PPPK, syarat)
    selesai = {satu.peserta for satu in peringkatkan_pppk(bertempat, PPPK, syarat) if satu.peserta in sama and not satu.seri}
    assert selesai == (set() if cela else set(sama))
    return not cela


@given(acak_pppk("pppk-2024"), DICE)
def test_an_order_of_pppk_is_taken_exactly_when_it_settles_the_tie(k: KelompokPppk, rng: random.Random) -> None:
    _sepakat_pppk(k, rng)


def test_on_random_kelompok_of_pppk_both_happen() -> None:
    hasil = {_sepakat_pppk(kelompok_pppk(rng, "pppk-2024"), rng) for rng in map(random.Random, range(600))}

    assert hasil == {None, True, False}
