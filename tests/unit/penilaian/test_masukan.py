"""Score files read: what is taken of a row, what is said about the others, and parts for the people who have some."""

from collections.abc import Mapping

import orjson
import pytest

from services.penilaian.api.masukan import baca_bawaan, baca_kompetensi, baca_nilai
from services.penilaian.domain.skb import BagianSkb
from services.penilaian.store.berkas import Isi, Ujian
from services.penilaian.usecases.berkas import BerkasNilai, Mode, NilaiTerbaca
from shared.aturan import JenisBagian, Kehadiran, StatusSkb, load, pppk
from shared.errors import Rejected
from shared.istilah import JenisUjian, UjianKompetensi

ATURAN = load("cpns-2024")
NOMOR = "24400720110000001"
HADIR = Kehadiran.HADIR
BAGIAN = (
    BagianSkb("cat", JenisBagian.CAT, 60, skala=500),
    BagianSkb("praktik", JenisBagian.PRAKTIK, 30),
    BagianSkb("psikotes", JenisBagian.PSIKOTES, 10, menggugurkan=True),
)
SKD = {"peserta": NOMOR, "kehadiran": "HADIR", "twk": "150", "tiu": "0", "tkp": "1"}
SKB = {"peserta": NOMOR, "kehadiran": "HADIR", "nilai_skb": "83.5", "status_skb": ""}
DARI_BAGIAN = {**SKB, "nilai_skb": "", "cat": "400", "praktik": "70,5", "psikotes": "80"}


def baca(sel: Mapping[str, str], jenis: JenisUjian, bagian: tuple[BagianSkb, ...] = ()) -> NilaiTerbaca:
    """A file of one row."""
    isi = ";".join(sel) + "\n" + ";".join(sel.values()) + "\n"
    return baca_nilai(kiriman(isi, 1, jenis), ATURAN, {sel["peserta"]: bagian} if bagian else {})


def kiriman(isi: str, jumlah: int, jenis: Ujian = JenisUjian.SKB) -> BerkasNilai:
    return BerkasNilai("cpns-2024", "uji.csv", jenis, Mode.SEBAGIAN, jumlah, "", isi.encode())


def satu(terbaca: NilaiTerbaca) -> Isi:
    assert list(terbaca.faults) == []
    ((_, isi),) = terbaca.baris.values()
    return isi


def salah(terbaca: NilaiTerbaca) -> list[tuple[str, str | None]]:
    assert terbaca.baris == {}
    assert all(fault.pesan and fault.baris == 2 for fault in terbaca.faults)
    return [(fault.kode, fault.kolom) for fault in terbaca.faults]


def test_good_skd_rows() -> None:
    assert satu(baca(SKD, JenisUjian.SKD)) == Isi(HADIR, 150, 0, 1)
    assert satu(baca({**SKD, "kehadiran": " th ", "twk": "", "tiu": "", "tkp": "0"}, JenisUjian.SKD)) == Isi(Kehadiran.TH)


