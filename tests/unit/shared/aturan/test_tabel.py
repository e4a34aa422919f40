"""A table of a rule set becomes a dataclass, and says by name what is wrong in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import pytest

from shared.aturan.tabel import Tabel, record


class Warna(StrEnum):
    MERAH = "MERAH"
    BIRU = "BIRU"


@dataclass(frozen=True, slots=True)
class Anak:
    nilai: int


@dataclass(frozen=True, slots=True)
class Induk:
    nama: str
    hari: date
    aktif: bool
    warna: frozenset[Warna]
    pasangan: tuple[tuple[Warna, int], ...]
    kamus: Mapping[str, tuple[str, ...]]
    anak: tuple[Anak, ...]
    tunggal: Anak | None
    tahun: int
    batas: int = 3


UTUH: Tabel = {
    "nama": "a",
    "hari": date(2024, 1, 2),
    "aktif": True,
    "warna": ["BIRU"],
    "pasangan": {"MERAH": 1},
    "kamus": {"x": ["y"]},
}


def test_a_table_becomes_a_value_and_what_may_be_absent_is() -> None:
    satu = record(Induk, UTUH, "induk", tahun=2024)
    assert satu == Induk("a", date(2024, 1, 2), True, frozenset({Warna.BIRU}), ((Warna.MERAH, 1),), {"x": ("y",)}, (), None, 2024)
    lain = record(Induk, {**UTUH, "batas": 4, "tunggal": {"nilai": 1}, "anak": [{"nilai": 2}]}, "induk", tahun=2024)
    assert (lain.batas, lain.tunggal, lain.anak) == (4, Anak(1), (Anak(2),))


@pytest.mark.parametrize(
    ("ubah", "kind", "match"),
    [
        ({"nama": " "}, TypeError, "induk.nama is not a text"),
        ({"hari": datetime(2024, 1, 2)}, TypeError, "induk.hari is not a day"),  # noqa: DTZ001 - TOML has moments without a zone
        ({"aktif": 1}, TypeError, "induk.aktif is not true or false"),
        ({"batas": True}, TypeError, "induk.batas is not a whole number"),
        ({"warna": "BIRU"}, TypeError, "induk.warna is not a list"),
        ({"warna": ["HIJAU"]}, ValueError, "HIJAU"),
        ({"pasangan": {"MERAH": "1"}}, TypeError, "induk.pasangan.MERAH is not a whole number"),
        ({"tunggal": 1}, TypeError, "induk.tunggal is not a table"),
        ({"anak": [{"nilai": 1, "lain": 2}]}, ValueError, "induk.anak. knows no lain"),
        ({"tahun": 2023}, ValueError, "induk. knows no tahun"),
    ],
)
def test_what_is_wrong_is_said_by_name(ubah: Tabel, kind: type[Exception], match: str) -> None:
    with pytest.raises(kind, match=match):
        record(Induk, {**UTUH, **ubah}, "induk", tahun=2024)


@pytest.mark.parametrize("nama", UTUH)
def test_what_must_be_there_is_missed(nama: str) -> None:
    with pytest.raises(KeyError, match=nama):
        record(Induk, {key: value for key, value in UTUH.items() if key != nama}, "induk", tahun=2024)
