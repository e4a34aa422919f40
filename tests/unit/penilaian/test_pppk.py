"""The PPPK order: all points, then technical, managerial with socio-cultural, interview, older; in 2021 after the grades."""

from datetime import date

import pytest

from services.penilaian.domain.kalimat import isi_kalimat
from services.penilaian.domain.penjelasan import jelaskan
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.pppk import BagianPppk, PesertaPppk, mungkin_pppk, peringkatkan_pppk, tak_mungkin_di_jabatan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.urutan_seri import cela_tempat_pppk
from services.penilaian.domain.usia import usia
from shared.aturan import Kehadiran
from shared.aturan.pppk import load
from shared.istilah import Afirmasi

ATURAN, LAMA = load("pppk-2024"), load("pppk-2021")
SYARAT, GURU = ATURAN.syarat(), LAMA.syarat("GURU KELAS SD")


def orang(
    peserta: str,
    teknis: int,
    mansos: int,
    wawancara: int,
    lahir: date | None = date(1990, 1, 1),
    *,
    hadir: Kehadiran = Kehadiran.HADIR,
    formasi: str = "f",
    afirmasi: tuple[Afirmasi, ...] = (),
    urutan: int | None = None,
) -> PesertaPppk:
    putusan = None if urutan is None else PutusanSeri("1", urutan, "KEP 1/2025")
    umur = None if lahir is None else usia(lahir)
    return PesertaPppk(peserta, formasi, hadir, teknis, mansos, wawancara, umur, frozenset(afirmasi), putusan)


def test_each_step_of_the_order() -> None:
    people = [
        orang("9", 300, 150, 31),
        orang("8", 305, 145, 30),
        orang("7", 300, 150, 30),
        orang("6", 300, 149, 31),
        orang("5", 300, 149, 31, date(1985, 1, 1)),
        orang("4", 450, 0, 0),
        orang("3", 450, 0, 0, hadir=Kehadiran.TH),
        orang("2", 450, 0, 0, hadir=Kehadiran.DIS),
    ]
    ranked = peringkatkan_pppk(people, ATURAN, SYARAT)

    assert [satu.peserta for satu in sorted(ranked, key=lambda satu: satu.peringkat or 99)] == ["9", "8", "7", "5", "6", "4", "2", "3"]
    penentu = {
        satu.peserta: dict(alasan.angka)["penentu"] for satu in ranked for alasan in satu.alasan if alasan.kode == "NILAI_AKHIR_SAMA"
    }
    assert penentu == {"7": "TEKNIS", "5": "MANAJERIAL_SOSIOKULTURAL", "6": "USIA"}
    assert [(satu.peserta, satu.peringkat, satu.alasan[0].kode) for satu in ranked[:2]] == [
        ("2", None, "PPPK_DISKUALIFIKASI"),
        ("3", None, "PPPK_TIDAK_HADIR"),
    ]


def test_nothing_after_age_and_nothing_without_it() -> None:
    same = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 300, 150, 30), orang("3", 200, 100, 20)], ATURAN, SYARAT)
    assert [(satu.peringkat, satu.seri) for satu in same] == [(1, True), (1, True), (3, False)]
    unknown = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 300, 150, 30, None)], ATURAN, SYARAT)
    assert [(satu.peringkat, satu.seri) for satu in unknown] == [(1, True), (1, True)]
    assert all("DATA_TIDAK_ADA" in {alasan.kode for alasan in satu.alasan} for satu in unknown)


def test_rank_in_the_formation_and_in_the_kelompok() -> None:
    ranked = peringkatkan_pppk([orang("1", 300, 150, 30), orang("2", 305, 150, 30, formasi="g"), orang("3", 200, 100, 20)], ATURAN, SYARAT)
    assert [(satu.peringkat, satu.peringkat_kelompok) for satu in ranked] == [(1, 2), (1, 1), (2, 3)]


