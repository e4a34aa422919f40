"""The service's rules against the slow second implementation, and what must hold whatever the input."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from itertools import combinations, groupby

from hypothesis import given
from hypothesis import strategies as st

from acuan import penilaian as acuan
from acuan.penilaian import Orang
from services.penilaian.domain.integrasi import integrasikan
from services.penilaian.domain.peringkat import peringkatkan
from services.penilaian.domain.potong import potong, urutkan
from services.penilaian.domain.skd import Formasi, PesertaSkd, putuskan_skd
from shared.aturan import JenisKebutuhan, load
from tests.support.penilaian import orang
from tests.support.penilaian.kelompok import as_skb, as_skd

ATURAN = load("cpns-2024")
KODE = dict(ATURAN.kode_skd)


def map_skd(people: list[Orang]) -> list[PesertaSkd]:
    return [as_skd(satu) for satu in people]


@given(orang(), st.sampled_from(JenisKebutuhan), st.integers(1, 4))
def test_skd_decides_as_the_second_implementation(people: list[Orang], jenis: JenisKebutuhan, kuota: int) -> None:
    decided = putuskan_skd(Formasi("f-1", "PENATA", jenis, kuota), map_skd(people), ATURAN)

    assert {satu.peserta: KODE[satu.hasil] for satu in decided.putusan} == acuan.hasil_skd(people, jenis, kuota)
    assert Counter(decided.daftar) == Counter(satu.peserta for satu in decided.putusan if KODE[satu.hasil] == "P/L")
    assert all(satu.alasan for satu in decided.putusan)


@given(orang())
def test_umum_grade_is_judged_for_everybody_who_attended(people: list[Orang]) -> None:
    decided = putuskan_skd(Formasi("f-1", "PENATA", "PAPUA", 1), map_skd(people), ATURAN)

    assert {satu.peserta: satu.memenuhi_ambang_umum for satu in decided.putusan} == {
        satu.peserta: acuan.lulus_ambang(satu, "UMUM") for satu in people
    }


@given(orang(), st.integers(1, 4))
def test_cut_off_admits_every_equal_and_nobody_below(people: list[Orang], kuota: int) -> None:
    terurut = urutkan(map_skd(people), ATURAN.potong.urutan)
    daftar = set(potong(terurut, kuota=kuota, aturan=ATURAN.potong).daftar)

    score = {satu.peserta: (satu.skd, satu.tkp, satu.tiu, satu.twk) for satu in people}
    inside = [score[peserta] for peserta in daftar]
    outside = [score[peserta] for peserta in score.keys() - daftar]
    assert len(daftar) >= min(3 * kuota, len(people))
    if outside:
        assert min(inside) > max(outside)
    if len(daftar) > 3 * kuota:
        assert sorted(inside, reverse=True)[3 * kuota - 1] == min(inside)


@given(st.integers(0, 550), st.integers(0, 100_000))
def test_integration_equals_decimal(skd: int, nilai_skb: int) -> None:
    nilai = integrasikan(skd, nilai_skb, ATURAN.integrasi)

    assert Decimal(nilai.nilai_akhir) / 1000 == acuan.nilai_akhir(skd, Decimal(nilai_skb) / 1000)
    assert nilai.skor_skd + nilai.skor_skb == nilai.nilai_akhir
    assert nilai.skd_100 <= 100_000


@given(orang())
def test_ranks_equal_the_second_implementation(people: list[Orang]) -> None:
    ranked = peringkatkan([as_skb(satu) for satu in people], ATURAN)

    assert {satu.peserta: satu.peringkat_kelompok for satu in ranked if satu.nilai} == acuan.peringkat(people)
    per_formasi: dict[str, int] = {}
    for formasi in {satu.formasi for satu in people}:
        per_formasi |= acuan.peringkat([satu for satu in people if satu.formasi == formasi], people)
    assert {satu.peserta: satu.peringkat for satu in ranked if satu.nilai} == per_formasi


@given(orang())
def test_ranks_are_a_total_preorder_with_competition_numbers(people: list[Orang]) -> None:
    ranked = [satu for satu in peringkatkan([as_skb(satu) for satu in people], ATURAN) if satu.peringkat_kelompok is not None]

    numbers = sorted(satu.peringkat_kelompok or 0 for satu in ranked)
    expected: list[int] = []
    for rank, group in groupby(numbers):
        assert rank == len(expected) + 1
        expected += list(group)
    shared = Counter(numbers)
    assert {satu.peserta for satu in ranked if satu.seri} == {
        satu.peserta for satu in ranked if satu.peringkat_kelompok is not None and shared[satu.peringkat_kelompok] > 1
    }
    for one, other in combinations(ranked, 2):
        if one.formasi == other.formasi and one.peringkat == other.peringkat:
            assert one.peringkat_kelompok == other.peringkat_kelompok


@given(orang())
def test_a_signed_order_parts_equals_and_moves_nobody_else(people: list[Orang]) -> None:
    tanpa = {satu.peserta: satu for satu in peringkatkan([as_skb(replace(satu, putusan=None)) for satu in people], ATURAN)}
    dengan = {satu.peserta: satu for satu in peringkatkan(map(as_skb, people), ATURAN)}

    for kolom in ("peringkat", "peringkat_kelompok"):
        lama, baru = ({nomor: getattr(satu, kolom) for nomor, satu in hasil.items() if satu.nilai} for hasil in (tanpa, dengan))
        formasi = {nomor: satu.formasi if kolom == "peringkat" else "" for nomor, satu in tanpa.items()}
        assert all(baru[a] < baru[b] for a in lama for b in lama if formasi[a] == formasi[b] and lama[a] < lama[b])
        bersama = Counter((formasi[nomor], lama[nomor]) for nomor in lama)
        assert all(lama[nomor] <= baru[nomor] < lama[nomor] + bersama[formasi[nomor], lama[nomor]] for nomor in lama)
    for nomor, satu in dengan.items():
        assert tanpa[nomor].seri or not satu.seri
        diputuskan = "SERI_DIPUTUSKAN" in {alasan.kode for alasan in satu.alasan}
        assert diputuskan is (tanpa[nomor].seri and not satu.seri)


@given(orang().flatmap(lambda people: st.tuples(st.just(people), st.permutations(people))))
def test_input_order_changes_nothing(both: tuple[list[Orang], list[Orang]]) -> None:
    one, other = both
    formasi = Formasi("f-1", "PENATA", "UMUM", 2)

    assert putuskan_skd(formasi, map_skd(one), ATURAN) == putuskan_skd(formasi, map_skd(other), ATURAN)
    assert peringkatkan(map(as_skb, one), ATURAN) == peringkatkan(map(as_skb, other), ATURAN)
