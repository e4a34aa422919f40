"""Tables as officers really send them: what is meant is read and told, what could mislead is refused by row and column."""

import csv
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from services.penilaian.alat import app
from shared.aturan import load

KEPALA = "peserta,formasi,kelompok,twk,tiu,tkp,skb,ipk,kuota"
ORANG = (
    "24000120110000001,A,K,115,145,191,68,3.76,2",
    "24000120110000002,A,K,100,95,182,64,3.5,2",
    "24000120120000003,A,K,90,115,184,61,3.74,2",
    "24000120120000004,A,K,75,120,192,60,3.3,2",
    "24000120110000005,A,K,105,105,175,56,3.76,2",
    "24000120110000006,A,K,95,110,174,51,3.84,2",
)
TABEL = "\n".join((KEPALA, *ORANG)) + "\n"
PERINGKAT = ["1", "2", "3", "4", "5", "6"]


def _jalankan(tmp_path: Path, isi: str | bytes, *pilihan: str, nama: str = "masuk.csv", keluar: str = "hasil.csv") -> tuple[Result, Path]:
    masuk, out = tmp_path / nama, tmp_path / keluar
    masuk.write_bytes(isi if isinstance(isi, bytes) else isi.encode())
    return CliRunner().invoke(app, ["peringkat", str(masuk), str(out), *pilihan]), out


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def _kolom(nama: str, *isi: str) -> str:
    """The table with one more column; the last value goes on to the end."""
    penuh = [*isi, *[isi[-1]] * (len(ORANG) - len(isi))]
    return "\n".join((f"{KEPALA},{nama}", *(f"{satu},{nilai}" for satu, nilai in zip(ORANG, penuh, strict=True))))


def _buku(isi: Callable[[openpyxl.Workbook], None]) -> bytes:
    buku, out = openpyxl.Workbook(), io.BytesIO()
    isi(buku)
    buku.save(out)
    return out.getvalue()


def _lembar(buku: openpyxl.Workbook, nama: str, tabel: str = TABEL) -> None:
    lembar = buku.create_sheet(nama)
    for satu in csv.reader(io.StringIO(tabel)):
        lembar.append(satu)


def _dua_lembar(buku: openpyxl.Workbook) -> None:
    del buku["Sheet"]
    _lembar(buku, "Lama", TABEL.replace(",68,", ",1,"))
    _lembar(buku, "Baru")


def _tersembunyi(buku: openpyxl.Workbook) -> None:
    _dua_lembar(buku)
    buku["Lama"].sheet_state = "hidden"


def _tersaring(buku: openpyxl.Workbook) -> None:
    del buku["Sheet"]
    _lembar(buku, "Data")
    buku["Data"].row_dimensions[3].hidden = buku["Data"].row_dimensions[5].hidden = True


def _petunjuk(buku: openpyxl.Workbook) -> None:
    buku["Sheet"].append(["Petunjuk pengisian"])
    _lembar(buku, "Isian")


def _judul(buku: openpyxl.Workbook) -> None:
    lembar = buku["Sheet"]
    lembar.append(["HASIL INTEGRASI"])
    lembar.append([])
    lembar.append(["No Peserta", "Nama\nFormasi", "Kelompok", "SKD", "", "", "NILAI SKB", "IPK", "Jumlah Formasi"])
    lembar.append(["", "", "", "TWK", "TIU", "TKP", "", "", ""])
    for satu in csv.reader(io.StringIO("\n".join(ORANG))):
        lembar.append(satu)
    lembar.append(["", "", "JUMLAH", 600, 700, 1100])
    lembar.append(["", "", "", "", "", "", "", "Kota Contoh, 5 Januari 2025"])


