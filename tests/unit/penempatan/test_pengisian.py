"""Filling between formations by hand: each step of each year, its conditions, its order, its ties, and what people are told."""

import pytest

from services.penempatan.domain.jenis import Formasi, Kesediaan, PenempatanKelompok, StatusKursi
from services.penempatan.domain.kalimat import kalimat_kosong, paragraf
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil
from services.penempatan.domain.persetujuan import bandingkan, pengaruh
from shared.aturan import JenisKebutuhan, StatusSkb
from shared.istilah import Hasil, JenisKesediaan, ModePengisian, Rute
from tests.support.penempatan import KETENTUAN, SEMUA_KETENTUAN, STUDI, Ciri, Kelompok, keputusan, post, susun

CUMLAUDE, DISABILITAS, UMUM = JenisKebutuhan.CUMLAUDE, JenisKebutuhan.DISABILITAS, JenisKebutuhan.UMUM
DUA_SATU, DUA_EMPAT = "cpns-2021", "cpns-2024"
TIDAK_MAU = Kesediaan(JenisKesediaan.TIDAK)


def _isi(k: Kelompok, aturan: str = DUA_EMPAT, mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN) -> PenempatanKelompok:
    ketentuan = SEMUA_KETENTUAN[aturan]
    hasil = tempatkan(k.formasi, k.peringkat, ketentuan, mode)
    assert periksa_hasil(k.formasi, k.peringkat, hasil, ketentuan, mode) == ()
    return hasil


def _penghuni(hasil: PenempatanKelompok) -> dict[str, str | None]:
    return {k.kursi: k.peserta for k in hasil.kursi}


# People 1 and 2 apply for A, which has one seat; 2 is left over. X has nobody of its own.
@pytest.mark.parametrize(
    ("aturan", "asal", "tujuan", "unit", "rute", "kode"),
    [
        (DUA_SATU, CUMLAUDE, UMUM, "U", Rute.UMUM_DARI_KHUSUS, "P/L-1"),
        (DUA_SATU, UMUM, CUMLAUDE, "U", Rute.KHUSUS_DARI_JENIS_LAIN, "P/L-1"),
        (DUA_SATU, DISABILITAS, CUMLAUDE, "U", Rute.KHUSUS_DARI_JENIS_LAIN, "P/L-1"),
        (DUA_SATU, UMUM, UMUM, "V", Rute.UMUM_DARI_UNIT_LAIN, "P/L-2"),
        (DUA_SATU, CUMLAUDE, CUMLAUDE, "V", Rute.KHUSUS_DARI_UNIT_LAIN, "P/L-2"),
        ("cpns-2023", CUMLAUDE, UMUM, "U", Rute.UMUM_DARI_KHUSUS, "L-1"),
        ("cpns-2023", UMUM, UMUM, "V", Rute.UMUM_DARI_UNIT_LAIN, "L-2"),
        (DUA_EMPAT, CUMLAUDE, UMUM, "U", Rute.UMUM_DARI_KHUSUS, "P/L-U1"),
        (DUA_EMPAT, CUMLAUDE, CUMLAUDE, "V", Rute.KHUSUS_DARI_JENIS_SAMA, "P/L-E1"),
        (DUA_EMPAT, UMUM, CUMLAUDE, "U", Rute.KHUSUS_DARI_JENIS_LAIN, "P/L-E2"),
        (DUA_EMPAT, DISABILITAS, CUMLAUDE, "U", Rute.KHUSUS_DARI_JENIS_LAIN, "P/L-E2"),
        (DUA_EMPAT, UMUM, UMUM, "V", Rute.UMUM_DARI_UNIT_LAIN, "P/L-U3"),
        (DUA_EMPAT, CUMLAUDE, UMUM, "V", Rute.UMUM_DARI_UNIT_LAIN, "P/L-U3"),
        (DUA_EMPAT, UMUM, CUMLAUDE, "V", Rute.KHUSUS_DARI_UNIT_LAIN, "P/L-E3"),
        # By the letter no step leads from a unit to itself for the same need type.
        (DUA_SATU, UMUM, UMUM, "U", None, "P/TL"),
        (DUA_EMPAT, UMUM, UMUM, "U", None, "TL"),
        (DUA_EMPAT, CUMLAUDE, CUMLAUDE, "U", None, "TL"),
    ],
)
def test_each_step_moves_whom_it_names_and_prints_its_code(
    *, aturan: str, asal: JenisKebutuhan, tujuan: JenisKebutuhan, unit: str, rute: Rute | None, kode: str
) -> None:
    k = susun([post("A", jenis=asal), post("X", jenis=tujuan, unit=unit)], [("1", "A", 80_000), ("2", "A", 70_000)])
    dua = keputusan(_isi(k, aturan), "2")
    assert (dua.rute, dua.kode) == (rute, kode)
    assert dua.formasi_tujuan == (None if rute is None else "X")
    assert keputusan(_isi(k, aturan), "1").kursi == "A/1"


