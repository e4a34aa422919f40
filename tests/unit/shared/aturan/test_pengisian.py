"""The filling steps of each year as data, and what the loader refuses."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from shared.aturan import AturanTidakSah, names, pengisian, read

# (tahap, name, seats, candidates, unit, grade, code): domain research §6 and §7.
LANGKAH = {
    "cpns-2021": [
        (1, "1", "UMUM", "KHUSUS", "SAMA", "UMUM", "P/L-1"),
        (2, "2", "KHUSUS", "JENIS_LAIN", "SAMA", "UMUM", "P/L-1"),
        (3, "3-umum", "UMUM", "SEMUA", "LAIN", "UMUM", "P/L-2"),
        (3, "3-khusus", "KHUSUS", "SEMUA", "LAIN", "UMUM", "P/L-2"),
    ],
    "cpns-2024": [
        (1, "U-1", "UMUM", "KHUSUS", "SAMA", "UMUM", "P/L-U1"),
        (2, "E-1", "KHUSUS", "JENIS_SAMA", "LAIN", "SENDIRI", "P/L-E1"),
        (3, "E-2", "KHUSUS", "JENIS_LAIN", "SAMA", "UMUM", "P/L-E2"),
        (4, "U-3", "UMUM", "SEMUA", "LAIN", "UMUM", "P/L-U3"),
        (4, "E-3", "KHUSUS", "SEMUA", "LAIN", "UMUM", "P/L-E3"),
    ],
}
LANGKAH["cpns-2023"] = [(*satu[:6], satu[6].removeprefix("P/")) for satu in LANGKAH["cpns-2021"]]


@pytest.mark.parametrize("nama", names("CPNS"))
def test_the_steps_are_those_of_the_year_in_their_order(nama: str) -> None:
    aturan = pengisian.load(nama)
    assert [(s.tahap, s.nama, s.kursi, s.calon, s.unit, s.ambang, s.kode) for s in aturan.langkah] == LANGKAH[nama]
    assert aturan.batas_grup
    assert all(s.pasal for s in aturan.langkah)


def _bagian() -> dict[str, Any]:
    bagian = read("cpns-2024")["pengisian"]
    assert isinstance(bagian, dict)
    return deepcopy(bagian)


def _langkah(nomor: int, **isi: object) -> Callable[[dict[str, Any]], None]:
    return lambda bagian: bagian["langkah"][nomor].update(isi)


SALAH: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("count 1, 2, 3", _langkah(0, tahap=2)),
    ("count 1, 2, 3", lambda b: b["langkah"].clear()),
    ("share one nama", _langkah(1, nama="U-1")),
    ("share one rute", _langkah(4, rute="KHUSUS_DARI_JENIS_LAIN", unit="SAMA")),
    ("look at the same seats", _langkah(2, tahap=2)),
    ("is not the route of", _langkah(0, unit="LAIN")),
    ("is not the route of", _langkah(0, rute="FORMASI_SENDIRI")),
    ("own passing grade", _langkah(2, ambang="SENDIRI")),
    ("code longer", _langkah(0, kode="P/L-UMUM-SATU")),
    ("knows no catatan", _langkah(0, catatan="x")),
    ("knows no catatan", lambda b: b.update(catatan="x")),
    ("umum names no", lambda b: b["umum"].clear()),
    ("not a valid", lambda b: b["umum"].append("LAINNYA")),
    ("not true or false", lambda b: b.update(batas_grup="ya")),
    ("whole number", _langkah(0, tahap="1")),
    ("not a text", _langkah(0, pasal="")),
]


@pytest.mark.parametrize(("keluhan", "ubah"), SALAH)
def test_what_no_decree_could_mean_is_refused(keluhan: str, ubah: Callable[[dict[str, Any]], object]) -> None:
    bagian = _bagian()
    ubah(bagian)
    with pytest.raises((TypeError, ValueError), match=keluhan):
        pengisian.parse(bagian)


def test_an_unknown_rule_set_is_refused() -> None:
    with pytest.raises(AturanTidakSah):
        pengisian.load("cpns-1901")
