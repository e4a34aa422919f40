"""The properties of accepted objections hold for one that was published right, and name what is broken in one that was not."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deploy.gladi.invarian import Perkara, keadilan, keutuhan, koreksi
from deploy.gladi.musim.babak import Sanggahan
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


def _dengan(p: Perkara, sanggah: Sanggahan) -> Perkara:
    """The same season with other objections."""
    return replace(p, musim=replace(p.musim, sanggah=sanggah))


def _nomor(p: Perkara) -> tuple[str, int]:
    return p.musim.sanggah.koreksi[0].sanggah.kelompok, p.musim.sanggah.koreksi[0].versi


def test_a_season_with_an_objection_played_right_violates_nothing(p: Perkara) -> None:
    assert [list(uji(p)) for uji in SEMUA] == [[]] * len(SEMUA)


def test_the_corrected_score_is_the_one_that_counts(p: Perkara) -> None:
    (satu,) = p.musim.sanggah.koreksi
    tanpa = _dengan(p, replace(p.musim.sanggah, koreksi=(satu._replace(sanggah=satu.sanggah._replace(skb={})),)))
    assert any("final score" in kalimat for kalimat in keadilan.nilai_seperti_diserahkan(tanpa))


def test_a_withdrawn_case_is_no_seat_and_a_running_one_is(p: Perkara) -> None:
    (keluar,) = p.musim.sanggah.koreksi[0].kehilangan
    berjalan = {**p.hasil.kasus, keluar: p.hasil.kasus[keluar]._replace(status="AKTIF")}
    assert any("kepegawaian" in kalimat for kalimat in keutuhan.keadaan_akhir_sama(replace(p, hasil=replace(p.hasil, kasus=berjalan))))


def test_rows_of_a_lower_version_do_not_fill_a_seal(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    lama = p.evidence.peringkat[kelompok, versi - 1]
    baru = p.evidence.peringkat[kelompok, versi]
    siapa = next(iter(baru))
    baru[siapa] = lama[siapa]
    assert any(f"{kelompok} version {versi}" in kalimat for kalimat in keutuhan.sidik_peringkat_cocok(p))


def test_rows_without_a_seal_are_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    p.evidence.peringkat[kelompok, versi + 1] = dict(p.evidence.peringkat[kelompok, versi])
    assert any("without a closed ranking" in kalimat for kalimat in keutuhan.sidik_peringkat_cocok(p))


def test_a_broken_chain_is_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    segel = p.evidence.segel[kelompok]
    segel[versi] = segel[versi]._replace(sha256_sebelumnya="0" * 64)
    assert any("as the digest before" in kalimat for kalimat in koreksi.rantai_sidik(p))


def test_a_version_nobody_asked_for_and_one_that_never_came_are_found(p: Perkara) -> None:
    kelompok, versi = _nomor(p)
    tanpa = p.evidence.segel[kelompok].pop(versi)
    assert any("versions [1] with 1 accepted" in kalimat for kalimat in koreksi.rantai_sidik(p))
    p.evidence.segel[kelompok][versi] = tanpa
    assert any(
        "versions [1, 2] with 0 accepted" in kalimat for kalimat in koreksi.rantai_sidik(_dengan(p, replace(p.musim.sanggah, koreksi=())))
    )


def _ubahan_kurang(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    return replace(p, riwayat={nomor: p.riwayat[nomor]._replace(ubahan=p.riwayat[nomor].ubahan[1:])})


def _ubahan_salah(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    pertama, *sisa = p.riwayat[nomor].ubahan
    return replace(p, riwayat={nomor: p.riwayat[nomor]._replace(ubahan=(pertama.model_copy(update={"dari": -1}), *sisa))})


def _ubahan_tak_terbit(p: Perkara) -> Perkara:
    p.evidence.ubahan[_nomor(p)].ubahan.popitem()
    return p


def _sidik_lain(p: Perkara) -> Perkara:
    p.evidence.koreksi[_nomor(p)] = p.evidence.koreksi[_nomor(p)]._replace(sha256="0" * 64)
    return p


def _kursi_lain(p: Perkara) -> Perkara:
    isi = p.evidence.koreksi[_nomor(p)].kursi
    isi.update(dict.fromkeys(isi, (None, None)))
    return p


def _diam_diam(p: Perkara) -> Perkara:
    p.evidence.koreksi[_nomor(p)] = p.evidence.koreksi[_nomor(p)]._replace(kehilangan=frozenset())
    return p


def _tak_terbit(p: Perkara) -> Perkara:
    del p.evidence.koreksi[_nomor(p)]
    return p


def _versi_lain(p: Perkara) -> Perkara:
    nomor = _nomor(p)
    riwayat = p.riwayat[nomor]
    siapa = next(iter(p.musim.sanggah.skb))
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
    (satu,) = p.musim.sanggah.koreksi
    p = _dengan(p, replace(p.musim.sanggah, koreksi=(satu._replace(ditandatangani_kehilangan=()),)))
    assert any("1 lost a seat, 0 were signed for" in kalimat for kalimat in koreksi.kehilangan_ditandatangani(p))


def test_a_seat_lost_beside_the_signed_one_is_found(p: Perkara) -> None:
    lain = next(siapa for siapa in p.musim.sanggah.kursi_sesudah if siapa in p.musim.sanggah.kursi_sebelum)
    p = _dengan(
        p, replace(p.musim.sanggah, kursi_sesudah={siapa: kursi for siapa, kursi in p.musim.sanggah.kursi_sesudah.items() if siapa != lain})
    )
    assert len(list(koreksi.kehilangan_ditandatangani(p))) == 2


def test_a_change_of_formation_without_a_signature_is_found(p: Perkara) -> None:
    lain = next(siapa for siapa in p.musim.sanggah.kursi_sesudah if siapa in p.musim.sanggah.kursi_sebelum)
    p = _dengan(p, replace(p.musim.sanggah, kursi_sesudah={**p.musim.sanggah.kursi_sesudah, lain: "F-lain/1"}))
    assert any("1 changed to another formation, 0 were signed for" in kalimat for kalimat in koreksi.kehilangan_ditandatangani(p))
