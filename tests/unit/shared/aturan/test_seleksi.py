"""The rule sets are complete, and a file that contradicts itself does not load."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from shared.aturan import AturanTidakSah, JenisKebutuhan, Kriteria, load, names, parse, read

CPNS = names("CPNS")
URUTAN = ("NILAI_AKHIR", "SKD", "TKP", "TIU", "TWK", "IPK", "USIA")


@pytest.mark.parametrize("nama", CPNS)
def test_every_year_loads_with_the_weights_and_the_order_of_the_law(nama: str) -> None:
    aturan = load(nama)

    assert (aturan.integrasi.bobot_skd, aturan.integrasi.bobot_skb, aturan.integrasi.skala_skd) == (40, 60, 550)
    assert aturan.potong.faktor == 3
    assert aturan.potong.urutan == (Kriteria.SKD, Kriteria.TKP, Kriteria.TIU, Kriteria.TWK)
    assert aturan.peringkat.urutan == URUTAN
    assert all(ambang.pasal for _, ambang in aturan.ambang)


def test_2024_covers_every_need_type_there_is() -> None:
    aturan = load("cpns-2024")

    assert {jenis for jenis, _ in aturan.ambang} == set(JenisKebutuhan)


@pytest.mark.parametrize(
    ("jenis", "jabatan", "batas"),
    [
        ("UMUM", "PRANATA KOMPUTER AHLI PERTAMA", (0, 65, 80, 166)),
        ("KALIMANTAN", "PRANATA KOMPUTER AHLI PERTAMA", (0, 65, 80, 166)),
        ("CUMLAUDE", "DOSEN", (311, 0, 85, 0)),
        ("DIASPORA", "DOSEN", (311, 0, 85, 0)),
        ("DISABILITAS", "DOSEN", (286, 0, 60, 0)),
        ("DAERAH_TERTINGGAL", "DOSEN", (286, 0, 60, 0)),
        ("UMUM", "Dokter  Ahli Pertama - Dokter (Umum)", (311, 0, 80, 0)),
        ("UMUM", "DOKTER HEWAN KARANTINA AHLI PERTAMA", (0, 65, 80, 166)),
        ("UMUM", "PENGAMAT GUNUNG API TERAMPIL", (286, 0, 70, 0)),
        ("UMUM", "RESCUERS", (0, 65, 80, 166)),
        ("PAPUA", "DOKTER AHLI PERTAMA - DOKTER (UMUM)", (286, 0, 60, 0)),
    ],
)
def test_passing_grades_of_2024(jenis: str, jabatan: str, batas: tuple[int, int, int, int]) -> None:
    ambang = load("cpns-2024").ambang_batas(jenis, jabatan)

    assert (ambang.total, ambang.twk, ambang.tiu, ambang.tkp) == batas


def _without_need_type(tabel: dict[str, Any]) -> None:
    tabel["ambang"][0]["jenis_kebutuhan"].remove("UMUM")


def _twice(tabel: dict[str, Any]) -> None:
    tabel["ambang"][1]["jenis_kebutuhan"].append("UMUM")


def _weights(tabel: dict[str, Any]) -> None:
    tabel["integrasi"]["bobot_skd"] = 50


def _unreachable(tabel: dict[str, Any]) -> None:
    tabel["ambang"][0]["tkp"] = 226


def _no_grade(tabel: dict[str, Any]) -> None:
    tabel["ambang"][0].update(twk=0, tiu=0, tkp=0)


def _misspelt(tabel: dict[str, Any]) -> None:
    tabel["ambang"][0]["tpk"] = 166


def _rounding(tabel: dict[str, Any]) -> None:
    tabel["integrasi"]["cara"] = "setengah_ke_bawah"


def _without_article(tabel: dict[str, Any]) -> None:
    tabel["potong"]["pasal"] = " "


def _replaces_nothing(tabel: dict[str, Any]) -> None:
    tabel["ambang_jabatan"][0]["menggantikan"] = "BIASA"


def _sum(tabel: dict[str, Any]) -> None:
    tabel["skd"]["maksimum"] = 500


def _part_bounds(tabel: dict[str, Any]) -> None:
    tabel["skb"]["batas"][0]["cat_minimum"] = 60


def _one_kind_of_agency(tabel: dict[str, Any]) -> None:
    tabel["skb"]["batas"].pop()


def _cat_as_extra(tabel: dict[str, Any]) -> None:
    tabel["skb"]["batas"][0]["jenis_maksimum"]["CAT"] = 10


def _misspelt_bound(tabel: dict[str, Any]) -> None:
    tabel["skb"]["batas"][0]["jumlah_tambahn"] = 2


def _future_skd(tabel: dict[str, Any]) -> None:
    tabel["bawaan"]["tahun_asal"] = [2024]


def _steps_out_of_turn(tabel: dict[str, Any]) -> None:
    tabel["integrasi"]["pembulatan"].reverse()


def _cut_by_final_score(tabel: dict[str, Any]) -> None:
    tabel["potong"]["urutan"][0] = "NILAI_AKHIR"


def _rank_without_final_score(tabel: dict[str, Any]) -> None:
    tabel["peringkat"]["urutan"] = ["SKD", "NILAI_AKHIR"]


def _no_code_for_absence(tabel: dict[str, Any]) -> None:
    del tabel["kode"]["akhir"]["TH"]


def _questions(tabel: dict[str, Any]) -> None:
    tabel["skd"]["komponen"]["TWK"]["soal"] = 31


def _decree_without_name(tabel: dict[str, Any]) -> None:
    del tabel["pasal"]


def _other_kind(tabel: dict[str, Any]) -> None:
    tabel["jenis_pengadaan"] = "PPPK"


def _flag_as_number(tabel: dict[str, Any]) -> None:
    tabel["potong"]["faktor"] = True


@pytest.mark.parametrize(
    "change",
    [
        _without_need_type,
        _twice,
        _weights,
        _unreachable,
        _no_grade,
        _misspelt,
        _rounding,
        _without_article,
        _replaces_nothing,
        _sum,
        _part_bounds,
        _one_kind_of_agency,
        _cat_as_extra,
        _misspelt_bound,
        _future_skd,
        _steps_out_of_turn,
        _cut_by_final_score,
        _rank_without_final_score,
        _no_code_for_absence,
        _questions,
        _decree_without_name,
        _other_kind,
        _flag_as_number,
    ],
)
def test_a_contradictory_rule_set_is_refused(change: Callable[[dict[str, Any]], None]) -> None:
    tabel = copy.deepcopy(read("cpns-2024"))
    change(tabel)

    with pytest.raises(AturanTidakSah, match="cpns-2024"):
        parse(tabel, name="cpns-2024")


def test_a_file_may_not_call_itself_otherwise_and_unknown_names_say_what_there_is() -> None:
    with pytest.raises(AturanTidakSah, match="calls itself"):
        parse(read("cpns-2024"), name="cpns-2025")
    with pytest.raises(AturanTidakSah, match="cpns-2024"):
        load("cpns-1999")
    assert set(CPNS) <= set(names())
