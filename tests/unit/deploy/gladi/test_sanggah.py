"""Accepted objections follow from what was published and the seed alone, and each does what it is for."""

from dataclasses import replace
from itertools import pairwise

from acuan.terbitan import LOLOS, daftar_skb, integrasi
from deploy.gladi.hasil import Hasil
from deploy.gladi.invarian import Perkara
from deploy.gladi.sanggah import SKD_ORANG_LAIN, Koreksi, Macam, Sanggah, _kembali, banyak_per_macam, choose
from shared.aturan import load
from shared.aturan.loading import jenis_pengadaan, names
from tests.support.gladi import SEED, perkara
from tests.support.gladi.sanggah import dikoreksi, pengumuman, yang_masuk


def _semua(p: Perkara, hasil: Hasil | None = None, seed: int = SEED) -> list[Sanggah]:
    return [satu for kasus in choose(seed, pengumuman(p, hasil)) for satu in kasus]


def _satu(p: Perkara, macam: Macam, hasil: Hasil | None = None) -> Sanggah:
    return next(satu for satu in _semua(p, hasil) if satu.macam is macam)


def _di_dalam(p: Perkara, satu: Sanggah) -> tuple[set[str], set[str]]:
    """Those who are inside the seats of the kelompok before and after the objection."""
    kuota = {formasi.formasi: formasi.kuota for formasi in p.musim.lowongan.formasi if formasi.kelompok == satu.kelompok}
    dulu, kini = (
        {n.peserta for n in semua if n.peringkat is not None and n.peringkat <= kuota.get(n.formasi, 0)}
        for semua in (p.hasil.nilai, dikoreksi(p.hasil.nilai, satu))
    )
    return dulu, kini


def test_each_kelompok_is_contested_once_and_the_same_whatever_the_order() -> None:
    p = perkara()
    semua = choose(SEED, pengumuman(p))
    kelompok = [kasus[0].kelompok for kasus in semua]
    assert len(set(kelompok)) == len(kelompok) == 3
    assert {satu.macam for kasus in semua for satu in kasus} == {Macam.GUGUR, Macam.MASUK, Macam.PERINGKAT}
    balik = replace(p.hasil, nilai=p.hasil.nilai[::-1], putusan=dict(reversed(p.hasil.putusan.items())), kursi=p.hasil.kursi[::-1])
    assert choose(SEED, pengumuman(p, balik)) == semua


def test_the_first_outside_comes_in_and_the_last_inside_goes_out() -> None:
    p = perkara()
    satu = yang_masuk(p)
    dulu, kini = _di_dalam(p, satu)
    assert (kini - dulu, dulu - kini) == (set(satu.masuk), set(satu.kehilangan))
    assert len(satu.masuk) == len(satu.kehilangan) == 1


def test_ranks_change_twice_and_seats_never() -> None:
    p = perkara()
    langkah = [satu for satu in _semua(p) if satu.macam is Macam.PERINGKAT]
    assert len(langkah) == 2
    hasil = p.hasil.nilai
    pertama = [next(iter(satu.skb)) for satu in langkah]
    for satu, siapa in zip(langkah, pertama, strict=True):
        dulu, kini = _di_dalam(replace(p, hasil=replace(p.hasil, nilai=hasil)), satu)
        assert dulu == kini
        hasil = dikoreksi(hasil, satu)
        assert next(n.peringkat for n in hasil if n.peserta == siapa) == 1
    assert len(set(pertama)) == 2


def test_somebody_who_fails_the_skd_leaves_the_list_and_the_next_is_called() -> None:
    p = perkara()
    satu = _satu(p, Macam.GUGUR)
    (keluar,) = satu.keluar
    formasi = next(f for f in p.musim.lowongan.formasi if f.formasi == p.musim.peserta.formasi[keluar])
    sisa = [n for n in p.per_formasi[formasi.formasi] if n.peserta != keluar]
    dipanggil = {n.peserta for n in p.hasil.nilai if n.formasi == formasi.formasi and n.status_skb is not None}
    assert daftar_skb(sisa, formasi.kuota) == dipanggil - {keluar} | set(satu.dipanggil)
    assert satu.dipanggil
    assert satu.skb == {siapa: p.musim.skb_benar(siapa) for siapa in satu.dipanggil}
    assert p.hasil.putusan[keluar].hasil == "LULUS"


