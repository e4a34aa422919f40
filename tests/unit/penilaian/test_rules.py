"""Single rules of scoring, by example."""

from dataclasses import replace
from datetime import date

import pytest

from services.penilaian.domain.integrasi import integrasikan, setengah_ke_atas
from services.penilaian.domain.peringkat import Letak, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi, PesertaSkd, putuskan_skd
from services.penilaian.domain.usia import usia
from shared.aturan import HasilSkd, Kehadiran, StatusSkb, load

ATURAN = load("cpns-2024")
UMUM = Formasi("f-1", "PRANATA KOMPUTER AHLI PERTAMA", "UMUM", 1)


def skd(peserta: str, twk: int = 65, tiu: int = 80, tkp: int = 166, kehadiran: Kehadiran = Kehadiran.HADIR) -> PesertaSkd:
    return PesertaSkd(peserta, kehadiran, twk, tiu, tkp)


def skb(
    peserta: str,
    *,
    formasi: str = "f-1",
    nilai: int | None = 70_000,
    status: StatusSkb = StatusSkb.HADIR,
    points: tuple[int, int, int] = (100, 100, 200),
    ipk: tuple[int, str] = (350, "IPK"),
    lahir: date = date(1998, 5, 5),
    urutan: int | None = None,
    daftar: str = "1",
) -> PesertaSkb:
    twk, tiu, tkp = points
    putusan = None if urutan is None else PutusanSeri(daftar, urutan, "KEP 7/2025")
    return PesertaSkb(peserta, formasi, twk, tiu, tkp, status, nilai, ipk[0], ipk[1], usia(lahir), putusan_seri=putusan)


def test_official_worked_examples() -> None:
    high = integrasikan(451, 68_000, ATURAN.integrasi)
    low = integrasikan(377, 64_000, ATURAN.integrasi)

    assert (high.skd_100, high.skor_skd, high.skor_skb, high.nilai_akhir) == (82_000, 32_800, 40_800, 73_600)
    assert (low.skd_100, low.skor_skd, low.skor_skb, low.nilai_akhir) == (68_545, 27_418, 38_400, 65_818)


@pytest.mark.parametrize(("numerator", "denominator", "rounded"), [(1, 2, 1), (3, 2, 2), (5, 2, 3), (7, 3, 2), (8, 3, 3), (0, 5, 0)])
def test_halves_go_up(numerator: int, denominator: int, rounded: int) -> None:
    assert setengah_ke_atas(numerator, denominator) == rounded


def test_exactly_the_passing_grade_passes_and_each_missing_part_is_a_reason() -> None:
    decided = putuskan_skd(UMUM, [skd("1"), skd("2", twk=60, tkp=165), skd("3", tiu=75, tkp=225)], ATURAN)

    assert [(satu.peserta, satu.hasil) for satu in decided.putusan] == [
        ("1", HasilSkd.LULUS),
        ("2", HasilSkd.TIDAK_LULUS),
        ("3", HasilSkd.TIDAK_LULUS),
    ]
    twk, tkp = decided.putusan[1].alasan
    assert (twk.kode, dict(twk.angka)) == ("SKD_AMBANG_TWK", {"nilai": 60, "batas": 65, "ambang": "UMUM"})
    assert (tkp.kode, tkp.pasal) == ("SKD_AMBANG_TKP", "KepmenPANRB 321/2024")


def test_present_with_nothing_is_below_the_grade_and_not_absent() -> None:
    decided = putuskan_skd(UMUM, [skd("1", 0, 0, 0), skd("2", kehadiran=Kehadiran.TH), skd("3", kehadiran=Kehadiran.DIS)], ATURAN)

    assert [satu.hasil for satu in decided.putusan] == [HasilSkd.TIDAK_LULUS, HasilSkd.TH, HasilSkd.DIS]


def test_special_need_type_may_pass_without_the_umum_grade() -> None:
    formasi = Formasi("f-2", UMUM.jabatan, "PAPUA", 1)
    decided = putuskan_skd(formasi, [skd("1", twk=50, tiu=60, tkp=176), skd("2", twk=100, tiu=100, tkp=200)], ATURAN)

    assert [(satu.hasil, satu.memenuhi_ambang_umum) for satu in decided.putusan] == [(HasilSkd.LULUS, False), (HasilSkd.LULUS, True)]


@pytest.mark.parametrize(
    ("scores", "called", "kode"),
    [
        ([], 0, "SKB_TIDAK_ADA_YANG_MEMENUHI_AMBANG"),
        ([170, 171], 2, "SKB_SEMUA_YANG_MEMENUHI_AMBANG"),
        ([170, 171, 172, 173], 3, "SKB_PERINGKAT_TERBAIK"),
        ([170, 171, 171, 172, 173], 4, "SKB_NILAI_SAMA_DI_BATAS"),
    ],
)
def test_the_list_says_why_it_ends_where_it_does(scores: list[int], called: int, kode: str) -> None:
    decided = putuskan_skd(UMUM, [skd(str(n), tkp=tkp) for n, tkp in enumerate(scores)], ATURAN)

    assert len(decided.daftar) == called
    assert [satu.kode for satu in decided.alasan] == [kode]
    assert (decided.batas is None) == (called == 0)


