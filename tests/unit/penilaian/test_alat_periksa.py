"""`periksa-skd` and `periksa-peringkat`: what our own tools write is whole, and a wrong list is told by the property it breaks."""

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.penilaian.alat.perintah import app
from services.penilaian.domain.pppk import HasilPppk, peringkatkan_pppk


def _jalankan(*argumen: object) -> tuple[int, str]:
    hasil = CliRunner().invoke(app, [str(satu) for satu in argumen])
    return hasil.exit_code, hasil.output


def _buat(tmp_path: Path, perintah: str, isi: str, aturan: str) -> str:
    """What our own tool writes of a table, without the reasons."""
    (tmp_path / "masuk.csv").write_text(isi, encoding="utf-8")
    kode, keluaran = _jalankan(perintah, tmp_path / "masuk.csv", tmp_path / "hasil.csv", "--aturan", aturan, "--timpa")
    assert kode == 0, keluaran
    return _tanpa((tmp_path / "hasil.csv").read_text(encoding="utf-8"), "alasan")


def _tanpa(isi: str, *kolom: str) -> str:
    """A list without some of its columns, whose cells hold no commas but the reasons at the end."""
    kepala, *rows = isi.splitlines()
    nama = kepala.split(",")
    tetap = [n for n, satu in enumerate(nama) if satu not in kolom]
    return "\n".join(",".join(row.split(",")[n] for n in tetap) for row in (kepala, *rows)) + "\n"


def _periksa(tmp_path: Path, perintah: str, isi: str, aturan: str, *pilihan: object) -> tuple[int, str]:
    (tmp_path / "daftar.csv").write_text(isi, encoding="utf-8")
    return _jalankan(perintah, tmp_path / "daftar.csv", "--aturan", aturan, *pilihan)


SKD = """peserta,formasi,kuota,jenis_kebutuhan,jabatan,twk,tiu,tkp,kehadiran
01,A,1,UMUM,PENATA,100,120,200,
02,A,1,UMUM,PENATA,90,120,200,
03,A,1,UMUM,PENATA,80,120,200,
04,A,1,UMUM,PENATA,80,120,200,
05,A,1,UMUM,PENATA,85,120,195,
06,A,1,UMUM,PENATA,150,175,165,
07,A,1,UMUM,PENATA,,,,TH
08,B,1,CUMLAUDE,PENATA,60,100,200,
"""


@pytest.mark.parametrize("aturan", ["cpns-2021", "cpns-2023", "cpns-2024"])
def test_our_own_list_after_the_skd_is_whole(tmp_path: Path, aturan: str) -> None:
    daftar = _buat(tmp_path, "potong", SKD, aturan)
    for isi in (daftar, _tanpa(daftar, "kehadiran")):
        kode, keluaran = _periksa(tmp_path, "periksa-skd", isi, aturan)
        assert (kode, "semua sifat dipenuhi" in keluaran) == (0, True), keluaran


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("200,,P/L\n02", "200,,P\n02", "A: S4 (01): Ada peserta yang nilainya lebih baik"),
        ("195,,P\n", "195,,P/L\n", "A: S5 (A): Daftar SKB lebih panjang"),
        ("04,A,1,UMUM,PENATA,80,120,200,,P/L", "04,A,1,UMUM,PENATA,80,120,200,,P", "A: S6 (04)"),
        ("165,,TL", "165,,P", "A: S3 (06): Tidak lulus (TL)"),
        (",,,TH,TH", ",,,TH,DIS", "A: S2 (07)"),
        ("08,B,1,CUMLAUDE,PENATA,60,100,200,,P/L", "08,B,1,CUMLAUDE,PENATA,60,100,200,,TL", "B: S3 (08)"),
    ],
)
def test_a_wrong_list_after_the_skd_is_told(tmp_path: Path, lama: str, baru: str, kata: str) -> None:
    daftar = _buat(tmp_path, "potong", SKD, "cpns-2024")
    assert daftar.count(lama) == 1
    kode, keluaran = _periksa(tmp_path, "periksa-skd", daftar.replace(lama, baru), "cpns-2024", "--laporan", tmp_path / "laporan.csv")
    assert (kode, kata in keluaran) == (1, True), keluaran
    assert (tmp_path / "laporan.csv").read_text(encoding="utf-8").startswith("kelompok,sifat,tentang,penjelasan\n")


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("195,,P\n", "195,,LULUS\n", "baris 6, kolom status: Kode hasil SKD cpns-2024 ialah"),
        ("05,A,1,UMUM", "05,A,1,", "baris 6, kolom jenis_kebutuhan: Isi jenis kebutuhan"),
        ("05,A,1,UMUM,PENATA", "05,A,1,UMUM,DOKTER AHLI", "kolom jenis_kebutuhan: Jenis kebutuhan dan jabatan harus sama"),
        ("05,A", "04,A", "baris 6, kolom peserta: Peserta ini sudah ada di baris 5"),
        ("85,120,195", "86,120,195", "baris 6, kolom twk: Nilai twk harus kelipatan 5"),
    ],
)
def test_rows_of_an_skd_list_that_cannot_be_read(tmp_path: Path, lama: str, baru: str, kata: str) -> None:
    daftar = _buat(tmp_path, "potong", SKD, "cpns-2024")
    assert daftar.count(lama) == 1
    kode, keluaran = _periksa(tmp_path, "periksa-skd", daftar.replace(lama, baru), "cpns-2024")
    assert (kode, kata in keluaran) == (1, True), keluaran


