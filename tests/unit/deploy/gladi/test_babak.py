"""What the acts leave behind is read as it was meant."""

from deploy.gladi.invented import NilaiSkb
from deploy.gladi.musim.babak import Pengunduran, Sanggahan
from deploy.gladi.sanggah import Koreksi, Macam, Sanggah
from tests.support.gladi import daftar_peserta

LAMA, BARU = NilaiSkb("HADIR", 61_000, "HADIR"), NilaiSkb("HADIR", 62_000, "HADIR")


def _koreksi(versi: int, sanggah: Sanggah) -> Koreksi:
    return Koreksi(sanggah, versi, (), (), (), (), ())


def test_of_two_corrections_of_one_person_the_newer_counts() -> None:
    semua = tuple(_koreksi(versi, Sanggah(Macam.PERINGKAT, "K", skb={"1": skb})) for versi, skb in ((2, LAMA), (3, BARU)))
    assert Sanggahan(semua, {}, 0, {}, {}).skb == {"1": BARU}


def test_seats_lost_and_changed_are_opened_and_a_seat_won_is_not() -> None:
    sanggah = Sanggahan((), {}, 0, {"1": "A/1", "2": "A/2", "3": "B/1"}, {"1": "A/1", "3": "A/2", "4": "B/1"})
    assert sanggah.berganti == 2


def test_those_who_were_moved_and_left_are_counted_with_those_who_had_said_no() -> None:
    pengunduran = Pengunduran({"1": "STUDI", "2": "GAJI", "9": "GAJI"}, {"1": True, "2": False, "3": True})
    assert (pengunduran.pindah_mundur, pengunduran.menolak_mundur) == (2, 1)


def test_nobody_refuses_the_own_post_and_who_wants_no_other_refuses_every_other() -> None:
    daftar = daftar_peserta()
    menolak = next(peserta for peserta in daftar.nomor if (mau := daftar.orang(peserta).kesediaan) and mau.jenis == "TIDAK")
    lain = {formasi.formasi for formasi in daftar.lowongan.formasi} - {daftar.formasi[menolak]}
    assert not daftar.menolak(menolak, daftar.formasi[menolak])
    assert all(daftar.menolak(menolak, tujuan) for tujuan in lain)
