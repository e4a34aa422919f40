"""The officers' tools on lists of PPPK: points and attendance, the grades of 2021, and the codes of either year."""

from pathlib import Path

import pytest

from tests.unit.penempatan.test_alat import FORMASI, Tabel
from tests.unit.penempatan.test_alat import _baca as baca
from tests.unit.penempatan.test_alat import _jalankan as jalankan
from tests.unit.penempatan.test_alat import _tulis as tulis


def _pppk(peserta: str, formasi: str, total: str, peringkat: str, **lain: str) -> dict[str, str]:
    pokok = {"peserta": peserta, "formasi": formasi, "total": total, "peringkat": peringkat, "peringkat_kelompok": peringkat}
    return {**pokok, "kualifikasi": "s1", "kehadiran": "", "memenuhi_ambang": "", **lain}


PPPK: Tabel = [
    _pppk("1", "A", "500", "1"),
    _pppk("2", "A", "480", "2"),
    _pppk("3", "A", "300", "", memenuhi_ambang="TIDAK"),
    _pppk("4", "A", "", "", kehadiran="TH"),
]


@pytest.mark.parametrize(
    ("aturan", "kode"),
    [
        ("pppk-2021", [("1", "L", "A"), ("2", "L-2", "X"), ("3", "TL", ""), ("4", "TH", "")]),
        ("pppk-2024", [("1", "L", "A"), ("2", "TL", "")]),
    ],
)
def test_pppk_is_filled_and_checked_as_its_year_says(tmp_path: Path, aturan: str, kode: list[tuple[str, str, str]]) -> None:
    formasi = tulis(tmp_path / "f.csv", FORMASI[:3])
    orang = [satu for satu in PPPK if satu["peserta"] in {peserta for peserta, _, _ in kode}]
    hasil = jalankan("isi", formasi, tulis(tmp_path / "p.csv", orang), tmp_path / "h.csv", "--aturan", aturan)
    assert hasil.exit_code == 0, hasil.stderr
    assert baca(tmp_path / "h.csv", "peserta", "kode", "formasi_tujuan") == kode
    assert "500 poin" in (tmp_path / "h.csv").read_text(encoding="utf-8")
    periksa = jalankan("periksa", formasi, tmp_path / "h.csv", "--aturan", aturan)
    assert (periksa.exit_code, "semua sifat dipenuhi" in periksa.stdout) == (0, True)


@pytest.mark.parametrize(
    ("peserta", "ganti", "sifat"),
    [
        ("3", {"kode": "L", "formasi_tujuan": "X"}, {"K5", "K9"}),
        ("3", {"kode": "P"}, {"K9"}),
        ("1", {"kode": "P", "formasi_tujuan": ""}, {"K7", "K19"}),
        ("2", {"kode": "P", "formasi_tujuan": ""}, {"K17"}),
        ("2", {"kode": "P/L-U3"}, {"M9"}),
        ("2", {"total": "510"}, {"M4", "M6"}),
    ],
)
def test_what_is_wrong_in_a_list_of_pppk_is_named(tmp_path: Path, peserta: str, ganti: dict[str, str], sifat: set[str]) -> None:
    formasi = tulis(tmp_path / "f.csv", FORMASI[:3])
    tercetak = {"1": ("L", "A"), "2": ("L-2", "X"), "3": ("TL", ""), "4": ("TH", "")}
    daftar = [{**satu, **dict(zip(("kode", "formasi_tujuan"), tercetak[satu["peserta"]], strict=True))} for satu in PPPK]
    next(satu for satu in daftar if satu["peserta"] == peserta).update(ganti)
    hasil = jalankan("periksa", formasi, tulis(tmp_path / "d.csv", daftar), "--aturan", "pppk-2021")
    assert hasil.exit_code == 1
    assert sifat <= {baris.split()[1] for baris in hasil.stdout.splitlines()}, hasil.stdout