@pytest.mark.parametrize(
    ("ubah", "faults"),
    [
        ({"twk": "73"}, [("NILAI_TIDAK_MUNGKIN", "twk")]),
        ({"tiu": "180"}, [("SEL_DI_LUAR_BATAS", "tiu")]),
        ({"tkp": "226"}, [("SEL_DI_LUAR_BATAS", "tkp")]),
        ({"tkp": ""}, [("SEL_KOSONG", "tkp")]),
        ({"twk": "1e2", "tkp": "-5"}, [("SEL_BUKAN_BILANGAN", "twk"), ("SEL_DI_LUAR_BATAS", "tkp")]),
        ({"twk": "٦٥"}, [("SEL_BUKAN_BILANGAN", "twk")]),
        ({"peserta": "24-4007"}, [("NOMOR_PESERTA", "peserta")]),
        ({"peserta": "٢٤٤"}, [("NOMOR_PESERTA", "peserta")]),
        ({"peserta": "1" * 21}, [("NOMOR_PESERTA", "peserta")]),
        ({"peserta": ""}, [("NOMOR_PESERTA", "peserta")]),
        ({"kehadiran": "ADA"}, [("SEL_BUKAN_PILIHAN", "kehadiran")]),
        ({"kehadiran": "DIS"}, [("NILAI_TANPA_KEHADIRAN", "twk"), ("NILAI_TANPA_KEHADIRAN", "tkp")]),
    ],
)
def test_bad_skd_rows_name_every_fault(ubah: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert salah(baca({**SKD, **ubah}, JenisUjian.SKD)) == faults


@pytest.mark.parametrize(
    ("teks", "nilai"),
    [("83.5", 83_500), ("83,5", 83_500), ("83.5000", 83_500), ("0", 0), ("100", 100_000), ("100.000", 100_000), ("7.123", 7_123)],
)
def test_good_skb_values(teks: str, nilai: int) -> None:
    assert satu(baca({**SKB, "nilai_skb": teks}, JenisUjian.SKB)) == Isi(HADIR, nilai_skb=nilai, status=StatusSkb.HADIR)


@pytest.mark.parametrize(
    ("ubah", "fault"),
    [
        ({"nilai_skb": "100.001"}, ("SEL_DI_LUAR_BATAS", "nilai_skb")),
        ({"nilai_skb": "83.1234"}, ("SEL_BUKAN_NILAI", "nilai_skb")),
        ({"nilai_skb": ""}, ("SEL_KOSONG", "nilai_skb")),
        ({"status_skb": "TMS"}, ("SEL_BUKAN_PILIHAN", "status_skb")),
        ({"kehadiran": "TH"}, ("NILAI_TANPA_KEHADIRAN", "nilai_skb")),
    ],
)
def test_bad_skb_rows(ubah: dict[str, str], fault: tuple[str, str]) -> None:
    assert salah(baca({**SKB, **ubah}, JenisUjian.SKB)) == [fault]


def test_a_part_missed_keeps_its_partial_score() -> None:
    assert satu(baca({**SKB, "status_skb": "th", "nilai_skb": "22.0"}, JenisUjian.SKB)) == Isi(HADIR, nilai_skb=22_000, status=StatusSkb.TH)


def test_a_good_row_keeps_its_parts() -> None:
    isi = satu(baca(DARI_BAGIAN, JenisUjian.SKB, BAGIAN))

    # 400/500 of 60, 30 % of 70.5, 10 % of 80.
    assert (isi.nilai_skb, isi.status) == (77_150, StatusSkb.HADIR)
    assert orjson.loads(isi.bagian or "") == {
        "bagian": {
            "cat": {"nilai": 400_000, "gugur": False},
            "praktik": {"nilai": 70_500, "gugur": False},
            "psikotes": {"nilai": 80_000, "gugur": False},
        },
        "gugur_di": "",
    }


@pytest.mark.parametrize(
    ("ubah", "nilai", "status", "gugur_di"),
    [
        ({"praktik": "th"}, 56_000, StatusSkb.TH, "praktik"),
        ({"psikotes": "GUGUR"}, 69_150, StatusSkb.TMS_1, "psikotes"),
        ({"psikotes": "GUGUR", "praktik": "TH"}, 48_000, StatusSkb.TH, "praktik"),
        ({"status_skb": "DIS"}, 77_150, StatusSkb.DIS, ""),
        ({"nilai_skb": "77.15", "status_skb": "hadir"}, 77_150, StatusSkb.HADIR, ""),
    ],
)
def test_how_it_ended(ubah: dict[str, str], nilai: int, status: StatusSkb, gugur_di: str) -> None:
    isi = satu(baca({**DARI_BAGIAN, **ubah}, JenisUjian.SKB, BAGIAN))

    assert (isi.nilai_skb, isi.status, orjson.loads(isi.bagian or "")["gugur_di"]) == (nilai, status, gugur_di)


def test_absent_from_everything() -> None:
    absen = {**DARI_BAGIAN, "kehadiran": "TH", "cat": "", "praktik": "TH", "psikotes": ""}

    assert satu(baca(absen, JenisUjian.SKB, BAGIAN)) == Isi(Kehadiran.TH)


@pytest.mark.parametrize(
    ("ubah", "faults"),
    [
        ({"cat": ""}, [("SEL_KOSONG", "cat")]),
        ({"cat": "500.001"}, [("SEL_DI_LUAR_BATAS", "cat")]),
        ({"cat": "7e1", "praktik": "100.5"}, [("SEL_BUKAN_NILAI", "cat"), ("SEL_DI_LUAR_BATAS", "praktik")]),
        ({"praktik": "GUGUR"}, [("SEL_BUKAN_NILAI", "praktik")]),
        ({"status_skb": "TMS-1"}, [("STATUS_BERBEDA", "status_skb")]),
        ({"psikotes": "GUGUR", "status_skb": "HADIR"}, [("STATUS_BERBEDA", "status_skb")]),
        ({"nilai_skb": "77.151"}, [("NILAI_SKB_BERBEDA", "nilai_skb")]),
        ({"nilai_skb": "banyak"}, [("NILAI_SKB_BERBEDA", "nilai_skb")]),
        (
            {"kehadiran": "TH"},
            [("NILAI_TANPA_KEHADIRAN", "cat"), ("NILAI_TANPA_KEHADIRAN", "praktik"), ("NILAI_TANPA_KEHADIRAN", "psikotes")],
        ),
        ({"peserta": "x"}, [("NOMOR_PESERTA", "peserta")]),
        ({"kehadiran": "?"}, [("SEL_BUKAN_PILIHAN", "kehadiran")]),
    ],
)
def test_every_fault_of_parts_is_named(ubah: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert salah(baca({**DARI_BAGIAN, **ubah}, JenisUjian.SKB, BAGIAN)) == faults


def test_parts_for_those_who_have_them_and_one_score_for_the_others() -> None:
    parts = (BagianSkb("cat", JenisBagian.CAT, 60), BagianSkb("praktik", JenisBagian.PRAKTIK, 40))
    isi = "peserta,kehadiran,nilai_skb,cat,praktik\n1,HADIR,,70,80\n2,HADIR,66.5,,\n3,HADIR,,70,TH\n4,HADIR,,70,80\n"
    terbaca = baca_nilai(kiriman(isi, 4), ATURAN, {"1": parts, "3": parts})

    assert {peserta: (isi.nilai_skb, isi.status) for peserta, (_, isi) in terbaca.baris.items()} == {
        "1": (74_000, "HADIR"),
        "2": (66_500, "HADIR"),
        "3": (42_000, "TH"),
    }
    assert terbaca.baris["2"][1].bagian is None
    assert [(fault.baris, fault.kolom) for fault in terbaca.faults] == [(5, "nilai_skb")]


def test_of_rows_about_one_person_none_is_taken() -> None:
    isi = "peserta,kehadiran,nilai_skb\n1,HADIR,50\n2,HADIR,49\n1,HADIR,51\n1,HADIR,50\n3\n"
    terbaca = baca_nilai(kiriman(isi, 5), ATURAN, {})

    assert list(terbaca.baris) == ["2"]
    assert [(fault.kode, fault.baris) for fault in terbaca.faults] == [
        ("PESERTA_GANDA", 4),
        ("PESERTA_GANDA", 5),
        ("TABEL_BARIS_TIMPANG", 6),
    ]
    assert terbaca.jumlah == 5


def test_choices_of_an_earlier_year() -> None:
    judul = "peserta,tahun_asal,dipilih_pada,nik_sama,jenjang_asal,twk,tiu,tkp\n"
    baik = baca_bawaan(kiriman(f"{judul}1,2023,2024-09-20,ya,S-1,65,80,166\n", 1), ATURAN)
    buruk = baca_bawaan(kiriman(f"{judul}1,2017,kemarin,mungkin,S-1,66,,166\n", 1), ATURAN)

    ((_, pilihan),) = baik.baris.values()
    assert (pilihan.tahun_asal, pilihan.nik_sama, pilihan.twk, pilihan.tiu, pilihan.tkp) == (2023, True, 65, 80, 166)
    assert buruk.baris == {}
    assert [fault.kolom for fault in buruk.faults] == ["twk", "tiu", "tahun_asal", "dipilih_pada", "nik_sama"]


def test_reading_ends_at_the_first_row_beyond_those_that_were_said() -> None:
    banyak = "peserta,kehadiran,nilai_skb\n" + "1\n" * 3
    with pytest.raises(Rejected, match="REKONSILIASI"):
        baca_nilai(kiriman(banyak, 2), ATURAN, {})


KOMPETENSI = {"peserta": NOMOR, "kehadiran": "HADIR", "teknis": "500", "manajerial_sosiokultural": "150", "wawancara": "30"}


def baca_pppk(sel: Mapping[str, str]) -> NilaiTerbaca:
    """A file of one row of the competency test of 2021."""
    isi = ";".join(sel) + "\n" + ";".join(sel.values()) + "\n"
    return baca_kompetensi(kiriman(isi, 1, UjianKompetensi.KOMPETENSI), pppk.load("pppk-2021"))


def test_good_rows_of_the_competency_test() -> None:
    assert satu(baca_pppk(KOMPETENSI)) == Isi(HADIR, teknis=500, manajerial_sosiokultural=150, wawancara=30)
    absent = {**KOMPETENSI, "kehadiran": "th", "teknis": "0", "manajerial_sosiokultural": "", "wawancara": "0"}
    assert satu(baca_pppk(absent)) == Isi(Kehadiran.TH)


@pytest.mark.parametrize(
    ("ubah", "faults"),
    [
        ({"teknis": "505", "wawancara": "41"}, [("SEL_DI_LUAR_BATAS", "teknis"), ("SEL_DI_LUAR_BATAS", "wawancara")]),
        ({"manajerial_sosiokultural": "1,5"}, [("SEL_BUKAN_BILANGAN", "manajerial_sosiokultural")]),
        ({"wawancara": ""}, [("SEL_KOSONG", "wawancara")]),
        ({"peserta": "24-1"}, [("NOMOR_PESERTA", "peserta")]),
        ({"kehadiran": "SAKIT"}, [("SEL_BUKAN_PILIHAN", "kehadiran")]),
        (
            {"kehadiran": "DIS", "wawancara": ""},
            [("NILAI_TANPA_KEHADIRAN", "teknis"), ("NILAI_TANPA_KEHADIRAN", "manajerial_sosiokultural")],
        ),
    ],
)
def test_bad_rows_of_the_competency_test_name_every_fault(ubah: dict[str, str], faults: list[tuple[str, str]]) -> None:
    assert salah(baca_pppk({**KOMPETENSI, **ubah})) == faults
