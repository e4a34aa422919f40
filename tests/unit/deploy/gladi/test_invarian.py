"""Each invariant holds for a season played right and names what is broken in one that is not."""

from dataclasses import replace

import pytest

from acuan.terbitan import integrasi
from deploy.gladi.hasil import canonical_lines
from deploy.gladi.invarian import Perkara, keadilan, keutuhan
from deploy.gladi.invarian.perkara import Platform
from deploy.gladi.plan import DENGAN_PERSETUJUAN
from shared.istilah import JenisKesediaan
from tests.support.gladi import perkara

KEADILAN = (
    keadilan.tak_lebih_dari_kuota,
    keadilan.satu_orang_satu_kursi,
    keadilan.tak_ada_yang_dilangkahi,
    keadilan.kursi_kosong_tanpa_calon,
    keadilan.nilai_seperti_diserahkan,
    keadilan.batas_skb_benar,
    keadilan.yang_mundur_tak_berkursi,
    keadilan.kesediaan_sampai,
    keadilan.persetujuan_dihormati,
    keutuhan.keadaan_akhir_sama,
    keutuhan.jumlah_kursi,
)


def _ganti_pemegang(p: Perkara, kursi: int, peserta: str | None) -> Perkara:
    daftar = [*p.hasil.kursi]
    daftar[kursi] = daftar[kursi]._replace(peserta=peserta, status="TERISI" if peserta else "KOSONG")
    per_formasi = {satu.formasi: [lain for lain in daftar if lain.formasi == satu.formasi] for satu in daftar}
    return replace(p, hasil=replace(p.hasil, kursi=daftar, per_formasi=per_formasi))


def test_a_season_played_right_violates_nothing() -> None:
    p = perkara()
    assert sum(1 for satu in p.hasil.kursi if satu.peserta) > 6
    assert [list(uji(p)) for uji in KEADILAN] == [[]] * len(KEADILAN)


def test_a_better_candidate_without_a_seat_is_found() -> None:
    p = perkara()
    kursi = p.hasil.kursi[0]
    assert kursi.peserta is not None
    kalah = next(n for n in p.per_formasi[kursi.formasi] if n.status_skb == "HADIR" and p.hasil.putusan[n.peserta].hasil != "LULUS")
    putusan = dict(p.hasil.putusan)
    putusan[kalah.peserta] = putusan[kursi.peserta]._replace(peserta=kalah.peserta)
    putusan[kursi.peserta] = putusan[kursi.peserta]._replace(hasil="TIDAK_LULUS", kursi=None, formasi_tujuan=None)
    curang = _ganti_pemegang(replace(p, hasil=replace(p.hasil, putusan=putusan)), 0, kalah.peserta)
    assert any("better than" in kalimat for kalimat in keadilan.tak_ada_yang_dilangkahi(curang))


def test_an_empty_seat_with_candidates_is_found() -> None:
    p = perkara()
    nomor = next(i for i, satu in enumerate(p.hasil.kursi) if satu.peserta)
    assert any(keadilan.kursi_kosong_tanpa_calon(_ganti_pemegang(p, nomor, None)))


def test_two_seats_of_one_person_are_found() -> None:
    p = perkara()
    assert any("2 seats" in kalimat for kalimat in keadilan.satu_orang_satu_kursi(_ganti_pemegang(p, 1, p.hasil.kursi[0].peserta)))


def test_a_changed_score_is_found() -> None:
    p = perkara()
    nilai = [*p.hasil.nilai]
    nomor = next(i for i, satu in enumerate(nilai) if satu.nilai_akhir)
    nilai[nomor] = nilai[nomor]._replace(nilai_akhir=(nilai[nomor].nilai_akhir or 0) + 1)
    assert any("final score" in kalimat for kalimat in keadilan.nilai_seperti_diserahkan(replace(p, hasil=replace(p.hasil, nilai=nilai))))


def test_disagreement_between_services_is_found() -> None:
    p = perkara()
    kasus = dict(p.hasil.kasus)
    kasus.popitem()
    assert any("kepegawaian" in kalimat for kalimat in keutuhan.keadaan_akhir_sama(replace(p, hasil=replace(p.hasil, kasus=kasus))))