@pytest.mark.parametrize(
    ("nilai", "kolom"),
    [((450, 180, 40), ()), ((455, 181, 41), ("teknis", "manajerial_sosiokultural", "wawancara")), ((301, 0, 0), ("teknis",))],
)
def test_points_the_test_cannot_give(nilai: tuple[int, int, int], kolom: tuple[str, ...]) -> None:
    assert mungkin_pppk(orang("1", *nilai), SYARAT) == kolom


@pytest.mark.parametrize(
    ("nilai", "afirmasi", "kurang"),
    [
        ((320, 130, 24), (), []),
        ((315, 130, 24), (), ["TEKNIS"]),
        ((500, 129, 40), (), ["MANAJERIAL_SOSIOKULTURAL"]),
        ((500, 200, 23), (), ["WAWANCARA"]),
        ((0, 0, 0), (), ["TEKNIS", "MANAJERIAL_SOSIOKULTURAL", "WAWANCARA"]),
        ((195, 130, 24), (Afirmasi.THK_II, Afirmasi.USIA_35), []),
        ((190, 130, 24), (Afirmasi.THK_II, Afirmasi.USIA_35), ["TEKNIS"]),
        ((0, 130, 24), (Afirmasi.SERTIFIKAT_PENDIDIK,), []),
    ],
)
def test_nobody_below_a_grade_of_2021_is_ranked(nilai: tuple[int, int, int], afirmasi: tuple[Afirmasi, ...], kurang: list[str]) -> None:
    """KepmenPANRB 1127/2021: 320, 130 and 24; what PermenPANRB 28/2021 adds counts for the grade."""
    [satu] = peringkatkan_pppk([orang("1", *nilai, afirmasi=afirmasi)], LAMA, GURU)

    assert [alasan.kode for alasan in satu.alasan if alasan.kode[:12] == "PPPK_AMBANG_"] == (
        [f"PPPK_AMBANG_{bagian}" for bagian in kurang] or ["PPPK_AMBANG_TERPENUHI"]
    )
    assert (satu.memenuhi_ambang, satu.peringkat, satu.peringkat_kelompok) == ((False, None, None) if kurang else (True, 1, 1))


def test_what_is_added_never_goes_beyond_the_technical_part() -> None:
    semua = tuple(Afirmasi)
    ranked = peringkatkan_pppk([orang("1", 480, 130, 24, afirmasi=semua), orang("2", 400, 130, 24, afirmasi=semua[1:])], LAMA, GURU)
    assert [(satu.teknis, satu.total, satu.peringkat, satu.seri) for satu in ranked] == [(500, 654, 1, True), (500, 654, 1, True)]


def test_nothing_is_added_for_another_jabatan() -> None:
    [satu] = peringkatkan_pppk([orang("1", 220, 130, 24, afirmasi=(Afirmasi.THK_II,))], LAMA, LAMA.syarat("AHLI PERTAMA - PUSTAKAWAN"))
    assert (satu.teknis, satu.memenuhi_ambang) == (220, False)
    assert "PPPK_AFIRMASI" not in {alasan.kode for alasan in satu.alasan}


def test_a_signed_order_parts_a_whole_tie_and_nothing_else() -> None:
    people = [orang(str(n), 300, 150, 30, urutan=urutan) for n, urutan in ((1, 2), (2, 1))]
    tied = [*people, orang("3", 200, 150, 30, urutan=1)]

    assert [(satu.peringkat, satu.seri) for satu in peringkatkan_pppk(people, ATURAN, SYARAT)] == [(2, False), (1, False)]
    assert cela_tempat_pppk(people, ATURAN, SYARAT) == ()
    assert [(cela.kode, cela.nilai) for cela in cela_tempat_pppk(tied, ATURAN, SYARAT)] == [("BUKAN_SERI", "3")]
    halved = [people[0], orang("2", 300, 150, 30)]
    assert [(satu.peringkat, satu.seri) for satu in peringkatkan_pppk(halved, ATURAN, SYARAT)] == [(1, True), (1, True)]
    assert [cela.kode for cela in cela_tempat_pppk(halved, ATURAN, SYARAT)] == ["SERI_TIDAK_LENGKAP"]


