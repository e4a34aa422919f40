"""The section [jadwal]: stages, their order and their distances, and no date."""

import copy
from datetime import date
from typing import Any

import pytest

from shared.aturan import AturanTidakSah, jadwal, load, names, read, sanggah
from shared.istilah import TahapMusim as T


@pytest.mark.parametrize("nama", [nama for nama in names() if "jadwal" in read(nama)])
def test_every_set_that_has_a_calendar_knows_the_stages_of_its_objections(nama: str) -> None:
    aturan = jadwal.load(nama)
    for satu in sanggah.load(nama):
        assert {T(f"{kata}_{satu.tahap}") for kata in ("HASIL", "SANGGAH", "JAWABAN")} <= set(aturan.dikenal)
    if aturan.ujian_pertama is T.SKD:
        assert (T.PILIHAN_BAWAAN in aturan.dikenal) is (load(nama).bawaan is not None)


def test_every_cpns_set_has_a_calendar_with_the_numbers_of_the_law() -> None:
    for nama in names("CPNS"):
        aturan = jadwal.load(nama)
        assert (aturan.pengumuman_hari, aturan.jarak_hari_kerja, aturan.ujian_pertama) == (15, 10, T.SKD)
        assert T.SANGGAH_SKD in aturan.dikenal or nama != "cpns-2023"
    assert jadwal.load("pppk-2024").ujian_pertama is T.SELEKSI_KOMPETENSI


def test_no_calendar_of_a_rule_set_holds_a_date() -> None:
    def dates(value: object) -> list[date]:
        if isinstance(value, dict | list):
            return [found for satu in (value.values() if isinstance(value, dict) else value) for found in dates(satu)]
        return [value] if isinstance(value, date) else []

    for nama in names():
        assert dates(read(nama).get("jadwal", {})) == []
    assert dates({"a": [{"b": date(2024, 9, 10)}]})


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"berurutan": ["SKD", "PENDAFTARAN"]}, "begin with PENDAFTARAN"),
        ({"berurutan": ["PENDAFTARAN", "SKD", "SKD"]}, "twice"),
        ({"ujian_pertama": "SELEKSI_KOMPETENSI"}, "ujian_pertama must be one"),
        ({"wajib": ["PENGUMUMAN", "PENDAFTARAN"]}, "the first test"),
        ({"wajib": ["PENGUMUMAN", "PENDAFTARAN", "SKD", "SANGGAH_SKD"]}, "none that is no stage"),
        ({"pengumuman_hari": 0}, "counted from 1"),
        ({"iring": [{"tahap": "PEMERIKSAAN", "bersama": "SANGGAH_SKD"}]}, "run beside"),
        ({"pembukaan": date(2024, 8, 20)}, "knows no pembukaan"),
        ({"pasal_jarak": ""}, "pasal_jarak"),
    ],
)
def test_a_contradictory_calendar_is_refused(change: dict[str, Any], match: str) -> None:
    tabel = copy.deepcopy(read("cpns-2024"))["jadwal"]
    assert isinstance(tabel, dict)
    with pytest.raises((ValueError, TypeError), match=match):
        jadwal.parse({**tabel, **change})
    with pytest.raises(AturanTidakSah):
        jadwal.load("cpns-2099")
