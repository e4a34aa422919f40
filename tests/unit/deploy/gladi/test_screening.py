"""Posts of need types that a year does not know are left out and counted; whatever else is wrong stays for pendaftaran to refuse."""

import gzip

from deploy.gladi.invented import berkas_formasi
from deploy.gladi.screening import Skipped, screen
from shared.tabular import read_table

KOLOM = (
    *("formasi_id", "ins_nm", "jp_nama", "formasi_nm", "jabatan_nm", "lokasi_nm"),
    *("jumlah_formasi", "disable", "gaji_min", "gaji_max", "jenjang_studi", "program_studi"),
)
KALIMANTAN = "Putra/Putri  Kalimantan"


def _berkas(*kepala: tuple[str, str, str]) -> bytes:
    """A file of (post, need type, seats), two studies each."""
    baris = [",".join(KOLOM)]
    for formasi, kebutuhan, kursi in kepala:
        baris += [
            f'{formasi},Badan Contoh,CPNS,{kebutuhan},ANALIS,"UNIT ""A"", LANTAI 1",{kursi},1,1,2,S-1,S-1 {studi}'
            for studi in ("HUKUM", "SENI")
        ]
    return ("\n".join(baris) + "\n").encode()


def _formasi(nama: str, isi: bytes) -> list[tuple[str, str]]:
    return [(satu.nilai["formasi_id"], satu.nilai["lokasi_nm"]) for satu in read_table(nama, isi, required=KOLOM)]


def test_a_need_type_of_another_year_is_left_out_and_counted() -> None:
    isi = _berkas(("a", "UMUM", "2"), ("b", KALIMANTAN, "3"), ("c", KALIMANTAN, "4"), ("d", "DIASPORA", "5"))
    screened = screen({"x.csv": isi}, "cpns-2021")
    assert _formasi("x.csv", screened.files["x.csv"]) == [(satu, 'UNIT "A", LANTAI 1') for satu in ("a", "a", "d", "d")]
    assert screened.skipped == {"PUTRA/PUTRI KALIMANTAN": Skipped(2, 7)}
    assert screened.sentences == ["cpns-2021 tidak mengenal jenis kebutuhan PUTRA/PUTRI KALIMANTAN: 2 formasi (7 kursi) dilewati"]
    assert set(screen({"x.csv": isi}, "cpns-2023").skipped) == {"DIASPORA", "PUTRA/PUTRI KALIMANTAN"}


def test_columns_that_nobody_knows_stay() -> None:
    isi = b"grup;formasi_id;Formasi_nm;jumlah_formasi;lain\nG1;a;UMUM;2;x\n;b;DIASPORA;1;y\n"
    assert screen({"x.csv": isi}, "cpns-2023").files == {"x.csv": b"grup,formasi_id,Formasi_nm,jumlah_formasi,lain\r\nG1,a,UMUM,2,x\r\n"}


def test_a_year_that_knows_them_all_gets_the_files_untouched() -> None:
    files = {"x.csv": _berkas(("a", "UMUM", "2"), ("b", KALIMANTAN, "3")), **berkas_formasi(1, 40)}
    assert screen(files, "cpns-2024") == (files, {}, "cpns-2024")


def test_what_is_merely_wrong_stays() -> None:
    """A label of no year, a post of two need types, seats that are no number, a file that is no table: pendaftaran names each."""
    files = {
        "x.csv": _berkas(("a", "UMMUM", "2")),
        "y.csv": _berkas(("b", KALIMANTAN, "3"), ("b", "UMUM", "3")),
        "z.csv": _berkas(("c", KALIMANTAN, "tiga")),
        "w.csv": b"bukan,tabel\n1,2\n",
    }
    assert screen(files, "cpns-2021") == (files, {}, "cpns-2021")
    lihat = screen({"v.csv": _berkas(("d", KALIMANTAN, "3")) + b"\nlain,Badan\n"}, "cpns-2021").files["v.csv"]
    assert lihat.splitlines()[-1] == b"lain,Badan"


def test_a_packed_file_stays_packed_and_an_empty_one_is_not_sent() -> None:
    files = {"x.csv.gz": gzip.compress(_berkas(("a", "UMUM", "2"), ("b", KALIMANTAN, "3"))), "y.csv": _berkas(("c", KALIMANTAN, "4"))}
    screened = screen(files, "cpns-2021")
    assert [satu for satu, _ in _formasi("x.csv.gz", gzip.decompress(screened.files.pop("x.csv.gz")))] == ["a", "a"]
    assert screened.files == {}
    assert screened.skipped == {"PUTRA/PUTRI KALIMANTAN": Skipped(2, 7)}
