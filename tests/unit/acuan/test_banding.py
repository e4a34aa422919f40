"""The reference on published lists: what the tools publish it computes alike, and a changed cell is named."""

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from acuan.__main__ import main
from shared.aturan import names
from tests.support.rantai import rantai

CPNS = names("CPNS")


@pytest.fixture(scope="module")
def dasar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dasar")
    rantai(folder, "cpns-2024")
    return folder


@pytest.fixture
def daftar(tmp_path: Path, dasar: Path) -> list[Path]:
    """The lists of 2024, to be changed."""
    return [Path(shutil.copy(dasar / f"{nama}.csv", tmp_path)) for nama in ("formasi", "potong", "peringkat", "hasil", "hasil-kursi")]


def _hitung(capsys: pytest.CaptureFixture[str], *argumen: object) -> tuple[int, str]:
    kode = main([str(satu) for satu in argumen])
    keluar = capsys.readouterr()
    return kode, keluar.out + keluar.err


@pytest.mark.parametrize("aturan", CPNS)
def test_the_whole_chain_of_each_year_is_computed_alike(tmp_path: Path, capsys: pytest.CaptureFixture[str], aturan: str) -> None:
    *daftar, _ = rantai(tmp_path, aturan)
    kode, kata = _hitung(capsys, "--aturan", aturan, *daftar)
    assert (kode, kata.splitlines()[-1]) == (0, "0 selisih."), kata
    assert kata.count(": sama.") == 6


class Ubahan(NamedTuple):
    """One cell to change: of which list and column, in the first row that fits, to what."""

    nama: str
    kolom: str
    layak: Callable[[dict[str, str]], bool]
    isi: str


UBAHAN = (
    Ubahan("potong", "status", lambda s: s["status"] == "P/L", "P"),
    Ubahan("potong", "status", lambda s: s["status"] == "TL", "P/L"),
    Ubahan("peringkat", "skd", lambda s: s["peringkat"] == "1", "550"),
    Ubahan("peringkat", "skor_skd", lambda s: s["peringkat"] == "1", "1"),
    Ubahan("peringkat", "skor_skb", lambda s: s["peringkat"] == "1", "1"),
    Ubahan("peringkat", "nilai_akhir", lambda s: s["peringkat"] == "1", "1"),
    Ubahan("peringkat", "peringkat", lambda s: s["peringkat"] == "1", "2"),
    Ubahan("peringkat", "peringkat_kelompok", lambda s: s["peringkat"] == "1", "999"),
    Ubahan("peringkat", "seri", lambda s: s["peringkat"] == "1", "YA"),
    Ubahan("peringkat", "keterangan", lambda s: s["keterangan"] == "P/L", "TL"),
    Ubahan("peringkat", "peringkat", lambda s: s["status_skb"] == "TH", "1"),
    Ubahan("hasil", "kode", lambda s: s["kode"] == "P/L", "TL"),
    Ubahan("hasil", "kode", lambda s: s["kode"] == "TL", "P/L"),
    Ubahan("hasil", "formasi_tujuan", lambda s: s["kode"].startswith("P/L-"), "F00"),
    Ubahan("hasil", "kursi", lambda s: s["kode"] == "P/L", "F00/9"),
    Ubahan("hasil", "nilai_akhir", lambda s: s["kode"] == "P/L", "99"),
    Ubahan("hasil-kursi", "peserta", lambda s: bool(s["peserta"]), "1"),
    Ubahan("hasil-kursi", "status", lambda s: s["status"] == "TERISI", "KOSONG"),
)


