"""The verifier on PPPK: a right result, or a right ranking, made wrong in one place is caught by the property that place belongs to."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from services.penempatan.domain.jenis import Formasi, Kesediaan, PenempatanKelompok, Peringkat, StatusKursi
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import periksa_hasil, periksa_masukan
from shared.aturan import StatusSkb
from shared.istilah import Hasil, JenisKesediaan, ModePengisian, Rute
from tests.support.penempatan import KETENTUAN_PPPK, Ciri, Kelompok, keputusan, post, susun
from tests.unit.penempatan.test_periksa import MUTASI

Ubah = Callable[[PenempatanKelompok], PenempatanKelompok]
DUA_SATU = KETENTUAN_PPPK["pppk-2021"]

# The kelompok of the mutations of CPNS, in points.
BIASA = susun(
    [post("A", 2), post("B", 2), post("C", 1)],
    [
        *(("1", "A", 500), ("2", "A", 480), ("3", "A", 470), ("4", "A", StatusSkb.TH)),
        *(("5", "B", 400), ("6", "C", 475), ("7", "C", 475), ("8", "C", 390)),
    ],
)


def _di_bawah(k: Kelompok, *peserta: str) -> Kelompok:
    """These are below a grade: they have points and no rank; the others are ranked as if they were not there."""
    lain = susun(
        k.formasi,
        [(p.peserta, p.formasi, p.status_skb if p.nilai_akhir is None else p.nilai_akhir) for p in k.peringkat if p.peserta not in peserta],
        ciri={p.peserta: Ciri(p.kualifikasi, kesediaan=p.kesediaan) for p in k.peringkat},
    )
    tanpa = (
        replace(p, peringkat=None, peringkat_kelompok=None, seri=False, memenuhi_ambang_umum=False)
        for p in k.peringkat
        if p.peserta in peserta
    )
    return replace(lain, peringkat=(*lain.peringkat, *tanpa))


# 3 fills B from another unit; 5 is below a grade; nobody's study is accepted at D.
ISI = _di_bawah(
    susun(
        [post("A", 1, unit="U1"), post("B", 2, unit="U2"), post("D", 1, unit="U3", kualifikasi=["S9"])],
        [("1", "A", 500), ("2", "B", 490), ("3", "A", 480), ("4", "A", 470), ("5", "B", 495), ("6", "B", StatusSkb.DIS)],
        ciri={"4": Ciri(kesediaan=Kesediaan(JenisKesediaan.TIDAK))},
    ),
    "5",
)
BENAR = tempatkan(ISI.formasi, ISI.peringkat, DUA_SATU)


def _ubah(h: PenempatanKelompok, peserta: str, **isi: object) -> PenempatanKelompok:
    return replace(h, keputusan=tuple(replace(k, **isi) if k.peserta == peserta else k for k in h.keputusan))  # type: ignore[arg-type]


def _kursi(h: PenempatanKelompok, nama: str, **isi: object) -> PenempatanKelompok:
    return replace(h, kursi=tuple(replace(k, **isi) if k.kursi == nama else k for k in h.kursi))  # type: ignore[arg-type]


def _duduk(
    h: PenempatanKelompok, peserta: str, kursi: str, *, kode: str = "L-2", rute: Rute = Rute.UMUM_DARI_UNIT_LAIN
) -> PenempatanKelompok:
    sesudah = _kursi(h, kursi, status=StatusKursi.TERISI, peserta=peserta, alasan=None)
    return _ubah(sesudah, peserta, hasil=Hasil.LULUS, kode=kode, rute=rute, formasi_tujuan=kursi.partition("/")[0], kursi=kursi)


def _turun(h: PenempatanKelompok, peserta: str) -> PenempatanKelompok:
    kursi = str(keputusan(h, peserta).kursi)
    sesudah = _kursi(h, kursi, status=StatusKursi.KOSONG, peserta=None, alasan=keputusan(h, peserta).alasan[0])
    return _ubah(sesudah, peserta, hasil=Hasil.TIDAK_LULUS, kode="P", rute=None, formasi_tujuan=None, kursi=None)


SALAH: list[tuple[str, str, Ubah]] = [
    (
        "somebody below a grade sits in the own formation",
        "K5",
        lambda h: _duduk(_turun(h, "3"), "5", "B/2", kode="L", rute=Rute.FORMASI_SENDIRI),
    ),
    ("somebody below a grade waits", "K5", lambda h: _ubah(h, "5", hasil=Hasil.MENUNGGU, kode="MENUNGGU")),
    ("somebody below a grade is told of absence", "K5", lambda h: _ubah(h, "5", hasil=Hasil.TH, kode="TH")),
    ("somebody below a grade has the code of the others", "K9", lambda h: _ubah(h, "5", kode="P")),
    ("somebody outside the seats has the code of those below", "K9", lambda h: _ubah(h, "4", kode="TL")),
    ("somebody disqualified is below a grade", "K5", lambda h: _ubah(h, "6", hasil=Hasil.TIDAK_LULUS, kode="TL")),
    ("somebody disqualified is placed", "K5", lambda h: _duduk(_turun(h, "3"), "6", "B/2")),
    ("the filling is printed as the own formation", "K9", lambda h: _ubah(h, "3", kode="L")),
    ("the own formation is printed as filling", "K9", lambda h: _ubah(h, "1", kode="L-2")),
    ("a route that no step of the year has", "K12", lambda h: _ubah(h, "3", rute=Rute.UMUM_DARI_KHUSUS)),
    ("filled with a study that is not accepted", "K13", lambda h: _duduk(h, "4", "D/1")),
    ("filled by the worse one", "K16", lambda h: _duduk(_turun(h, "3"), "4", "B/2")),
    ("a seat that could be filled is empty", "K17", lambda h: _turun(h, "3")),
    ("a winner was moved", "K19", lambda h: _duduk(_duduk(_turun(h, "1"), "1", "B/2"), "3", "A/1", kode="L", rute=Rute.FORMASI_SENDIRI)),
    ("a seat is held without a tie", "K20", lambda h: _kursi(h, "D/1", status=StatusKursi.DITAHAN)),
]


@pytest.mark.parametrize("aturan", sorted(KETENTUAN_PPPK))
@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in MUTASI])
def test_each_wrong_result_of_cpns_is_caught_in_pppk(aturan: str, sifat: str, ubah: Ubah) -> None:
    ketentuan = KETENTUAN_PPPK[aturan]
    benar = tempatkan(BIASA.formasi, BIASA.peringkat, ketentuan)
    assert periksa_hasil(BIASA.formasi, BIASA.peringkat, benar, ketentuan) == ()
    assert sifat in {p.sifat for p in periksa_hasil(BIASA.formasi, BIASA.peringkat, ubah(benar), ketentuan)}


def test_the_unchanged_result_is_whole() -> None:
    assert periksa_masukan(ISI.formasi, ISI.peringkat, berambang=True) == ()
    assert periksa_hasil(ISI.formasi, ISI.peringkat, BENAR, DUA_SATU) == ()
    assert {k.peserta: (k.kode, k.kursi) for k in BENAR.keputusan} == {
        "1": ("L", "A/1"),
        "2": ("L", "B/1"),
        "3": ("L-2", "B/2"),
        "4": ("P", None),
        "5": ("TL", None),
        "6": ("DIS", None),
    }


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in SALAH])
def test_each_wrong_result_of_pppk_is_caught(sifat: str, ubah: Ubah) -> None:
    salah = ubah(BENAR)
    assert salah != BENAR
    assert sifat in {p.sifat for p in periksa_hasil(ISI.formasi, ISI.peringkat, salah, DUA_SATU)}


def test_a_move_without_consent_is_caught_where_consent_is_the_rule() -> None:
    tanpa_3 = [p for p in ISI.peringkat if p.peserta not in {"3", "4"}]
    empat = next(p for p in ISI.peringkat if p.peserta == "4")
    orang = (*tanpa_3, replace(empat, peringkat=2, peringkat_kelompok=3))
    sesuai = tempatkan(ISI.formasi, orang, DUA_SATU)
    assert keputusan(sesuai, "4").kursi == "B/2"
    ditemukan = periksa_hasil(ISI.formasi, orang, sesuai, DUA_SATU, ModePengisian.DENGAN_PERSETUJUAN)
    assert "K15" in {p.sifat for p in ditemukan}


def _salah(peserta: str, **isi: object) -> tuple[Peringkat, ...]:
    return tuple(replace(p, **isi) if p.peserta == peserta else p for p in ISI.peringkat)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sifat", "orang"),
    [
        pytest.param("M3", _salah("5", nilai_akhir=None), id="below a grade without points"),
        pytest.param("M3", _salah("5", peringkat=1), id="a rank in the formation only"),
        pytest.param("M3", _salah("5", peringkat_kelompok=1), id="a rank in the kelompok only"),
        pytest.param("M3", _salah("6", nilai_akhir=100), id="disqualified with points"),
        pytest.param("M4", _salah("3", nilai_akhir=510), id="more points and a worse rank"),
        pytest.param("M5", _salah("4", peringkat=4), id="a rank left out"),
        pytest.param("M6", _salah("4", peringkat_kelompok=5), id="a rank in the kelompok left out"),
    ],
)
def test_each_wrong_ranking_is_caught(sifat: str, orang: tuple[Peringkat, ...]) -> None:
    assert sifat in {p.sifat for p in periksa_masukan(ISI.formasi, orang, berambang=True)}


def test_where_the_year_has_no_grades_nobody_sits_the_test_without_a_rank() -> None:
    formasi: tuple[Formasi, ...] = ISI.formasi
    assert [(p.sifat, p.tentang) for p in periksa_masukan(formasi, ISI.peringkat)] == [("M3", "5")]
