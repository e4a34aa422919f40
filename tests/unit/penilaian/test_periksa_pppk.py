"""Wrong results of PPPK made on purpose, one at a time: each is caught by the property it breaks."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from services.penilaian.domain.periksa import SIFAT, Segel, periksa_pppk, periksa_segel_pppk
from services.penilaian.domain.peringkat import Letak
from services.penilaian.domain.pppk import HasilPppk, PesertaPppk, peringkatkan_pppk
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi
from services.penilaian.domain.usia import usia
from shared.aturan import Kehadiran
from shared.aturan.pppk import load
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.istilah import Afirmasi

ATURAN = load("pppk-2021")
SYARAT = ATURAN.syarat("GURU KELAS SD")
KUOTA = {"A": 2, "B": 1, "C": 1}
HADIR, TUA, MUDA = Kehadiran.HADIR, usia(date(1975, 1, 1)), usia(date(1990, 1, 1))
THK = frozenset({Afirmasi.THK_II})


def _satu(peserta: str, formasi: str, nilai: tuple[int, int, int], umur: int = MUDA, *, urutan: int = 0) -> PesertaPppk:
    putusan = PutusanSeri("1", urutan, "KEP 1/2022") if urutan else None
    return PesertaPppk(peserta, formasi, HADIR, *nilai, umur, putusan_seri=putusan)


# In A 02 comes before 03 by what is added and before 04 by age; B has two equals over its seat; in C the order of two equals is signed.
PESERTA = [
    _satu("01", "A", (400, 150, 30)),
    replace(_satu("02", "A", (340, 160, 30), TUA), afirmasi=THK),
    _satu("03", "A", (385, 165, 30), TUA),
    replace(_satu("04", "A", (340, 160, 30)), afirmasi=THK),
    _satu("05", "A", (315, 190, 40)),
    replace(_satu("06", "A", (0, 0, 0)), kehadiran=Kehadiran.TH),
    _satu("07", "B", (350, 150, 30)),
    _satu("08", "B", (350, 150, 30)),
    _satu("09", "B", (500, 129, 40)),
    _satu("10", "C", (330, 150, 30), urutan=2),
    _satu("11", "C", (330, 150, 30), urutan=1),
]
HASIL = peringkatkan_pppk(PESERTA, ATURAN, SYARAT, KUOTA)
Hasil = tuple[HasilPppk, ...]


def _ubah(hasil: Hasil, peserta: str, **nilai: object) -> Hasil:
    """The row of one participant changed."""
    return tuple(replace(one, **nilai) if one.peserta == peserta else one for one in hasil)  # type: ignore[arg-type]


def _tukar(hasil: Hasil, satu: str, lain: str) -> Hasil:
    """Two rows with each other's ranks."""
    di = {one.peserta: one for one in hasil}
    for nomor, dari in ((satu, lain), (lain, satu)):
        hasil = _ubah(hasil, nomor, peringkat=di[dari].peringkat, peringkat_kelompok=di[dari].peringkat_kelompok)
    return hasil


def _lulus(hasil: Hasil, peserta: str) -> Hasil:
    """Somebody below a grade behind everybody else."""
    return _ubah(hasil, peserta, memenuhi_ambang=True, peringkat=5, peringkat_kelompok=9, letak=Letak.LUAR)


MUTASI: list[tuple[str, str, Callable[[Hasil], Hasil]]] = [
    ("somebody is forgotten", "T1", lambda h: h[1:]),
    ("an absent person is forgotten", "T1", lambda h: (*h[:5], *h[6:])),
    ("somebody is ranked twice", "T1", lambda h: (*h, h[0])),
    ("a stranger is ranked", "T1", lambda h: (*h, replace(h[0], peserta="99"))),
    ("somebody is ranked in another formation", "T1", lambda h: _ubah(h, "01", formasi="B")),
    ("nothing is added", "T2", lambda h: _ubah(h, "02", teknis=340, total=530)),
    ("the total leaves out what is added", "T2", lambda h: _ubah(h, "02", total=530)),
    ("the total leaves out the interview", "T2", lambda h: _ubah(h, "01", total=550)),
    ("more is added than there is", "T2", lambda h: _ubah(h, "01", teknis=450, total=630)),
    ("an absent person has points", "T2", lambda h: _ubah(h, "06", teknis=0, total=0)),
    ("somebody who was there has none", "T2", lambda h: _ubah(h, "05", teknis=None, total=None)),
    ("somebody below the technical grade is ranked", "T3", lambda h: _lulus(h, "05")),
    ("somebody below the managerial grade is ranked", "T3", lambda h: _lulus(h, "09")),
    ("below the grade, and told otherwise", "T3", lambda h: _ubah(h, "05", memenuhi_ambang=True)),
    ("at the grade, and told otherwise", "T3", lambda h: _ubah(h, "01", memenuhi_ambang=False)),
    ("nothing is told of the grade", "T3", lambda h: _ubah(h, "01", memenuhi_ambang=None)),
    ("an absent person is told of the grade", "T3", lambda h: _ubah(h, "06", memenuhi_ambang=False)),
    ("an absent person is ranked", "T3", lambda h: _ubah(h, "06", peringkat=5, peringkat_kelompok=9)),
    ("a rank in the kelompok alone", "T3", lambda h: _ubah(h, "01", peringkat=None)),
    ("a rank in the formation alone", "T3", lambda h: _ubah(h, "01", peringkat_kelompok=None)),
    ("the second before the first", "T4", lambda h: _tukar(h, "01", "02")),
    ("the younger before the older", "T4", lambda h: _tukar(h, "02", "04")),
    ("the older before more technical points", "T4", lambda h: _tukar(h, "04", "03")),
    ("the kelompok turned round", "T4", lambda h: _ubah(_ubah(h, "01", peringkat_kelompok=2), "02", peringkat_kelompok=1)),
    ("against the signed order", "T4", lambda h: _tukar(h, "10", "11")),
    ("equals parted", "T5", lambda h: _ubah(h, "08", peringkat=2, peringkat_kelompok=6)),
    ("people of other points share a rank", "T5", lambda h: _ubah(h, "04", peringkat=2)),
    ("signed equals share a rank", "T5", lambda h: _ubah(_ubah(h, "10", peringkat=1), "11", peringkat=1)),
    ("a tie without its mark", "T5", lambda h: _ubah(h, "07", seri=False)),
    ("the mark of a tie on one alone", "T5", lambda h: _ubah(h, "01", seri=True)),
    ("the mark of a tie on an absent person", "T5", lambda h: _ubah(h, "06", seri=True)),
    ("the mark of a tie that is signed", "T5", lambda h: _ubah(h, "10", seri=True)),
    ("a rank skipped in the formation", "T6", lambda h: _ubah(h, "04", peringkat=5)),
    ("a rank skipped in the kelompok", "T6", lambda h: _ubah(h, "10", peringkat_kelompok=9)),
    ("ranks from 2", "T6", lambda h: _ubah(h, "01", peringkat=2)),
    ("outside, though inside the seats", "T7", lambda h: _ubah(h, "02", letak=Letak.LUAR)),
    ("inside, though outside the seats", "T7", lambda h: _ubah(h, "04", letak=Letak.DALAM)),
    ("inside, though tied over the last seat", "T7", lambda h: _ubah(h, "07", letak=Letak.DALAM)),
    ("waiting without a tie", "T7", lambda h: _ubah(h, "02", letak=Letak.SERI)),
    ("nothing is told of the seats", "T7", lambda h: _ubah(h, "01", letak=None)),
    ("below the grade and inside the seats", "T7", lambda h: _ubah(h, "05", letak=Letak.DALAM)),
    ("no reason is given", "T8", lambda h: _ubah(h, "01", alasan=())),
    ("a reason without an article", "T8", lambda h: _ubah(h, "01", alasan=(replace(h[0].alasan[0], pasal=""), *h[0].alasan[1:]))),
    ("an absent person without a reason", "T8", lambda h: _ubah(h, "06", alasan=())),
]


