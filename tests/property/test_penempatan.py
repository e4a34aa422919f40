"""Placing, filling and replacing on random kelompok: the numbered properties hold, order does not matter, the second implementation agrees.

The normal run looks at a few hundred kelompok; the slow one at 10,000.
"""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.penempatan.domain import (
    Hasil,
    Keadaan,
    Mode,
    PenempatanKelompok,
    Penggantian,
    Pengunduran,
    Peringkat,
    StatusKursi,
    StatusSkb,
    bandingkan,
    gantikan,
    periksa_hasil,
    periksa_keadaan,
    periksa_masukan,
    tempatkan,
)
from tests.reference.penempatan import Orang, Papan, Pergi, Pos, jalankan, per_calon
from tests.support.penempatan import SEMUA_KETENTUAN, Kelompok, keadaan, kelompok

aturan_dan_mode = st.tuples(st.sampled_from(sorted(SEMUA_KETENTUAN)), st.sampled_from(list(Mode)))


def _pos(k: Kelompok) -> list[Pos]:
    return [Pos(f.kode, f.kuota, f.jenis_kebutuhan.value, f.unit, f.kualifikasi, f.urutan, f.grup) for f in k.formasi]


def _orang(k: Kelompok) -> list[Orang]:
    return [
        Orang(
            p.peserta,
            p.formasi,
            p.status_skb is StatusSkb.HADIR,
            p.peringkat,
            p.peringkat_kelompok,
            p.jenis_kebutuhan.value,
            p.kualifikasi,
            p.memenuhi_ambang_umum,
            (p.kesediaan.jenis.value, p.kesediaan.unit, p.kesediaan.formasi),
        )
        for p in k.peringkat
    ]


def _papan(hasil: PenempatanKelompok, aturan: str) -> Papan:
    nama = {langkah.rute: langkah.nama for langkah in SEMUA_KETENTUAN[aturan].pengisian.langkah}
    langkah = {k.kursi: nama[k.rute] for k in hasil.keputusan if k.rute in nama and k.kursi is not None and not k.mundur}
    return Papan(
        {k.kursi: k.peserta for k in sorted(hasil.kursi, key=lambda k: k.kursi) if k.peserta is not None},
        dict(sorted(langkah.items())),
        frozenset(k.peserta for k in hasil.keputusan if k.hasil is Hasil.MENUNGGU),
        frozenset(k.kursi for k in hasil.kursi if k.status is StatusKursi.DIBAWA),
    )


def _sepakat(k: Kelompok, pilihan: tuple[str, Mode]) -> None:
    aturan, mode = pilihan
    ketentuan = SEMUA_KETENTUAN[aturan]
    assert periksa_masukan(k.formasi, k.peringkat) == ()
    hasil = tempatkan(k.formasi, k.peringkat, ketentuan, mode)
    assert periksa_hasil(k.formasi, k.peringkat, hasil, ketentuan, mode) == ()
    assert _papan(hasil, aturan) == jalankan(_pos(k), _orang(k), aturan=aturan, persetujuan=mode is Mode.DENGAN_PERSETUJUAN)


@given(kelompok(), aturan_dan_mode)
@settings(max_examples=300, deadline=None)
def test_a_placed_kelompok_has_every_property_and_is_what_the_definition_says(k: Kelompok, pilihan: tuple[str, Mode]) -> None:
    _sepakat(k, pilihan)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@given(kelompok(orang=40, formasi=9), aturan_dan_mode)
@settings(max_examples=10_000, deadline=None)
def test_ten_thousand_kelompok(k: Kelompok, pilihan: tuple[str, Mode]) -> None:
    _sepakat(k, pilihan)


@given(kelompok(seri=False), aturan_dan_mode)
@settings(max_examples=200, deadline=None)
def test_whether_vacancies_choose_people_or_people_vacancies_makes_no_difference(k: Kelompok, pilihan: tuple[str, Mode]) -> None:
    aturan, mode = pilihan
    hasil = tempatkan(k.formasi, k.peringkat, SEMUA_KETENTUAN[aturan], mode)
    calon = per_calon(_pos(k), _orang(k), aturan=aturan, persetujuan=mode is Mode.DENGAN_PERSETUJUAN)
    assert {k.peserta: k.formasi for k in hasil.kursi if k.peserta is not None} == {
        peserta: kursi.rpartition("/")[0] for kursi, peserta in calon.items()
    }