@pytest.mark.parametrize(("asal", "tujuan", "unit", "cukup"), [(CUMLAUDE, UMUM, "U", False), (CUMLAUDE, CUMLAUDE, "V", True)])
def test_the_general_grade_is_asked_for_except_from_the_own_need_type(
    asal: JenisKebutuhan, tujuan: JenisKebutuhan, unit: str, cukup: bool
) -> None:
    formasi = [post("A", jenis=asal), post("X", jenis=tujuan, unit=unit)]
    k = susun(formasi, [("1", "A", 80_000), ("2", "A", 70_000)], ciri={"2": Ciri(memenuhi_ambang_umum=False)})
    hasil = _isi(k)
    assert (keputusan(hasil, "2").hasil is Hasil.LULUS) is cukup
    # 2021 has no such step: the same seat in another unit asks for the general grade.
    assert keputusan(_isi(k, DUA_SATU), "2").hasil is Hasil.TIDAK_LULUS


def test_the_own_study_must_be_accepted_and_overlapping_lists_are_enough() -> None:
    formasi = [post("A", kualifikasi=["AKUNTANSI", "MANAJEMEN"]), post("X", unit="V", kualifikasi=["MANAJEMEN", "HUKUM"])]
    orang = [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000)]
    k = susun(formasi, orang, ciri={"2": Ciri("AKUNTANSI"), "3": Ciri("MANAJEMEN"), "1": Ciri("MANAJEMEN")})
    assert _penghuni(_isi(k)) == {"A/1": "1", "X/1": "3"}


def test_best_rank_in_the_kelompok_to_the_first_vacancy_of_the_list() -> None:
    """The list goes by unit, then need type, then id; B and C lend their people, V2 stands before V3 whatever the ids."""
    formasi = [post("B", unit="V1"), post("C", unit="V1", kualifikasi=["X", STUDI]), post("Z", unit="V2"), post("Y", unit="V3")]
    orang = [("1", "B", 90_000), ("2", "B", 60_000), ("3", "C", 89_000), ("4", "C", 70_000)]
    assert _penghuni(_isi(susun(formasi, orang))) == {"B/1": "1", "C/1": "3", "Z/1": "4", "Y/1": "2"}


def test_an_officers_list_order_comes_before_unit_and_id() -> None:
    formasi = [post("B", unit="V1"), post("Z", unit="V2", urutan=2), post("Y", unit="V3", urutan=1)]
    orang = [("1", "B", 90_000), ("2", "B", 80_000), ("3", "B", 70_000)]
    assert _penghuni(_isi(susun(formasi, orang))) == {"B/1": "1", "Y/1": "2", "Z/1": "3"}


def test_an_earlier_step_comes_before_a_better_rank() -> None:
    """The special applicant of the same unit (U-1) has the seat before a better general one of another unit (U-3)."""
    formasi = [post("A", jenis=CUMLAUDE), post("B", unit="V"), post("X")]
    orang = [("1", "A", 90_000), ("2", "A", 60_000), ("3", "B", 95_000), ("4", "B", 85_000)]
    hasil = _isi(susun(formasi, orang))
    assert _penghuni(hasil)["X/1"] == "2"
    assert keputusan(hasil, "2").kode == "P/L-U1"


def test_u3_and_e3_run_together_in_list_order() -> None:
    """A special seat in unit V2 stands before a general one in V3, and has the better one."""
    formasi = [post("A", unit="V1"), post("E", jenis=CUMLAUDE, unit="V2"), post("U", unit="V3")]
    hasil = _isi(susun(formasi, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000)]))
    assert _penghuni(hasil) == {"A/1": "1", "E/1": "2", "U/1": "3"}
    assert [keputusan(hasil, nomor).kode for nomor in "23"] == ["P/L-E3", "P/L-U3"]


def test_grouped_units_are_filled_inside_the_group_only() -> None:
    formasi = [post("A", unit="V1", grup="G1"), post("B", unit="V2", grup="G1"), post("C", unit="V3", grup="G2"), post("D", unit="V4")]
    hasil = _isi(susun(formasi, [(str(n), "A", 90_000 - n) for n in range(4)]), DUA_SATU)
    assert _penghuni(hasil) == {"A/1": "0", "B/1": "1", "C/1": None, "D/1": None}