def test_the_seats_of_the_formation_and_what_would_have_sufficed() -> None:
    people = [orang("1", 300, 150, 30), orang("2", 300, 150, 30), orang("3", 300, 150, 31), orang("4", 290, 150, 30)]
    assert [satu.letak for satu in peringkatkan_pppk(people, ATURAN, SYARAT, {"f": 2})] == [Letak.SERI, Letak.SERI, Letak.DALAM, Letak.LUAR]
    *_, akhir = peringkatkan_pppk(people, ATURAN, SYARAT, {"f": 3})
    teks = jelaskan("4", "f", "pppk-2024 versi 1", akhir.alasan)
    assert "berada di luar jumlah kebutuhan formasi ini, yaitu 3; peserta terakhir di dalamnya, nomor 2, bernilai 480." in teks
    assert "Dengan jumlah nilai 481 atau lebih Anda berada di atas peserta terakhir itu." in teks
    penuh = [orang("1", 450, 180, 40, date(1980, 1, 1)), orang("2", 450, 180, 40)]
    _, dua = peringkatkan_pppk(penuh, ATURAN, SYARAT, {"f": 1})
    assert "atau lebih" not in jelaskan("2", "f", "pppk-2024 versi 1", dua.alasan)


def test_a_formation_without_a_seat_is_a_bug() -> None:
    with pytest.raises(ValueError, match="at least one"):
        peringkatkan_pppk([orang("1", 300, 150, 30)], ATURAN, SYARAT, {"f": 0})


def test_reasons_are_sentences() -> None:
    [satu] = peringkatkan_pppk([orang("1", 190, 120, 20, afirmasi=(Afirmasi.USIA_35,))], LAMA, GURU)
    assert [isi_kalimat(alasan) for alasan in satu.alasan] == [
        (
            "Nilai teknis Anda ditambah 75 karena usia paling rendah 35 tahun dengan masa kerja paling sedikit 3 tahun, "
            "sampai paling banyak nilai tertingginya."
        ),
        "Nilai Anda 405: teknis 265, manajerial dan sosial kultural 120, wawancara 20.",
        "Nilai teknis Anda 265, di bawah nilai ambang batas 320.",
        "Jumlah nilai manajerial dan sosial kultural Anda 120, di bawah nilai ambang batas 130.",
        "Nilai wawancara Anda 20, di bawah nilai ambang batas 24.",
    ]
    assert "diperlukan 55 poin lagi pada kompetensi teknis" in jelaskan("1", "f", "pppk-2021 versi 1", satu.alasan)


def test_points_are_held_against_the_test_of_the_jabatan_or_any_test_of_the_year() -> None:
    guru, tak_bulat = BagianPppk(500, 150, 30), BagianPppk(301, 150, 41)
    assert tak_mungkin_di_jabatan(guru, "GURU KELAS SD", LAMA) == ()
    assert tak_mungkin_di_jabatan(guru, "AHLI PERTAMA - ARSIPARIS", LAMA) == ("teknis",)
    assert tak_mungkin_di_jabatan(guru, None, LAMA) == ()
    assert tak_mungkin_di_jabatan(tak_bulat, None, LAMA) == ("teknis", "wawancara")


def test_a_published_reason_names_no_disability() -> None:
    [satu] = peringkatkan_pppk([orang("1", 200, 130, 24, afirmasi=tuple(Afirmasi))], LAMA, GURU)
    tambahan = [dict(alasan.angka)["afirmasi"] for alasan in satu.alasan if alasan.kode == "PPPK_AFIRMASI"]
    assert sorted(map(str, tambahan)) == ["LAIN", "SERTIFIKAT_PENDIDIK", "THK_II", "USIA_35"]
