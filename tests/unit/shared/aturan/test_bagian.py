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


def test_there_are_four_sets_and_each_loads_whole() -> None:
    assert names() == ("cpns-2021", "cpns-2023", "cpns-2024", "pppk-2024")
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
    assert (bawaan.tahun_asal, bawaan.pilihan_mulai, bawaan.pasal) == ((2023,), date(2024, 9, 18), "KepmenPANRB 344/2024")


def test_objections_by_year() -> None:
    assert [[satu.tahap.value for satu in sanggah.load(nama)] for nama in names()] == [
        ["ADMINISTRASI", "AKHIR"],
        ["ADMINISTRASI", "SKD", "AKHIR"],
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


def test_pppk_of_2024() -> None:
    aturan = pppk.load("pppk-2024")

    assert (aturan.teknis.maksimum, aturan.manajerial_sosiokultural.maksimum, aturan.wawancara.maksimum, aturan.maksimum) == (
        450,
        180,
        40,
        670,
    )
    assert aturan.urutan == tuple(KriteriaPppk)
    with pytest.raises(AturanTidakSah, match="no rule set of PPPK"):
        pppk.load("cpns-2024")
    with pytest.raises(AturanTidakSah, match="PPPK, which has no SKD"):
        load("pppk-2024")


@pytest.mark.parametrize(
    ("section", "change", "match"),
    [
        ("ujian", {"maksimum": 600}, "sum of its parts"),
        ("ujian", {"nilai_ambang_batas": True}, "not built"),
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


def test_leaving_another_location_before_the_nip_is_free_in_2024_only() -> None:
    assert [pengangkatan.load(nama).sanksi_bebas_lokasi_lain for nama in names()] == [False, False, True, False]
    tabel = copy.deepcopy(read("cpns-2024"))
    part = tabel["pengangkatan"]
    assert isinstance(part, dict)
    del part["pasal_bebas"]
    with pytest.raises(ValueError, match="needs its article"):
        pengangkatan.parse(part, tahun=2024)
