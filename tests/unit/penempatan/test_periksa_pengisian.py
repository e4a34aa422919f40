"""Deliberately wrong fillings and wrong rules: each is caught by the property it offends."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from services.penempatan.domain.jenis import Formasi, Kesediaan, Kursi, PenempatanKelompok, Peringkat, StatusKursi
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.domain.periksa import SIFAT, periksa_hasil, periksa_keadaan, periksa_masukan
from shared.alasan import Alasan
from shared.aturan import JenisKebutuhan
from shared.aturan.pengisian import AmbangCalon, AsalCalon, LangkahPengisian, LetakUnit
from shared.istilah import Hasil, JenisKesediaan, ModePengisian, Rute
from tests.support.penempatan import SEMUA_KETENTUAN, STUDI, Ciri, Kelompok, keadaan, keputusan, post, susun
from tests.unit.house.sources import ROOT

CUMLAUDE, DISABILITAS, UMUM = JenisKebutuhan.CUMLAUDE, JenisKebutuhan.DISABILITAS, JenisKebutuhan.UMUM
KETENTUAN = SEMUA_KETENTUAN["cpns-2024"]
ASING = "S-1|S-1 LAIN"
TIDAK_MAU = Kesediaan(JenisKesediaan.TIDAK)

# Unit U: a general formation A and a special one B, both crowded; vacancies: G general and S special in unit U, L and M in other units.
FORMASI = (
    post("A", kualifikasi=[STUDI, ASING]),
    post("B", jenis=CUMLAUDE, kualifikasi=[STUDI, ASING]),
    post("G"),
    post("S", jenis=DISABILITAS),
    post("L", unit="V1"),
    post("M", unit="V2"),
    post("N", 2, unit="V3", kualifikasi=["S-2|S-2 LANGKA"]),
)
K = susun(
    FORMASI,
    [
        *(("a1", "A", 95_000), ("a2", "A", 90_000), ("a3", "A", 88_000), ("a4", "A", 86_000), ("a5", "A", 84_000), ("a6", "A", 82_000)),
        *(("b1", "B", 94_000), ("b2", "B", 89_000), ("b3", "B", 87_000), ("b4", "B", 85_000)),
        *(("a7", "A", 81_000), ("a8", "A", 80_000)),
    ],
    ciri={"a5": Ciri(ASING), "b2": Ciri(memenuhi_ambang_umum=False), "a8": Ciri(kesediaan=TIDAK_MAU)},
)
# G <- b3 (U-1); S <- a2 (E-2: best of another type in the unit); L <- a3, M <- a4 (U-3); nobody for N.
BENAR = tempatkan(K.formasi, K.peringkat, KETENTUAN)


def test_the_unchanged_result_is_whole_and_uses_several_steps() -> None:
    assert periksa_hasil(K.formasi, K.peringkat, BENAR, KETENTUAN) == ()
    assert {k.kursi: k.peserta for k in BENAR.kursi} == {
        "A/1": "a1",
        "B/1": "b1",
        "G/1": "b3",
        "S/1": "a2",
        "L/1": "a3",
        "M/1": "a4",
        "N/1": None,
        "N/2": None,
    }
    assert {k.kode for k in BENAR.keputusan} == {"P/L", "P/L-U1", "P/L-E2", "P/L-U3", "TL"}


def _rute(kode: str) -> Rute:
    return next(langkah.rute for langkah in KETENTUAN.pengisian.langkah if langkah.kode == kode)


def _turun(hasil: PenempatanKelompok, peserta: str) -> PenempatanKelompok:
    """Take somebody's seat away, consistently."""
    kursi = keputusan(hasil, peserta).kursi
    kosong = Alasan("TIDAK_ADA_CALON", "uji")
    return PenempatanKelompok(
        tuple(
            replace(k, hasil=Hasil.TIDAK_LULUS, kode="TL", rute=None, formasi_tujuan=None, kursi=None) if k.peserta == peserta else k
            for k in hasil.keputusan
        ),
        tuple(replace(k, status=StatusKursi.KOSONG, peserta=None, alasan=kosong) if k.kursi == kursi else k for k in hasil.kursi),
    )