def test_ranks_and_the_general_grade_are_asked_where_they_are_printed(tmp_path: Path) -> None:
    daftar = _buat(tmp_path, "potong", SKD, "cpns-2024").splitlines()
    urutan = ["urutan,memenuhi_ambang_umum", "1,YA", "2,YA", "3,YA", "3,YA", "5,YA", ",TIDAK", ",TIDAK", "1,TIDAK"]
    benar = [f"{row},{satu}" for row, satu in zip(daftar, urutan, strict=True)]
    assert _periksa(tmp_path, "periksa-skd", "\n".join(benar), "cpns-2024")[0] == 0
    _, keluaran = _periksa(tmp_path, "periksa-skd", "\n".join([*benar[:5], benar[5].replace(",5,YA", ",4,TIDAK"), *benar[6:]]), "cpns-2024")
    assert "A: S7 (05)" in keluaran
    assert "A: S8 (05)" in keluaran


SKB = """peserta,formasi,kelompok,kuota,twk,tiu,tkp,skb,status_skb,ipk,tanggal_lahir
01,A,K,1,100,120,200,80.125,,3.50,1990-01-01
02,A,K,1,90,120,200,80.125,,3.40,1991-01-01
03,A,K,1,90,120,200,80.125,,3.40,1992-01-01
04,B,K,1,90,120,200,80.125,,3.40,1991-01-01
05,B,K,1,80,110,190,,TH,3.40,1991-01-01
06,B,K,1,80,110,190,70.5,,3.40,1991-01-01
"""


@pytest.mark.parametrize("aturan", ["cpns-2021", "cpns-2023", "cpns-2024"])
def test_our_own_ranking_is_whole_whatever_it_leaves_out(tmp_path: Path, aturan: str) -> None:
    daftar = _buat(tmp_path, "peringkat", SKB, aturan)
    for kolom in (
        (),
        ("ipk",),
        ("tanggal_lahir",),
        ("peringkat_kelompok",),
        ("seri", "skd_100", "skor_skd", "skor_skb", "skd", "keterangan"),
    ):
        kode, keluaran = _periksa(tmp_path, "periksa-peringkat", _tanpa(daftar, *kolom), aturan)
        assert (kode, "semua sifat dipenuhi" in keluaran) == (0, True), (kolom, keluaran)
    kode, keluaran = _periksa(tmp_path, "periksa-peringkat", _tanpa(daftar, "peringkat_kelompok", "tanggal_lahir"), aturan)
    assert "Tanpa kolom tanggal_lahir urutan di antara peserta yang bernilai sama tidak dapat diperiksa." in keluaran
    assert "hanya peringkat di dalam setiap formasi" in keluaran


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("78.621,1,1", "78.620,1,1", "K: P2 (01): Nilai tidak sama dengan hasil hitung ulang"),
        ("30.546", "30.547", "K: P2"),
        ("TH,3.40,1991-01-01,380,69.091,,,,,,,TH", "TH,3.40,1991-01-01,380,69.091,,,,3,6,,TH", "K: P3 (05)"),
        (",2,2,YA", ",3,2,YA", "K: P6 (02)"),
        (",2,2,YA", ",2,2,", "K: P5 (02)"),
        (",1,1,,", ",2,1,,", "K: P6 (01)"),
    ],
)
def test_a_wrong_ranking_is_told(tmp_path: Path, lama: str, baru: str, kata: str) -> None:
    daftar = _buat(tmp_path, "peringkat", SKB, "cpns-2024")
    assert lama in daftar, daftar
    kode, keluaran = _periksa(tmp_path, "periksa-peringkat", daftar.replace(lama, baru, 1), "cpns-2024")
    assert (kode, kata in keluaran) == (1, True), keluaran


