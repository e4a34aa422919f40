"""The sections of the rule sets besides the tests themselves: articles, objections, PPPK, exemptions."""

import copy
from datetime import date
from typing import Any

import pytest

from shared.aturan import AturanTidakSah, jenis_pengadaan, load, names, pengangkatan, pppk, read, sanggah
from shared.aturan import pendaftaran as aturan_pendaftaran
from shared.aturan.pasal import pasal_di, tanpa_pasal
from shared.aturan.pppk import KriteriaPppk
from shared.aturan.sanggah import TahapSanggah
from shared.istilah import JenisBagian


def test_there_are_five_sets_and_each_loads_whole() -> None:
    assert names() == ("cpns-2021", "cpns-2023", "cpns-2024", "pppk-2021", "pppk-2024")
    for nama in names():
        aturan = pppk.load(nama) if jenis_pengadaan(nama) == "PPPK" else load(nama)
        assert aturan.nama == nama
        assert aturan_pendaftaran.load(nama).usia_min >= 18
        assert pengangkatan.load(nama).sanksi_jumlah >= 1
        assert sanggah.load(nama)[-1].tahap is TahapSanggah.AKHIR


@pytest.mark.parametrize("nama", names())
def test_no_value_without_its_article(nama: str) -> None:
    assert tanpa_pasal(read(nama)) == ()


def test_a_table_without_an_article_is_found_wherever_it_stands() -> None:
    tabel: dict[str, Any] = {
        "pasal": "head",
        "nama": "x",
        "a": {"x": 1, "b": {"y": 2}},
        "c": {"pasal": "P 1", "d": {"z": 3}},
        "e": [{"pasal": "P 2", "x": 1}, {"x": 2}],
        "f": {"g": {"pasal_usia": "P 3", "x": 1}},
    }
    assert tanpa_pasal(tabel) == ("a", "a.b", "e.1")
    assert list(pasal_di(tabel)) == [
        (".", "pasal", "head"),
        ("c", "pasal", "P 1"),
        ("e.0", "pasal", "P 2"),
        ("f.g", "pasal_usia", "P 3"),
    ]


@pytest.mark.parametrize(
    ("nama", "instansi", "cat", "wawancara", "tambahan"),
    [
        ("cpns-2021", "Kementerian Keuangan", 50, 30, None),
        ("cpns-2023", "Kementerian Keuangan", 50, 30, None),
        ("cpns-2024", "Kementerian Keuangan", 50, 10, 3),
        ("cpns-2021", "Pemerintah Kab. Jember", 60, 0, 1),
        ("cpns-2024", "PEMERINTAH PROVINSI JAWA TIMUR", 60, 0, 1),
        ("cpns-2024", "Pemerintahan Daerah yang Lain", 50, 10, 3),
    ],
)
def test_bounds_of_the_skb_parts(nama: str, instansi: str, cat: int, wawancara: int, tambahan: int | None) -> None:
    batas = load(nama).skb.batas_untuk(instansi)

    assert (batas.cat_minimum, dict(batas.jenis_maksimum)[JenisBagian.WAWANCARA], batas.jumlah_tambahan) == (cat, wawancara, tambahan)


def test_an_earlier_skd_counts_in_2024_only() -> None:
    assert [load(nama).bawaan for nama in ("cpns-2021", "cpns-2023")] == [None, None]
    bawaan = load("cpns-2024").bawaan
    assert bawaan is not None
    assert (bawaan.tahun_asal, bawaan.pasal) == ((2023,), "KepmenPANRB 344/2024")


