"""What a placement decision does to a case."""

from dataclasses import replace

from services.kepegawaian.domain.jenis import Kasus, Keputusan, StatusKasus, Tempat
from services.kepegawaian.domain.kasus import terapkan_keputusan
from shared.errors import Fault
from shared.istilah import LangkahPengangkatan, Rute
from tests.support.kepegawaian import ATURAN, kasus

LULUS = Keputusan("1", "K", ATURAN, 1, 2, Tempat("A", "A/1", Rute.FORMASI_SENDIRI))
LAIN = replace(LULUS, tempat=Tempat("A", "A/2", Rute.FORMASI_SENDIRI))
TIDAK = replace(LULUS, tempat=None)
NIP = replace(kasus(), langkah=LangkahPengangkatan.NIP_TERBIT)
MUNDUR = replace(kasus(), status=StatusKasus.MUNDUR)


def _kode(hasil: Kasus | Fault | None) -> str | None:
    return hasil.kode if isinstance(hasil, Fault) else None


def test_a_pass_opens_a_case_and_anything_else_does_not() -> None:
    baru = terapkan_keputusan(None, LULUS)
    assert isinstance(baru, Kasus)
    assert (baru.status, baru.langkah, baru.tempat.kursi) == (StatusKasus.AKTIF, LangkahPengangkatan.SEBELUM_USUL_NIP, "A/1")
    assert terapkan_keputusan(None, TIDAK) is None


def test_a_withdrawn_pass_closes_the_case_and_a_new_one_opens_it_again() -> None:
    dicabut = terapkan_keputusan(kasus(), TIDAK)
    assert isinstance(dicabut, Kasus)
    assert dicabut.status is StatusKasus.DICABUT
    lagi = terapkan_keputusan(dicabut, replace(LAIN, versi=3))
    assert isinstance(lagi, Kasus)
    assert (lagi.status, lagi.tempat.kursi, lagi.versi) == (StatusKasus.AKTIF, "A/2", 3)


def test_who_left_does_not_come_back() -> None:
    assert _kode(terapkan_keputusan(MUNDUR, LAIN)) == "SUDAH_KELUAR"
    assert terapkan_keputusan(MUNDUR, LULUS) == MUNDUR  # on its way when the person left
    assert terapkan_keputusan(MUNDUR, TIDAK) == MUNDUR


def test_a_seat_with_a_nip_is_not_changed_by_a_list() -> None:
    assert _kode(terapkan_keputusan(NIP, TIDAK)) == "NIP_SUDAH_TERBIT"
    assert _kode(terapkan_keputusan(NIP, LAIN)) == "NIP_SUDAH_TERBIT"
    sama = terapkan_keputusan(NIP, LULUS)
    assert isinstance(sama, Kasus)
    assert sama.langkah is LangkahPengangkatan.NIP_TERBIT


def test_a_case_stands_on_its_newest_decision_alone() -> None:
    """Somebody who moves to another kelompok keeps nothing of the old one."""
    pindah = Keputusan("1", "L", "cpns-2023", 4, 3, Tempat("Z", "Z/1", Rute.PENGGANTI))
    for lama in (None, kasus(), replace(kasus(), status=StatusKasus.DICABUT)):
        baru = terapkan_keputusan(lama, pindah)
        assert isinstance(baru, Kasus)
        assert (baru.kelompok, baru.aturan, baru.aturan_versi, baru.versi, baru.tempat) == ("L", "cpns-2023", 4, 3, pindah.tempat)
        assert baru == Kasus.dari(pindah, Tempat("Z", "Z/1", Rute.PENGGANTI))
