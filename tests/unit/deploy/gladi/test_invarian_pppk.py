"""Each invariant of a PPPK season holds for one played right and names what is broken in one that is not."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from deploy.gladi.evidence import TopicContent
from deploy.gladi.hasil import NilaiPppk, canonical_lines
from deploy.gladi.invarian import Perkara, check, pppk
from shared.contracts.catalogue import TOPICS
from tests.support.gladi.pppk import perkara_pppk

SEMUA = (
    pppk.nilai_seperti_diserahkan,
    pppk.peringkat_dihitung_ulang,
    pppk.tak_ada_yang_dilangkahi,
    pppk.kursi_kosong_tanpa_calon,
)


def _dengan(p: Perkara, **ubah: object) -> tuple[Perkara, NilaiPppk]:
    """The season with one value of the first who sat the test changed."""
    nilai = [*p.hasil.kompetensi]
    ke = next(ke for ke, satu in enumerate(nilai) if satu.total)
    nilai[ke] = nilai[ke]._replace(**ubah)  # type: ignore[arg-type]
    return replace(p, hasil=replace(p.hasil, kompetensi=nilai)), nilai[ke]


def test_a_season_played_right_violates_nothing() -> None:
    p = perkara_pppk()
    assert sum(1 for satu in p.hasil.kursi if satu.peserta) > 6
    assert [list(uji(p)) for uji in SEMUA] == [[]] * len(SEMUA)


def test_the_points_of_everybody_are_in_the_lines_that_the_digest_seals() -> None:
    p = perkara_pppk()
    lines = list(canonical_lines(p.hasil))
    assert len(lines) == len(p.musim.peserta.nomor)
    assert b'"wawancara":' in lines[0]


@pytest.mark.parametrize(
    ("ubah", "aturan"),
    [
        ({"wawancara": 1}, pppk.nilai_seperti_diserahkan),
        ({"manajerial_sosiokultural": 1}, pppk.nilai_seperti_diserahkan),
        ({"formasi": "P5"}, pppk.nilai_seperti_diserahkan),
        ({"teknis": 5}, pppk.peringkat_dihitung_ulang),
        ({"total": 1}, pppk.peringkat_dihitung_ulang),
        ({"peringkat": 99}, pppk.peringkat_dihitung_ulang),
        ({"peringkat_kelompok": 99}, pppk.peringkat_dihitung_ulang),
        ({"memenuhi_ambang": True}, pppk.peringkat_dihitung_ulang),
    ],
)
def test_a_value_that_was_changed_is_found(ubah: dict[str, object], aturan: Callable[[Perkara], Iterator[str]]) -> None:
    p, siapa = _dengan(perkara_pppk(), **ubah)
    assert any(siapa.peserta in kalimat for kalimat in aturan(p))


def test_a_result_that_is_missing_is_found() -> None:
    p = perkara_pppk()
    kurang = replace(p, hasil=replace(p.hasil, kompetensi=p.hasil.kompetensi[1:]))
    assert any("results" in kalimat for kalimat in pppk.nilai_seperti_diserahkan(kurang))


def test_somebody_better_without_a_seat_is_found() -> None:
    p = perkara_pppk()
    putusan = dict(p.hasil.putusan)
    duduk = next(satu for satu in putusan.values() if satu.hasil == "LULUS")
    terakhir = max((n for n in p.hasil.kompetensi if n.formasi == duduk.formasi_asal and n.peringkat), key=lambda n: n.peringkat or 0)
    putusan[terakhir.peserta] = duduk._replace(peserta=terakhir.peserta)
    putusan[duduk.peserta] = duduk._replace(hasil="TIDAK_LULUS", kursi=None, formasi_tujuan=None)
    curang = replace(p, hasil=replace(p.hasil, putusan=putusan))
    assert any("better than" in kalimat for kalimat in pppk.tak_ada_yang_dilangkahi(curang))


def test_an_empty_seat_with_candidates_is_found() -> None:
    p = perkara_pppk()
    kosong = [satu._replace(peserta=None, status="KOSONG") if satu.kursi == "P2/1" else satu for satu in p.hasil.kursi]
    per_formasi = {satu.formasi: [lain for lain in kosong if lain.formasi == satu.formasi] for satu in kosong}
    bolong = replace(p, hasil=replace(p.hasil, kursi=kosong, per_formasi=per_formasi))
    assert [kalimat.split(":")[0] for kalimat in pppk.kursi_kosong_tanpa_calon(bolong)] == ["P2"]


def test_a_season_of_this_kind_is_held_against_the_rules_of_this_kind() -> None:
    p, _ = _dengan(perkara_pppk(), peringkat=99)
    p.evidence.topics.update({topic.name: TopicContent() for topic in TOPICS})
    rusak = [satu.nama for satu in check(p) if "dihitung ulang" in satu.nama and not satu.terpenuhi]
    assert rusak == ["Nilai teknis, total, ambang batas dan kedua peringkat dihitung ulang"]
