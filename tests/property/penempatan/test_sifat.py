"""What must hold of random kelompok besides agreement: a tie that is decided later, people who leave, consent."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from acuan.penempatan import Pergi, jalankan
from services.penempatan.domain.jenis import Keadaan, PenempatanKelompok, StatusKursi
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian
from services.penempatan.domain.periksa import periksa_keadaan
from services.penempatan.domain.persetujuan import bandingkan
from shared.istilah import Hasil, ModePengisian
from tests.support.dice import DICE
from tests.support.penempatan import PER_ATURAN, Kelompok, keadaan, kelompok, pengunduran_acak, undi_seri
from tests.support.penempatan.pengisian import canonical, orang_dari, papan_dari, pos_dari
from tests.support.penempatan.pppk import semusim

aturan_dan_mode = st.tuples(st.sampled_from(sorted(PER_ATURAN)), st.sampled_from(list(ModePengisian)))


@given(kelompok(), aturan_dan_mode, DICE)
@settings(max_examples=300, deadline=None)
def test_whatever_panselnas_decides_about_a_tie_nothing_that_was_published_changes(
    k: Kelompok, pilihan: tuple[str, ModePengisian], acak: random.Random
) -> None:
    ketentuan, mode = PER_ATURAN[pilihan[0]], pilihan[1]
    k = semusim(k, pilihan[0], acak)
    hasil = tempatkan(k.formasi, k.peringkat, ketentuan, mode)
    diputus = tempatkan(k.formasi, undi_seri(k, acak).peringkat, ketentuan, mode)
    for sebelum, sesudah in zip(hasil.keputusan, diputus.keputusan, strict=True):
        assert sesudah.hasil is not Hasil.MENUNGGU
        if sebelum.hasil is not Hasil.MENUNGGU:
            assert (sesudah.hasil, sesudah.formasi_tujuan, sesudah.rute) == (sebelum.hasil, sebelum.formasi_tujuan, sebelum.rute)
    for lama, baru in zip(hasil.kursi, diputus.kursi, strict=True):
        if lama.alasan is not None and lama.alasan.kode == "TIDAK_ADA_CALON":
            assert baru.status is StatusKursi.KOSONG


@given(kelompok(), aturan_dan_mode, st.data())
@settings(max_examples=300, deadline=None)
def test_after_any_resignations_the_state_is_what_the_definition_says(
    k: Kelompok, pilihan: tuple[str, ModePengisian], data: st.DataObject
) -> None:
    """Whoever goes, replaceable or not, replacements among them: the next of the formation, and else the filling of the year."""
    aturan, mode = pilihan
    ketentuan, k = PER_ATURAN[aturan], semusim(k, aturan, random.Random(len(k.peringkat)))
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, ketentuan, mode), mode)
    pergi: list[Pergi] = []
    for siapa, ganti in pengunduran_acak(data, kini, ketentuan, paling_banyak=8):
        assert periksa_keadaan(ganti.keadaan, ketentuan) == ()
        _peristiwa_lengkap(kini, ganti)
        pergi.append(Pergi(siapa.peserta, siapa.dapat_diganti))
        kini = ganti.keadaan
    hasil = PenempatanKelompok(tuple(k for k in kini.keputusan.values() if not k.mundur), tuple(kini.kursi.values()))
    papan = jalankan(pos_dari(k), orang_dari(k), pergi, aturan=aturan, persetujuan=mode is ModePengisian.DENGAN_PERSETUJUAN)
    assert canonical(papan_dari(hasil, aturan)) == canonical(papan)
    assert not {satu.nomor for satu in pergi} & set(papan.kursi.values())


def _peristiwa_lengkap(sebelum: Keadaan, ganti: Penggantian) -> None:
    """Every decision that changed is handed on, and nobody else's; nobody who has a seat is moved; who left reads that they did."""
    pergi = {peserta for peserta, k in ganti.keadaan.keputusan.items() if k.mundur and not sebelum.keputusan[peserta].mundur}
    assert [ganti.keadaan.keputusan[peserta].alasan[-1].kode for peserta in pergi] == ["DITINGGALKAN"]
    berubah = {peserta for peserta, k in ganti.keadaan.keputusan.items() if k != sebelum.keputusan[peserta]} - pergi
    assert berubah == {k.peserta for k in ganti.diputuskan}
    assert not any(sebelum.keputusan[peserta].hasil is Hasil.LULUS for peserta in berubah)


@given(kelompok(), st.sampled_from(sorted(PER_ATURAN)))
@settings(max_examples=100, deadline=None)
def test_consent_moves_nobody_against_their_word_and_touches_no_winner(k: Kelompok, aturan: str) -> None:
    ketentuan, k = PER_ATURAN[aturan], semusim(k, aturan, random.Random(len(k.peringkat)))
    sesuai, persetujuan = (tempatkan(k.formasi, k.peringkat, ketentuan, mode) for mode in ModePengisian)
    beda = bandingkan(k.formasi, sesuai, persetujuan, pilihan=0)
    asal = {d.peserta: d.formasi_asal for d in sesuai.keputusan}
    assert all(asal[satu.peserta] not in {satu.sesuai_keputusan, satu.dengan_persetujuan} for satu in beda.orang)
    kosong = [sum(1 for bangku in h.kursi if bangku.peserta is None) for h in (sesuai, persetujuan)]
    assert beda.kursi_lebih_kosong == kosong[1] - kosong[0]
    assert len(beda.orang) == beda.mendapat + beda.melepas + beda.pindah
