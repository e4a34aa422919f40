"""The officers' tools: tables in and out, faults by row and column, and lists of others held against the properties."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from services.penempatan.alat import app
from shared.aturan import load, names
from shared.tabular import read_table, write_csv, write_xlsx
from tests.unit.house.sources import ROOT

Tabel = list[dict[str, str]]
FORMASI: Tabel = [
    {"formasi": "A", "kelompok": "K", "unit": "Dinas  A", "jenis_kebutuhan": "UMUM", "kualifikasi": "S1; S2", "kuota": "1"},
    {"formasi": "X", "kelompok": "K", "unit": "Dinas B", "jenis_kebutuhan": "UMUM", "kualifikasi": "S1", "kuota": "1"},
    {"formasi": "X", "kelompok": "K", "unit": "dinas b", "jenis_kebutuhan": "UMUM", "kualifikasi": "S3", "kuota": "1"},
    {"formasi": "Z", "kelompok": "L", "unit": "Dinas C", "jenis_kebutuhan": "CUMLAUDE", "kualifikasi": "S1", "kuota": "2"},
]
_ATURAN = f"Aturan cpns-2024 versi {load('cpns-2024').versi}"
_SKD = {"twk": "100", "tiu": "100", "tkp": "200"}


def _orang(peserta: str, formasi: str, nilai: str, peringkat: str, *, studi: str = "s1", **lain: str) -> dict[str, str]:
    pokok = {
        "peserta": peserta,
        "formasi": formasi,
        "nilai_akhir": nilai,
        "peringkat": peringkat,
        "peringkat_kelompok": peringkat,
    }
    return {**pokok, "kualifikasi": studi, "nama_kolom_lain": "tetap", **_SKD, "status_skb": "", "seri": "", "kesediaan": "", **lain}


PESERTA: Tabel = [
    _orang("1", "A", "80.5", "1"),
    _orang("2", "A", "70,250", "2", studi="S2"),
    _orang("3", "A", "60", "3"),
    _orang("4", "A", "", "", status_skb="TH"),
    _orang("5", "Z", "75", "1"),
]


def _tulis(path: Path, isi: Tabel) -> Path:
    kolom = list(isi[0])
    rows = [[satu.get(nama, "") for nama in kolom] for satu in isi]
    path.write_bytes((write_xlsx if path.suffix == ".xlsx" else write_csv)(rows, kolom))
    return path


def _baca(path: Path, *kolom: str) -> list[tuple[str, ...]]:
    return [tuple(baris.nilai[nama] for nama in kolom) for baris in read_table(path.name, path.read_bytes(), required=kolom)]


def _jalankan(*argumen: object) -> Result:
    pilihan = ["--urutan=unit", "--timpa"] if argumen[0] == "isi" else ["--timpa"]
    return CliRunner().invoke(app, [*(str(satu) for satu in argumen), *pilihan])


@pytest.fixture(params=[".csv", ".xlsx"])
def berkas(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], Path]:
    return lambda nama: tmp_path / f"{nama}{request.param}"


def test_a_table_is_placed_filled_and_holds_when_it_is_checked(berkas: Callable[[str], Path]) -> None:
    formasi, peserta, keluar = _tulis(berkas("formasi"), FORMASI), _tulis(berkas("peserta"), PESERTA), berkas("hasil")
    hasil = _jalankan("isi", formasi, peserta, keluar, "--aturan", "cpns-2024")
    ringkas, urutan = hasil.stdout.splitlines()
    tertulis = f"{keluar}, {keluar.with_name(f'hasil-kursi{keluar.suffix}')}"
    selesai = "2 kelompok ditempatkan, 0 tertahan; P/L 2, P/L-U3 1, TH 1, TL 1"
    assert (hasil.exit_code, ringkas) == (0, f"{_ATURAN}: {selesai}. Ditulis: {tertulis}.")
    assert urutan == "Kursi kosong diisi menurut nama unit, bukan menurut urutan daftar resmi (--urutan=unit)."
    assert _baca(keluar, "peserta", "nama_kolom_lain", "hasil", "kode", "rute", "formasi_tujuan", "kursi") == [
        ("1", "tetap", "LULUS", "P/L", "FORMASI_SENDIRI", "A", "A/1"),
        ("2", "tetap", "TIDAK_LULUS", "TL", "", "", ""),
        ("3", "tetap", "LULUS", "P/L-U3", "UMUM_DARI_UNIT_LAIN", "X", "X/1"),
        ("4", "tetap", "TH", "TH", "", "", ""),
        ("5", "tetap", "LULUS", "P/L", "FORMASI_SENDIRI", "Z", "Z/1"),
    ]
    kursi = _baca(keluar.with_name(f"hasil-kursi{keluar.suffix}"), "kursi", "unit", "status", "peserta")
    assert kursi == [("A/1", "DINAS A", "TERISI", "1"), ("X/1", "DINAS B", "TERISI", "3"), *(
        ("Z/1", "DINAS C", "TERISI", "5"), ("Z/2", "DINAS C", "KOSONG", ""))]  # fmt: skip
    periksa = _jalankan("periksa", formasi, keluar, "--aturan", "cpns-2024")
    assert (periksa.exit_code, periksa.stdout) == (0, f"{_ATURAN}: semua sifat dipenuhi.\n")


def _daftar(tmp_path: Path, aturan: str = "cpns-2024") -> tuple[Path, Tabel]:
    """A right result as others would publish it: codes and destinations, without routes, seats and reasons."""
    formasi, keluar = _tulis(tmp_path / "formasi.csv", FORMASI), tmp_path / "hasil.csv"
    assert _jalankan("isi", formasi, _tulis(tmp_path / "peserta.csv", PESERTA), keluar, "--aturan", aturan).exit_code == 0
    kolom = ("kode", "formasi_tujuan")
    return formasi, [{**orang, **dict(zip(kolom, cetak, strict=True))} for orang, cetak in zip(PESERTA, _baca(keluar, *kolom), strict=True)]


@pytest.mark.parametrize("aturan", names("CPNS"))
def test_a_list_of_codes_and_destinations_is_enough(tmp_path: Path, aturan: str) -> None:
    formasi, daftar = _daftar(tmp_path, aturan)
    assert _jalankan("periksa", formasi, _tulis(tmp_path / "d.csv", daftar), "--aturan", aturan).exit_code == 0


@pytest.mark.parametrize(
    ("baris", "isi", "temuan"),
    [
        (2, {"kode": "TL", "formasi_tujuan": ""}, ["K: K17 (X)"]),
        (1, {"kode": "P/L-U3", "formasi_tujuan": "X"}, ["K: K3 (X)", "K: K13 (2)"]),
        (2, {"kode": "P/L"}, ["K: K12 (3)"]),
        (2, {"kode": "P/L-1"}, ["K: M9 (3: P/L-1)", "K: K17 (X)"]),
        (3, {"kode": "TL"}, ["K: K5 (4)"]),
        (0, {"kode": "TL", "formasi_tujuan": ""}, ["K: K7 (A)", "K: K19 (1)"]),
        (4, {"kode": "TL", "formasi_tujuan": ""}, ["L: K7 (Z)", "L: K19 (5)"]),
        (1, {"peringkat": "1"}, ["K: M4 (2)"]),
    ],
)
def test_a_wrong_list_is_named_by_every_property_it_breaks(tmp_path: Path, baris: int, isi: dict[str, str], temuan: Sequence[str]) -> None:
    formasi, daftar = _daftar(tmp_path)
    daftar[baris] |= isi
    laporan = tmp_path / "laporan.csv"
    hasil = _jalankan("periksa", formasi, _tulis(tmp_path / "d.csv", daftar), "--laporan", laporan)
    assert hasil.exit_code == 1
    for satu in temuan:
        assert satu in hasil.stdout
    assert hasil.stdout.splitlines()[-1].endswith(f" pelanggaran. Ditulis: {laporan}.")
    assert len(_baca(laporan, "kelompok", "sifat", "tentang", "penjelasan")) == len(hasil.stdout.splitlines()) - 1


@pytest.mark.parametrize(
    ("kode", "temuan"),
    [
        ("R2/L", ["K: K17 (X)", "K: M9 (3: R2/L)"]),  # kept as printed, and told once
        ("TL", ["K: K17 (X)"]),
        ("APS", []),  # resigned before anybody was placed: neither entitled to X nor passed over
        ("TMS", []),
    ],
)
def test_codes_of_people_who_were_out_before_count_for_nobody_and_unknown_ones_are_told(
    tmp_path: Path, kode: str, temuan: list[str]
) -> None:
    formasi, daftar = _daftar(tmp_path)
    daftar[2] |= {"kode": kode, "formasi_tujuan": ""}
    hasil = _jalankan("periksa", formasi, _tulis(tmp_path / "d.csv", daftar))
    assert sorted(baris.split("): ")[0] + ")" for baris in hasil.stdout.splitlines()[:-1]) == temuan
    assert hasil.exit_code == bool(temuan)


def test_who_resigned_before_and_ranked_inside_the_seats_gives_way_to_the_next(tmp_path: Path) -> None:
    formasi, daftar = _daftar(tmp_path)
    daftar[0] |= {"kode": "APS", "formasi_tujuan": ""}
    daftar[1] |= {"kode": "P/L", "formasi_tujuan": "A"}
    assert _jalankan("periksa", formasi, _tulis(tmp_path / "d.csv", daftar)).exit_code == 0
    daftar[1] |= {"kode": "TL", "formasi_tujuan": ""}
    assert "K: K7 (A)" in _jalankan("periksa", formasi, _tulis(tmp_path / "d.csv", daftar)).stdout


def test_a_folder_that_is_not_there_is_refused_in_plain_words(tmp_path: Path) -> None:
    masuk = (_tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", PESERTA))
    for keluar in (tmp_path / "tiada" / "h.csv", tmp_path / "h.txt"):
        hasil = _jalankan("isi", *masuk, keluar)
        assert (hasil.exit_code, "Traceback" in hasil.stderr, bool(hasil.stderr)) == (1, False, True)
    (tmp_path / "map.csv").mkdir()
    hasil = _jalankan("isi", *masuk, tmp_path / "map.csv")
    assert hasil.exit_code != 0
    assert "Traceback" not in hasil.stderr


def test_every_fault_is_named_by_row_and_column(tmp_path: Path) -> None:
    salah = [
        {**PESERTA[0], "formasi": "Q"},
        {**PESERTA[1], "nilai_akhir": "banyak"},
        {**PESERTA[2], "peringkat": ""},
        PESERTA[3] | {"seri": "?"},
    ]
    hasil = _jalankan("isi", _tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", salah), tmp_path / "h.csv")
    assert hasil.exit_code == 1
    assert not (tmp_path / "h.csv").exists()
    for tempat in ("baris 2, kolom formasi", "baris 3, kolom nilai_akhir", "baris 4, kolom peringkat", "baris 5, kolom seri"):
        assert tempat in hasil.stderr


def test_rows_of_one_post_must_agree_and_the_passing_grade_must_be_known(tmp_path: Path) -> None:
    beda = [*FORMASI, {**FORMASI[0], "kuota": "7"}]
    hasil = _jalankan("isi", _tulis(tmp_path / "f.csv", beda), _tulis(tmp_path / "p.csv", PESERTA), tmp_path / "h.csv")
    assert (hasil.exit_code, "baris 6, kolom formasi" in hasil.stderr) == (1, True)
    tanpa = [{nama: isi for nama, isi in satu.items() if nama not in _SKD} for satu in PESERTA]
    hasil = _jalankan("isi", _tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", tanpa), tmp_path / "h.csv")
    assert (hasil.exit_code, "kolom memenuhi_ambang_umum" in hasil.stderr) == (1, True)


def test_the_general_grade_is_computed_where_no_column_says_it(tmp_path: Path) -> None:
    """Person 3 misses the TKP of the general grade by one point, and fills nothing."""
    kurang = [*PESERTA[:2], {**PESERTA[2], "tkp": "165"}, *PESERTA[3:]]
    hasil = _jalankan("isi", _tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", kurang), tmp_path / "h.csv")
    assert (hasil.exit_code, _baca(tmp_path / "h.csv", "kode")[2]) == (0, ("TL",))
    tepat = [*PESERTA[:2], {**PESERTA[2], "tkp": "166"}, *PESERTA[3:]]
    _jalankan("isi", _tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", tepat), tmp_path / "h.csv")
    assert _baca(tmp_path / "h.csv", "kode")[2] == ("P/L-U3",)


def test_with_consent_the_cell_decides(tmp_path: Path) -> None:
    for isi, kode in (("TIDAK", "TL"), ("Dinas B", "P/L-U3"), ("X", "P/L-U3"), ("Dinas A", "TL"), ("", "P/L-U3")):
        daftar = [*PESERTA[:2], {**PESERTA[2], "kesediaan": isi}, *PESERTA[3:]]
        argumen = (_tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", daftar), tmp_path / "h.csv")
        assert _jalankan("isi", *argumen, "--mode", "dengan_persetujuan").exit_code == 0
        assert _baca(tmp_path / "h.csv", "kode")[2] == (kode,)


def test_a_kelompok_that_fails_is_held_back_with_whoever_shares_its_people(tmp_path: Path) -> None:
    """Person 5 stands in both kelompok: neither goes out, a third does."""
    formasi = [*FORMASI, {**FORMASI[3], "formasi": "W", "kelompok": "M"}]
    ganda = [*PESERTA, _orang("5", "A", "50", "4"), _orang("6", "W", "50", "1")]
    hasil = _jalankan("isi", _tulis(tmp_path / "f.csv", formasi), _tulis(tmp_path / "p.csv", ganda), tmp_path / "h.csv")
    assert hasil.exit_code == 1
    assert hasil.stdout.startswith(f"{_ATURAN}: 1 kelompok ditempatkan, 2 tertahan;")
    assert [k for (k,) in _baca(tmp_path / "h.csv", "hasil")] == ["TERTAHAN"] * 6 + ["LULUS"]
    assert "K: M2 (5)" in hasil.stderr


def test_it_runs_from_the_command_line_without_any_setting(tmp_path: Path) -> None:
    masuk = (_tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", PESERTA))
    perintah = [sys.executable, "-m", "services.penempatan", "isi", *map(str, masuk), str(tmp_path / "h.xlsx"), "--urutan=unit"]
    hasil = subprocess.run(perintah, cwd=ROOT, env={}, capture_output=True, text=True, check=False)
    assert (hasil.returncode, hasil.stderr.splitlines()[-2:]) == (
        0,
        [
            "Kolom kualifikasi: 's1' dibaca sebagai 'S1' (spasi, huruf besar-kecil, dan bentuk tanda baca tidak membedakan).",
            "p.csv: 5 baris dibaca.",
        ],
    )
    assert _jalankan("isi", tmp_path / "f.csv", tmp_path / "p.csv", tmp_path / "h.txt").exit_code == 1
    assert _jalankan("isi", tmp_path / "f.csv", tmp_path / "p.csv", tmp_path / "h.csv", "--aturan", "cpns-1901").exit_code == 2


def test_without_the_official_order_nobody_is_moved_unless_the_officer_says_so(tmp_path: Path) -> None:
    formasi, peserta, keluar = _tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", PESERTA), tmp_path / "h.csv"
    hasil = CliRunner().invoke(app, ["isi", str(formasi), str(peserta), str(keluar)])
    assert (hasil.exit_code, keluar.exists()) == (1, False)
    assert "baris 2, kolom urutan: Kolom urutan (urutan formasi dalam daftar resmi) kosong atau tidak ada" in hasil.output
    berurut = [{**satu, "urutan": str({"A": 1, "X": 2, "Z": 3}[satu["formasi"]])} for satu in FORMASI]
    hasil = CliRunner().invoke(app, ["isi", str(_tulis(formasi, berurut)), str(peserta), str(keluar)])
    assert (hasil.exit_code, "menurut nama unit" in hasil.output) == (0, False)


def test_an_order_that_two_posts_share_is_refused(tmp_path: Path) -> None:
    ganda = [{**satu, "urutan": "1" if satu["formasi"] == "A" else "01"} for satu in FORMASI]
    formasi, peserta = _tulis(tmp_path / "f.csv", ganda), _tulis(tmp_path / "p.csv", PESERTA)
    hasil = CliRunner().invoke(app, ["isi", str(formasi), str(peserta), str(tmp_path / "h.csv")])
    assert hasil.exit_code == 1
    assert "baris 3, kolom urutan: Formasi di baris 2 mempunyai urutan yang sama" in hasil.stderr
    assert "baris 5" not in hasil.stderr  # another kelompok


def test_what_the_tables_say_in_vain_is_told(tmp_path: Path) -> None:
    formasi = _tulis(tmp_path / "f.csv", FORMASI)
    peserta = _tulis(tmp_path / "p.csv", [_orang("1", "A", "80", "1", studi="S-1", kesediaan="TIDAK")])
    hasil = _jalankan("isi", formasi, peserta, tmp_path / "h.csv")
    assert "Kolom kesediaan tidak menentukan apa pun dengan --mode=sesuai_keputusan" in hasil.stderr
    assert "kualifikasi 1 peserta tidak ada pada formasinya sendiri, misalnya 'S-1' (peserta 1)" in hasil.stderr


def test_a_place_that_nobody_knows_is_refused_with_the_nearest_names(tmp_path: Path) -> None:
    orang = [dict(satu) for satu in PESERTA]
    orang[2]["kesediaan"], orang[1]["kesediaan"] = "Dinas BB; A", "TIDAK BERSEDIA"
    masuk = (_tulis(tmp_path / "f.csv", FORMASI), _tulis(tmp_path / "p.csv", orang))
    hasil = _jalankan("isi", *masuk, tmp_path / "h.csv", "--mode", "dengan_persetujuan")
    assert hasil.exit_code == 1
    assert "baris 4, kolom kesediaan: Tidak ada formasi atau unit bernama demikian dalam tabel formasi. Maksudnya: DINAS B" in hasil.output
    assert "baris 3, kolom kesediaan" in hasil.output
    assert "TIDAK?" in hasil.output


def test_labels_of_sscasn_are_need_types(tmp_path: Path) -> None:
    formasi = [dict(satu) for satu in FORMASI]
    formasi[3]["jenis_kebutuhan"] = "Lulusan  Terbaik"
    masuk = (_tulis(tmp_path / "f.csv", formasi), _tulis(tmp_path / "p.csv", PESERTA))
    assert _jalankan("isi", *masuk, tmp_path / "h.csv").exit_code == 0
    assert ("Z/1", "CUMLAUDE") in _baca(tmp_path / "h-kursi.csv", "kursi", "jenis_kebutuhan")


def test_a_list_that_says_nothing_of_ties_says_them_by_its_ranks(tmp_path: Path) -> None:
    dasar = {"kualifikasi": "S-1 X", "memenuhi_ambang_umum": "YA", "kelompok": "K"}
    formasi = [{"formasi": f, "kelompok": "K", "unit": f, "jenis_kebutuhan": "UMUM", "kualifikasi": "S-1 X", "kuota": "1"} for f in "AB"]
    hasil = [
        {"peserta": p, "formasi": f, "nilai_akhir": n, "peringkat": r, "peringkat_kelompok": k, **dasar, "kode": c}
        for p, f, n, r, k, c in (
            ("P1", "A", "80", "1", "1", "P/L"),
            ("P2", "A", "70", "2", "3", "TL"),
            ("Q1", "B", "80", "1", "1", "P/L"),
            ("Q2", "B", "60", "2", "4", "TL"),
        )
    ]
    masuk = (_tulis(tmp_path / "f.csv", formasi), _tulis(tmp_path / "h.csv", hasil))
    assert _jalankan("periksa", *masuk).stdout == f"{_ATURAN}: semua sifat dipenuhi.\n"
    salah = [{**satu, "seri": "TIDAK"} for satu in hasil]
    assert _jalankan("periksa", masuk[0], _tulis(tmp_path / "s.csv", salah)).exit_code == 1


_UKURAN = {"twk": "100", "tiu": "100", "tkp": "200", "ipk": "3.50", "tanggal_lahir": "1990-01-01"}


@pytest.mark.parametrize(
    ("kedua", "peringkat", "benar"),
    [
        ({"tanggal_lahir": "1991-01-01"}, ("1", "2"), True),
        ({"tanggal_lahir": "1991-01-01"}, ("1", "1"), False),  # one rank for two whom the law parts
        ({"ipk": "3,4"}, ("1", "2"), True),
        ({}, ("1", "1"), True),  # equal in everything: one rank, and nobody has the seat
        ({}, ("1", "2"), False),  # an order that no article gives
        ({"ipk": "85"}, ("1", "1"), True),  # a diploma mean is not compared with a GPA
        ({"ipk": "85", "tanggal_lahir": "1991-01-01"}, ("1", "2"), True),
        ({"tanggal_lahir": ""}, ("1", "1"), True),
    ],
)
def test_where_a_list_says_what_decides_between_equals_its_ties_are_those_of_the_law(
    tmp_path: Path, kedua: dict[str, str], peringkat: tuple[str, str], benar: bool
) -> None:
    formasi = [{"formasi": "A", "kelompok": "K", "unit": "A", "jenis_kebutuhan": "UMUM", "kualifikasi": "S1", "kuota": "1"}]
    kode = ("MENUNGGU", "MENUNGGU") if peringkat[0] == peringkat[1] else ("P/L", "TL")
    hasil = [
        {"peserta": p, "formasi": "A", "nilai_akhir": "80", "peringkat": r, "peringkat_kelompok": r, "kualifikasi": "S1", "kode": k, **isi}
        for p, r, k, isi in zip("12", peringkat, kode, (_UKURAN, _UKURAN | kedua), strict=True)
    ]
    periksa = _jalankan("periksa", _tulis(tmp_path / "f.csv", formasi), _tulis(tmp_path / "h.csv", hasil))
    assert (periksa.exit_code == 0) is benar, periksa.stdout