def test_tie_on_the_last_place_goes_by_tkp_then_tiu() -> None:
    people = [
        skd("1", 100, 100, 200),
        skd("2", 100, 100, 190),
        skd("3", 80, 90, 170),  # 340
        skd("4", 85, 90, 165 + 1 - 1),  # below the TKP grade: does not count
        skd("5", 75, 95, 170),  # 340, same TKP, better TIU
    ]
    decided = putuskan_skd(UMUM, people, ATURAN)

    assert decided.daftar == ("1", "2", "5")


def test_each_step_of_the_tie_break() -> None:
    people = [
        skb("9", nilai=70_001),
        skb("8", points=(105, 100, 200), nilai=69_395),  # more SKD, equal final score
        skb("7", points=(95, 100, 205)),
        skb("6", points=(95, 105, 200)),
        skb("5", ipk=(360, "IPK")),
        skb("4", lahir=date(1990, 1, 1)),
        skb("3"),
        skb("2", lahir=date(1999, 1, 1)),
    ]
    ranked = sorted(peringkatkan(people, ATURAN), key=lambda satu: satu.peringkat or 0)
    reasons = {
        satu.peserta: dict(alasan.angka)["penentu"] for satu in ranked for alasan in satu.alasan if alasan.kode == "NILAI_AKHIR_SAMA"
    }

    assert [satu.peserta for satu in ranked] == ["9", "8", "7", "6", "5", "4", "3", "2"]
    assert reasons == {"7": "SKD", "6": "TKP", "5": "TIU", "4": "IPK", "3": "USIA", "2": "USIA"}


def test_nothing_after_age_people_share_a_rank_and_wait() -> None:
    ranked = peringkatkan([skb("1"), skb("2"), skb("3", nilai=60_000), skb("4", nilai=90_000)], ATURAN)

    assert [(satu.peringkat, satu.seri) for satu in ranked] == [(2, True), (2, True), (4, False), (1, False)]
    seri = next(alasan for alasan in ranked[0].alasan if alasan.kode == "SERI")
    assert dict(seri.angka) == {"bersama_di_formasi": 2, "bersama_di_kelompok": 2}


def test_a_tie_across_formations_counts_in_the_kelompok_only() -> None:
    ranked = peringkatkan([skb("1", formasi="f-1"), skb("2", formasi="f-2")], ATURAN)

    assert [(satu.peringkat, satu.peringkat_kelompok, satu.seri) for satu in ranked] == [(1, 1, True), (1, 1, True)]


def test_a_signed_order_settles_the_tie_in_the_kelompok_and_in_each_formation() -> None:
    people = [
        skb("1", urutan=3),
        skb("2", urutan=1),
        skb("3", formasi="f-2", urutan=2),
        skb("4", nilai=60_000),
        skb("5", nilai=90_000),
    ]
    ranked = peringkatkan(people, ATURAN, {"f-1": 2, "f-2": 1})

    assert [(satu.peringkat, satu.peringkat_kelompok, satu.seri) for satu in ranked] == [
        (3, 4, False),
        (2, 2, False),
        (1, 3, False),
        (4, 5, False),
        (1, 1, False),
    ]
    codes = [[alasan.kode for alasan in satu.alasan] for satu in ranked]
    assert codes[0] == ["INTEGRASI", "PERINGKAT", "SERI_DIPUTUSKAN", "DI_LUAR_KUOTA"]
    assert codes[1] == ["INTEGRASI", "PERINGKAT", "SERI_DIPUTUSKAN", "DI_DALAM_KUOTA"]
    assert "SERI_DIPUTUSKAN" not in codes[3] + codes[4]
    putus = ranked[0].alasan[2]
    assert (putus.pasal, dict(putus.angka)) == ("PermenPANRB 6/2024 Pasal 45 ayat (4)", {"urutan": 3, "dokumen": "KEP 7/2025"})


@pytest.mark.parametrize(
    "people",
    [
        [skb("1", urutan=1), skb("2")],
        [skb("1", urutan=1), skb("2", urutan=2), skb("3", formasi="f-2")],
        [skb("1", urutan=1), skb("2", urutan=1)],
        [skb("1", urutan=1), skb("2", urutan=2, daftar="2")],
    ],
    ids=["one has none", "one of another formation has none", "the same place twice", "two lists"],
)
def test_an_order_that_does_not_name_the_whole_tie_leaves_it_open(people: list[PesertaSkb]) -> None:
    ranked = peringkatkan(people, ATURAN)

    assert {(satu.peringkat, satu.peringkat_kelompok, satu.seri) for satu in ranked} == {(1, 1, True)}
    assert all("SERI_DIPUTUSKAN" not in {alasan.kode for alasan in satu.alasan} for satu in ranked)