PPPK = """peserta,formasi,kelompok,kuota,jabatan,teknis,manajerial_sosiokultural,wawancara,tanggal_lahir,afirmasi,kehadiran
01,A,K,2,GURU KELAS SD,400,150,30,1990-01-01,,
02,A,K,2,GURU KELAS SD,340,160,30,1975-01-01,THK-II,
03,A,K,2,GURU KELAS SD,390,160,30,1990-01-01,,
04,A,K,2,GURU KELAS SD,315,170,40,1990-01-01,,
05,A,K,2,GURU KELAS SD,,,,1990-01-01,,TH
06,B,K,1,GURU KELAS SD,330,150,30,1990-01-01,,
07,B,K,1,GURU KELAS SD,330,150,30,1990-01-01,,
"""
PPPK_2024 = (
    _tanpa(PPPK, "afirmasi").replace("GURU KELAS SD", "ARSIPARIS").replace("04,A,K,2,ARSIPARIS,315,170", "04,A,K,2,ARSIPARIS,315,160")
)
ISI_PPPK = {"pppk-2021": PPPK, "pppk-2024": PPPK_2024}


@pytest.mark.parametrize("aturan", ISI_PPPK)
def test_our_own_ranking_of_pppk_is_whole_whatever_it_leaves_out(tmp_path: Path, aturan: str) -> None:
    daftar = _buat(tmp_path, "peringkat", ISI_PPPK[aturan], aturan)
    for kolom in (
        (),
        ("tanggal_lahir",),
        ("peringkat_kelompok",),
        ("kehadiran",),
        ("total", "nilai_teknis", "memenuhi_ambang", "seri"),
        ("keterangan", "memenuhi_ambang", "kuota"),
    ):
        kode, keluaran = _periksa(tmp_path, "periksa-peringkat", _tanpa(daftar, *kolom), aturan)
        assert (kode, "semua sifat dipenuhi" in keluaran) == (0, True), (kolom, keluaran)


@pytest.mark.parametrize(
    ("aturan", "lama", "baru", "kata"),
    [
        ("pppk-2021", ",390,YA,580,2", ",340,YA,530,2", "K: T2 (02): Nilai teknis atau jumlah nilai"),
        ("pppk-2021", ",315,TIDAK,525,,,,TL", ",315,YA,525,4,6,,P", "K: T3 (04)"),
        ("pppk-2021", ",315,TIDAK,525,,,,TL", ",315,TIDAK,525,,,,P", "K: T7 (04)"),
        ("pppk-2021", "580,2,2,,L", "580,3,2,,L", "K: T6 (02)"),
        ("pppk-2021", "580,1,1,,L", "580,2,1,,L", "K: T6 (01)"),
        ("pppk-2021", "580,3,3,,P", "580,3,3,,L", "K: T7 (03)"),
        ("pppk-2021", ",MENUNGGU\n07", ",L\n07", "K: T7 (06)"),
        ("pppk-2021", "YA,MENUNGGU\n07", ",MENUNGGU\n07", "K: T5 (06)"),
        ("pppk-2024", "580,2,2,,L", "581,2,2,,L", "K: T2 (03)"),
        ("pppk-2024", "580,2,2,,L", "580,2,1,,L", "K: T5 (03)"),
    ],
)
def test_a_wrong_ranking_of_pppk_is_told(tmp_path: Path, aturan: str, lama: str, baru: str, kata: str) -> None:
    daftar = _buat(tmp_path, "peringkat", ISI_PPPK[aturan], aturan)
    assert lama in daftar, daftar
    kode, keluaran = _periksa(tmp_path, "periksa-peringkat", daftar.replace(lama, baru, 1), aturan)
    assert (kode, kata in keluaran) == (1, True), keluaran


def test_a_code_of_another_year_and_a_rule_set_of_another_kind_are_refused(tmp_path: Path) -> None:
    daftar = _buat(tmp_path, "peringkat", PPPK, "pppk-2021")
    kode, keluaran = _periksa(tmp_path, "periksa-peringkat", daftar.replace("3,3,,P", "3,3,,R2/L"), "pppk-2021")
    assert (kode, "kolom keterangan: Kode hasil pppk-2021 ialah" in keluaran) == (1, True), keluaran
    kode, keluaran = _periksa(tmp_path, "periksa-skd", daftar, "pppk-2021")
    assert (kode, "hanya untuk CPNS" in keluaran) == (1, True), keluaran


def test_a_list_of_ours_that_breaks_a_property_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def salah(*args: Any) -> tuple[HasilPppk, ...]:
        return peringkatkan_pppk(*args)[1:]

    monkeypatch.setattr("services.penilaian.alat.pemeringkatan_pppk.peringkatkan_pppk", salah)
    (tmp_path / "masuk.csv").write_text(PPPK, encoding="utf-8")
    kode, keluaran = _jalankan("peringkat", tmp_path / "masuk.csv", tmp_path / "hasil.csv", "--aturan", "pppk-2021")
    assert (kode, "T1 (01)" in keluaran, (tmp_path / "hasil.csv").exists()) == (1, True, False), keluaran
