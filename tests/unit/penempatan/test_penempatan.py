"""Placing by hand-made rankings: who gets a seat, who waits, and what they are told."""

from services.penempatan.domain.jenis import PenempatanKelompok, StatusKursi, Tahap
from services.penempatan.domain.kalimat import kalimat
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil
from shared.aturan import StatusSkb
from shared.istilah import Hasil, Rute
from tests.support.penempatan import KETENTUAN, Kelompok, keputusan, post, susun


def _tempatkan(k: Kelompok) -> PenempatanKelompok:
    hasil = tempatkan(k.formasi, k.peringkat, KETENTUAN)
    assert periksa_hasil(k.formasi, k.peringkat, hasil, KETENTUAN) == ()
    return hasil


def test_the_best_get_the_seats_in_order_of_rank() -> None:
    hasil = _tempatkan(susun([post("A", 2)], [("3", "A", 70_000), ("1", "A", 60_000), ("2", "A", 80_000)]))
    assert [(k.kursi, k.peserta) for k in hasil.kursi] == [("A/1", "2"), ("A/2", "3")]
    pertama = keputusan(hasil, "2")
    assert (pertama.hasil, pertama.rute, pertama.kode, pertama.kursi) == (Hasil.LULUS, Rute.FORMASI_SENDIRI, "P/L", "A/1")
    assert pertama.tahap is Tahap.AKHIR
    ketiga = keputusan(hasil, "1")
    assert (ketiga.hasil, ketiga.kode, ketiga.kursi) == (Hasil.TIDAK_LULUS, "TL", None)
    assert dict(ketiga.alasan[0].angka) == {"peringkat": 3, "kuota": 2, "nilai_akhir": 60_000, "nilai_terakhir_lulus": 70_000}
    assert ketiga.alasan[0].pasal == "PermenPANRB 6/2024 Pasal 45 ayat (4)"


def test_who_missed_or_failed_the_skb_is_out_even_when_seats_stay_empty() -> None:
    hasil = _tempatkan(susun([post("A", 3)], [("1", "A", StatusSkb.TH), ("2", "A", StatusSkb.TMS_1), ("3", "A", StatusSkb.DIS)]))
    assert [(k.hasil, k.kode) for k in hasil.keputusan] == [(Hasil.TH, "TH"), (Hasil.TMS_1, "TMS-1"), (Hasil.DIS, "DIS")]
    assert {k.status for k in hasil.kursi} == {StatusKursi.KOSONG}
    assert {k.alasan.kode for k in hasil.kursi if k.alasan} == {"TIDAK_ADA_CALON"}


def test_a_tie_over_the_last_seat_waits_and_nobody_below_profits() -> None:
    hasil = _tempatkan(susun([post("A", 2)], [("1", "A", 80_000), ("2", "A", 70_000), ("3", "A", 70_000), ("4", "A", 60_000)]))
    assert [k.hasil for k in hasil.keputusan] == [Hasil.LULUS, Hasil.MENUNGGU, Hasil.MENUNGGU, Hasil.TIDAK_LULUS]
    assert [k.status for k in hasil.kursi] == [StatusKursi.TERISI, StatusKursi.DITAHAN]
    assert hasil.kursi[1].alasan is not None
    assert dict(hasil.kursi[1].alasan.angka) == {"kuota": 2, "peringkat": 2, "seperingkat": 2}


def test_a_tie_that_fits_is_no_obstacle() -> None:
    hasil = _tempatkan(susun([post("A", 2)], [("2", "A", 70_000), ("1", "A", 70_000), ("3", "A", 60_000)]))
    assert [(k.kursi, k.peserta) for k in hasil.kursi] == [("A/1", "1"), ("A/2", "2")]


def test_formations_do_not_mix() -> None:
    hasil = _tempatkan(susun([post("A", 1), post("B", 1)], [("1", "A", 90_000), ("2", "A", 80_000), ("3", "B", 50_000)]))
    assert [(k.kursi, k.peserta) for k in hasil.kursi] == [("A/1", "1"), ("B/1", "3")]


def test_a_kelompok_without_people_has_only_empty_seats() -> None:
    hasil = _tempatkan(susun([post("A", 2)], []))
    assert hasil.keputusan == ()
    assert [k.status for k in hasil.kursi] == [StatusKursi.KOSONG] * 2


def test_stages_join_at_one_place() -> None:
    """Without stages nobody is placed: the outcome comes from the list and from nothing beside it."""
    k = susun([post("A", 1)], [("1", "A", 80_000)])
    assert tempatkan(k.formasi, k.peringkat, KETENTUAN, tahapan=()).kursi[0].status is StatusKursi.KOSONG


def test_applicants_read_sentences_with_scores_as_printed() -> None:
    hasil = _tempatkan(susun([post("A", 1)], [("1", "A", 80_050), ("2", "A", 70_000)]))
    assert kalimat(keputusan(hasil, "1"), KETENTUAN.urutan) == (
        "Anda lulus dan mendapat kursi A/1.",
        (
            "Peringkat Anda 1 pada formasi dengan 1 kursi; nilai akhir Anda 80,050, dan peserta terakhir yang lulus pada formasi ini "
            "bernilai 80,050. (PermenPANRB 6/2024 Pasal 45 ayat (4))"
        ),
    )
