"""Wrong results made on purpose, one at a time: each is caught by the property it breaks."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from services.penilaian.domain.integrasi import integrasikan
from services.penilaian.domain.periksa import SIFAT, Segel, periksa_peringkat, periksa_segel, periksa_skd
from services.penilaian.domain.peringkat import HasilAkhir, PesertaSkb, peringkatkan
from services.penilaian.domain.seri import PutusanSeri
from services.penilaian.domain.skd import Formasi, HasilFormasi, PesertaSkd, putuskan_skd
from shared.alasan import Pelanggaran, rincian
from shared.aturan import Alasan, HasilSkd, Kehadiran, StatusSkb, load
from shared.contracts.digest import BarisPeringkat, ranking_digest

ATURAN = load("cpns-2024")
FORMASI = (Formasi("A", "PENATA LAYANAN", "UMUM", 1), Formasi("B", "PENATA LAYANAN", "CUMLAUDE", 2))
HADIR = Kehadiran.HADIR
# In A 3 and 4 share the third of three places and both go on, 5 does not; 10 reaches the grade of B but not that of UMUM.
PELAMAR = {
    "A": [
        PesertaSkd("1", HADIR, 100, 120, 200),
        PesertaSkd("2", HADIR, 90, 120, 200),
        PesertaSkd("3", HADIR, 80, 120, 200),
        PesertaSkd("4", HADIR, 80, 120, 200),
        PesertaSkd("5", HADIR, 85, 120, 195),
        PesertaSkd("6", HADIR, 150, 175, 165),
        PesertaSkd("7", Kehadiran.TH, 0, 0, 0),
        PesertaSkd("8", Kehadiran.DIS, 0, 0, 0),
    ],
    "B": [PesertaSkd("9", HADIR, 70, 100, 200), PesertaSkd("10", HADIR, 60, 100, 200)],
}
SKD = tuple(putuskan_skd(post, PELAMAR[post.formasi], ATURAN) for post in FORMASI)

Skd = tuple[HasilFormasi, ...]
Akhir = tuple[HasilAkhir, ...]


def _satu(daftar: Skd, peserta: str, **nilai: object) -> Skd:
    """The decision about one participant changed."""
    return tuple(
        replace(post, putusan=tuple(replace(one, **nilai) if one.peserta == peserta else one for one in post.putusan))  # type: ignore[arg-type]
        for post in daftar
    )


def _luar(daftar: Skd, *peserta: str) -> Skd:
    """Not called, though at the grade."""
    for satu in peserta:
        daftar = _satu(daftar, satu, hasil=HasilSkd.DI_LUAR_BATAS)
    return daftar


def _a(hasil: Skd, **nilai: object) -> Skd:
    """What is said of formation A changed."""
    return (replace(hasil[0], **nilai), *hasil[1:])  # type: ignore[arg-type]


def _salah_alasan(alasan: tuple[Alasan, ...]) -> tuple[Alasan, ...]:
    return (replace(alasan[0], pasal=""), *alasan[1:])


MUTASI_SKD: list[tuple[str, str, Callable[[Skd], Skd]]] = [
    ("somebody is forgotten", "S1", lambda h: _a(h, putusan=h[0].putusan[1:])),
    ("somebody is decided twice", "S1", lambda h: _a(h, putusan=(*h[0].putusan, h[0].putusan[0]))),
    ("somebody is decided in another formation", "S1", lambda h: _a(h, putusan=(*h[0].putusan, h[1].putusan[0]))),
    ("a formation is forgotten", "S1", lambda h: h[1:]),
    ("a formation is decided twice", "S1", lambda h: (*h, h[1])),
    ("an absent person failed", "S2", lambda h: _satu(h, "7", hasil=HasilSkd.TIDAK_LULUS)),
    ("an absent person is disqualified", "S2", lambda h: _satu(h, "7", hasil=HasilSkd.DIS)),
    ("a present person is absent", "S2", lambda h: _satu(h, "5", hasil=HasilSkd.TH)),
    ("a disqualified person is called", "S2", lambda h: _satu(h, "8", hasil=HasilSkd.LULUS)),
    ("somebody below the grade stays in", "S3", lambda h: _satu(h, "6", hasil=HasilSkd.DI_LUAR_BATAS)),
    ("somebody at the grade failed", "S3", lambda h: _satu(h, "5", hasil=HasilSkd.TIDAK_LULUS)),
    ("the best is not called", "S4", lambda h: _luar(h, "1")),
    (
        "a worse one in the place of a better one",
        "S4",
        lambda h: _satu(_luar(h, "2"), "5", hasil=HasilSkd.LULUS),
    ),
    ("the list is too long", "S5", lambda h: _satu(h, "5", hasil=HasilSkd.LULUS)),
    ("the list is too short", "S6", lambda h: _luar(h, "3", "4")),
    ("one of two equals at the end is called", "S6", lambda h: _luar(h, "4")),
    ("nobody is called", "S6", lambda h: _luar(h, "9", "10")),
    ("no reason is given", "S7", lambda h: _satu(h, "5", alasan=())),
    ("a reason without an article", "S7", lambda h: _satu(h, "5", alasan=_salah_alasan(h[0].putusan[4].alasan))),
    ("a formation without a reason", "S7", lambda h: _a(h, alasan=())),
    ("the general grade is not seen", "S7", lambda h: _satu(h, "9", memenuhi_ambang_umum=False)),
    ("the general grade of the need type", "S7", lambda h: _satu(h, "10", memenuhi_ambang_umum=True)),
    ("the general grade of an absent person", "S7", lambda h: _satu(h, "7", memenuhi_ambang_umum=True)),
    ("a rank skipped", "S8", lambda h: _satu(h, "5", urutan=4)),
    ("a rank below the grade", "S8", lambda h: _satu(h, "6", urutan=6)),
    ("the list turned round", "S8", lambda h: _a(h, daftar=h[0].daftar[::-1])),
    ("somebody in the list twice", "S8", lambda h: _a(h, daftar=(*h[0].daftar, h[0].daftar[-1]))),
    ("somebody missing in the list", "S8", lambda h: _a(h, daftar=h[0].daftar[:-1])),
    ("the scores of another last one", "S8", lambda h: _a(h, batas=None)),
    ("another number at the grade", "S8", lambda h: _a(h, memenuhi_ambang=9)),
]


def _periksa_skd(hasil: Skd) -> tuple[Pelanggaran, ...]:
    return periksa_skd(FORMASI, PELAMAR, hasil, ATURAN, 10)


def test_the_unchanged_lists_are_whole() -> None:
    assert _periksa_skd(SKD) == ()
    assert SKD[0].daftar == ("1", "2", "3", "4")  # the tie that some mutations are about
    assert not next(one for one in SKD[1].putusan if one.peserta == "10").memenuhi_ambang_umum


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MUTASI_SKD])
def test_each_wrong_list_is_caught(sifat: str, ubah: Callable[[Skd], Skd]) -> None:
    salah = ubah(SKD)
    assert salah != SKD
    assert sifat in {one.sifat for one in _periksa_skd(salah)}


def test_people_lost_on_the_way_in_are_missed() -> None:
    sedikit = {**PELAMAR, "B": PELAMAR["B"][:1]}
    hasil = tuple(putuskan_skd(post, sedikit[post.formasi], ATURAN) for post in FORMASI)
    assert {one.sifat for one in periksa_skd(FORMASI, sedikit, hasil, ATURAN, 10)} == {"S1"}


def _orang(peserta: str, formasi: str, skb: int | None, lahir: int = 1, **nilai: object) -> PesertaSkb:
    satu = PesertaSkb(peserta, formasi, 80, 120, 200, StatusSkb.HADIR, skb, 350, "IPK", -lahir)
    return replace(satu, **nilai)  # type: ignore[arg-type]


# 12 and 13 are parted by age, 21 and 22 by nothing; 23 has the final score of 24 from a better SKD; GPA of 31 and 32 is on two scales.
SKB = (
    _orang("11", "A", 90_000, twk=85),
    _orang("12", "A", 80_000, lahir=1),
    _orang("13", "A", 80_000, lahir=2),
    _orang("14", "A", None, status=StatusSkb.TMS_1),
    _orang("21", "B", 70_001),
    _orang("22", "B", 70_001),
    _orang("23", "B", 60_000, twk=85, tkp=206),
    _orang("24", "B", 61_333),
    _orang("31", "B", 50_000, lahir=4, ipk=310),
    _orang("32", "B", 50_000, lahir=3, ipk=8000, skala_ipk="IJAZAH"),
)
AKHIR = peringkatkan(SKB, ATURAN, {"A": 1, "B": 2})


def _baris(hasil: Akhir, peserta: str, **nilai: object) -> Akhir:
    return tuple(replace(one, **nilai) if one.peserta == peserta else one for one in hasil)  # type: ignore[arg-type]


def _lihat(hasil: Akhir, peserta: str) -> HasilAkhir:
    return next(one for one in hasil if one.peserta == peserta)


def _tukar(hasil: Akhir, satu: str, lain: str) -> Akhir:
    """Two people change both ranks."""
    a, b = _lihat(hasil, satu), _lihat(hasil, lain)
    hasil = _baris(hasil, satu, peringkat=b.peringkat, peringkat_kelompok=b.peringkat_kelompok)
    return _baris(hasil, lain, peringkat=a.peringkat, peringkat_kelompok=a.peringkat_kelompok)


def _nilai(hasil: Akhir, peserta: str, **nilai: int) -> Akhir:
    lama = _lihat(hasil, peserta).nilai
    assert lama is not None
    return _baris(hasil, peserta, nilai=replace(lama, **nilai))


def _satu_langkah(hasil: Akhir, peserta: str) -> Akhir:
    """The final score rounded once, at the end."""
    asal = next(one for one in SKB if one.peserta == peserta)
    sekali = integrasikan(asal.total, asal.nilai_skb or 0, replace(ATURAN.integrasi, pembulatan=()))
    return _baris(hasil, peserta, nilai=sekali)


MUTASI_AKHIR: list[tuple[str, str, Callable[[Akhir], Akhir]]] = [
    ("somebody is forgotten", "P1", lambda h: h[1:]),
    ("somebody is ranked twice", "P1", lambda h: (*h, h[0])),
    ("a stranger is ranked", "P1", lambda h: (*h, replace(h[0], peserta="99"))),
    ("somebody is ranked in another formation", "P1", lambda h: _baris(h, "11", formasi="B")),
    ("rounding steps dropped", "P2", lambda h: _satu_langkah(h, "11")),
    ("a thousandth too much", "P2", lambda h: _nilai(h, "11", nilai_akhir=_lihat(h, "11").nilai.nilai_akhir + 1)),  # type: ignore[union-attr]
    ("a step that does not add up", "P2", lambda h: _nilai(h, "11", skor_skb=1)),
    ("above 100", "P2", lambda h: _nilai(h, "11", nilai_akhir=100_001)),
    ("another SKD", "P2", lambda h: _baris(h, "14", skd=401)),
    ("another SKD on 100", "P2", lambda h: _baris(h, "14", skd_100=72_728)),
    ("a score without a rank", "P3", lambda h: _baris(h, "11", peringkat=None)),
    ("no rank in the kelompok", "P3", lambda h: _baris(h, "11", peringkat_kelompok=None)),
    ("somebody who sat is out", "P3", lambda h: _baris(h, "32", nilai=None, peringkat=None, peringkat_kelompok=None)),
    ("somebody who failed is ranked", "P3", lambda h: _baris(h, "14", peringkat=4, peringkat_kelompok=10)),
    ("ranks exchanged", "P4", lambda h: _tukar(h, "11", "12")),
    ("the younger one first", "P4", lambda h: _tukar(h, "12", "13")),
    ("the worse SKD first", "P4", lambda h: _tukar(h, "23", "24")),
    ("two scales compared", "P4", lambda h: _tukar(h, "31", "32")),
    ("equal in the formation though age decides", "P5", lambda h: _baris(h, "13", peringkat=2)),
    ("equal in the kelompok though age decides", "P5", lambda h: _baris(h, "13", peringkat_kelompok=2)),
    ("a tie broken", "P5", lambda h: _baris(h, "22", peringkat=2, peringkat_kelompok=5)),
    ("a tie without its mark", "P5", lambda h: _baris(h, "22", seri=False)),
    ("a mark without a tie", "P5", lambda h: _baris(h, "11", seri=True)),
    ("a mark on somebody who failed", "P5", lambda h: _baris(h, "14", seri=True)),
    ("a rank skipped in the kelompok", "P6", lambda h: _baris(h, "31", peringkat_kelompok=10)),
    ("a rank skipped in the formation", "P6", lambda h: _baris(h, "13", peringkat=4)),
    ("dense rank after a tie", "P6", lambda h: _baris(h, "23", peringkat=2)),
    ("no reason is given", "P8", lambda h: _baris(h, "14", alasan=())),
    ("a reason without an article", "P8", lambda h: _baris(h, "11", alasan=_salah_alasan(_lihat(h, "11").alasan))),
]


def _periksa(hasil: Akhir) -> tuple[Pelanggaran, ...]:
    return periksa_peringkat(SKB, hasil, ATURAN, len(SKB))


def test_the_unchanged_ranking_is_whole() -> None:
    assert _periksa(AKHIR) == ()
    assert [one.peserta for one in AKHIR if one.seri] == ["21", "22"]
    nilai = [_lihat(AKHIR, peserta).nilai for peserta in ("23", "24")]
    assert nilai[0] is not None
    assert nilai[1] is not None
    assert nilai[0].nilai_akhir == nilai[1].nilai_akhir


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MUTASI_AKHIR])
def test_each_wrong_ranking_is_caught(sifat: str, ubah: Callable[[Akhir], Akhir]) -> None:
    salah = ubah(AKHIR)
    assert salah != AKHIR
    assert sifat in {one.sifat for one in _periksa(salah)}


def _bertanda(**putusan: PutusanSeri) -> tuple[PesertaSkb, ...]:
    """The same people; `p21` and `p22` carry a signed place."""
    return tuple(replace(one, putusan_seri=putusan.get(f"p{one.peserta}")) for one in SKB)


KEDUA, PERTAMA, LAIN = PutusanSeri("1", 2, "KEP 7/2025"), PutusanSeri("1", 1, "KEP 7/2025"), PutusanSeri("2", 1, "KEP 8/2025")
DIPUTUS = _bertanda(p21=KEDUA, p22=PERTAMA)
URUT = peringkatkan(DIPUTUS, ATURAN, {"A": 1, "B": 2})


def test_a_signed_order_of_a_whole_tie_is_right() -> None:
    assert periksa_peringkat(DIPUTUS, URUT, ATURAN, len(SKB)) == ()
    assert [_lihat(URUT, peserta).peringkat for peserta in ("21", "22")] == [2, 1]
    assert not any(one.seri for one in URUT)


@pytest.mark.parametrize(
    ("sifat", "peserta", "hasil"),
    [
        pytest.param("P4", DIPUTUS, _tukar(URUT, "21", "22"), id="the signed order turned round"),
        pytest.param("P5", DIPUTUS, AKHIR, id="a tie that is settled stays"),
        pytest.param("P5", DIPUTUS, _baris(URUT, "21", seri=True), id="the mark of a tie that is settled"),
        pytest.param("P5", SKB, URUT, id="a tie settled without a signature"),
        pytest.param("P5", _bertanda(p22=PERTAMA), URUT, id="an order that does not name everybody"),
        pytest.param("P5", _bertanda(p21=KEDUA, p22=LAIN), URUT, id="places of two orders"),
        pytest.param("P5", _bertanda(p21=PERTAMA, p22=PERTAMA), URUT, id="one place for two"),
    ],
)
def test_each_wrong_use_of_a_signed_order_is_caught(sifat: str, peserta: tuple[PesertaSkb, ...], hasil: Akhir) -> None:
    assert sifat in {one.sifat for one in periksa_peringkat(peserta, hasil, ATURAN, len(SKB))}


def test_called_people_lost_on_the_way_in_are_missed() -> None:
    akhir = peringkatkan(SKB[1:], ATURAN)
    assert {one.sifat for one in periksa_peringkat(SKB[1:], akhir, ATURAN, len(SKB))} == {"P1"}


def _segel(versi: int = 2) -> Segel:
    status = {one.peserta: one.status for one in SKB}
    rows = [
        BarisPeringkat(
            one.peserta,
            one.formasi,
            status[one.peserta],
            one.nilai.nilai_akhir if one.nilai else None,
            one.peringkat,
            one.peringkat_kelompok,
            versi,
        )
        for one in AKHIR
    ]
    return Segel(len(rows), 2, 3, ranking_digest(rows), versi)


def test_the_seal_of_the_service_is_the_one_that_is_checked() -> None:
    assert periksa_segel(FORMASI, SKB, AKHIR, _segel()) == ()


@pytest.mark.parametrize(
    "segel",
    [
        replace(_segel(), jumlah=9),
        replace(_segel(), jumlah_formasi=1),
        replace(_segel(), jumlah_kursi=2),
        replace(_segel(), sha256="0" * 64),
        replace(_segel(), versi=1),
    ],
)
def test_each_wrong_seal_is_caught(segel: Segel) -> None:
    assert [one.sifat for one in periksa_segel(FORMASI, SKB, AKHIR, segel)] == ["P7"]


def test_a_row_changed_behind_the_seal_is_caught() -> None:
    assert [one.sifat for one in periksa_segel(FORMASI, SKB, _tukar(AKHIR, "12", "13"), _segel())] == ["P7"]


def test_every_property_is_broken_by_some_mutation_and_has_a_sentence() -> None:
    cpns = {sifat for sifat in SIFAT if sifat[0] != "T"}
    assert {sifat for _, sifat, _ in (*MUTASI_SKD, *MUTASI_AKHIR)} | {"P7"} == cpns


def test_what_is_told_names_a_few_examples() -> None:
    salah = [Pelanggaran("P4", str(n)) for n in range(9)]
    assert rincian(salah) == "9 sifat tidak dipenuhi: P4 (0), P4 (1), P4 (2), P4 (3), P4 (4)"