def _duduk(hasil: PenempatanKelompok, peserta: str, kursi: str, kode: str) -> PenempatanKelompok:
    """Seat somebody consistently in decision and seat, with the route of the code."""
    rute = Rute.FORMASI_SENDIRI if kode == "P/L" else _rute(kode)
    tujuan = kursi.rpartition("/")[0]
    return PenempatanKelompok(
        tuple(
            replace(k, hasil=Hasil.LULUS, kode=kode, rute=rute, formasi_tujuan=tujuan, kursi=kursi) if k.peserta == peserta else k
            for k in hasil.keputusan
        ),
        tuple(replace(k, status=StatusKursi.TERISI, peserta=peserta, alasan=None) if k.kursi == kursi else k for k in hasil.kursi),
    )


def _pindah(hasil: PenempatanKelompok, *langkah: tuple[str, str, str]) -> PenempatanKelompok:
    """First everybody named stands up, then each sits down: (participant, seat, code)."""
    for peserta, _, _ in langkah:
        if keputusan(hasil, peserta).kursi is not None:
            hasil = _turun(hasil, peserta)
    for peserta, kursi, kode in langkah:
        hasil = _duduk(hasil, peserta, kursi, kode)
    return hasil


def _ubah(peserta: str, **isi: object) -> Callable[[PenempatanKelompok], PenempatanKelompok]:
    return lambda h: replace(h, keputusan=tuple(replace(k, **isi) if k.peserta == peserta else k for k in h.keputusan))  # type: ignore[arg-type]


def _ganti(lama: str, baru: str, kursi: str, kode: str) -> Callable[[PenempatanKelompok], PenempatanKelompok]:
    return lambda h: _duduk(_turun(h, lama), baru, kursi, kode)


def _kursi_ketiga(h: PenempatanKelompok) -> PenempatanKelompok:
    lebih = replace(h, kursi=(*h.kursi, Kursi("L/2", "L", 2, StatusKursi.TERISI, "a6")))
    return _duduk(lebih, "a6", "L/2", "P/L-U3")


HASIL: list[tuple[str, str, Callable[[PenempatanKelompok], PenempatanKelompok]]] = [
    ("a vacancy is left empty", "K17", lambda h: _turun(h, "a4")),
    ("a better one is passed over", "K16", _ganti("a4", "a6", "M/1", "P/L-U3")),
    ("the best of all is passed over", "K16", _ganti("a2", "a6", "S/1", "P/L-E2")),
    ("a later step before an earlier one", "K16", _ganti("b3", "a6", "G/1", "P/L-U1")),
    ("two people change places against the list", "K18", lambda h: _pindah(h, ("a3", "M/1", "P/L-U3"), ("a4", "L/1", "P/L-U3"))),
    ("two people change places against the steps", "K18", lambda h: _pindah(h, ("a2", "L/1", "P/L-U3"), ("a3", "S/1", "P/L-E2"))),
    ("the own winner is moved away", "K19", lambda h: _pindah(h, ("a1", "L/1", "P/L-U3"), ("a3", "A/1", "P/L"))),
    ("the own winner is displaced", "K19", _ganti("a1", "a6", "A/1", "P/L")),
    ("a study that is not accepted", "K13", _ganti("a4", "a5", "M/1", "P/L-U3")),
    ("a study nobody here has", "K13", lambda h: _duduk(h, "a6", "N/1", "P/L-U3")),
    ("below the general grade", "K14", _ganti("b3", "b2", "G/1", "P/L-U1")),
    ("a step of the same unit across units", "K12", _ubah("a3", rute=Rute.UMUM_DARI_KHUSUS, kode="P/L-U1")),
    ("a step for special applicants used by a general one", "K12", _ganti("b3", "a6", "G/1", "P/L-U1")),
    ("a special seat by a step for general ones", "K12", _ubah("a2", rute=Rute.UMUM_DARI_UNIT_LAIN, kode="P/L-U3")),
    ("a seat elsewhere as if it were the own", "K12", _ubah("a3", rute=Rute.FORMASI_SENDIRI, kode="P/L")),
    ("a replacement elsewhere", "K12", _ubah("a3", rute=Rute.PENGGANTI, kode="P/L")),
    ("the own seat as if it were a filling", "K12", _ubah("b1", rute=Rute.KHUSUS_DARI_UNIT_LAIN, kode="P/L-E3")),
    ("a filling printed as a plain pass", "K9", _ubah("a3", kode="P/L")),
    ("a filling printed with the code of another step", "K9", _ubah("a3", kode="P/L-E3")),
    ("the code of another year", "K9", _ubah("a3", kode="P/L-2")),
    ("an own seat printed as a filling", "K9", _ubah("a1", kode="P/L-U1")),
    ("a filling without a reason", "K9", _ubah("a3", alasan=())),
    ("one more than the seats", "K3", _kursi_ketiga),
    (
        "one person in two seats",
        "K4",
        lambda h: replace(h, kursi=tuple(replace(k, peserta="a3") if k.kursi == "M/1" else k for k in h.kursi)),
    ),
    ("an outsider before the own people", "K11", lambda h: _pindah(h, ("b1", "L/1", "P/L-U3"), ("a3", "B/1", "P/L-E2"))),
    ("somebody waits for nothing", "K8", _ubah("a6", hasil=Hasil.MENUNGGU, kode="MENUNGGU")),
    (
        "a seat held for nobody",
        "K20",
        lambda h: replace(h, kursi=tuple(replace(k, status=StatusKursi.DITAHAN) if k.formasi == "N" else k for k in h.kursi)),
    ),
]


