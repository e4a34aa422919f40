"""Placing again on random corrected rankings: what the definition says, every property, an exact difference, no trace of any order."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acuan.penempatan import Pergi, jalankan
from services.penempatan.domain import koreksi as mesin
from services.penempatan.domain.jenis import Keadaan, StatusKursi
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.koreksi import PenempatanUlang, tempatkan_ulang
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan
from services.penempatan.domain.periksa import periksa_hasil, periksa_keadaan, periksa_koreksi
from services.penempatan.domain.peristiwa import peristiwa_koreksi
from services.penempatan.domain.selisih import selisih
from shared.istilah import Hasil, ModePengisian
from tests.support.dice import DICE, SEEDED
from tests.support.penempatan import PER_ATURAN, Kelompok, acak_kelompok, keadaan, kelompok, kelompok_berbenih, ralat_acak
from tests.support.penempatan.pengisian import orang_dari, pos_dari
from tests.support.penempatan.pppk import semusim

aturan_dan_mode = st.tuples(st.sampled_from(sorted(PER_ATURAN)), st.sampled_from(list(ModePengisian)))


@dataclass(frozen=True)
class Riwayat:
    """A placed kelompok, who has left it, and the ranking as it is corrected."""

    k: Kelompok
    kini: Keadaan
    pergi: tuple[Pengunduran, ...]
    ralat: Kelompok


def _riwayat(k: Kelompok, pilihan: tuple[str, ModePengisian], acak: random.Random, most: int = 6) -> Riwayat:
    ketentuan, mode = PER_ATURAN[pilihan[0]], pilihan[1]
    k = semusim(k, pilihan[0], acak)
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, ketentuan, mode), mode)
    pergi: list[Pengunduran] = []
    for _ in range(acak.randint(0, most)):
        terisi = sorted((satu.kursi, satu.peserta) for satu in kini.kursi.values() if satu.peserta is not None)
        if not terisi:
            break
        kursi, peserta = acak.choice(terisi)
        pergi.append(Pengunduran(str(peserta), kursi, "J", "L", acak.random() < 0.7))
        ganti = gantikan(kini, pergi[-1], ketentuan)
        assert isinstance(ganti, Penggantian)
        kini = ganti.keadaan
    return Riwayat(k, kini, tuple(pergi), semusim(ralat_acak(k, acak), pilihan[0], acak))


def _ulang(r: Riwayat, aturan: str) -> PenempatanUlang:
    return tempatkan_ulang(r.kini, r.ralat.peringkat, r.pergi, PER_ATURAN[aturan], versi=2)


def _isi(keadaan: Keadaan) -> tuple[Mapping[str, str | None], Counter[tuple[str, StatusKursi]]]:
    """Who has a seat of which formation, and how many seats of each formation are in which state."""
    orang = {k.peserta: k.formasi_tujuan for k in keadaan.keputusan.values() if k.hasil is Hasil.LULUS and not k.mundur}
    return orang, Counter((k.formasi, k.status) for k in keadaan.kursi.values())


def _periksa(r: Riwayat, pilihan: tuple[str, ModePengisian]) -> None:
    aturan, mode = pilihan
    ketentuan = PER_ATURAN[aturan]
    ulang = _ulang(r, aturan)
    assert periksa_hasil(r.k.formasi, r.ralat.peringkat, ulang.awal, ketentuan, mode) == ()
    assert periksa_keadaan(ulang.keadaan, ketentuan) == ()
    beda = selisih(r.kini, ulang.keadaan)
    peristiwa = peristiwa_koreksi(r.kini, ulang.keadaan, ketentuan, versi=2)
    assert periksa_koreksi(r.kini, ulang.keadaan, peringkat=r.ralat.peringkat, pengunduran=r.pergi, selisih=beda, peristiwa=peristiwa) == ()
    pergi = [Pergi(satu.peserta, satu.dapat_diganti) for satu in r.pergi]
    papan = jalankan(pos_dari(r.k), orang_dari(r.ralat), pergi, aturan=aturan, persetujuan=mode is ModePengisian.DENGAN_PERSETUJUAN)
    orang, kursi = _isi(ulang.keadaan)
    assert orang == {peserta: nama.rpartition("/")[0] for nama, peserta in papan.kursi.items()}
    assert {k.peserta for k in ulang.keadaan.keputusan.values() if k.hasil is Hasil.MENUNGGU and not k.mundur} == papan.menunggu
    dibawa = Counter(nama.rpartition("/")[0] for nama in papan.dibawa)
    assert dibawa == Counter({formasi: n for (formasi, status), n in kursi.items() if status is StatusKursi.DIBAWA})


@given(kelompok(), aturan_dan_mode, DICE)
@settings(max_examples=300, deadline=None)
def test_placing_again_is_what_the_definition_says_and_has_every_property(
    k: Kelompok, pilihan: tuple[str, ModePengisian], dadu: random.Random
) -> None:
    _periksa(_riwayat(k, pilihan, dadu), pilihan)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@given(kelompok_berbenih(orang=40, formasi=9), aturan_dan_mode, SEEDED)
@settings(max_examples=5_000, deadline=None)
def test_five_thousand_corrections(k: Kelompok, pilihan: tuple[str, ModePengisian], dadu: random.Random) -> None:
    _periksa(_riwayat(k, pilihan, dadu), pilihan)


@given(kelompok(), aturan_dan_mode, DICE)
@settings(max_examples=200, deadline=None)
def test_without_departures_it_is_the_corrected_ranking_placed_from_scratch_up_to_seat_names(
    k: Kelompok, pilihan: tuple[str, ModePengisian], dadu: random.Random
) -> None:
    r = _riwayat(k, pilihan, dadu, most=0)
    segar = tempatkan(r.k.formasi, r.ralat.peringkat, PER_ATURAN[pilihan[0]], pilihan[1])
    ulang = _ulang(r, pilihan[0]).keadaan
    for satu in segar.keputusan:
        kini = ulang.keputusan[satu.peserta]
        assert replace(kini, kursi=None, alasan=(), beralih_dari=None) == replace(satu, kursi=None, alasan=())
        assert [a.kode for a in kini.alasan][-len(satu.alasan) :] == [a.kode for a in satu.alasan]
    assert _isi(ulang)[1] == Counter((k.formasi, k.status) for k in segar.kursi)


@given(kelompok(), aturan_dan_mode, DICE, DICE)
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_input_leaves_no_trace(
    k: Kelompok, pilihan: tuple[str, ModePengisian], dadu: random.Random, acak: random.Random
) -> None:
    r = _riwayat(k, pilihan, dadu)
    ketentuan = PER_ATURAN[pilihan[0]]
    formasi, keputusan, kursi = list(r.kini.formasi.items()), list(r.kini.keputusan.items()), list(r.kini.kursi.items())
    peringkat = list(r.ralat.peringkat)
    acak.shuffle(formasi)
    acak.shuffle(keputusan)
    acak.shuffle(kursi)
    acak.shuffle(peringkat)
    kacau = Keadaan(dict(formasi), dict(keputusan), dict(kursi), r.kini.mode)
    ulang = tempatkan_ulang(kacau, peringkat, r.pergi, ketentuan, versi=2)
    urut = _ulang(r, pilihan[0])
    assert ulang == urut
    assert list(ulang.keadaan.keputusan.items()) == list(urut.keadaan.keputusan.items())
    assert selisih(kacau, ulang.keadaan) == selisih(r.kini, urut.keadaan)
    assert peristiwa_koreksi(kacau, ulang.keadaan, ketentuan, versi=2) == peristiwa_koreksi(r.kini, urut.keadaan, ketentuan, versi=2)


@given(kelompok(), aturan_dan_mode, DICE)
@settings(max_examples=100, deadline=None)
def test_the_same_ranking_again_changes_nothing_and_two_corrections_are_the_second(
    k: Kelompok, pilihan: tuple[str, ModePengisian], dadu: random.Random
) -> None:
    r = _riwayat(k, pilihan, dadu)
    ketentuan = PER_ATURAN[pilihan[0]]
    sama = tempatkan_ulang(r.kini, r.k.peringkat, r.pergi, ketentuan, versi=2).keadaan
    assert selisih(r.kini, sama) == selisih(r.kini, r.kini)
    assert peristiwa_koreksi(r.kini, sama, ketentuan, versi=2) == ()
    pertama = _ulang(r, pilihan[0]).keadaan
    kembali = tempatkan_ulang(pertama, r.k.peringkat, r.pergi, ketentuan, versi=3).keadaan
    assert _isi(kembali) == _isi(r.kini)


# --- wrong ways of placing again, which the checks above must find -----------------------------------------------------------------------


def _tak_diulang(kini: Keadaan, pengunduran: object, ketentuan: object) -> Keadaan:
    return kini


def _tetap_antre(keadaan: Keadaan, peserta: str, ketentuan: object) -> Penggantian:
    return Penggantian(keadaan, (), ())


def _tetap_menunggu(keadaan: Keadaan, peserta: str, ketentuan: object) -> Penggantian:
    return Penggantian(replace(keadaan, keputusan={**keadaan.keputusan, peserta: replace(keadaan.keputusan[peserta], mundur=True)}), (), ())


def _nama_menurut_urutan(lama: object, ulang: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(nama, nama) for nama in ulang]


def _selalu_diganti(kini: Keadaan, mundur: Pengunduran, ketentuan: Ketentuan) -> object:
    return gantikan(kini, replace(mundur, dapat_diganti=True), ketentuan)


SALAH: list[tuple[str, str, object]] = [
    ("departures are not repeated", "_ulangi", _tak_diulang),
    ("who left keeps the place in the queue", "keluar_tanpa_kursi", _tetap_antre),
    ("a tie is not settled by who leaves it", "keluar_tanpa_kursi", _tetap_menunggu),
    ("every seat that is left is filled again", "gantikan", _selalu_diganti),
    ("seats are named by the run", "_nama_tetap", _nama_menurut_urutan),
    ("who is no longer ranked keeps the decision", "_Keputusan.keluar", lambda _, sebelum: sebelum),
    ("who resigned is decided anew", "_Keputusan.baru", lambda _, ulang: ulang),
]


@pytest.mark.parametrize(("tempat", "salah"), [(tempat, salah) for _, tempat, salah in SALAH], ids=[nama for nama, _, _ in SALAH])
def test_a_wrong_way_of_placing_again_is_found(monkeypatch: pytest.MonkeyPatch, tempat: str, salah: object) -> None:
    pemilik, _, nama = tempat.rpartition(".")
    monkeypatch.setattr(getattr(mesin, pemilik) if pemilik else mesin, nama, salah)
    with pytest.raises(AssertionError):  # noqa: PT012 - which kelompok shows it is not told
        for benih in range(400):
            _satu_benih(benih)


def _satu_benih(benih: int) -> None:
    pilihan = (sorted(PER_ATURAN)[benih % 5], list(ModePengisian)[benih % 2])
    _periksa(_riwayat(acak_kelompok(random.Random(benih), 25, 7), pilihan, random.Random(benih), most=12), pilihan)


def test_the_same_kelompok_pass_when_nothing_is_wrong() -> None:
    for benih in range(400):
        _satu_benih(benih)