def test_the_score_of_somebody_else_is_below_every_passing_grade_of_every_year() -> None:
    twk, tiu, tkp = SKD_ORANG_LAIN[1:]
    assert twk is not None
    assert tiu is not None
    assert tkp is not None
    for nama in names():
        if jenis_pengadaan(nama) == "CPNS":
            aturan = load(nama)
            for ambang in [*(satu for _, satu in aturan.ambang), *(satu.ambang for satu in aturan.ambang_jabatan)]:
                kurang = (ambang.total or 0) > twk + tiu + tkp or (ambang.tiu or 0) > tiu
                assert kurang, (nama, ambang.kode)


def _dengan_pindahan(p: Perkara) -> tuple[Perkara, str]:
    """The season in which the last seat of F0 was given to the best one outside the seats of F1, its neighbour in the kelompok."""
    urut = sorted((n for n in p.per_formasi["F1"] if n.peringkat is not None), key=lambda n: n.peringkat or 0)
    dipindah = urut[next(f.kuota for f in p.musim.lowongan.formasi if f.formasi == "F1")].peserta
    kursi = [isi._replace(peserta=dipindah) if isi.kursi == "F0/1" else isi for isi in p.hasil.kursi]
    rute = p.hasil.putusan[dipindah]._replace(hasil="LULUS", rute="UMUM_DARI_UNIT_LAIN", formasi_tujuan="F0", kursi="F0/1")
    return replace(p, hasil=replace(p.hasil, kursi=kursi, putusan={**p.hasil.putusan, dipindah: rute})), dipindah


def test_somebody_overtakes_a_colleague_who_was_moved_and_stays_behind_those_inside() -> None:
    p, dipindah = _dengan_pindahan(perkara())
    satu = _satu(p, Macam.PINDAH)
    ((siapa, skb),) = satu.skb.items()
    nilai = {n.peserta: n for n in p.hasil.nilai}
    assert nilai[siapa].formasi == nilai[dipindah].formasi == "F1"
    akhir = integrasi(nilai[siapa].skd or 0, skb.nilai or 0)[2]
    batas = [n.nilai_akhir or 0 for n in p.per_formasi["F1"] if p.hasil.putusan.get(n.peserta) and p.hasil.putusan[n.peserta].kursi]
    batas.remove(nilai[dipindah].nilai_akhir or 0)
    assert (nilai[dipindah].nilai_akhir or 0) < akhir < min(batas)
    assert not [lain for lain in _semua(p) if lain.macam in {Macam.MASUK, Macam.PERINGKAT} and lain.kelompok == satu.kelompok]


def test_somebody_who_was_moved_comes_back_inside_the_own_formation() -> None:
    p, dipindah = _dengan_pindahan(perkara())
    satu = next(kasus[0] for kasus in _kembali(pengumuman(p), "0001-J0"))
    assert satu.pindah == tuple(satu.skb) == (dipindah,)
    _, kini = _di_dalam(p, satu)
    assert dipindah in kini
    assert not list(_kembali(pengumuman(perkara()), "0001-J0"))


def test_a_case_that_moved_other_people_than_the_law_leaves_open_is_not_as_expected() -> None:
    pasti = Sanggah(Macam.MASUK, "K", masuk=("1",), kehilangan=("2",), pasti=True)
    longgar = pasti._replace(macam=Macam.GUGUR, pasti=False)
    for satu, masuk, kehilangan, pindah, benar in (
        (pasti, ("1",), ("2",), (), True),
        (pasti, ("1",), ("2",), ("3",), False),
        (pasti, ("1",), (), (), False),
        (longgar, ("1", "4"), ("2",), ("3",), True),
        (longgar, ("1",), ("4",), (), False),
        (longgar._replace(pindah=("5",)), ("1",), ("2",), ("3",), False),
    ):
        assert Koreksi(satu, 2, masuk, kehilangan, pindah, kehilangan, pindah).seperti_diharapkan is benar


def test_more_kelompok_more_objections_but_not_many() -> None:
    assert [banyak_per_macam(kelompok) for kelompok in (1, 60, 250, 4_000, 500_000)] == [1, 1, 2, 6, 6]
    assert all(satu <= lain for satu, lain in pairwise(map(banyak_per_macam, range(1, 3_000, 50))))


def test_the_list_for_the_skb_takes_the_equals_of_the_last_one() -> None:
    lolos = [n for n in perkara().per_formasi["F0"] if n.hasil_skd in LOLOS]
    urut = sorted(lolos, key=lambda n: (n.skd or 0, n.tkp or 0, n.tiu or 0, n.twk or 0), reverse=True)
    sama = [n._replace(twk=urut[2].twk, tiu=urut[2].tiu, tkp=urut[2].tkp, skd=urut[2].skd) if n is urut[3] else n for n in urut]
    assert len(daftar_skb(urut, 1)) == 3
    assert daftar_skb(sama, 1) == {n.peserta for n in sama[:4]}