def test_the_unchanged_ranking_is_whole() -> None:
    assert periksa_pppk(PESERTA, HASIL, ATURAN, SYARAT, KUOTA) == ()
    # What the mutations are about: a person by what is added, one by age, a tie over the seat, a signed order, two people below a grade.
    assert [(satu.peringkat, satu.peringkat_kelompok, satu.letak) for satu in HASIL] == [
        (1, 1, Letak.DALAM),
        (2, 2, Letak.DALAM),
        (4, 4, Letak.LUAR),
        (3, 3, Letak.LUAR),
        (None, None, None),
        (None, None, None),
        (1, 5, Letak.SERI),
        (1, 5, Letak.SERI),
        (None, None, None),
        (2, 8, Letak.LUAR),
        (1, 7, Letak.DALAM),
    ]


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MUTASI])
def test_a_wrong_ranking_is_caught(sifat: str, ubah: Callable[[Hasil], Hasil]) -> None:
    assert sifat in {satu.sifat for satu in periksa_pppk(PESERTA, ubah(HASIL), ATURAN, SYARAT, KUOTA)}


def test_every_property_is_broken_by_some_mutation() -> None:
    assert {sifat for _, sifat, _ in MUTASI} == {sifat for sifat in SIFAT if sifat[0] == "T"}


def test_points_that_the_test_cannot_give_are_found() -> None:
    salah = [replace(satu, wawancara=41) if satu.peserta == "01" else satu for satu in PESERTA]
    hasil = peringkatkan_pppk(salah, ATURAN, SYARAT, KUOTA)
    assert [(satu.sifat, satu.tentang) for satu in periksa_pppk(salah, hasil, ATURAN, SYARAT, KUOTA)] == [("T2", "01")]


def test_nobody_is_lost_between_closing_and_ranking() -> None:
    assert periksa_pppk(PESERTA, HASIL, ATURAN, SYARAT, KUOTA, jumlah=11) == ()
    hilang = periksa_pppk(PESERTA[:-1], HASIL[:-1], ATURAN, SYARAT, KUOTA, jumlah=11)
    assert [(satu.sifat, satu.tentang) for satu in hilang] == [("T1", "jumlah peserta bukan 11")]


def test_the_seal_names_exactly_the_posts_and_rows() -> None:
    formasi = [Formasi(kode, "GURU KELAS SD", "UMUM", kuota) for kode, kuota in KUOTA.items()]
    hadir = {satu.peserta: satu.kehadiran for satu in PESERTA}
    baris = [BarisPeringkat(h.peserta, h.formasi, hadir[h.peserta], h.total, h.peringkat, h.peringkat_kelompok, 2) for h in HASIL]
    segel = Segel(11, 3, 4, ranking_digest(baris), 2)
    assert periksa_segel_pppk(formasi, PESERTA, HASIL, segel) == ()
    lain = (
        replace(segel, jumlah=10),
        replace(segel, jumlah_kursi=5),
        replace(segel, sha256=ranking_digest(baris[1:])),
        replace(segel, sha256=ranking_digest([baris[0]._replace(status_skb="TH"), *baris[1:]])),
        replace(segel, versi=1),
    )
    assert [[satu.sifat for satu in periksa_segel_pppk(formasi, PESERTA, HASIL, satu)] for satu in lain] == [["P7"]] * 5