@pytest.mark.parametrize(("sifat", "ubah"), [pytest.param(sifat, ubah, id=nama) for nama, sifat, ubah in HASIL])
def test_each_wrong_filling_is_caught(sifat: str, ubah: Callable[[PenempatanKelompok], PenempatanKelompok]) -> None:
    salah = ubah(BENAR)
    assert salah != BENAR
    assert sifat in {p.sifat for p in periksa_hasil(K.formasi, K.peringkat, salah, KETENTUAN)}


def _langkah(nama: str, **isi: object) -> Ketentuan:
    """The rules of 2024 with one step changed."""

    def ubah(satu: LangkahPengisian) -> LangkahPengisian:
        return replace(satu, **isi) if satu.nama == nama else satu  # type: ignore[arg-type]

    return _dengan(tuple(ubah(satu) for satu in KETENTUAN.pengisian.langkah))


def _dengan(langkah: tuple[LangkahPengisian, ...], **isi: object) -> Ketentuan:
    return replace(KETENTUAN, pengisian=replace(KETENTUAN.pengisian, langkah=langkah, **isi))  # type: ignore[arg-type]


def _tanpa(nama: str) -> Ketentuan:
    return _dengan(tuple(satu for satu in KETENTUAN.pengisian.langkah if satu.nama != nama))


_SEMUA = KETENTUAN.pengisian.langkah
_TERBALIK = tuple(replace(satu, tahap=5 - satu.tahap) for satu in sorted(_SEMUA, key=lambda satu: -satu.tahap))
_TERPISAH = (*_SEMUA[:3], replace(_SEMUA[4], tahap=4), replace(_SEMUA[3], tahap=5))
_GRUP = susun([post("A", unit="V1", grup="G1"), post("X", unit="V2", grup="G2")], [("1", "A", 90_000), ("2", "A", 80_000)])
_DUA_JENIS = susun([post("A"), post("U2", unit="V1"), post("E2", jenis=CUMLAUDE, unit="V2")], [(str(n), "A", 90_000 - n) for n in range(4)])
_LAMA = SEMUA_KETENTUAN["cpns-2021"]
_JENIS_SAMA = susun(
    [post("B", jenis=CUMLAUDE), post("X", jenis=CUMLAUDE, unit="V")],
    [("1", "B", 90_000), ("2", "B", 80_000)],
    ciri={"2": Ciri(memenuhi_ambang_umum=False)},
)
ATURAN: list[tuple[str, Kelompok, Ketentuan, Ketentuan]] = [
    ("a step is left out", K, _tanpa("U-3"), KETENTUAN),
    ("the first step is left out", K, _tanpa("U-1"), KETENTUAN),
    ("no filling at all", K, _dengan(()), KETENTUAN),
    ("the steps run backwards", K, _dengan(_TERBALIK), KETENTUAN),
    ("U-3 after E-3 instead of together", _DUA_JENIS, _dengan(_TERPISAH), KETENTUAN),
    ("U-1 takes anybody", K, _langkah("U-1", calon=AsalCalon.SEMUA), KETENTUAN),
    ("U-1 does not ask for the general grade", K, _langkah("U-1", ambang=AmbangCalon.SENDIRI), KETENTUAN),
    ("E-1 asks for the general grade", _JENIS_SAMA, _langkah("E-1", ambang=AmbangCalon.UMUM), KETENTUAN),
    ("U-3 stays in the unit", K, _langkah("U-3", unit=LetakUnit.SAMA), KETENTUAN),
    ("E-2 takes the own type", K, _langkah("E-2", calon=AsalCalon.JENIS_SAMA), KETENTUAN),
    ("groups are ignored", _GRUP, _dengan(_SEMUA, batas_grup=False), KETENTUAN),
    ("special seats count as general", K, _dengan(_SEMUA, umum=frozenset({UMUM, DISABILITAS})), KETENTUAN),
    ("the steps of another year", K, _LAMA, KETENTUAN),
    ("the steps of 2024 in 2021", K, KETENTUAN, _LAMA),
]