def test_a_signed_order_overrides_no_criterion_and_who_left_the_tie_is_not_missed() -> None:
    older = [skb("1", urutan=2, lahir=date(1990, 1, 1)), skb("2", urutan=1)]
    assert [(satu.peringkat, satu.seri) for satu in peringkatkan(older, ATURAN)] == [(1, False), (2, False)]
    gone = [skb("1", urutan=3), skb("2", urutan=2), skb("3", urutan=1, status=StatusSkb.TH)]
    assert [(satu.peringkat, satu.seri) for satu in peringkatkan(gone, ATURAN)] == [(2, False), (1, False), (None, False)]


def test_an_order_that_turns_round_what_gpa_decides_in_a_formation_leaves_the_tie_open() -> None:
    """The third one has a diploma mean: in the kelompok GPA is passed over, in the formation of the other two it is not."""

    def people(satu: int, dua: int) -> list[PesertaSkb]:
        return [skb("1", ipk=(360, "IPK"), urutan=satu), skb("2", urutan=dua), skb("3", formasi="f-2", ipk=(8_000, "IJAZAH"), urutan=2)]

    assert [(satu.peringkat, satu.peringkat_kelompok, satu.seri) for satu in peringkatkan(people(3, 1), ATURAN)] == [
        (1, 1, True),
        (2, 1, True),
        (1, 1, True),
    ]
    assert [(satu.peringkat, satu.peringkat_kelompok, satu.seri) for satu in peringkatkan(people(1, 3), ATURAN)] == [
        (1, 1, False),
        (2, 3, False),
        (1, 2, False),
    ]


def test_gpa_and_diploma_mean_are_not_compared() -> None:
    people = [
        skb("1", ipk=(380, "IPK"), lahir=date(1999, 1, 1)),
        skb("2", ipk=(8_500, "IJAZAH"), lahir=date(1997, 1, 1)),
        skb("3", ipk=(300, "IPK"), lahir=date(1998, 1, 1)),
    ]
    ranked = peringkatkan(people, ATURAN)

    assert {satu.peserta: satu.peringkat for satu in ranked} == {"2": 1, "3": 2, "1": 3}
    assert all("SKALA_IPK_BERBEDA" in {alasan.kode for alasan in satu.alasan} for satu in ranked)


@pytest.mark.parametrize(
    ("status", "kode"),
    [(StatusSkb.TH, "SKB_TIDAK_HADIR"), (StatusSkb.TMS_1, "SKB_GUGUR_BAGIAN_WAJIB"), (StatusSkb.DIS, "SKB_DISKUALIFIKASI")],
)
def test_a_mandatory_part_missed_removes_whatever_the_score(status: StatusSkb, kode: str) -> None:
    gone, first = peringkatkan([skb("1", status=status, nilai=99_000), skb("2", nilai=10_000)], ATURAN)

    assert (gone.nilai, gone.peringkat, gone.peringkat_kelompok) == (None, None, None)
    assert [alasan.kode for alasan in gone.alasan] == [kode]
    assert (first.peringkat, first.peringkat_kelompok) == (1, 1)


@pytest.mark.parametrize("kuota", [0, -1])
def test_a_formation_without_a_seat_has_no_result(kuota: int) -> None:
    with pytest.raises(ValueError, match=r"formasi f-1: .* has at least one"):
        peringkatkan([skb("1"), skb("2", formasi="f-2")], ATURAN, {"f-1": kuota, "f-2": 1})
    with pytest.raises(ValueError, match="has at least one"):
        putuskan_skd(replace(UMUM, kuota=kuota), [skd("1")], ATURAN)


def test_where_somebody_stands_to_the_seats_is_a_state_and_not_a_word_of_the_reason() -> None:
    people = [skb("1", nilai=90_000), skb("2"), skb("3"), skb("4", nilai=60_000), skb("5", status=StatusSkb.TH)]

    def letak(kuota: int) -> list[Letak | None]:
        return [satu.letak for satu in peringkatkan(people, ATURAN, {"f-1": kuota})]

    assert letak(1) == [Letak.DALAM, Letak.LUAR, Letak.LUAR, Letak.LUAR, None]
    assert letak(2) == [Letak.DALAM, Letak.SERI, Letak.SERI, Letak.LUAR, None]
    assert letak(3) == [Letak.DALAM, Letak.DALAM, Letak.DALAM, Letak.LUAR, None]
    assert {satu.letak for satu in peringkatkan(people, ATURAN)} == {None}
