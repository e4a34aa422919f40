"""The properties of accepted objections hold for one that was published right, and name what is broken in one that was not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deploy.gladi.invarian import Perkara, keadilan, keutuhan, koreksi
from tests.support.gladi.sanggah import perkara_dengan_sanggah

SEMUA = (
    keadilan.tak_lebih_dari_kuota,
    keadilan.satu_orang_satu_kursi,
    keadilan.tak_ada_yang_dilangkahi,
    keadilan.kursi_kosong_tanpa_calon,
    keadilan.nilai_seperti_diserahkan,
    keadilan.batas_skb_benar,
    keutuhan.sidik_peringkat_cocok,
    keutuhan.keadaan_akhir_sama,
    keutuhan.jumlah_kursi,
    koreksi.rantai_sidik,
    koreksi.selisih_menjelaskan,
    koreksi.kehilangan_ditandatangani,
)


@pytest.fixture
def p() -> Perkara:
    return perkara_dengan_sanggah()


def _nomor(p: Perkara) -> tuple[str, int]:
    return p.k.koreksi[0].sanggah.kelompok, p.k.koreksi[0].versi


def test_a_season_with_an_objection_played_right_violates_nothing(p: Perkara) -> None:
    assert [list(uji(p)) for uji in SEMUA] == [[]] * len(SEMUA)


def test_the_corrected_score_is_the_one_that_counts(p: Perkara) -> None:
    p.k.terkoreksi_skb.clear()
    assert any("final score" in kalimat for kalimat in keadilan.nilai_seperti_diserahkan(p))


def test_a_withdrawn_case_is_no_seat_and_a_running_one_is(p: Perkara) -> None:
    (keluar,) = p.k.koreksi[0].kehilangan
    berjalan = {**p.hasil.kasus, keluar: p.hasil.kasus[keluar]._replace(status="AKTIF")}
    assert any("kepegawaian" in kalimat for kalimat in keutuhan.keadaan_akhir_sama(replace(p, hasil=replace(p.hasil, kasus=berjalan))))


def test_rows_of_a_lower_version_do_not_fill_a_seal(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    lama = p.bukti.peringkat[kelompok, versi - 1]
    baru = p.bukti.peringkat[kelompok, versi]
    siapa = next(iter(baru))
    baru[siapa] = lama[siapa]
    assert any(f"{kelompok} version {versi}" in kalimat for kalimat in keutuhan.sidik_peringkat_cocok(p))


def test_rows_without_a_seal_are_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    p.bukti.peringkat[kelompok, versi + 1] = dict(p.bukti.peringkat[kelompok, versi])
    assert any("without a closed ranking" in kalimat for kalimat in keutuhan.sidik_peringkat_cocok(p))


def test_a_broken_chain_is_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    segel = p.bukti.segel[kelompok]
    segel[versi] = segel[versi]._replace(sha256_sebelumnya="0" * 64)
    assert any("as the digest before" in kalimat for kalimat in koreksi.rantai_sidik(p))


def test_a_version_nobody_asked_for_and_one_that_never_came_are_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    tanpa = p.bukti.segel[kelompok].pop(versi)
    assert any("versions [1] with 1 accepted" in kalimat for kalimat in koreksi.rantai_sidik(p))
    p.bukti.segel[kelompok][versi] = tanpa
    p.k.koreksi.clear()
    assert any("versions [1, 2] with 0 accepted" in kalimat for kalimat in koreksi.rantai_sidik(p))


def _ubahan_kurang(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    return replace(p, riwayat={nomor: p.riwayat[nomor]._replace(ubahan=p.riwayat[nomor].ubahan[1:])})


def _ubahan_salah(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    pertama, *sisa = p.riwayat[nomor].ubahan
    return replace(p, riwayat={nomor: p.riwayat[nomor]._replace(ubahan=(pertama.model_copy(update={"dari": -1}), *sisa))})


def _ubahan_tak_terbit(p: Perkara) -> Perkara:
    p.bukti.ubahan[_nomor(p)].ubahan.popitem()
    return p


def _sidik_lain(p: Perkara) -> Perkara:
    p.bukti.koreksi[_nomor(p)] = p.bukti.koreksi[_nomor(p)]._replace(sha256="0" * 64)
    return p


def _kursi_lain(p: Perkara) -> Perkara:
    isi = p.bukti.koreksi[_nomor(p)].kursi
    isi.update(dict.fromkeys(isi, (None, None)))
    return p


def _diam_diam(p: Perkara) -> Perkara:
    p.bukti.koreksi[_nomor(p)] = p.bukti.koreksi[_nomor(p)]._replace(kehilangan=frozenset())
    return p


def _tak_terbit(p: Perkara) -> Perkara:
    del p.bukti.koreksi[_nomor(p)]
    return p


def _versi_lain(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    riwayat = p.riwayat[nomor]
    siapa = next(iter(p.k.terkoreksi_skb))
    sesudah = tuple(satu for satu in riwayat.peringkat_sesudah if satu.peserta != siapa)
    return replace(p, riwayat={nomor: riwayat._replace(peringkat_sesudah=sesudah)})


@pytest.mark.parametrize(
    ("rusak", "kata"),
    [
        (_ubahan_kurang, "are not those of the version before"),
        (_ubahan_salah, "not -1"),
        (_ubahan_tak_terbit, "is not the one over HTTP"),
        (_sidik_lain, "other digests"),
        (_kursi_lain, "was held by"),
        (_diam_diam, "is not who is published"),
        (_tak_terbit, "on the topics"),
        (_versi_lain, "has other rows than the topic"),
    ],
)
def test_a_difference_that_does_not_explain_the_new_version_is_found(p: Perkara, rusak: Callable[[Perkara], Perkara], kata: str) -> None:
    assert any(kata in kalimat for kalimat in koreksi.selisih_menjelaskan(rusak(p)))


def test_a_seat_lost_without_a_signature_is_found(p: Perkara) -> None:
    p.k.koreksi[0] = p.k.koreksi[0]._replace(ditandatangani_kehilangan=())
    assert any("1 lost a seat, 0 were signed for" in kalimat for kalimat in koreksi.kehilangan_ditandatangani(p))


def test_a_seat_lost_beside_the_signed_one_is_found(p: Perkara) -> None:
    lain = next(siapa for siapa in p.k.kursi_sesudah if siapa in p.k.kursi_sebelum)
    del p.k.kursi_sesudah[lain]
    assert len(list(koreksi.kehilangan_ditandatangani(p))) == 2


def test_a_change_of_formation_without_a_signature_is_found(p: Perkara) -> None:
    lain = next(siapa for siapa in p.k.kursi_sesudah if siapa in p.k.kursi_sebelum)
    p.k.kursi_sesudah[lain] = "F-lain/1"
    assert any("1 changed to another formation, 0 were signed for" in kalimat for kalimat in koreksi.kehilangan_ditandatangani(p))
