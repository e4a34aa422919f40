"""Placing and replacing on random kelompok: the numbered properties hold, order does not matter, and the second implementation agrees."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from services.penempatan.domain import (
    Hasil,
    PenempatanKelompok,
    Penggantian,
    Pengunduran,
    StatusKursi,
    StatusSkb,
    gantikan,
    periksa_hasil,
    periksa_keadaan,
    periksa_masukan,
    tempatkan,
)
from tests.reference.penempatan import Orang, Papan, Pergi, jalankan
from tests.support.penempatan import KETENTUAN, Kelompok, keadaan, kelompok


def _orang(k: Kelompok) -> list[Orang]:
    return [Orang(p.peserta, p.formasi, p.status_skb is StatusSkb.HADIR, p.peringkat) for p in k.peringkat]


def _kuota(k: Kelompok) -> dict[str, int]:
    return {f.kode: f.kuota for f in k.formasi}


def _papan(hasil: PenempatanKelompok) -> Papan:
    return Papan(
        {k.kursi: k.peserta for k in sorted(hasil.kursi, key=lambda k: k.kursi) if k.peserta is not None},
        frozenset(k.peserta for k in hasil.keputusan if k.hasil is Hasil.MENUNGGU),
        frozenset(k.kursi for k in hasil.kursi if k.status is StatusKursi.DIBAWA),
    )


@given(kelompok())
@settings(max_examples=200, deadline=None)
def test_a_placed_kelompok_has_every_property_and_is_what_the_definition_says(k: Kelompok) -> None:
    assert periksa_masukan(k.formasi, k.peringkat) == ()
    hasil = tempatkan(k.formasi, k.peringkat, KETENTUAN)
    assert periksa_hasil(k.formasi, k.peringkat, hasil, KETENTUAN) == ()
    assert _papan(hasil) == jalankan(_kuota(k), _orang(k))


@given(kelompok(), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_the_order_of_the_input_leaves_no_trace(k: Kelompok, acak: random.Random) -> None:
    formasi, peringkat = list(k.formasi), list(k.peringkat)
    acak.shuffle(formasi)
    acak.shuffle(peringkat)
    assert tempatkan(formasi, peringkat, KETENTUAN) == tempatkan(k.formasi, k.peringkat, KETENTUAN)


@given(kelompok(), st.data())
@settings(max_examples=200, deadline=None)
def test_after_any_resignations_the_state_is_what_the_definition_says(k: Kelompok, data: st.DataObject) -> None:
    """K resignations give the next k in rank, whoever goes, replaceable or not, replacements among them."""
    hasil = tempatkan(k.formasi, k.peringkat, KETENTUAN)
    pergi: list[Pergi] = []
    for _ in range(data.draw(st.integers(0, 8), label="berapa")):
        terisi = [bangku for bangku in hasil.kursi if bangku.peserta is not None]
        if not terisi:
            break
        bangku = data.draw(st.sampled_from(terisi), label="kursi")
        diganti = data.draw(st.booleans(), label="dapat_diganti")
        assert bangku.peserta is not None
        ganti = gantikan(keadaan(bangku.formasi, hasil), Pengunduran(bangku.peserta, bangku.kursi, "J", "L", diganti), KETENTUAN)
        assert isinstance(ganti, Penggantian)
        assert periksa_keadaan(ganti.keadaan, KETENTUAN) == ()
        pergi.append(Pergi(bangku.peserta, diganti))
        hasil = _sesudah(hasil, ganti)
    papan = _papan(replace(hasil, keputusan=tuple(satu for satu in hasil.keputusan if not satu.mundur)))
    assert papan == jalankan(_kuota(k), _orang(k), pergi)
    assert not {satu.nomor for satu in pergi} & set(papan.kursi.values())


def _sesudah(hasil: PenempatanKelompok, ganti: Penggantian) -> PenempatanKelompok:
    return PenempatanKelompok(
        tuple(ganti.keadaan.keputusan.get(satu.peserta, satu) for satu in hasil.keputusan),
        tuple(ganti.keadaan.kursi.get(satu.kursi, satu) for satu in hasil.kursi),
    )
