"""Seals: bound to person and field, different each time, and open only with the person's key."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from services.pendaftaran.domain.riwayat import MasaKerja, Riwayat
from services.pendaftaran.store.orang import BarisOrang, Bidang
from services.pendaftaran.store.riwayat import baca_riwayat
from services.pendaftaran.usecases.segel import segel
from shared.brankas import Brankas, KunciOrang, SegelRusak, Tertutup
from shared.brankas.berkas import KunciBerkas, tambah
from shared.istilah import Afirmasi
from tests.support.pendaftaran import lamaran

SATU, DUA = "1" * 64, "2" * 64


@pytest.fixture
def brankas(tmp_path: Path) -> Brankas:
    tambah(tmp_path / "kunci.json", "satu")
    return Brankas(KunciBerkas(tmp_path / "kunci.json"))


def _tertutup(baris: BarisOrang, kunci: KunciOrang, *bidang: Bidang) -> Tertutup:
    return Tertutup(baris.pseudonim, *kunci.terbungkus, tuple((satu, getattr(baris, satu)) for satu in bidang))


async def test_what_is_sealed_opens_field_by_field(brankas: Brankas) -> None:
    satu, dua = await brankas.kunci_baru(2)
    baris = [segel("A", SATU, lamaran(1), satu), segel("B", DUA, lamaran(2), dua)]
    bidang = (Bidang.TANGGAL_LAHIR, Bidang.NIK, Bidang.SUREL)
    hasil = await brankas.buka([_tertutup(*pasangan, *bidang) for pasangan in zip(baris, (satu, dua), strict=True)])
    assert hasil == [("1998-05-17", lamaran(1).nik, None), ("1998-05-17", lamaran(2).nik, None)]
    terlihat = b"".join(isi for satu_baris in baris for isi in satu_baris if isinstance(isi, bytes))
    for rahasia in (lamaran(1).nik, lamaran(1).nama, "1998"):
        assert rahasia.encode() not in terlihat


async def test_a_career_opens_as_it_was_stated(brankas: Brankas) -> None:
    kunci, lain = await brankas.kunci_baru(2)
    riwayat = Riwayat((MasaKerja(date(2019, 1, 1), date(2020, 6, 30)), MasaKerja(date(2023, 1, 1))), None, (Afirmasi.THK_II,))
    ada = segel("A", SATU, replace(lamaran(1), riwayat=riwayat), kunci)
    tanpa = segel("B", DUA, lamaran(2), lain)
    terbuka = await brankas.buka([_tertutup(ada, kunci, Bidang.RIWAYAT), _tertutup(tanpa, lain, Bidang.RIWAYAT)])
    assert [baca_riwayat(satu) for (satu,) in terbuka] == [riwayat, Riwayat()]


async def test_the_same_person_sealed_twice_looks_different(brankas: Brankas) -> None:
    (kunci,) = await brankas.kunci_baru(1)
    assert not set(segel("A", SATU, lamaran(1), kunci)[2:6]) & set(segel("A", SATU, lamaran(1), kunci)[2:6])


async def test_a_seal_moved_to_another_field_or_person_does_not_open(brankas: Brankas) -> None:
    satu, dua = await brankas.kunci_baru(2)
    baris, lain = segel("A", SATU, lamaran(1), satu), segel("B", DUA, lamaran(2), dua)
    pindahan = [
        _tertutup(baris._replace(nama=baris.nik), satu, Bidang.NAMA),
        _tertutup(baris._replace(nik=lain.nik), satu, Bidang.NIK),
        _tertutup(lain, satu, Bidang.NIK),
        # The whole person, key and all, under another's pseudonym.
        _tertutup(baris._replace(pseudonim=DUA), satu, Bidang.NIK),
    ]
    for satu_pindahan in pindahan:
        with pytest.raises(SegelRusak):
            await brankas.buka([satu_pindahan])
    assert await brankas.buka([_tertutup(baris, satu, Bidang.NIK)]) == [(lamaran(1).nik,)]


async def test_who_was_erased_is_nobody_and_stops_nobody(brankas: Brankas) -> None:
    (kunci,) = await brankas.kunci_baru(1)
    baris = segel("A", SATU, lamaran(1), kunci)
    terhapus = Tertutup(DUA, None, None, ((Bidang.NIK, None),))
    assert await brankas.buka([terhapus, _tertutup(baris, kunci, Bidang.NIK), terhapus]) == [(None,), (lamaran(1).nik,), (None,)]


async def test_a_key_does_not_show_in_its_repr(brankas: Brankas) -> None:
    (kunci,) = await brankas.kunci_baru(1)
    assert repr(kunci.kunci) not in repr(kunci)