def test_objections_by_year() -> None:
    assert [[satu.tahap.value for satu in sanggah.load(nama)] for nama in names()] == [
        ["ADMINISTRASI", "AKHIR"],
        ["ADMINISTRASI", "SKD", "AKHIR"],
        ["ADMINISTRASI", "AKHIR"],
        ["ADMINISTRASI", "AKHIR"],
        ["ADMINISTRASI", "AKHIR"],
    ]
    awal, akhir = sanggah.load("cpns-2024")
    assert (awal.hari_mengajukan, awal.semua_syarat, akhir.hari_menjawab) == (3, True, 7)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"mulai": date(2024, 9, 20)}, "knows no mulai"),
        ({"hari_mengajukan": 0}, "counted from 1"),
        ({"tahap": "SKB"}, "SKB"),
        ({"hari": 3}, "knows no hari"),
        ({"pasal": ""}, "pasal"),
    ],
)
def test_a_contradictory_objection_is_refused(change: dict[str, Any], match: str) -> None:
    tabel = copy.deepcopy(read("cpns-2024"))
    first = tabel["sanggah"]
    assert isinstance(first, list)
    first[0].update(change)
    with pytest.raises(AturanTidakSah, match=match):
        sanggah.parse(tabel, name="cpns-2024")


def _maksimum(ujian: pppk.UjianPppk) -> tuple[int, int, int, int]:
    return ujian.teknis.maksimum, ujian.manajerial_sosiokultural.maksimum, ujian.wawancara.maksimum, ujian.maksimum


def test_pppk_of_2021() -> None:
    """KepmenPANRB 1127/2021 and 1128/2021: 130 and 24 for everybody, the technical grade by jabatan; teachers have 500 technical points."""
    aturan = pppk.load("pppk-2021")
    guru, lain = aturan.syarat("Guru  Matematika - SMP"), aturan.syarat("Ahli Pertama - Pustakawan")

    assert (_maksimum(guru.ujian), _maksimum(lain.ujian)) == ((500, 200, 40, 740), (450, 200, 40, 690))
    assert [(s.ambang.teknis, s.ambang.manajerial_sosiokultural, s.ambang.wawancara) for s in (guru, lain) if s.ambang] == [
        (205, 130, 24),
        (225, 130, 24),
    ]
    assert {satu.kode.value: satu.nilai for satu in guru.afirmasi} == {
        "SERTIFIKAT_PENDIDIK": 500,
        "USIA_35": 75,
        "THK_II": 50,
        "DISABILITAS": 50,
    }
    assert lain.afirmasi == ()
    assert [(satu.usia_minimum, satu.masa_kerja_minimum) for satu in guru.afirmasi if satu.kode == "USIA_35"] == [(35, 3)]
    assert aturan.urutan == tuple(KriteriaPppk)


@pytest.mark.parametrize(
    ("jabatan", "lampiran", "nilai"),
    [
        ("ARSIPARIS", None, None),
        ("ARSIPARIS", 202, None),
        ("ARSIPARIS", 294, None),
        ("GURU", 501, None),
        ("GURU KELAS SD", 325, 320),
        ("GURUNG", 300, None),
    ],
)
def test_a_technical_grade_that_nobody_knows_is_refused(jabatan: str, lampiran: int | None, nilai: int | None) -> None:
    with pytest.raises(pppk.AmbangTidakDiketahui) as caught:
        pppk.load("pppk-2021").syarat(jabatan, lampiran)
    assert caught.value.nilai == nilai


def test_a_technical_grade_beside_the_table_is_taken_where_the_annex_can_have_it() -> None:
    aturan = pppk.load("pppk-2021")
    grades = [aturan.syarat(*satu).ambang for satu in (("ARSIPARIS", 203), ("ARSIPARIS", 293), ("GURU SENI", 500), ("GURU KELAS SD", 320))]
    assert [satu.teknis for satu in grades if satu] == [203, 293, 500, 320]


def test_pppk_of_2024() -> None:
    aturan = pppk.load("pppk-2024")
    syarat = aturan.syarat("GURU KELAS SD")

    assert _maksimum(syarat.ujian) == (450, 180, 40, 670)
    assert (syarat.ambang, syarat.afirmasi) == (None, ())
    assert aturan.urutan == tuple(KriteriaPppk)
    with pytest.raises(AturanTidakSah, match="no rule set of PPPK"):
        pppk.load("cpns-2024")
    with pytest.raises(AturanTidakSah, match="PPPK, which has no SKD"):
        load("pppk-2024")