@pytest.mark.parametrize(
    ("isi", "nama", "disebut"),
    [
        pytest.param(TABEL, "m.csv", "6 baris dibaca", id="as it should be"),
        pytest.param(TABEL.replace("240001201", "'240001201"), "m.csv", "apostrof", id="apostrophes"),
        pytest.param("sep=;\n" + TABEL.replace(",", ";"), "m.csv", "6 baris", id="sep="),
        pytest.param(TABEL.replace("A,K", "Séni,K").encode("cp1252"), "m.csv", "Windows-1252", id="Windows-1252"),
        pytest.param(TABEL.replace(",", "\t").encode("utf-16"), "m.txt", "UTF-16", id="UTF-16"),
        pytest.param(TABEL.replace(",115,", ",115.0,").replace(",68,", ",68.00000000000001,"), "m.csv", "6 baris", id="pandas and Excel"),
        pytest.param(
            "HASIL;;\nKabupaten X;;\n\n" + TABEL.replace(",", ";") + "\nKota, 5 Januari;;;;;;;;\n", "m.csv", "baris 4", id="titles"
        ),
        pytest.param(TABEL + "Mengetahui,,,,,,,,\nKepala Badan\n", "m.csv", "bukan data", id="signature"),
        pytest.param(TABEL.replace(",A,", ",A  1,", 1).replace(",A,", ",a 1,"), "m.csv", "dibaca sebagai 'A 1'", id="blanks and capitals"),
        pytest.param(
            TABEL.replace("peserta,formasi", "No. Peserta,Nama Formasi"), "m.csv", "dibaca sebagai peserta", id="names of columns"
        ),
        pytest.param(_kolom("tanggal_lahir", "18.08.1996", "18 Agustus 1996", "1996-08-18T00:00:00"), "m.csv", "6 baris", id="days"),
        pytest.param(
            _kolom("jenis_kebutuhan", "LULUSAN TERBAIK", "UMUM (NON OAP)", "Penyandang Disabilitas", "UMUM"), "m.csv", "6", id="labels"
        ),
        pytest.param(_buku(_tersembunyi), "m.xlsx", "lembar tersembunyi Lama tidak dibaca", id="hidden sheet"),
        pytest.param("\n\nJUDUL\n\n" + TABEL, "m.csv", "judul kolom ditemukan pada baris 5", id="empty rows and a title above"),
        pytest.param(_kolom("catatan panitia", "x"), "m.csv", "kolom yang tidak dipakai: catatan panitia", id="unused column"),
        pytest.param(_kolom("tgllahir", "18-08-1996"), "m.csv", "Maksudnya tanggal_lahir?", id="column that is nearly known"),
        pytest.param(
            "\n".join((f"keterangan,{KEPALA}", *(f"Keterangan {n},{satu}" for n, satu in enumerate(ORANG)))),
            "m.csv",
            "6 baris",
            id="no totals",
        ),
        pytest.param(TABEL.replace("240001201", "\u200b240001201"), "m.csv", "dibuang", id="invisible letters in numbers"),
        pytest.param(TABEL.replace("2400012", "\uff12\uff14\uff10\uff10\uff10\uff11\uff12"), "m.csv", "dibuang", id="wide digits"),
        pytest.param(TABEL.replace(",A,", ",A \u2013 B,", 1).replace(",A,", ",A - B,"), "m.csv", "dibaca sebagai 'A – B'", id="dashes"),
        pytest.param(TABEL.replace("\n", "\n1,2,3,4,5,6,7,8,9\n", 1), "m.csv", "baris 2 menomori kolom", id="row that numbers the columns"),
        pytest.param(TABEL.replace("\n", "\n(1),(2),(3),(4),(5),(6),(7),(8),(9)\n", 1), "m.csv", "baris 2 menomori", id="in brackets"),
        pytest.param(_buku(_tersaring), "m.xlsx", "2 baris tersembunyi", id="rows under a filter"),
        pytest.param(_buku(_petunjuk), "m.xlsx", "yang dibaca ialah lembar Isian", id="second sheet"),
        pytest.param(_buku(_judul), "m.xlsx", "baris 3 dan 4", id="titles, merged header, footers"),
        pytest.param(gzip.compress(TABEL.encode()), "m.csv.gz", "6 baris", id="gzip"),
    ],
)
def test_what_is_meant_is_read_and_told(tmp_path: Path, isi: str | bytes, nama: str, disebut: str) -> None:
    result, out = _jalankan(tmp_path, isi, nama=nama)
    assert result.exit_code == 0, result.output
    assert [row["peringkat"] for row in _rows(out)] == PERINGKAT
    assert [row["keterangan"] for row in _rows(out)] == ["P/L"] * 2 + ["TL"] * 4
    assert disebut in result.output


