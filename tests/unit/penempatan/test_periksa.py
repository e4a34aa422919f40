"""The verifier must see what it is there for: a right result, made wrong in one place, is caught by the property that place belongs to."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

import pytest

from services.penempatan.domain.jenis import Keputusan, Kursi, PenempatanKelompok, Peringkat, StatusKursi
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil, periksa_keadaan, periksa_masukan
from shared.aturan import StatusSkb
from shared.istilah import Hasil, Rute
from tests.support.penempatan import KETENTUAN, keadaan, keputusan, post, susun

Baris = TypeVar("Baris", Keputusan, Kursi)

K = susun(
    [post("A", 2), post("B", 2), post("C", 1)],
    [
        *(("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000), ("4", "A", StatusSkb.TH)),
        *(("5", "B", 60_000), ("6", "C", 75_000), ("7", "C", 75_000), ("8", "C", 50_000)),
    ],
)
BENAR = tempatkan(K.formasi, K.peringkat, KETENTUAN)


def _ganti(baris: Baris, **isi: Any) -> Baris:
    return replace(baris, **isi)


def _ubah(hasil_: PenempatanKelompok, peserta_: str, /, **isi: object) -> PenempatanKelompok:
    return replace(hasil_, keputusan=tuple(_ganti(k, **isi) if k.peserta == peserta_ else k for k in hasil_.keputusan))


def _kursi(hasil_: PenempatanKelompok, kursi_: str, /, **isi: object) -> PenempatanKelompok:
    return replace(hasil_, kursi=tuple(_ganti(k, **isi) if k.kursi == kursi_ else k for k in hasil_.kursi))


def _duduk(hasil: PenempatanKelompok, peserta: str, kursi: str) -> PenempatanKelompok:
    """Seat somebody consistently in decision and seat, so that only the property about fairness can object."""
    sesudah = _kursi(hasil, kursi, status=StatusKursi.TERISI, peserta=peserta, alasan=None)
    tujuan = kursi.split("/", maxsplit=1)[0]
    return _ubah(sesudah, peserta, hasil=Hasil.LULUS, kode="P/L", rute=Rute.FORMASI_SENDIRI, formasi_tujuan=tujuan, kursi=kursi)


def _turun(hasil: PenempatanKelompok, peserta: str) -> PenempatanKelompok:
    """Take somebody's seat away, consistently."""
    kursi = keputusan(hasil, peserta).kursi
    assert kursi is not None
    sesudah = _kursi(hasil, kursi, status=StatusKursi.KOSONG, peserta=None, alasan=keputusan(hasil, peserta).alasan[0])
    return _ubah(sesudah, peserta, hasil=Hasil.TIDAK_LULUS, kode="TL", rute=None, formasi_tujuan=None, kursi=None)


def _ketiga_di_atas_kuota(hasil: PenempatanKelompok) -> PenempatanKelompok:
    lebih = replace(hasil, kursi=(*hasil.kursi, Kursi("A/3", "A", 3, StatusKursi.TERISI, "3")))
    return _ubah(lebih, "3", hasil=Hasil.LULUS, kode="P/L", rute=Rute.FORMASI_SENDIRI, formasi_tujuan="A", kursi="A/3")