@pytest.mark.parametrize(
    ("section", "change", "match"),
    [
        ("ujian", {"maksimum": 600}, "sum of its parts"),
        ("ujian", {"nilai_ambang_batas": True}, "whether there is an"),
        ("peringkat", {"urutan": ["TEKNIS", "TEKNIS"]}, "twice"),
        ("peringkat", {"urutan": ["SKD"]}, "SKD"),
        ("kode", {"akhir": {"LULUS": "L"}}, "TIDAK_LULUS"),
    ],
)
def test_a_contradictory_pppk_set_is_refused(section: str, change: dict[str, Any], match: str) -> None:
    tabel = copy.deepcopy(read("pppk-2024"))
    part = tabel[section]
    assert isinstance(part, dict)
    part.update(change)
    with pytest.raises(AturanTidakSah, match=match):
        pppk.parse(tabel, name="pppk-2024")


def _ubah(tabel: dict[str, Any], path: str, value: object) -> None:
    """Put a value where the path leads, or nothing."""
    *parents, last = path.split(".")
    di: Any = tabel
    for key in parents:
        di = di[int(key) if key.isdecimal() else key]
    if value is None:
        del di[last]
    else:
        di[last] = value


@pytest.mark.parametrize(
    ("path", "value", "match"),
    [
        ("ujian.nilai_ambang_batas", False, "whether there is an"),
        ("ujian.teknis_tertinggi", 451, "no range of the test"),
        ("ujian.teknis_terendah", 226, "AHLI PERTAMA PENGAWAS KOPERASI lies outside"),
        ("ujian_jabatan.0.maksimum", 690, "ujian GURU. maksimum is not the sum"),
        ("ujian_jabatan.0.kode", "UMUM", "a code of its own"),
        ("ujian_jabatan.0.awalan_jabatan", [], "names of jabatan"),
        ("ujian_jabatan.0.soal", 100, "knows no soal"),
        ("ambang.wawancara", 41, "wawancara is outside"),
        ("ambang.manajerial_sosiokultural", 0, "manajerial_sosiokultural is outside"),
        ("ambang.teknis.0.jabatan", ["AHLI PERTAMA PUSTAKAWAN"], "a jabatan twice"),
        ("ambang.teknis.0.jabatan", ["Ahli Pertama - Pranata"], "in capitals"),
        ("ambang.pasal", None, "pasal"),
        ("afirmasi.0.nilai", 0, "needs points"),
        ("afirmasi.0.nilai", 77, "between the steps"),
        ("afirmasi.0.ujian", "DOKTER", "a test that there is"),
        ("afirmasi.0.kode", "THK_II", "one thing twice"),
        ("afirmasi.0.kode", "TETANGGA", "TETANGGA"),
        ("kode.akhir.DI_BAWAH_AMBANG", None, "DI_BAWAH_AMBANG"),
    ],
)
def test_a_contradictory_pppk_set_with_grades_is_refused(path: str, value: object, match: str) -> None:
    tabel: dict[str, Any] = copy.deepcopy(read("pppk-2021"))
    _ubah(tabel, path, value)
    with pytest.raises(AturanTidakSah, match=match):
        pppk.parse(tabel, name="pppk-2021")


def test_leaving_another_location_before_the_nip_is_free_in_2024_only() -> None:
    assert [pengangkatan.load(nama).sanksi_bebas_lokasi_lain for nama in names()] == [False, False, True, False, False]
    tabel = copy.deepcopy(read("cpns-2024"))
    part = tabel["pengangkatan"]
    assert isinstance(part, dict)
    del part["pasal_bebas"]
    with pytest.raises(ValueError, match="needs its article"):
        pengangkatan.parse(part, tahun=2024)


@pytest.mark.parametrize("digit", ["2", "211", "²1", "A1"])
def test_two_digits_of_an_ni_are_two_digits(digit: str) -> None:
    part: dict[str, Any] = copy.deepcopy(read("pppk-2024"))["pengangkatan"]  # type: ignore[assignment]
    with pytest.raises(ValueError, match="two digits"):
        pengangkatan.parse({**part, "digit_ni_pppk": digit}, tahun=2024)