@pytest.mark.parametrize("status", [StatusSkb.TH, StatusSkb.TMS_1, StatusSkb.DIS])
def test_who_missed_or_failed_the_skb_fills_nothing(status: StatusSkb) -> None:
    k = susun([post("A"), post("X", unit="V")], [("1", "A", 80_000), ("2", "A", status)])
    assert _penghuni(_isi(k)) == {"A/1": "1", "X/1": None}


def test_own_people_come_first_whatever_the_rank_of_others() -> None:
    k = susun([post("A"), post("X", unit="V")], [("1", "A", 90_000), ("2", "A", 80_000), ("3", "X", 50_000)])
    assert _penghuni(_isi(k)) == {"A/1": "1", "X/1": "3"}


def _seri(*lowongan: Formasi) -> PenempatanKelompok:
    """People 2 and 3 are equal in everything, 4 follows; each has lost the own seat."""
    orang = [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 80_000), ("4", "A", 70_000)]
    return _isi(susun([post("A"), *lowongan], orang))


def test_a_tie_for_one_vacancy_is_nobodys_to_break() -> None:
    hasil = _seri(post("X", unit="V"))
    assert _penghuni(hasil)["X/1"] is None
    assert [keputusan(hasil, n).hasil for n in "234"] == [Hasil.MENUNGGU, Hasil.MENUNGGU, Hasil.TIDAK_LULUS]
    alasan = next(k.alasan for k in hasil.kursi if k.kursi == "X/1")
    assert alasan is not None
    assert (alasan.kode, dict(alasan.angka)["calon"]) == ("SERI_PADA_PENGISIAN", 2)


def test_a_tie_that_fits_into_one_formation_is_no_obstacle() -> None:
    assert {peserta for kursi, peserta in _penghuni(_seri(post("X", 2, unit="V"))).items() if kursi[0] == "X"} == {"2", "3"}


def test_two_vacancies_in_two_places_are_not_shared_out_among_equals() -> None:
    """One of them goes to V, the other to W, and only Panselnas may say who; the third waits to see what is left."""
    hasil = _seri(post("X", unit="V"), post("Y", unit="W"))
    assert {kursi: peserta for kursi, peserta in _penghuni(hasil).items() if kursi != "A/1"} == {"X/1": None, "Y/1": None}
    assert keputusan(hasil, "2").hasil is Hasil.MENUNGGU


def test_who_waits_in_the_own_formation_holds_no_vacancy_that_a_better_one_takes() -> None:
    """1 and 2 are equal over the seat of A; 3 of B is better than both and takes X at once."""
    orang = [("1", "A", 80_000), ("2", "A", 80_000), ("3", "B", 85_000), ("4", "B", 95_000)]
    hasil = _isi(susun([post("A", unit="V1"), post("B", unit="V1"), post("X", unit="V2")], orang))
    assert _penghuni(hasil) == {"A/1": None, "B/1": "4", "X/1": "3"}


def test_a_vacancy_that_one_of_a_tie_may_still_want_waits_with_them() -> None:
    orang = [("1", "A", 80_000), ("2", "A", 80_000), ("3", "B", 75_000), ("4", "B", 95_000)]
    hasil = _isi(susun([post("A", unit="V1"), post("B", unit="V1"), post("X", unit="V2")], orang))
    assert _penghuni(hasil) == {"A/1": None, "B/1": "4", "X/1": None}
    assert keputusan(hasil, "3").hasil is Hasil.MENUNGGU


def test_with_consent_nobody_is_moved_who_said_no() -> None:
    formasi = [post("A"), post("X", unit="V"), post("Y", unit="W")]
    ciri = {"2": Ciri(kesediaan=TIDAK_MAU), "3": Ciri(kesediaan=Kesediaan(JenisKesediaan.PILIHAN, frozenset({"W"})))}
    k = susun(formasi, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000)], ciri=ciri)
    sesuai, persetujuan = _isi(k), _isi(k, mode=ModePengisian.DENGAN_PERSETUJUAN)
    assert _penghuni(sesuai) == {"A/1": "1", "X/1": "2", "Y/1": "3"}
    assert _penghuni(persetujuan) == {"A/1": "1", "X/1": None, "Y/1": "3"}
    beda = pengaruh(k.formasi, k.peringkat, SEMUA_KETENTUAN[DUA_EMPAT], sesuai, ModePengisian.SESUAI_KEPUTUSAN)
    assert beda == bandingkan(k.formasi, sesuai, persetujuan, pilihan=2)
    assert (beda.pilihan, beda.tanpa_persetujuan, beda.mendapat, beda.melepas, beda.pindah, beda.kursi_lebih_kosong) == (2, 1, 0, 1, 0, 1)
    assert [(o.peserta, o.sesuai_keputusan, o.dengan_persetujuan) for o in beda.orang] == [("2", "X", None)]
    assert [(s.kursi, s.sesuai_keputusan, s.dengan_persetujuan) for s in beda.kursi] == [("X/1", "2", None)]