def test_a_wish_that_was_lost_changed_or_made_up_is_found() -> None:
    p = perkara()
    kesediaan = p.evidence.kesediaan
    assert {None if isi is None else isi[0] for isi in kesediaan.values()} == {None, *JenisKesediaan}
    menyatakan = next(peserta for peserta, isi in kesediaan.items() if isi is not None and isi[0] == "PILIHAN")
    diam = next(peserta for peserta, isi in kesediaan.items() if isi is None)
    lain: list[tuple[tuple[str, int], tuple[str, list[str], list[str]] | None]] = [
        (menyatakan, None),
        (menyatakan, ("PILIHAN", ["UNIT YANG LAIN"], [])),
        (diam, ("SEMUA", [], [])),
        (("999", 1), None),
    ]
    for peserta, isi in lain:
        evidence = replace(p.evidence, kesediaan={**kesediaan, peserta: isi})
        assert [satu.split(":")[0] for satu in keadilan.kesediaan_sampai(replace(p, evidence=evidence))] == [peserta[0]]


def test_somebody_moved_to_a_place_they_refused_is_found_where_people_are_asked() -> None:
    p = perkara()
    menolak = next(
        satu
        for satu in p.hasil.putusan.values()
        if (mau := p.musim.peserta.orang(satu.peserta).kesediaan) is not None and mau.jenis is JenisKesediaan.TIDAK
    )
    tujuan = next(satu.formasi for satu in p.musim.lowongan.formasi if satu.formasi != menolak.formasi_asal)
    pindah = menolak._replace(hasil="LULUS", formasi_tujuan=tujuan, kursi=f"{tujuan}/1")
    curang = replace(p, hasil=replace(p.hasil, putusan={**p.hasil.putusan, menolak.peserta: pindah}))
    assert list(keadilan.persetujuan_dihormati(curang)) == []
    penempatan = replace(curang.musim.penempatan, mode=DENGAN_PERSETUJUAN)
    curang = replace(curang, musim=replace(curang.musim, penempatan=penempatan))
    assert [satu.split(":")[0] for satu in keadilan.persetujuan_dihormati(curang)] == [menolak.peserta]


def test_integration_is_that_of_the_published_list_of_jember() -> None:
    assert integrasi(451, 68_000) == (32_800, 40_800, 73_600)
    assert integrasi(377, 64_000) == (27_418, 38_400, 65_818)


def test_canonical_lines_are_sorted_and_free_of_order() -> None:
    p = perkara()
    baris = list(canonical_lines(p.hasil))
    assert baris == sorted(baris, key=lambda satu: satu[satu.index(b'"peserta":') :])
    balik = replace(p.hasil, putusan=dict(reversed(p.hasil.putusan.items())), kasus=dict(reversed(p.hasil.kasus.items())))
    assert list(canonical_lines(balik)) == baris


@pytest.mark.parametrize(("tercatat", "pelanggaran"), [(3, 0), (2, 1), (4, 1)])
def test_every_acknowledged_act_is_recorded_once(tercatat: int, pelanggaran: int) -> None:
    p = replace(perkara(), platform=Platform(acts={"penilaian": 3}, recorded={"penilaian": tercatat}))
    assert len(list(keutuhan.tindakan_tercatat(p))) == pelanggaran


def test_a_way_of_filling_that_was_decided_and_not_kept_is_found() -> None:
    p = perkara()
    diputuskan = replace(p, musim=replace(p.musim, plan=replace(p.musim.plan, mode=DENGAN_PERSETUJUAN)))
    assert any("officers decided" in kalimat for kalimat in keadilan.persetujuan_dihormati(diputuskan))


def test_a_decision_under_another_version_of_the_rules_is_found() -> None:
    p = perkara()
    p.evidence.aturan["placement-decided"] = {("cpns-2024", 1)}
    assert list(keutuhan.aturan_tetap(p)) == []
    p.evidence.aturan["placement-decided"] |= {("cpns-2024", 2)}
    assert list(keutuhan.aturan_tetap(p)) == ["placement-decided: decided under cpns-2024 version 2"]