def _ubah(path: Path, ubahan: Ubahan) -> str:
    """Change one cell of the first row that fits; the participant or the seat."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        baris = list(csv.DictReader(file))
    satu = next(satu for satu in baris if ubahan.layak(satu))
    satu[ubahan.kolom] = ubahan.isi
    with path.open("w", encoding="utf-8", newline="") as file:
        tulis = csv.DictWriter(file, list(baris[0]), lineterminator="\n")
        tulis.writeheader()
        tulis.writerows(baris)
    return satu["kursi"] if "kursi" in path.stem else satu["peserta"]


@pytest.mark.parametrize("ubahan", UBAHAN)
def test_a_changed_cell_is_named(daftar: list[Path], capsys: pytest.CaptureFixture[str], ubahan: Ubahan) -> None:
    siapa = _ubah(next(satu for satu in daftar if satu.stem == ubahan.nama), ubahan)
    kode, kata = _hitung(capsys, *daftar)
    assert kode == 1
    beda = [baris for baris in kata.splitlines() if f" {siapa}: {ubahan.kolom} tertulis {ubahan.isi}, seharusnya" in baris]
    assert any(f"{ubahan.nama}.csv baris" in baris for baris in beda), kata


def test_somebody_called_who_is_not_ranked_is_named(daftar: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    baris = daftar[2].read_text(encoding="utf-8").splitlines(keepends=True)
    daftar[2].write_text("".join(baris[:-1]), encoding="utf-8")
    kode, kata = _hitung(capsys, *daftar[:3])
    assert kode == 1
    assert f"peserta {baris[-1].split(',')[0]}: peserta tertulis tidak ada, seharusnya ada" in kata


TABEL = """peserta,formasi,kelompok,twk,tiu,tkp,skb,{kolom}nilai_akhir,peringkat
1,A,K,100,100,200,80.000,{satu}77.091,{peringkat}
2,A,K,100,100,200,80.000,{dua}77.091,1
3,A,K,90,100,200,,{tiga},
"""


@pytest.mark.parametrize(
    ("lahir", "peringkat", "selisih"),
    [
        (True, "2", 0),  # the older first
        (True, "1", 1),
        (False, "2", 0),  # birth dates are not published: either order may be the lawful one
        (False, "3", 1),
    ],
)
def test_what_is_not_published_is_not_held_against_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lahir: bool, peringkat: str, selisih: int
) -> None:
    isi = {"satu": "3.50,2000-01-01,", "dua": "3.50,1999-01-01,", "tiga": "3.20,1999-01-01,", "kolom": "ipk,tanggal_lahir,"}
    isi = isi if lahir else {"satu": "", "dua": "", "tiga": "", "kolom": ""}
    (tmp_path / "p.csv").write_text(TABEL.format(**isi, peringkat=peringkat), encoding="utf-8")
    kode, kata = _hitung(capsys, tmp_path / "p.csv")
    assert (kode, kata.splitlines()[-1]) == (int(selisih > 0), f"{selisih} selisih."), kata


_KOSONG = dict.fromkeys(
    ("twk", "tiu", "tkp", "skd", "status_skb", "nilai_skb", "skd_100", "skor_skd", "skor_skb", "nilai_akhir", "peringkat"), None
)
_POKOK: dict[str, object] = {
    "formasi": "A",
    "kelompok": "K",
    "memenuhi_ambang_umum": False,
    "seri": False,
    **_KOSONG,
    "peringkat_kelompok": None,
}
_NILAI = {"nilai_skb": 80000, "skd_100": 72727, "skor_skd": 29091, "skor_skb": 48000, "nilai_akhir": 77091}
_SKD = {"twk": 100, "tiu": 100, "tkp": 200, "skd": 400, "memenuhi_ambang_umum": True}
_ISI: tuple[dict[str, object], ...] = (
    {"hasil_skd": "LULUS", "kode_skd": "P/L", **_SKD, "status_skb": "HADIR", **_NILAI, "peringkat": 1, "peringkat_kelompok": 1},
    {"hasil_skd": "TIDAK_LULUS", "kode_skd": "TL", **_SKD, "twk": 60, "skd": 360, "memenuhi_ambang_umum": False},
    {"hasil_skd": "TH", "kode_skd": "TH"},
)
PINTU = "".join(json.dumps({"peserta": str(n), **_POKOK, **isi}, separators=(",", ":")) + "\n" for n, isi in enumerate(_ISI, 1))
FORMASI = '{"formasi":"A","kelompok":"K","jabatan":"PENATA","unit":"U","jenis_kebutuhan":"UMUM","kualifikasi":["S-1"],"kuota":1}\n'


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("", "", "0 selisih."),
        ('"nilai_akhir":77091', '"nilai_akhir":77092', "nilai_akhir tertulis 77.092, seharusnya 77.091"),
        ('"kode_skd":"TL"', '"kode_skd":"P/L"', "status tertulis P/L, seharusnya TL"),
    ],
)
def test_what_the_public_doors_give_is_read_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lama: str, baru: str, kata: str
) -> None:
    (tmp_path / "hasil.ndjson").write_text(PINTU.replace(lama, baru), encoding="utf-8")
    (tmp_path / "formasi.ndjson").write_text(FORMASI, encoding="utf-8")
    kode, tercetak = _hitung(capsys, tmp_path / "formasi.ndjson", tmp_path / "hasil.ndjson")
    assert kata in tercetak
    assert kode == int(lama != "")


PPPK = """peserta,formasi,kelompok,kuota,teknis,manajerial_sosiokultural,wawancara,tanggal_lahir,kehadiran,total,peringkat,seri,keterangan
1,A,K,1,300,150,30,1990-01-01,,480,1,,L
2,A,K,1,300,150,30,1991-01-01,,480,2,,TL
3,A,K,1,,,,1991-01-01,TH,,,,TH
"""


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("", "", "0 selisih."),
        ("480,1,,L", "481,1,,L", "peserta 1: total tertulis 481, seharusnya 480"),
        ("480,2,,TL", "480,1,,TL", "peserta 2: peringkat tertulis 1, seharusnya 2"),
        ("480,2,,TL", "480,2,,L", "peserta 2: keterangan tertulis L, seharusnya TL"),
        ("480,2,,TL", "480,2,YA,TL", "peserta 2: seri tertulis YA, seharusnya TIDAK"),
    ],
)
def test_pppk(tmp_path: Path, capsys: pytest.CaptureFixture[str], lama: str, baru: str, kata: str) -> None:
    (tmp_path / "pppk.csv").write_text(PPPK.replace(lama, baru), encoding="utf-8")
    kode, tercetak = _hitung(capsys, tmp_path / "pppk.csv")
    assert kata in tercetak
    assert kode == int(lama != "")


GURU = (
    "peserta,formasi,kelompok,kuota,jabatan,teknis,manajerial_sosiokultural,wawancara,tanggal_lahir,afirmasi,kehadiran,"
    "nilai_teknis,memenuhi_ambang,total,peringkat,seri,keterangan,urutan_panselnas\n"
    "1,A,K,1,Guru Kelas SD,300,150,30,1980-01-01,THK-II + usia 35,,425,YA,605,1,,L,\n"
    "2,A,K,1,Guru Kelas SD,420,150,30,1980-01-01,,,420,YA,600,3,,P,2\n"
    "3,A,K,1,Guru Kelas SD,420,150,30,1980-01-01,,,420,YA,600,2,,P,1\n"
    "4,A,K,1,Guru Kelas SD,315,150,30,1980-01-01,,,315,TIDAK,495,,,TL,\n"
    "5,A,K,1,Guru Kelas SD,,,,1980-01-01,,TH,,,,,,TH,\n"
)


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("", "", "0 selisih."),
        ("425,YA,605", "300,YA,605", "peserta 1: nilai_teknis tertulis 300, seharusnya 425"),
        ("315,TIDAK,495,,,TL", "315,YA,495,,,TL", "peserta 4: memenuhi_ambang tertulis YA, seharusnya TIDAK"),
        ("315,TIDAK,495,,,TL", "315,TIDAK,495,,,P", "peserta 4: keterangan tertulis P, seharusnya TL"),
        ("600,3,,P", "600,2,,P", "peserta 2: peringkat tertulis 2, seharusnya 3"),
    ],
)
def test_pppk_of_2021(tmp_path: Path, capsys: pytest.CaptureFixture[str], lama: str, baru: str, kata: str) -> None:
    (tmp_path / "pppk.csv").write_text(GURU.replace(lama, baru), encoding="utf-8")
    kode, tercetak = _hitung(capsys, tmp_path / "pppk.csv")
    assert "Aturan pppk-2021." in tercetak
    assert kata in tercetak
    assert kode == int(lama != "")


def test_a_rule_set_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pppk.csv").write_text(PPPK, encoding="utf-8")
    kode, tercetak = _hitung(capsys, "--aturan", "cpns-2024", tmp_path / "pppk.csv")
    assert (kode, "bukan untuk daftar ini" in tercetak) == (2, True)


def test_a_jabatan_of_2021_without_a_grade_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pppk.csv").write_text(GURU.replace("Guru Kelas SD", "Arsiparis"), encoding="utf-8")
    kode, tercetak = _hitung(capsys, "--aturan", "pppk-2021", tmp_path / "pppk.csv")
    assert (kode, "tambahkan kolom ambang_teknis" in tercetak) == (2, True)


@pytest.mark.parametrize(
    ("isi", "kata"),
    [
        ("", "tidak berisi satu baris pun"),
        ("a,b\n1,2\n", "bukan daftar yang dikenal"),
        ("peserta,formasi,kelompok,twk,tiu,tkp,skb,nilai_akhir,peringkat\n1,A,K,x,1,1,80,1,1\n", "kolom twk harus bilangan bulat"),
        ("peserta,formasi,twk,tiu,tkp,status\n1,A,65,80,166,P/L\n", "sertakan daftar formasi"),
        ("peserta,formasi,kode,formasi_tujuan\n1,A,P/L,A\n", "sertakan daftar itu"),
    ],
)
def test_what_cannot_be_computed_again_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str], isi: str, kata: str) -> None:
    (tmp_path / "x.csv").write_text(isi, encoding="utf-8")
    kode, tercetak = _hitung(capsys, tmp_path / "x.csv")
    assert kode == 2
    assert kata in tercetak


@pytest.mark.parametrize("argumen", [(), ("--aturan", "cpns-1999", "x"), ("--lain", "x"), ("tidak-ada.csv",)])
def test_a_wrong_command_is_answered_in_indonesian(capsys: pytest.CaptureFixture[str], argumen: tuple[str, ...]) -> None:
    kode, tercetak = _hitung(capsys, *argumen)
    assert kode == 2
    assert any(kata in tercetak for kata in ("Pakai:", "harus salah satu dari", "tidak dapat dibuka"))