def test_a_chosen_formation_is_consent_too_and_the_effect_is_the_same_from_either_side() -> None:
    ciri = {"2": Ciri(kesediaan=Kesediaan(JenisKesediaan.PILIHAN, formasi=frozenset({"X"})))}
    k = susun([post("A"), post("X", unit="V")], [("1", "A", 90_000), ("2", "A", 80_000)], ciri=ciri)
    ketentuan = SEMUA_KETENTUAN[DUA_EMPAT]
    beda = [pengaruh(k.formasi, k.peringkat, ketentuan, _isi(k, mode=mode), mode) for mode in ModePengisian]
    assert beda[0] == beda[1]
    assert (beda[0].orang, beda[0].pilihan) == ((), 1)


def test_an_empty_seat_says_why_nobody_fills_it() -> None:
    formasi = [post("A", kualifikasi=["S1", "S2"]), post("X", 2, jenis=CUMLAUDE, unit="V", kualifikasi=["S1"])]
    ciri = {"1": Ciri("S1"), "2": Ciri("S2"), "3": Ciri("S1", memenuhi_ambang_umum=False), "4": Ciri("S1", kesediaan=TIDAK_MAU)}
    k = susun(formasi, [(n, "A", 90_000 - int(n)) for n in "1234"], ciri=ciri)
    hasil = _isi(k, mode=ModePengisian.DENGAN_PERSETUJUAN)
    kosong = [bangku for bangku in hasil.kursi if bangku.status is StatusKursi.KOSONG]
    assert [bangku.kursi for bangku in kosong] == ["X/1", "X/2"]
    alasan = kosong[0].alasan
    assert alasan is not None
    assert dict(alasan.angka) == {
        "kuota": 2,
        "calon": 0,
        "sisa_calon": 3,
        "kualifikasi_tidak_diterima": 1,
        "di_bawah_ambang_umum": 1,
        "tidak_bersedia": 1,
    }
    assert kalimat_kosong(alasan) == (
        "Formasi ini mempunyai 2 kursi dan tidak ada peserta yang hadir SKB. Dari 3 peserta tanpa kursi pada jabatan ini tidak seorang "
        "pun dapat mengisinya: 1 orang karena kualifikasi pendidikannya tidak diterima, 1 orang karena tidak mencapai nilai ambang "
        "batas kebutuhan umum, 1 orang karena tidak bersedia. (KepmenPANRB 320/2024 diktum ke-35)"
    )


def test_people_read_who_was_last_and_what_would_have_changed_it() -> None:
    formasi = [post("A"), post("X", unit="V"), post("Y", unit="W", kualifikasi=["LAIN"])]
    hasil = _isi(susun(formasi, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_500)]))
    assert paragraf(keputusan(hasil, "2"), KETENTUAN.urutan) == (
        "Anda lulus dan mendapat kursi X/1. Peringkat Anda 2, sedangkan formasi ini mempunyai 1 kursi; nilai akhir Anda 80,000. "
        "Peserta terakhir yang lulus pada formasi ini bernilai 90,000. Kekurangan Anda 10,000; dengan nilai akhir di atas 90,000 hasilnya "
        "akan lain. (PermenPANRB 6/2024 Pasal 45 ayat (4)) Kursi X/1 tidak terisi dari formasinya sendiri dan menurut langkah "
        "pengisian U-3 diisi pelamar dari unit lain dengan peringkat terbaik. Peringkat Anda pada jabatan di instansi ini 2 dengan "
        "nilai akhir 80,000; peserta berhak berikutnya berperingkat 3. (KepmenPANRB 320/2024 diktum ke-35)"
    )
    assert paragraf(keputusan(hasil, "3"), KETENTUAN.urutan).endswith(
        "Dari 2 formasi lain pada jabatan ini yang masih mempunyai kursi, 1 tidak menerima kualifikasi pendidikan Anda, 1 diisi peserta "
        "dengan peringkat lebih baik. Yang paling dekat ialah formasi X: peserta terakhir yang mengisinya berperingkat 2 pada jabatan ini "
        "dengan nilai akhir 80,000. (KepmenPANRB 320/2024 diktum ke-35)"
    )


def test_no_person_is_named_to_another() -> None:
    formasi = [post("A"), post("X", unit="V")]
    hasil = _isi(susun(formasi, [("90001", "A", 90_000), ("90002", "A", 80_000), ("90003", "A", 70_000)]))
    for k in hasil.keputusan:
        assert not {lain.peserta for lain in hasil.keputusan if lain != k} & set(paragraf(k, KETENTUAN.urutan).replace(".", " ").split())