@pytest.mark.parametrize(("k", "salah", "benar"), [pytest.param(k, salah, benar, id=nama) for nama, k, salah, benar in ATURAN])
def test_a_result_by_other_rules_is_caught(k: Kelompok, salah: Ketentuan, benar: Ketentuan) -> None:
    assert periksa_hasil(k.formasi, k.peringkat, tempatkan(k.formasi, k.peringkat, benar), benar) == ()
    assert periksa_hasil(k.formasi, k.peringkat, tempatkan(k.formasi, k.peringkat, salah), benar) != ()


def test_a_move_without_consent_is_caught_where_consent_is_the_rule() -> None:
    mau = tuple(replace(p, kesediaan=TIDAK_MAU) if p.peserta == "a3" else p for p in K.peringkat)
    hasil = tempatkan(K.formasi, mau, KETENTUAN)
    assert periksa_hasil(K.formasi, mau, hasil, KETENTUAN) == ()
    assert ("K15", "a3") in {
        (p.sifat, p.tentang) for p in periksa_hasil(K.formasi, mau, hasil, KETENTUAN, ModePengisian.DENGAN_PERSETUJUAN)
    }


def test_filling_by_rank_in_the_own_formation_is_caught() -> None:
    """The rank that counts is the one in the kelompok, not the place in one's own formation."""
    keliru = tuple(replace(p, peringkat_kelompok=p.peringkat) for p in K.peringkat)
    hasil = tempatkan(K.formasi, keliru, KETENTUAN)
    benar = {p.peserta: p for p in K.peringkat}
    hasil = replace(hasil, keputusan=tuple(replace(k, dasar=benar[k.peserta]) for k in hasil.keputusan))
    assert periksa_hasil(K.formasi, K.peringkat, hasil, KETENTUAN) != ()


_SERI = susun([post("A"), post("X", unit="V")], [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 80_000), ("4", "A", 70_000)])


@pytest.mark.parametrize("peserta", ["2", "3", "4"])
def test_a_tie_that_somebody_broke_is_caught(peserta: str) -> None:
    benar = tempatkan(_SERI.formasi, _SERI.peringkat, KETENTUAN)
    assert keputusan(benar, "2").hasil is Hasil.MENUNGGU
    ditemukan = {p.sifat for p in periksa_hasil(_SERI.formasi, _SERI.peringkat, _duduk(benar, peserta, "X/1", "P/L-U3"), KETENTUAN)}
    assert "K16" in ditemukan


def test_a_held_seat_without_those_it_is_held_for_is_caught() -> None:
    benar = tempatkan(_SERI.formasi, _SERI.peringkat, KETENTUAN)
    for siapa in ("2", "3"):
        salah = _ubah(siapa, hasil=Hasil.TIDAK_LULUS, kode="TL")(benar)
        assert "K20" in {p.sifat for p in periksa_hasil(_SERI.formasi, _SERI.peringkat, salah, KETENTUAN)}


