"""The officers' tools: tables in and out, every fault by row and column, published tables reproduced."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result

from services.penilaian.alat import app
from services.penilaian.alat.pemeringkatan import TAMBAHAN
from shared.tabular import thousandths, write_xlsx
from tests.unit.penilaian.test_published import _blocks, _table

ROOT = Path(__file__).resolve().parents[3]
KEPALA = "peserta,formasi,kelompok,twk,tiu,tkp,skb"
ORANG = ["1,f,k,100,100,200,70", "2,f,k,100,100,205,70.001", "3,g,k,65,80,166,100"]


def run(tmp_path: Path, perintah: str, isi: str | bytes, *pilihan: str, keluar: str = "hasil.csv") -> tuple[Result, Path]:
    masuk = tmp_path / ("masuk.xlsx" if isinstance(isi, bytes) else "masuk.csv")
    masuk.write_bytes(isi if isinstance(isi, bytes) else isi.encode())
    out = tmp_path / keluar
    return CliRunner().invoke(app, [perintah, str(masuk), str(out), "--timpa", *pilihan]), out


def rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def test_the_columns_come_back_with_the_new_ones_behind(tmp_path: Path) -> None:
    result, out = run(tmp_path, "peringkat", "\n".join([KEPALA + ",catatan", *(f"{satu},x" for satu in ORANG)]))

    assert result.exit_code == 0, result.output
    found = rows(out)
    assert tuple(found[0]) == (*KEPALA.split(","), "catatan", *TAMBAHAN)
    assert [(row["peserta"], row["nilai_akhir"], row["peringkat"], row["peringkat_kelompok"]) for row in found] == [
        ("1", "71.091", "2", "3"),
        ("2", "71.455", "1", "2"),
        ("3", "82.618", "1", "1"),
    ]
    assert [row["keterangan"] for row in found] == ["", "", ""]
    assert "PermenPANRB 6/2024 Pasal 45 ayat (4)" in found[0]["alasan"]


def test_seats_give_codes_and_what_is_missing_leaves_a_flagged_tie(tmp_path: Path) -> None:
    isi = "\n".join(
        [
            f"{KEPALA},kuota,status_skb,ipk,tanggal_lahir",
            "1,f,k,100,100,200,70,1,,3.50,",
            "2,f,k,100,100,200,70,1,,3.50,",
            "3,f,k,100,100,200,70,1,,3.49,1990-01-01",
            "4,f,k,100,100,200,22,1,TH,,",
            "5,f,k,100,100,200,,1,TMS-1,,",
            "6,g,k,100,100,200,10,2,,80.5,",
            "7,g,k,100,100,200,10,2,,4.00,",
        ]
    )
    result, out = run(tmp_path, "peringkat", isi)

    assert result.exit_code == 0, result.output
    assert [(row["peringkat"], row["seri"], row["keterangan"]) for row in rows(out)] == [
        ("1", "YA", "MENUNGGU"),
        ("1", "YA", "MENUNGGU"),
        ("3", "", "TL"),
        ("", "", "TH"),
        ("", "", "TMS-1"),
        ("1", "YA", "P/L"),
        ("1", "YA", "P/L"),
    ]
    assert "Ukuran usia tidak dibandingkan" in rows(out)[0]["alasan"]
    assert "IPK dan nilai ijazah tidak dibandingkan" in rows(out)[5]["alasan"]


KEPALA_SERI = f"{KEPALA},kuota,ipk,tanggal_lahir,urutan_panselnas"
SERI = " ".join(
    f"{n},{f},k,100,100,200,{skb},1,3.50,1990-01-01,{{}}" for n, f, skb in ((1, "f", 70), (2, "f", 70), (3, "g", 70), (4, "f", 60))
)


def test_a_signed_order_of_a_whole_tie_settles_it(tmp_path: Path) -> None:
    isi = "\n".join([KEPALA_SERI, *SERI.format(3, 1, 2, "").split()])
    result, out = run(tmp_path, "peringkat", isi)

    assert result.exit_code == 0, result.output
    assert [(row["peringkat"], row["peringkat_kelompok"], row["seri"], row["keterangan"]) for row in rows(out)] == [
        ("2", "3", "", "TL"),
        ("1", "1", "", "P/L"),
        ("1", "2", "", "P/L"),
        ("3", "4", "", "TL"),
    ]
    assert "Panselnas menetapkan Anda pada urutan 3" in rows(out)[0]["alasan"]


@pytest.mark.parametrize(
    ("urutan", "tempat"),
    [
        ((1, 2, "", ""), "baris 4, kolom urutan_panselnas: Peserta ini seri dengan peserta 1 tetapi belum diurutkan"),
        ((1, 2, 3, 1), "baris 5, kolom urutan_panselnas: Peserta ini tidak sama dengan siapa pun"),
        ((1, 2, 2, ""), "baris 4, kolom urutan_panselnas: Urutan ini sudah dipakai peserta 2"),
        ((1, 2, "tiga", ""), "baris 4, kolom urutan_panselnas: Kolom urutan_panselnas harus"),
        ((1, 2, 0, ""), "baris 4, kolom urutan_panselnas: Kolom urutan_panselnas harus"),
    ],
)
def test_an_order_of_anything_else_is_refused_by_row_and_column(tmp_path: Path, urutan: tuple[object, ...], tempat: str) -> None:
    result, out = run(tmp_path, "peringkat", "\n".join([KEPALA_SERI, *SERI.format(*urutan).split()]))

    assert (result.exit_code, out.exists()) == (1, False)
    assert tempat in result.output


def test_an_order_of_people_whose_age_the_table_does_not_say_is_refused(tmp_path: Path) -> None:
    isi = f"{KEPALA},ipk,urutan_panselnas\n1,f,k,100,100,200,70,3.50,1\n2,f,k,100,100,200,70,3.50,2\n"
    result, out = run(tmp_path, "peringkat", isi)

    assert (result.exit_code, out.exists()) == (1, False)
    assert "baris 2, kolom tanggal_lahir: Isi juga tanggal_lahir: urutan Panselnas hanya berlaku" in result.output
    assert "kolom ipk" not in result.output


KEPALA_PPPK = "peserta,formasi,kelompok,teknis,manajerial_sosiokultural,wawancara,tanggal_lahir"


def test_a_signed_order_in_a_table_of_pppk(tmp_path: Path) -> None:
    isi = f"{KEPALA_PPPK},urutan_panselnas\n1,f,k,300,150,30,1990-01-01,2\n2,f,k,300,150,30,1990-01-01,1\n3,f,k,300,149,30,1990-01-01,\n"
    result, out = run(tmp_path, "peringkat", isi, "--aturan", "pppk-2024")

    assert result.exit_code == 0, result.output
    assert [(row["peringkat"], row["seri"]) for row in rows(out)] == [("2", ""), ("1", ""), ("3", "")]
    for lama, baru, kata in (
        ("01,1", "01,2", "baris 3, kolom urutan_panselnas: Urutan ini sudah dipakai peserta 1"),
        ("149,30,1990-01-01,", "149,30,1990-01-01,3", "baris 4, kolom urutan_panselnas: Peserta ini tidak sama dengan siapa pun"),
        ("30,1990-01-01,1", "30,,1", "baris 3, kolom tanggal_lahir: Isi juga tanggal_lahir"),
    ):
        assert isi.count(lama) == 1
        result, _ = run(tmp_path, "peringkat", isi.replace(lama, baru), "--aturan", "pppk-2024")
        assert (result.exit_code, kata in result.output) == (1, True), result.output


GURU = f"""{KEPALA_PPPK},kuota,jabatan,ambang_teknis,afirmasi,masa_kerja,kehadiran
1,f,k,300,150,30,1980-01-01,1,Guru Kelas - SD,,THK-II + usia 35,3,
2,f,k,430,150,30,1990-01-01,1,Guru Kelas SD,,,,
3,f,k,315,150,30,1990-01-01,1,Guru Kelas SD,320,,,
4,g,k,0,150,24,1990-01-01,2,Guru Kelas SD,,SERTIFIKAT_PENDIDIK,,
5,g,k,,,,,2,Guru Kelas SD,,,,TH
6,h,l,230,131,24,1990-01-01,1,Arsiparis,225,,,
"""


def test_pppk_of_2021(tmp_path: Path) -> None:
    result, out = run(tmp_path, "peringkat", GURU, "--aturan", "pppk-2021")

    assert result.exit_code == 0, result.output
    kolom = ("nilai_teknis", "memenuhi_ambang", "total", "peringkat", "peringkat_kelompok", "keterangan")
    assert [tuple(row[satu] for satu in kolom) for row in rows(out)] == [
        ("425", "YA", "605", "2", "3", "P"),
        ("430", "YA", "610", "1", "2", "L"),
        ("315", "TIDAK", "495", "", "", "TL"),
        ("500", "YA", "674", "1", "1", "L"),
        ("", "", "", "", "", "TH"),
        ("230", "YA", "385", "1", "1", "L"),
    ]


@pytest.mark.parametrize(
    ("lama", "baru", "kata"),
    [
        ("Arsiparis,225", "Arsiparis,", "baris 7, kolom jabatan: Aturan pppk-2021 belum memuat nilai ambang batas teknis"),
        ("Arsiparis,225", "Arsiparis,300", "baris 7, kolom ambang_teknis: Nilai ambang batas teknis ini di luar lampiran"),
        ("SD,320,", "SD,325,", "baris 4, kolom ambang_teknis: Menurut pppk-2021 nilai ambang batas teknis jabatan ini 320"),
        ("1990-01-01,1,Guru Kelas SD,,,", "1990-01-01,1,Guru Kelas TK,,,", "baris 3, kolom jabatan: Nilai ambang batas atau susunan"),
        ("THK-II + usia 35,3", "THK-II + usia 35,2", "baris 2, kolom masa_kerja: USIA_35 mensyaratkan masa kerja paling sedikit 3"),
        ("1980-01-01", "1987-01-01", "baris 2, kolom afirmasi: USIA_35 mensyaratkan usia paling rendah 35"),
        ("THK-II + usia 35", "THK-III", "baris 2, kolom afirmasi: Untuk jabatan ini hanya SERTIFIKAT_PENDIDIK"),
        ("225,,,", "225,THK-II,,", "baris 7, kolom afirmasi: Untuk jabatan ini tidak ada tambahan nilai"),
        ("1,f,k,300", "1,f,k,505", "baris 2, kolom teknis"),
        ("6,h,l,230", "6,h,l,455", "baris 7, kolom teknis"),
        ("6,h,l,230", "6,h,l,231", "baris 7, kolom teknis: Nilai teknis ini tidak mungkin"),
    ],
)
def test_faults_in_a_table_of_pppk_2021(tmp_path: Path, lama: str, baru: str, kata: str) -> None:
    assert GURU.count(lama) == 1
    result, out = run(tmp_path, "peringkat", GURU.replace(lama, baru), "--aturan", "pppk-2021")
    assert (result.exit_code, out.exists(), kata in result.output) == (1, False, True), result.output


def test_every_fault_is_named_by_row_and_column_and_nothing_is_written(tmp_path: Path) -> None:
    isi = "\n".join(
        [
            f"{KEPALA},kuota,ipk,tanggal_lahir,jenis_kebutuhan,status_skb",
            "1,f,k,66,80,166,70,1,,,,",
            "1,f,k,65,180,166,101,2,4.123,31-02-1990,LAIN,ADA",
            ",f,k,65,80,166,,1,,,,",
        ]
    )
    result, out = run(tmp_path, "peringkat", isi)

    assert result.exit_code == 1
    assert not out.exists()
    for place in (
        "baris 2, kolom twk: Nilai twk harus kelipatan 5",
        "baris 3, kolom peserta: Peserta ini sudah ada di baris 2",
        "baris 3, kolom tiu",
        "baris 3, kolom skb",
        "baris 3, kolom kuota: Kuota formasi ini lain",
        "baris 3, kolom ipk",
        "baris 3, kolom tanggal_lahir",
        "baris 3, kolom jenis_kebutuhan",
        "baris 3, kolom status_skb",
        "baris 4, kolom peserta",
        "baris 4, kolom skb",
    ):
        assert place in result.output


@pytest.mark.parametrize("kuota", ["0", "-1", "0,5", "satu"])
def test_a_formation_without_a_seat_is_refused_by_row_and_column(tmp_path: Path, kuota: str) -> None:
    cell = f'"{kuota}"'
    peringkat, out = run(tmp_path, "peringkat", f"{KEPALA},kuota\n1,f,k,100,100,200,70,1\n2,g,k,100,100,200,71,{cell}\n")
    assert (peringkat.exit_code, out.exists()) == (1, False)
    assert "baris 3, kolom kuota: Kolom kuota harus" in peringkat.output
    potong, out = run(tmp_path, "potong", f"peserta,formasi,kuota,twk,tiu,tkp\n1,f,{cell},65,80,166\n")
    assert (potong.exit_code, out.exists()) == (1, False)
    assert "baris 2, kolom kuota: Kolom kuota harus" in potong.output


def test_a_table_without_a_column_an_unknown_rule_set_and_a_strange_ending(tmp_path: Path) -> None:
    result, _ = run(tmp_path, "peringkat", "peserta,formasi\n1,f\n")
    assert (result.exit_code, "kolom kelompok: Kolom kelompok tidak ada" in result.output) == (1, True)
    isi = "\n".join([KEPALA, *ORANG])
    result, _ = run(tmp_path, "peringkat", isi, "--aturan", "cpns-1999")
    assert (result.exit_code, "cpns-2024" in result.output) == (2, True)
    result, out = run(tmp_path, "peringkat", isi, keluar="hasil.pdf")
    assert (result.exit_code, out.exists()) == (1, False)


def test_xlsx_in_and_out(tmp_path: Path) -> None:
    isi = write_xlsx([satu.split(",") for satu in ORANG], KEPALA.split(","))
    result, out = run(tmp_path, "peringkat", isi, keluar="hasil.xlsx")

    assert result.exit_code == 0, result.output
    sheet = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert sheet[0] == [*KEPALA.split(","), *TAMBAHAN]
    assert [row[sheet[0].index("nilai_akhir")] for row in sheet[1:]] == [71.091, 71.455, 82.618]


def test_pppk(tmp_path: Path) -> None:
    kepala = "peserta,formasi,kelompok,teknis,manajerial_sosiokultural,wawancara,tanggal_lahir,kehadiran,kuota"
    orang = ["1,f,k,300,150,30,1990-01-01,,1", "2,f,k,305,145,30,1990-01-01,,1", "3,f,k,,,,,TH,1", "4,g,k,300,150,30,,,1"]
    isi = "\n".join([kepala, *orang])
    result, out = run(tmp_path, "peringkat", isi, "--aturan", "pppk-2024")

    assert result.exit_code == 0, result.output
    assert [(row["total"], row["peringkat"], row["peringkat_kelompok"], row["keterangan"]) for row in rows(out)] == [
        ("480", "2", "2", "TL"),
        ("480", "1", "1", "L"),
        ("", "", "", "TH"),
        ("480", "1", "2", "L"),
    ]
    result, _ = run(tmp_path, "peringkat", isi.replace("300,", "301,", 1), "--aturan", "pppk-2024")
    assert (result.exit_code, "baris 2, kolom teknis" in result.output) == (1, True)


def test_the_cut_off_tests_the_grade_where_the_need_type_is_said(tmp_path: Path) -> None:
    isi = "\n".join(
        [
            "peserta,formasi,kuota,twk,tiu,tkp,kehadiran,jenis_kebutuhan,jabatan",
            "1,f,1,65,80,165,,UMUM,PENATA",
            "2,f,1,65,80,166,,UMUM,PENATA",
            "3,f,1,,,,TH,UMUM,PENATA",
            "4,g,1,0,60,225,,papua,PENATA",
            "5,h,1,0,80,225,,UMUM,RESCUER",
            *(f"{n},i,1,65,80,{n},,," for n in range(166, 170)),
        ]
    )
    result, out = run(tmp_path, "potong", isi)

    assert result.exit_code == 0, result.output
    found = rows(out)
    assert [row["status"] for row in found] == ["TL", "P/L", "TH", "TL", "P/L", "P", "P/L", "P/L", "P/L"]
    assert tuple(found[0])[-2:] == ("status", "alasan")
    assert "tidak diuji" in found[5]["alasan"]
    assert "3 peserta terbaik dari 4 yang hadir pada SKD mengikuti SKB." in found[5]["alasan"]
    assert "memenuhi nilai ambang batas" not in found[5]["alasan"]
    result, _ = run(tmp_path, "potong", isi.replace("2,f,1,65,80,166,,UMUM,PENATA", "2,f,1,65,80,166,,PAPUA,PENATA"))
    assert (result.exit_code, "baris 3, kolom jenis_kebutuhan" in result.output) == (1, True)


def test_the_published_table_passes_through(tmp_path: Path) -> None:
    published = _table("hasil-integrasi-2024-contoh.csv")
    lines = [KEPALA + ",ipk"]
    expected = []
    for number, block in enumerate(_blocks(published)):
        for row in block:
            lines.append(
                f"{int(row['row']):05d},f-{number},k-{number},{row['twk']},{row['tiu']},{row['tkp']},{row['nilai_skb_100']},{row['ipk']}"
            )
            expected.append((int(row["nilai_skd"]), thousandths(row["nilai_akhir"])))
    result, out = run(tmp_path, "peringkat", "\n".join(lines))

    assert result.exit_code == 0, result.output
    found = rows(out)
    assert [(int(row["skd"]), thousandths(row["nilai_akhir"])) for row in found] == expected
    for number in range(len({row["formasi"] for row in found})):
        ranks = [int(row["peringkat"]) for row in found if row["formasi"] == f"f-{number}"]
        assert ranks == sorted(ranks)
    # Birth dates are not published: one pair is left as a tie.
    assert [row["seri"] for row in found].count("YA") <= 2


@pytest.mark.parametrize("kuota", [1, 2])
def test_the_teaching_example_passes_through(tmp_path: Path, kuota: int) -> None:
    example = _table("bkn_2020_skb_cutoff_example.csv")
    isi = "\n".join(
        ["peserta,formasi,kuota,twk,tiu,tkp", *(f"{row['peserta']},f,{kuota},{row['twk']},{row['tiu']},{row['tkp']}" for row in example)]
    )
    refused, _ = run(tmp_path, "potong", isi)
    assert (refused.exit_code, "kelipatan 5" in refused.output) == (1, True)
    result, out = run(tmp_path, "potong", isi, "--tanpa-kelipatan")

    assert result.exit_code == 0, result.output
    assert [row["status"] for row in rows(out)] == ["P/L" if row[f"admitted_if_kuota_{kuota}"] == "1" else "P" for row in example]


def test_it_runs_as_a_program_without_any_environment(tmp_path: Path) -> None:
    masuk = tmp_path / "masuk.csv"
    masuk.write_text("\n".join([KEPALA, *ORANG]))
    done = subprocess.run(
        [sys.executable, "-m", "services.penilaian", "peringkat", str(masuk), str(tmp_path / "x.csv"), "--aturan", "cpns-2024"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert len(rows(tmp_path / "x.csv")) == 3


def test_who_goes_on_stands_in_a_table_of_its_own_that_the_ranking_takes(tmp_path: Path) -> None:
    isi = "\n".join(
        [
            "peserta;formasi;kelompok;kuota;twk;tiu;tkp;kehadiran;ipk",
            *(f"{n};f;k;1;65;80;{n};;3,5" for n in range(166, 170)),
            "9;f;k;1;;;;TH;3,5",
        ]
    )
    result, out = run(tmp_path, "potong", isi, keluar="potong.csv")
    assert result.exit_code == 0, result.output
    daftar = tmp_path / "potong-skb.csv"
    assert [(row["peserta"], row["skb"], row["status_skb"]) for row in rows(daftar)] == [(str(n), "", "") for n in (167, 168, 169)]
    semua = out.read_text(encoding="utf-8").splitlines()
    lengkap = "\n".join([semua[0] + ",skb", *(satu + ",80" for satu in semua[1:])])
    refused, _ = run(tmp_path, "peringkat", lengkap)
    assert refused.exit_code == 1
    assert refused.output.count("tidak mengikuti SKB") == 2
    assert "baris 2, kolom status" in refused.output
    terisi = daftar.read_text(encoding="utf-8").replace(",,\n", ',"80,5",HADIR\n')
    result, hasil = run(tmp_path, "peringkat", terisi)
    assert result.exit_code == 0, result.output
    assert [(row["peserta"], row["peringkat"]) for row in rows(hasil)] == [("167", "3"), ("168", "2"), ("169", "1")]


def test_empty_rows_above_a_header_with_semicolons_are_passed_over(tmp_path: Path) -> None:
    isi = "\ufeff\n;;;;;\n" + "peserta;formasi;kuota;twk;tiu;tkp\n\n1;f;1;65;80;166\n;;;;;\n2;f;1;65,5;80;166"
    result, _ = run(tmp_path, "potong", isi)
    assert (result.exit_code, "baris 7, kolom twk" in result.output, result.output.count("baris 7")) == (1, True, 1)
    result, out = run(tmp_path, "potong", isi.replace("65,5", "65"))
    assert (result.exit_code, len(rows(out))) == (0, 2)