@given(kelompok(), aturan_dan_mode, st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_the_order_of_the_input_leaves_no_trace(k: Kelompok, pilihan: tuple[str, Mode], acak: random.Random) -> None:
    formasi, peringkat = list(k.formasi), list(k.peringkat)
    acak.shuffle(formasi)
    acak.shuffle(peringkat)
    ketentuan = SEMUA_KETENTUAN[pilihan[0]]
    assert tempatkan(formasi, peringkat, ketentuan, pilihan[1]) == tempatkan(k.formasi, k.peringkat, ketentuan, pilihan[1])


def _diputus(k: Kelompok, acak: random.Random) -> Kelompok:
    """The same kelompok after Panselnas put everybody in order who was equal."""
    undian = [p.peserta for p in k.peringkat]
    acak.shuffle(undian)
    hadir = sorted(
        (p for p in k.peringkat if p.peringkat_kelompok is not None), key=lambda p: (p.peringkat_kelompok, undian.index(p.peserta))
    )
    sendiri: dict[str, int] = {}
    baru: dict[str, Peringkat] = {}
    for nomor, p in enumerate(hadir, start=1):
        sendiri[p.formasi] = sendiri.get(p.formasi, 0) + 1
        baru[p.peserta] = replace(p, peringkat_kelompok=nomor, peringkat=sendiri[p.formasi], seri=False)
    return replace(k, peringkat=tuple(baru.get(p.peserta, p) for p in k.peringkat))


@given(kelompok(), aturan_dan_mode, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_whatever_panselnas_decides_about_a_tie_nothing_that_was_published_changes(
    k: Kelompok, pilihan: tuple[str, Mode], acak: random.Random
) -> None:
    ketentuan, mode = SEMUA_KETENTUAN[pilihan[0]], pilihan[1]
    hasil = tempatkan(k.formasi, k.peringkat, ketentuan, mode)
    diputus = tempatkan(k.formasi, _diputus(k, acak).peringkat, ketentuan, mode)
    for sebelum, sesudah in zip(hasil.keputusan, diputus.keputusan, strict=True):
        assert sesudah.hasil is not Hasil.MENUNGGU
        if sebelum.hasil is not Hasil.MENUNGGU:
            assert (sesudah.hasil, sesudah.formasi_tujuan, sesudah.rute) == (sebelum.hasil, sebelum.formasi_tujuan, sebelum.rute)
    for lama, baru in zip(hasil.kursi, diputus.kursi, strict=True):
        if lama.alasan is not None and lama.alasan.kode == "TIDAK_ADA_CALON":
            assert baru.status is StatusKursi.KOSONG


@given(kelompok(), aturan_dan_mode, st.data())
@settings(max_examples=300, deadline=None)
def test_after_any_resignations_the_state_is_what_the_definition_says(k: Kelompok, pilihan: tuple[str, Mode], data: st.DataObject) -> None:
    """Whoever goes, replaceable or not, replacements among them: the next of the formation, and else the filling of the year."""
    aturan, mode = pilihan
    ketentuan = SEMUA_KETENTUAN[aturan]
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, ketentuan, mode), mode)
    pergi: list[Pergi] = []
    for _ in range(data.draw(st.integers(0, 8), label="berapa")):
        terisi = sorted((bangku.kursi, bangku.peserta) for bangku in kini.kursi.values() if bangku.peserta is not None)
        if not terisi:
            break
        kursi, peserta = data.draw(st.sampled_from(terisi), label="kursi")
        diganti = data.draw(st.booleans(), label="dapat_diganti")
        ganti = gantikan(kini, Pengunduran(peserta, kursi, "J", "L", diganti), ketentuan)
        assert isinstance(ganti, Penggantian)
        assert periksa_keadaan(ganti.keadaan, ketentuan) == ()
        _peristiwa_lengkap(kini, ganti)
        pergi.append(Pergi(peserta, diganti))
        kini = ganti.keadaan
    hasil = PenempatanKelompok(tuple(k for k in kini.keputusan.values() if not k.mundur), tuple(kini.kursi.values()))
    persetujuan = mode is Mode.DENGAN_PERSETUJUAN
    papan = jalankan(_pos(k), _orang(k), pergi, aturan=aturan, persetujuan=persetujuan)
    assert _papan(hasil, aturan) == papan
    assert not {satu.nomor for satu in pergi} & set(papan.kursi.values())


def _peristiwa_lengkap(sebelum: Keadaan, ganti: Penggantian) -> None:
    """Every decision that changed is handed on, and nobody else's; nobody who has a seat is moved."""
    berubah = {
        peserta
        for peserta, k in ganti.keadaan.keputusan.items()
        if replace(k, mundur=False) != replace(sebelum.keputusan[peserta], mundur=False)
    }
    assert berubah == {k.peserta for k in ganti.diputuskan}
    assert not any(sebelum.keputusan[peserta].hasil is Hasil.LULUS for peserta in berubah)


@given(kelompok(), st.sampled_from(sorted(SEMUA_KETENTUAN)))
@settings(max_examples=100, deadline=None)
def test_consent_moves_nobody_against_their_word_and_touches_no_winner(k: Kelompok, aturan: str) -> None:
    ketentuan = SEMUA_KETENTUAN[aturan]
    sesuai, persetujuan = (tempatkan(k.formasi, k.peringkat, ketentuan, mode) for mode in Mode)
    beda = bandingkan(k.formasi, sesuai, persetujuan, pilihan=0)
    asal = {d.peserta: d.formasi_asal for d in sesuai.keputusan}
    assert all(asal[satu.peserta] not in {satu.sesuai_keputusan, satu.dengan_persetujuan} for satu in beda.orang)
    kosong = [sum(1 for bangku in h.kursi if bangku.peserta is None) for h in (sesuai, persetujuan)]
    assert beda.kursi_lebih_kosong == kosong[1] - kosong[0]
    assert len(beda.orang) == beda.mendapat + beda.melepas + beda.pindah