MUTASI: list[tuple[str, str, Callable[[PenempatanKelompok], PenempatanKelompok]]] = [
    ("somebody is forgotten", "K1", lambda h: replace(h, keputusan=h.keputusan[1:])),
    ("somebody is decided twice", "K1", lambda h: replace(h, keputusan=(*h.keputusan, h.keputusan[0]))),
    (
        "a stranger is decided about",
        "K1",
        lambda h: replace(h, keputusan=(*h.keputusan, replace(h.keputusan[0], dasar=replace(h.keputusan[0].dasar, peserta="99")))),
    ),
    ("a decision on another rank", "K1", lambda h: _ubah(h, "3", dasar=replace(keputusan(h, "3").dasar, peringkat=2))),
    ("a seat is missing", "K2", lambda h: replace(h, kursi=h.kursi[:-1])),
    ("a seat too many", "K2", lambda h: replace(h, kursi=(*h.kursi, replace(h.kursi[0], kursi="A/9", nomor=9)))),
    ("a third person in two seats", "K3", _ketiga_di_atas_kuota),
    ("two seats for one", "K4", lambda h: _kursi(h, "A/2", peserta="1")),
    ("the decision names another seat", "K4", lambda h: _ubah(h, "1", kursi="A/2")),
    ("a taken seat with a reason for being empty", "K4", lambda h: _kursi(h, "A/1", alasan=h.keputusan[0].alasan[0])),
    ("an absent person is placed", "K5", lambda h: _duduk(_turun(h, "2"), "4", "A/2")),
    ("an absent person is told something else", "K5", lambda h: _ubah(h, "4", hasil=Hasil.TIDAK_LULUS, kode="TL")),
    ("the second is passed over for the third", "K6", lambda h: _duduk(_turun(h, "2"), "3", "A/2")),
    ("one of a tie is picked", "K6", lambda h: _duduk(h, "6", "C/1")),
    ("one below a tie is picked", "K6", lambda h: _duduk(h, "8", "C/1")),
    ("a seat is left empty", "K7", lambda h: _turun(h, "2")),
    ("somebody waits without a tie", "K8", lambda h: _ubah(h, "3", hasil=Hasil.MENUNGGU, kode="MENUNGGU")),
    ("half of a tie waits", "K8", lambda h: _ubah(h, "6", hasil=Hasil.TIDAK_LULUS, kode="TL")),
    ("no reason is given", "K9", lambda h: _ubah(h, "3", alasan=())),
    ("the code of another outcome", "K9", lambda h: _ubah(h, "3", kode="P/L")),
    ("placed without a route", "K9", lambda h: _ubah(h, "1", rute=None)),
    ("somebody who left sits", "K10", lambda h: _ubah(h, "1", mundur=True)),
]


def test_the_unchanged_result_is_whole() -> None:
    assert periksa_masukan(K.formasi, K.peringkat) == ()
    assert periksa_hasil(K.formasi, K.peringkat, BENAR, KETENTUAN) == ()
    assert keputusan(BENAR, "6").hasil is Hasil.MENUNGGU  # the tie that some mutations are about


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MUTASI])
def test_each_wrong_result_is_caught(sifat: str, ubah: Callable[[PenempatanKelompok], PenempatanKelompok]) -> None:
    salah = ubah(BENAR)
    assert salah != BENAR
    assert sifat in {p.sifat for p in periksa_hasil(K.formasi, K.peringkat, salah, KETENTUAN)}


@pytest.mark.parametrize(
    ("sifat", "ubah"),
    [
        pytest.param(s, u, id=n)
        for n, s, u in MUTASI
        if s in {"K4", "K6", "K7", "K8", "K9", "K10"} and n != "the decision names another seat"
    ],
)
def test_the_check_after_a_resignation_catches_the_same(sifat: str, ubah: Callable[[PenempatanKelompok], PenempatanKelompok]) -> None:
    salah = ubah(BENAR)
    ditemukan = {p.sifat for p in periksa_keadaan(keadaan(K, salah), KETENTUAN)}
    assert sifat in ditemukan


MASUKAN: list[tuple[str, str, Callable[[Peringkat], Peringkat]]] = [
    ("a formation nobody knows", "M1", lambda p: replace(p, formasi="Z")),
    ("a rank without a score", "M3", lambda p: replace(p, nilai_akhir=None)),
    ("present without a rank", "M3", lambda p: replace(p, peringkat=None)),
    ("absent with a rank", "M3", lambda p: replace(p, status_skb=StatusSkb.TH)),
    ("a better rank for a lower score", "M4", lambda p: replace(p, nilai_akhir=95_000)),
    ("one rank, not marked as a tie", "M4", lambda p: replace(p, peringkat=1, nilai_akhir=90_000)),
    ("a rank left out", "M5", lambda p: replace(p, peringkat=3)),
]


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MASUKAN])
def test_each_wrong_ranking_is_caught(sifat: str, ubah: Callable[[Peringkat], Peringkat]) -> None:
    salah = tuple(ubah(p) if p.peserta == "2" else p for p in K.peringkat)
    assert sifat in {p.sifat for p in periksa_masukan(K.formasi, salah)}


def test_somebody_twice_in_the_ranking_is_caught() -> None:
    assert "M2" in {p.sifat for p in periksa_masukan(K.formasi, (*K.peringkat, K.peringkat[0]))}
