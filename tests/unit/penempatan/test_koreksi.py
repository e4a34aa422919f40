"""Placing again by hand, and the verifier shown corrections that are wrong in one place."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pytest

from services.penempatan.domain.jenis import Keadaan, Keputusan, Kursi, Peringkat, StatusKursi
from services.penempatan.domain.kalimat import kalimat
from services.penempatan.domain.kelengkapan import Sebab, Segel, periksa_rantai
from services.penempatan.domain.kode import KodeAlasan
from services.penempatan.domain.koreksi import tempatkan_ulang
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.penggantian import Penggantian, Pengunduran, gantikan, keluar_tanpa_kursi
from services.penempatan.domain.periksa import periksa_keadaan, periksa_koreksi
from services.penempatan.domain.peristiwa import JenisPeristiwa, Peristiwa, peristiwa_koreksi
from services.penempatan.domain.selisih import Perpindahan, Selisih, selisih, terikat_nip
from shared.alasan import Alasan
from shared.aturan import StatusSkb
from shared.istilah import Hasil, ModePengisian, Rute
from tests.support.penempatan import KETENTUAN, Kelompok, keadaan, post, susun

FORMASI = [post("A", 2), post("B", 1, unit="V"), post("C", 1, unit="W")]
NILAI: dict[str, tuple[str, int | StatusSkb]] = {
    "1": ("A", 90_000),
    "2": ("A", 80_000),
    "3": ("A", 70_000),
    "4": ("A", 60_000),
    "5": ("A", 50_000),
    "6": ("A", 40_000),
    "7": ("A", StatusSkb.TH),
}


def _kelompok(**nilai: int | StatusSkb | None) -> Kelompok:
    """1 and 2 in A, 3 in B, 4 in C; with some scores corrected (keys are p and the number; None: not ranked)."""
    baru = {peserta: nilai.get(f"p{peserta}", angka) for peserta, (_, angka) in NILAI.items()}
    return susun(FORMASI, [(peserta, NILAI[peserta][0], angka) for peserta, angka in baru.items() if angka is not None])


def _awal(*pergi: Pengunduran) -> Keadaan:
    k = _kelompok()
    kini = keadaan(k, tempatkan(k.formasi, k.peringkat, KETENTUAN))
    for satu in pergi:
        ganti = gantikan(kini, satu, KETENTUAN)
        assert isinstance(ganti, Penggantian)
        kini = ganti.keadaan
    return kini


def _pergi(peserta: str, kursi: str, *, diganti: bool = True) -> Pengunduran:
    return Pengunduran(peserta, kursi, "MENGUNDURKAN_DIRI", "SEBELUM_USUL_NIP" if diganti else "NIP_TERBIT", diganti)


def _duduk(keadaan: Keadaan) -> dict[str, str | None]:
    return {k.kursi: k.peserta or (None if k.status is StatusKursi.KOSONG else k.status.value) for k in keadaan.kursi.values()}


def _ulang(lama: Keadaan, k: Kelompok, *pergi: Pengunduran, versi: int = 2) -> Keadaan:
    baru = tempatkan_ulang(lama, k.peringkat, pergi, KETENTUAN, versi=versi).keadaan
    assert periksa_keadaan(baru, KETENTUAN) == ()
    return baru


def test_who_stays_in_a_formation_keeps_the_seat_although_the_order_is_another() -> None:
    """2 comes before 1, and 5 before both: 2 keeps A/2, 5 takes what 1 leaves."""
    baru = _ulang(_awal(), _kelompok(p2=95_000, p5=96_000))
    assert _duduk(baru) == {"A/1": "5", "A/2": "2", "B/1": "1", "C/1": "3"}
    beda = selisih(_awal(), baru)
    assert (beda.masuk, beda.kehilangan) == (("5",), ("4",))
    assert beda.pindah == (Perpindahan("1", "A", "B"), Perpindahan("3", "B", "C"))
    assert [(k.kursi, k.sebelum, k.sesudah) for k in beda.kursi] == [("A/1", "1", "5"), ("B/1", "3", "1"), ("C/1", "4", "3")]


def test_reasons_name_the_seat_that_people_know_and_the_one_they_had() -> None:
    baru = _ulang(_awal(), _kelompok(p5=96_000))
    dipindah, kalah = baru.keputusan["2"], baru.keputusan["4"]
    assert (dipindah.kursi, dipindah.rute) == ("B/1", Rute.UMUM_DARI_UNIT_LAIN)
    assert [dict(a.angka).get("kursi") for a in (dipindah.alasan[0], dipindah.alasan[-1])] == ["A/2", "B/1"]
    assert (kalah.hasil, kalah.alasan[0]) == (
        Hasil.TIDAK_LULUS,
        Alasan(KodeAlasan.KURSI_BERALIH_OLEH_KOREKSI, KETENTUAN.pasal_sanggah, (("kursi", "C/1"), ("versi", 2))),
    )
    assert kalimat(kalah, KETENTUAN.urutan)[1].startswith("Kursi C/1 yang semula Anda peroleh beralih karena koreksi peringkat versi 2.")


def test_a_later_correction_that_does_not_concern_somebody_leaves_the_decision_as_it_was() -> None:
    pertama = _ulang(_awal(), _kelompok(p5=96_000))
    kedua = _ulang(pertama, _kelompok(p5=96_000), versi=3)
    assert kedua == pertama


def test_who_is_no_longer_ranked_is_out_with_a_reason_and_is_nobodys_successor() -> None:
    baru = _ulang(_awal(), _kelompok(p1=None, p7=None))
    assert _duduk(baru) == {"A/1": "3", "A/2": "2", "B/1": "4", "C/1": "5"}
    for peserta, angka in (("1", (("versi", 2), ("kursi", "A/1"))), ("7", (("versi", 2),))):
        k = baru.keputusan[peserta]
        assert (k.hasil, k.kode, k.kursi, k.rute, k.di_luar_peringkat) == (Hasil.TIDAK_LULUS, "TL", None, None, True)
        assert k.alasan == (Alasan("KELUAR_DARI_PERINGKAT", KETENTUAN.pasal_sanggah, angka),)
    ganti = gantikan(baru, _pergi("3", "A/1"), KETENTUAN)
    assert isinstance(ganti, Penggantian)
    assert ganti.keadaan.kursi["A/1"].peserta == "6"
    lagi = _ulang(baru, _kelompok(p1=None, p7=None), versi=3)
    assert lagi.keputusan["1"] == baru.keputusan["1"]
    assert _duduk(_ulang(baru, _kelompok(), versi=3)) == {"A/1": "1", "A/2": "2", "B/1": "3", "C/1": "4"}


def test_departures_are_repeated_in_their_order() -> None:
    """1 left and 5 followed; then 5 left and 6 followed. Without 4 in front, 4 comes in the place of 5, and 5 leaves from the queue."""
    pergi = (_pergi("1", "A/1"), _pergi("5", "A/1"))
    lama = _awal(*pergi)
    assert _duduk(lama) == {"A/1": "6", "A/2": "2", "B/1": "3", "C/1": "4"}
    baru = _ulang(lama, _kelompok(p4=StatusSkb.TH), *pergi)
    # 5 was moved to C in the corrected run, so it is C that 5 left, and nobody of A is left to fill it but 6.
    assert _duduk(baru) == {"A/1": "6", "A/2": "2", "B/1": "3", "C/1": None}
    assert baru.keputusan["5"] == lama.keputusan["5"]
    assert selisih(lama, baru).kehilangan == ("4",)


def test_who_left_from_a_seat_they_would_not_have_had_stays_out() -> None:
    pergi = (_pergi("4", "C/1"),)
    lama = _awal(*pergi)
    assert _duduk(lama)["C/1"] == "5"
    baru = _ulang(lama, _kelompok(p4=1_000, p6=45_000), *pergi)
    assert baru.keputusan["4"] == lama.keputusan["4"]
    assert baru.keputusan["4"].mundur
    assert _duduk(baru)["C/1"] == "5"


def test_a_departure_from_a_tie_settles_it() -> None:
    """5 left from C. In the corrected ranking 4 and 5 are equal and would both wait for C: 5 is gone, so 4 has it."""
    lama = _awal(_pergi("4", "C/1"), _pergi("5", "C/1"))
    assert _duduk(lama)["C/1"] == "6"
    baru = _ulang(_awal(_pergi("4", "C/1")), _kelompok(p4=50_000, p5=50_000), _pergi("4", "C/1"))
    assert _duduk(baru)["C/1"] == "5"


def test_a_carried_over_seat_stays_carried_over_under_its_name() -> None:
    pergi = (_pergi("2", "A/2", diganti=False),)
    lama = _awal(*pergi)
    baru = _ulang(lama, _kelompok(p2=99_000, p5=45_000), *pergi)
    assert _duduk(baru) == {"A/1": "1", "A/2": "DIBAWA", "B/1": "3", "C/1": "4"}
    assert peristiwa_koreksi(lama, baru, KETENTUAN, versi=2) == ()
    assert not selisih(lama, baru).perlu_tanda_tangan


def test_taking_back_a_seat_that_was_carried_over_needs_signatures() -> None:
    pergi = (_pergi("2", "A/2", diganti=False),)
    lama = _awal(*pergi)
    baru = _ulang(lama, _kelompok(p2=1_000), *pergi)
    beda = selisih(lama, baru)
    assert beda.dibuka_kembali == ("A/2",)
    assert beda.perlu_tanda_tangan
    jenis = [(p.jenis, p.kursi) for p in peristiwa_koreksi(lama, baru, KETENTUAN, versi=2) if p.kursi == "A/2"]
    assert jenis == [(JenisPeristiwa.DIBUKA, "A/2"), (JenisPeristiwa.TERISI, "A/2")]


def test_the_mode_and_the_posts_are_those_of_the_placing() -> None:
    lama = replace(_awal(), mode=ModePengisian.DENGAN_PERSETUJUAN)
    assert _ulang(lama, _kelompok()).mode is ModePengisian.DENGAN_PERSETUJUAN
    assert _ulang(lama, _kelompok()).formasi == lama.formasi


def test_a_nip_binds_who_loses_or_moves_and_nobody_else() -> None:
    beda = Selisih(masuk=("1",), kehilangan=("4", "3"), pindah=(Perpindahan("2", "A", "B"),))
    assert terikat_nip(beda, {"1", "2", "3", "9"}) == ("2", "3")
    assert terikat_nip(beda, frozenset()) == ()


def test_leaving_without_a_seat_takes_nothing_from_anybody() -> None:
    lama = _awal()
    baru = keluar_tanpa_kursi(lama, "5", KETENTUAN)
    assert (baru.diputuskan, baru.peristiwa) == ((), ())
    assert baru.keadaan.kursi == lama.kursi
    assert baru.keadaan.keputusan["5"].mundur
    assert kalimat(baru.keadaan.keputusan["5"], KETENTUAN.urutan)[0] == "Anda tercatat sudah keluar dari seleksi ini."


@pytest.mark.parametrize(
    ("versi", "sebelumnya", "segel", "putus"),
    [
        (1, None, {1: "a"}, False),
        (2, None, {2: "b"}, False),
        (2, "a", {2: "b"}, False),
        (2, "a", {1: "a", 2: "b"}, False),
        (2, "x", {1: "a", 2: "b"}, True),
        (2, None, {1: "a", 2: "b"}, True),
        (3, "b", {1: "a", 3: "c"}, True),
        (2, "a", {1: "a", 2: "b", 3: "c"}, False),
    ],
)
def test_a_seal_continues_the_chain_or_is_held_back(versi: int, sebelumnya: str | None, segel: dict[int, str], putus: bool) -> None:
    hasil = periksa_rantai(Segel("K", versi, 1, 1, 1, segel[versi], sebelumnya, "cpns-2024", 1), segel)
    assert (hasil is not None and hasil.sebab is Sebab.RANTAI_PUTUS) is putus


# --- corrections that are wrong in one place ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Koreksi:
    """Everything the verifier is shown."""

    lama: Keadaan
    baru: Keadaan
    peringkat: tuple[Peringkat, ...]
    pengunduran: tuple[Pengunduran, ...]
    selisih: Selisih
    peristiwa: tuple[Peristiwa, ...]

    def sifat(self) -> set[str]:
        salah = periksa_koreksi(
            self.lama,
            self.baru,
            peringkat=self.peringkat,
            pengunduran=self.pengunduran,
            selisih=self.selisih,
            peristiwa=self.peristiwa,
        )
        return {satu.sifat for satu in (*salah, *periksa_keadaan(self.baru, KETENTUAN))}


PERGI = (_pergi("3", "B/1"), _pergi("2", "A/2", diganti=False))
RALAT = _kelompok(p5=96_000, p6=None)


def _benar() -> Koreksi:
    """3 left B and 5 followed; 2 left A with a NIP. Then 5 comes first, and 6 is not ranked any more."""
    lama = _awal(*PERGI)
    baru = _ulang(lama, RALAT, *PERGI)
    return Koreksi(lama, baru, RALAT.peringkat, PERGI, selisih(lama, baru), peristiwa_koreksi(lama, baru, KETENTUAN, versi=2))


BENAR = _benar()


def _dengan(k: Koreksi, *, keputusan: Sequence[Keputusan] = (), kursi: Sequence[Kursi] = ()) -> Koreksi:
    """The correction with some decisions and seats of the new state written over; difference and events follow."""
    semua = {**k.baru.keputusan, **{satu.peserta: satu for satu in keputusan}}
    bangku = {**k.baru.kursi, **{satu.kursi: satu for satu in kursi}}
    baru = replace(k.baru, keputusan=semua, kursi=bangku)
    return replace(k, baru=baru, selisih=selisih(k.lama, baru), peristiwa=peristiwa_koreksi(k.lama, baru, KETENTUAN, versi=2))


def _ubah(k: Koreksi, peserta: str, **isi: Any) -> Keputusan:
    return replace(k.baru.keputusan[peserta], **isi)


def _pindahkan(k: Koreksi, peserta: str, kursi: str) -> Koreksi:
    """Seat somebody, consistently in decision and seat, on a seat that is another's or nobody's."""
    tujuan = kursi.rpartition("/")[0]
    lulus = _ubah(k, peserta, hasil=Hasil.LULUS, kode="P/L", rute=Rute.FORMASI_SENDIRI, formasi_tujuan=tujuan, kursi=kursi)
    return _dengan(k, keputusan=[lulus], kursi=[replace(k.baru.kursi[kursi], status=StatusKursi.TERISI, peserta=peserta, alasan=None)])


def _bertukar_nomor(k: Koreksi) -> Koreksi:
    """1 sits in A/2 now, for no reason; what was carried over is A/1."""
    satu, dua = k.baru.kursi["A/1"], k.baru.kursi["A/2"]
    pemegang = [_ubah(k, str(satu.peserta), kursi="A/2")] if satu.peserta else []
    tukar = [replace(satu, kursi="A/2", nomor=2), replace(dua, kursi="A/1", nomor=1)]
    return _dengan(k, keputusan=pemegang, kursi=tukar)


def _selisih(**isi: Any) -> Callable[[Koreksi], Koreksi]:
    return lambda k: replace(k, selisih=replace(k.selisih, **isi))


def test_what_is_right_is_accepted() -> None:
    assert _duduk(BENAR.lama) == {"A/1": "1", "A/2": "DIBAWA", "B/1": "5", "C/1": "4"}
    assert BENAR.sifat() == set()
    assert BENAR.selisih.kursi
    assert BENAR.peristiwa


MUTASI: list[tuple[str, str, Callable[[Koreksi], Koreksi]]] = [
    ("who resigned is pulled back", "K21", lambda k: _dengan(k, keputusan=[_ubah(k, "3", mundur=False)])),
    ("who resigned is decided anew", "K21", lambda k: _dengan(k, keputusan=[_ubah(k, "2", kode="P/L-U3")])),
    ("somebody resigns by a correction", "K21", lambda k: _dengan(k, keputusan=[_ubah(k, "1", mundur=True)])),
    ("a dropped person is still seated", "K22", lambda k: _pindahkan(k, "6", "C/1")),
    ("a dropped person is still decided", "K22", lambda k: _dengan(k, keputusan=[_ubah(k, "6", di_luar_peringkat=False)])),
    ("a dropped person waits", "K22", lambda k: _dengan(k, keputusan=[_ubah(k, "6", hasil=Hasil.MENUNGGU, kode="MENUNGGU")])),
    ("a dropped person is told nothing", "K22", lambda k: _dengan(k, keputusan=[_ubah(k, "6", alasan=())])),
    ("a ranked person counts as dropped", "K22", lambda k: _dengan(k, keputusan=[_ubah(k, "4", di_luar_peringkat=True)])),
    ("a decision on the old row", "K22", lambda k: _dengan(k, keputusan=[_ubah(k, "5", dasar=k.lama.keputusan["5"].dasar)])),
    (
        "somebody ranked is forgotten",
        "K22",
        lambda k: replace(k, peringkat=(*k.peringkat, replace(k.peringkat[0], peserta="77"))),
    ),
    ("a holder moves inside the formation", "K23", _bertukar_nomor),
    ("who comes in is not named", "K24", _selisih(masuk=("77",))),
    ("who loses is not named", "K24", _selisih(kehilangan=("77",))),
    ("who moves is not named", "K24", _selisih(pindah=())),
    ("who moves is named with another destination", "K24", _selisih(pindah=(Perpindahan("5", "B", "C"), Perpindahan("4", "C", "A")))),
    ("a seat is missing in the difference", "K24", lambda k: replace(k, selisih=replace(k.selisih, kursi=k.selisih.kursi[1:]))),
    ("a seat is there twice", "K24", lambda k: replace(k, selisih=replace(k.selisih, kursi=(*k.selisih.kursi, k.selisih.kursi[0])))),
    ("a seat taken back is not named", "K24", _selisih(dibuka_kembali=("B/1",))),
    ("a seat carried over after nobody", "K25", lambda k: replace(k, pengunduran=(_pergi("3", "B/1"),))),
    ("an event is missing", "K26", lambda k: replace(k, peristiwa=k.peristiwa[1:])),
    ("an event too many", "K26", lambda k: replace(k, peristiwa=(*k.peristiwa, k.peristiwa[0]))),
    ("a seat is filled that is not empty", "K26", lambda k: replace(k, peristiwa=tuple(reversed(k.peristiwa)))),
    ("a seat is given twice", "K4", lambda k: _dengan(k, kursi=[replace(k.baru.kursi["B/1"], peserta=k.baru.kursi["C/1"].peserta)])),
]


@pytest.mark.parametrize(("sifat", "salah"), [(sifat, salah) for _, sifat, salah in MUTASI], ids=[nama for nama, _, _ in MUTASI])
def test_what_is_wrong_in_one_place_is_seen(sifat: str, salah: Callable[[Koreksi], Koreksi]) -> None:
    assert salah(BENAR) != BENAR
    assert sifat in salah(BENAR).sifat()


def test_a_loser_who_is_kept_in_the_seat_is_seen() -> None:
    """4 loses C to 3; left there, 3 is passed over. So it is when 3 only goes without."""
    lama, ralat = _awal(), _kelompok(p5=96_000)
    baru = _ulang(lama, ralat)
    benar = Koreksi(lama, baru, ralat.peringkat, (), selisih(lama, baru), peristiwa_koreksi(lama, baru, KETENTUAN, versi=2))
    assert (benar.sifat(), benar.selisih.kehilangan, _duduk(baru)["C/1"]) == (set(), ("4",), "3")
    tetap = replace(lama.keputusan["4"], dasar=baru.keputusan["4"].dasar)
    tanpa = _ubah(benar, "3", hasil=Hasil.TIDAK_LULUS, kode="TL", rute=None, formasi_tujuan=None, kursi=None)
    assert _dengan(benar, keputusan=[tetap, tanpa], kursi=[lama.kursi["C/1"]]).sifat() == {"K16"}
    assert "K4" in _dengan(benar, keputusan=[tetap], kursi=[lama.kursi["C/1"]]).sifat()