def _berstatus(hasil: PenempatanKelompok, status: StatusKursi) -> PenempatanKelompok:
    return replace(hasil, kursi=tuple(replace(k, status=status) if k.status.terbuka else k for k in hasil.kursi))


_SERI_SENDIRI = susun([post("A", 2)], [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 80_000)])


@pytest.mark.parametrize(("k", "sifat"), [(_SERI, "K17"), (_SERI_SENDIRI, "K20")])
def test_a_seat_of_a_tie_that_is_not_held_is_caught(k: Kelompok, sifat: str) -> None:
    benar = tempatkan(k.formasi, k.peringkat, KETENTUAN)
    assert {satu.status for satu in benar.kursi} == {StatusKursi.TERISI, StatusKursi.DITAHAN}
    assert periksa_hasil(k.formasi, k.peringkat, benar, KETENTUAN) == ()
    assert sifat in {p.sifat for p in periksa_hasil(k.formasi, k.peringkat, _berstatus(benar, StatusKursi.KOSONG), KETENTUAN)}


@pytest.mark.parametrize("k", [_SERI, _SERI_SENDIRI, K])
def test_the_words_of_a_reason_decide_nothing(k: Kelompok) -> None:
    """The verifier believes no explanation: with all of them exchanged it finds what it found."""
    benar = tempatkan(k.formasi, k.peringkat, KETENTUAN)
    lain = Alasan("KATA_LAIN", "uji")
    bisu = replace(
        benar,
        keputusan=tuple(replace(satu, alasan=(lain,)) for satu in benar.keputusan),
        kursi=tuple(replace(satu, alasan=lain if satu.alasan else None) for satu in benar.kursi),
    )
    assert periksa_hasil(k.formasi, k.peringkat, bisu, KETENTUAN) == ()
    salah = _berstatus(bisu, StatusKursi.DITAHAN if k is K else StatusKursi.KOSONG)
    assert periksa_hasil(k.formasi, k.peringkat, salah, KETENTUAN) != ()


@pytest.mark.parametrize(
    ("sifat", "ubah"), [pytest.param(s, u, id=n) for n, s, u in HASIL if s in {"K12", "K13", "K14", "K16", "K17", "K20"}]
)
def test_the_check_after_a_resignation_catches_the_same(sifat: str, ubah: Callable[[PenempatanKelompok], PenempatanKelompok]) -> None:
    assert sifat in {p.sifat for p in periksa_keadaan(keadaan(K, ubah(BENAR)), KETENTUAN)}


def test_the_page_names_every_property_and_no_other() -> None:
    halaman = (ROOT / "docs" / "verifikasi.md").read_text(encoding="utf-8")
    tercatat = [baris.split("|")[1].strip() for baris in halaman.splitlines() if baris.startswith(("| M", "| K"))]
    assert tercatat == list(SIFAT)


def _masukan(peringkat: tuple[Peringkat, ...], formasi: tuple[Formasi, ...] = K.formasi) -> set[str]:
    return {p.sifat for p in periksa_masukan(formasi, peringkat)}


@pytest.mark.parametrize(
    ("sifat", "isi"),
    [
        ("M6", {"peringkat_kelompok": 1}),
        ("M6", {"peringkat_kelompok": 12}),
        ("M6", {"peringkat_kelompok": 99}),
        ("M8", {"jenis_kebutuhan": CUMLAUDE}),
    ],
)
def test_a_ranking_that_filling_could_not_go_by_is_refused(sifat: str, isi: dict[str, object]) -> None:
    assert _masukan(K.peringkat) == set()
    assert sifat in _masukan(tuple(replace(p, **isi) if p.peserta == "a6" else p for p in K.peringkat))  # type: ignore[arg-type]


@pytest.mark.parametrize("rusak", [(*FORMASI, FORMASI[0]), (*FORMASI, post("Z", 0)), (*FORMASI, post("Z", kualifikasi=()))])
def test_posts_that_cannot_be_are_refused(rusak: tuple[Formasi, ...]) -> None:
    assert "M7" in _masukan(K.peringkat, rusak)
