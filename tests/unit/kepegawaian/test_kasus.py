"""What a placement decision does to a case."""

from dataclasses import replace

from services.kepegawaian.domain import Kasus, Keputusan, StatusKasus, Tolakan, terapkan_keputusan
from shared.aturan.pengangkatan import Langkah, Rute
from tests.support.kepegawaian import ATURAN, kasus

LULUS = Keputusan("1", "K", True, "A", "A/1", Rute.FORMASI_SENDIRI, ATURAN, 2)
TIDAK = Keputusan("1", "K", False, None, None, None, ATURAN, 2)
NIP = replace(kasus(), langkah=Langkah.NIP_TERBIT)
MUNDUR = replace(kasus(), status=StatusKasus.MUNDUR)


def _kode(hasil: Kasus | Tolakan | None) -> str | None:
    return hasil.kode if isinstance(hasil, Tolakan) else None


def test_a_pass_opens_a_case_and_anything_else_does_not() -> None:
    baru = terapkan_keputusan(None, LULUS)
    assert isinstance(baru, Kasus)
    assert (baru.status, baru.langkah, baru.kursi) == (StatusKasus.AKTIF, Langkah.SEBELUM_USUL_NIP, "A/1")
    assert terapkan_keputusan(None, TIDAK) is None


def test_a_withdrawn_pass_closes_the_case_and_a_new_one_opens_it_again() -> None:
    dicabut = terapkan_keputusan(kasus(), TIDAK)
    assert isinstance(dicabut, Kasus)
    assert dicabut.status is StatusKasus.DICABUT
    lagi = terapkan_keputusan(dicabut, replace(LULUS, versi=3, kursi="A/2"))
    assert isinstance(lagi, Kasus)
    assert (lagi.status, lagi.kursi, lagi.versi) == (StatusKasus.AKTIF, "A/2", 3)


def test_who_left_does_not_come_back() -> None:
    assert _kode(terapkan_keputusan(MUNDUR, replace(LULUS, kursi="A/2"))) == "SUDAH_KELUAR"
    assert terapkan_keputusan(MUNDUR, LULUS) == MUNDUR  # on its way when the person left
    assert terapkan_keputusan(MUNDUR, TIDAK) == MUNDUR


def test_a_seat_with_a_nip_is_not_changed_by_a_list() -> None:
    assert _kode(terapkan_keputusan(NIP, TIDAK)) == "NIP_SUDAH_TERBIT"
    assert _kode(terapkan_keputusan(NIP, replace(LULUS, kursi="A/2"))) == "NIP_SUDAH_TERBIT"
    sama = terapkan_keputusan(NIP, LULUS)
    assert isinstance(sama, Kasus)
    assert sama.langkah is Langkah.NIP_TERBIT