@pytest.mark.parametrize(
    ("isi", "disebut"),
    [
        pytest.param(
            TABEL.replace("24000120110000001", "2.40001E+16"), "baris 2, kolom peserta: Nomor peserta ini sudah diubah", id="exponent"
        ),
        pytest.param(TABEL + ORANG[0].replace("240", "'240", 1), "baris 8, kolom peserta: Peserta ini sudah ada di baris 2", id="twice"),
        pytest.param(TABEL.replace(",A,", ",A\u200b,", 1), "ZERO WIDTH SPACE", id="invisible letter"),
        pytest.param(TABEL.replace(",A,", ",\u0410,", 1), "CYRILLIC CAPITAL LETTER A", id="look-alike"),
        pytest.param(TABEL.replace(",A,", ",0101,", 1).replace(",A,", ",101,"), "hanya berbeda nol di depan", id="leading zero"),
        pytest.param(TABEL.replace(",A,K", ",A,L", 1), "Satu formasi termasuk satu kelompok", id="two kelompok"),
        pytest.param(TABEL.replace("3.5,2", "8.50,2"), "berskala 10", id="another scale"),
        pytest.param(_kolom("jenis_kebutuhan", "UMUM").replace(",115,145", ",30,145"), "Nilai SKD (twk) di bawah", id="below the grade"),
        pytest.param(_kolom("skd", "451", "500", ""), "baris 3, kolom skd: Total SKD tertulis 500", id="total that is no sum"),
        pytest.param(_kolom("status", "P/L", "TL", ""), "ganti nama kolomnya menjadi keterangan", id="status of another list"),
        pytest.param(_kolom("status", "LULUS AKHIR"), "ganti nama kolomnya menjadi keterangan", id="status in other words"),
        pytest.param(_kolom("tanggal_lahir", "18/08/2096"), "Tahun lahir harus", id="born later"),
        pytest.param(_kolom("tanggal_lahir", "35295"), "harus tanggal", id="serial of Excel"),
        pytest.param(
            _kolom("Tgl Lahir,Tanggal Lahir", "18-08-1996,18-08-1995"), "berarti tanggal_lahir: Tgl Lahir, Tanggal Lahir", id="two"
        ),
        pytest.param(_kolom("Tgl Lahir,Tgl Lahir", "18-08-1996,18-08-1995"), "berarti tanggal_lahir", id="twice the same name"),
        pytest.param(_kolom("status\u200b_skb", "ABSEN"), "kolom status_skb", id="invisible letter in a header"),
        pytest.param(TABEL.replace("0000001,", "0000001.0,"), "diubah menjadi bilangan ilmiah atau pecahan", id="number with a fraction"),
        pytest.param(
            TABEL + ORANG[0].replace("2400012", '"=""2400012', 1).replace(",", '""",', 1), "sudah ada di baris 2", id="as Excel's text"
        ),
        pytest.param(TABEL.replace("24000120110000001", "٢٤"), "aksara lain", id="digits of another script"),
        pytest.param(KEPALA + "\n", "hanya berisi judul kolom", id="header only"),
        pytest.param(TABEL.replace(",A,", f",{'A' * 65},"), "paling banyak 64 karakter", id="a name longer than any tool takes"),
        pytest.param(TABEL.replace(",twk,", ",xyz,"), "tidak memuat kolom twk, juga tidak kolom skd", id="no SKD"),
        pytest.param("<html><table><tr><td>1</td></tr></table></html>", "sebenarnya HTML", id="HTML"),
        pytest.param(b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n", "sebenarnya PDF", id="PDF"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "kata sandi", id="password"),
        pytest.param(_buku(_dua_lembar), "Pilih dengan --lembar", id="two sheets"),
    ],
)
def test_what_could_mislead_is_refused(tmp_path: Path, isi: str | bytes, disebut: str) -> None:
    result, out = _jalankan(tmp_path, isi)
    assert (result.exit_code, out.exists()) == (1, False), result.output
    assert disebut in result.output


@pytest.mark.parametrize(
    ("perintah", "isi", "kolom"),
    [
        (("potong",), "peserta,formasi,kuota,twk,tiu,tkp,kehadiran\n1,A,1,100,100,170,TH\n", "twk"),
        (
            ("peringkat", "--aturan=pppk-2024"),
            "peserta,formasi,kelompok,teknis,manajerial_sosiokultural,wawancara,kehadiran\n1,A,K,300,0,,TH\n",
            "teknis",
        ),
    ],
)
def test_somebody_absent_has_no_points_in_any_table(tmp_path: Path, perintah: tuple[str, ...], isi: str, kolom: str) -> None:
    masuk = tmp_path / "masuk.csv"
    masuk.write_text(isi, encoding="utf-8")
    result = CliRunner().invoke(app, [perintah[0], str(masuk), str(tmp_path / "h.csv"), *perintah[1:]])
    assert result.exit_code == 1
    assert f"baris 2, kolom {kolom}: Peserta TH tidak boleh bernilai" in result.stderr
    assert result.stderr.count("Peserta TH") == (3 if kolom == "twk" else 1)


def test_the_sheet_that_was_chosen_is_read(tmp_path: Path) -> None:
    isi = _buku(_dua_lembar)
    result, out = _jalankan(tmp_path, isi, "--lembar", "baru", nama="m.xlsx")
    assert (result.exit_code, next(row["skb"] for row in _rows(out))) == (0, "68")
    assert "Yang ada: Lama, Baru" in _jalankan(tmp_path, isi, "--lembar", "X", "--timpa", nama="m.xlsx")[0].output


def test_an_archive_with_one_table_is_read(tmp_path: Path) -> None:
    arsip = io.BytesIO()
    with zipfile.ZipFile(arsip, "w") as archive:
        archive.writestr("nilai.csv", TABEL)
    result, out = _jalankan(tmp_path, arsip.getvalue(), nama="m.zip")
    assert (result.exit_code, len(_rows(out))) == (0, 6)


def test_numbers_that_lost_digits_are_warned_of(tmp_path: Path) -> None:
    nol = TABEL.replace("24000120110000005", "24000120110000500").replace("24000120110000006", "24000120110000600")
    assert "2 nomor peserta berakhir dengan nol" in _jalankan(tmp_path, nol)[0].output
    banyak = TABEL + "".join(f"2400012013{n:07d},A,K,75,80,170,50,3.3,2\n" for n in range(6)) + "123,A,K,75,80,170,50,3.3,2\n"
    assert "1 nomor peserta tidak terdiri atas 17 karakter" in _jalankan(tmp_path, banyak, "--timpa")[0].output


def test_a_total_alone_is_integrated_and_equals_are_flagged(tmp_path: Path) -> None:
    isi = "peserta,formasi,kelompok,skd,skb,ipk,kuota\n1,A,K,400,80,3.9,1\n2,A,K,400,80,3.1,1\n3,A,K,380,70,,1\n"
    result, out = _jalankan(tmp_path, isi)
    assert result.exit_code == 0, result.output
    assert [(row["peringkat"], row["seri"], row["keterangan"]) for row in _rows(out)] == [
        ("1", "YA", "MENUNGGU"),
        ("1", "YA", "MENUNGGU"),
        ("3", "", "TL"),
    ]
    assert "Hanya total SKD yang disebut" in result.output


def test_columns_of_others_are_kept_and_compared(tmp_path: Path) -> None:
    isi = _kolom("nilai_akhir,keterangan", "73.600,P/L", "99.999,TL", ",")
    result, out = _jalankan(tmp_path, isi, "--banding")
    assert (result.exit_code, out.exists()) == (1, True)
    found = _rows(out)
    assert (found[1]["nilai_akhir_asal"], found[1]["keterangan_asal"], found[1]["keterangan"]) == ("99.999", "TL", "P/L")
    assert f"Berbeda: baris 3, kolom nilai_akhir: tertulis 99.999, terhitung {found[1]['nilai_akhir']}." in result.output
    assert "Berbeda: baris 3, kolom keterangan: tertulis TL, terhitung P/L." in result.output
    assert "kolom keterangan: tertulis P/L" not in result.output
    sama = _kolom("keterangan", "P/L", "p/l", "TL")
    assert _jalankan(tmp_path, sama, "--banding", "--timpa")[0].exit_code == 0


def test_columns_of_others_are_compared_under_their_published_names(tmp_path: Path) -> None:
    result, _ = _jalankan(tmp_path, _kolom("NILAI AKHIR", "73.600", "65.818", "1"), "--banding")
    assert result.exit_code == 1
    assert "Berbeda: baris 4, kolom nilai_akhir: tertulis 1, terhitung" in result.stderr
    assert "Dibandingkan dengan tabel masukan (nilai_akhir): 4 perbedaan" in result.stderr


def test_columns_of_equal_or_no_name_are_kept(tmp_path: Path) -> None:
    result, out = _jalankan(tmp_path, _kolom("catatan,catatan,,nama", "a,b,c,d"))
    assert result.exit_code == 0
    assert [_rows(out)[0][kolom] for kolom in ("catatan", "catatan (2)", "kolom 12", "nama")] == ["a", "b", "c", "d"]
    assert "kolom ke-12 (tanpa nama) disebut 'kolom 12'" in result.output


def test_formulas_of_others_are_written_as_text(tmp_path: Path) -> None:
    _, out = _jalankan(tmp_path, _kolom("nama", "=1+1", "@SUM(A1)", "-1+1", "biasa"))
    assert [row["nama"] for row in _rows(out)][:4] == ["'=1+1", "'@SUM(A1)", "'-1+1", "biasa"]


def test_numbers_are_numbers_in_a_workbook_and_as_excel_in_indonesia_writes_them(tmp_path: Path) -> None:
    _, out = _jalankan(tmp_path, TABEL, keluar="hasil.xlsx")
    lembar = openpyxl.load_workbook(out).active
    assert lembar is not None
    kepala, satu = ([cell.value for cell in row] for row in list(lembar.rows)[:2])
    nilai = dict(zip(kepala, satu, strict=True))
    assert (nilai["peserta"], nilai["skb"], nilai["ipk"]) == ("24000120110000001", 68, 3.76)
    assert isinstance(nilai["nilai_akhir"], float)
    _, teks = _jalankan(tmp_path, TABEL, "--gaya=excel-id")
    assert teks.read_bytes().startswith(b"\xef\xbb\xbfpeserta;formasi")
    assert str(nilai["nilai_akhir"]).replace(".", ",") in teks.read_text(encoding="utf-8-sig").splitlines()[1]
    # A column of the input as well: Excel would read 68.500 as 68500.
    _, teks = _jalankan(tmp_path, TABEL.replace(",68,", ",68.500,"), "--gaya=excel-id", keluar="lain.csv")
    assert ";191;68,500;3,76;2;" in teks.read_text(encoding="utf-8-sig").splitlines()[1]


def test_nothing_is_overwritten_by_mistake(tmp_path: Path) -> None:
    masuk = tmp_path / "masuk.csv"
    assert "ialah berkas masukan" in _jalankan(tmp_path, TABEL, "--timpa", keluar="masuk.csv")[0].output
    assert masuk.read_text() == TABEL
    _, out = _jalankan(tmp_path, TABEL)
    out.write_text("isian petugas")
    assert "--timpa" in _jalankan(tmp_path, TABEL)[0].output
    assert out.read_text() == "isian petugas"
    skb = tmp_path / "potong-skb.csv"
    skb.write_text("isian petugas")
    hasil = CliRunner().invoke(app, ["potong", str(masuk), str(tmp_path / "potong.csv")])
    assert (hasil.exit_code, skb.read_text(), (tmp_path / "potong.csv").exists()) == (1, "isian petugas", False)


def test_what_came_of_it_is_said(tmp_path: Path) -> None:
    result, out = _jalankan(tmp_path, TABEL, "--aturan", "CPNS-2024")
    ringkas, judul, *gambar = result.stdout.splitlines()
    assert ringkas == f"Aturan cpns-2024 versi {load('cpns-2024').versi}: 6 peserta; P/L 2, TL 4. 0 peserta seri. Ditulis: {out}."
    assert judul == "Jarak nilai ke peserta terakhir di dalam kuota formasinya:"
    assert gambar[5].endswith("batas ┼────────────────────────────────────────")
    assert sum(int(garis.rpartition(" ")[2]) for garis in gambar if "│" in garis) == 6


def test_standard_input_and_output() -> None:
    result = CliRunner().invoke(app, ["peringkat", "-", "-"], input=TABEL.encode())
    assert result.exit_code == 0, result.output
    assert [row["peringkat"] for row in csv.DictReader(io.StringIO(result.stdout))] == PERINGKAT


@pytest.mark.parametrize(("aturan", "banyak"), [("cpns-2024", 6), ("pppk-2021", 5), ("pppk-2024", 5)])
def test_the_example_passes_and_explains_itself(tmp_path: Path, aturan: str, banyak: int) -> None:
    contoh = tmp_path / "contoh.xlsx"
    assert CliRunner().invoke(app, ["contoh", str(contoh), "--aturan", aturan]).exit_code == 0
    buku = openpyxl.load_workbook(contoh)
    assert buku.sheetnames == ["Data", "Keterangan"]
    kolom = [sel.value for sel in next(buku["Data"].iter_rows())]
    assert [row[0].value for row in buku["Keterangan"].iter_rows(min_row=2)] == kolom
    hasil = CliRunner().invoke(app, ["peringkat", str(contoh), str(tmp_path / "h.csv"), "--aturan", aturan])
    assert hasil.exit_code == 0, hasil.output
    assert len(_rows(tmp_path / "h.csv")) == banyak


def test_help_names_the_columns_and_their_other_names() -> None:
    bantuan = " ".join(CliRunner().invoke(app, ["peringkat", "--help"], env={"COLUMNS": "200"}).output.split())
    assert "tanggal_lahir = tanggal lahir" in bantuan
