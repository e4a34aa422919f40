"""Names that are meant to be one: made one where they are the same, refused where they look the same, warned of where a letter differs."""

from collections import Counter
from pathlib import Path

import pytest

from shared.tabular import FaultList
from shared.tools import Session, read_sheet
from shared.tools.names import warn_of_typos


@pytest.mark.parametrize(
    ("rare", "common", "warned"),
    [
        ("Dinas Kesehtan", "Dinas Kesehatan", True),
        ("S-I EKONOMII", "S-I EKONOMI", True),
        ("Dinas Pandan", "Dinas Pangan", True),
        ("MUALIM II KAPAL", "MUALIM I KAPAL", False),  # numerals are other names
        ("Unit 12", "Unit 13", False),  # as are digits
        ("Dinas Pangan", "Dinas Sosial", False),
        ("Dinas A Pusat", "Dinas B Pusat", False),  # and letters that number
    ],
)
def test_a_rare_name_near_a_common_one_is_warned_of(rare: str, common: str, warned: bool) -> None:
    said: list[str] = []
    warn_of_typos("unit", Counter({rare: 1, common: 20}), said.append)
    assert [rare in one and common in one for one in said] == [True] * warned


def test_two_common_names_are_two_names() -> None:
    said: list[str] = []
    warn_of_typos("unit", Counter({"Dinas Pandan": 5, "Dinas Pangan": 20}), said.append)
    assert said == []


def _read(tmp_path: Path, column: str, *cells: str) -> tuple[list[str], FaultList]:
    (tmp_path / "t.csv").write_text("\n".join([f"peserta,{column}", *(f"{n},{cell}" for n, cell in enumerate(cells))]), encoding="utf-8")
    faults = FaultList()
    sheet = read_sheet(tmp_path / "t.csv", required=["peserta", column], optional=[], faults=faults, session=Session())
    return sheet.column(column) or [], faults


@pytest.mark.parametrize("column", ["formasi", "jenis_kebutuhan", "kualifikasi", "instansi", "status_skb", "kode"])
def test_names_and_codes_of_every_kind_have_one_spelling(tmp_path: Path, column: str) -> None:
    cells, faults = _read(tmp_path, column, "TMS Satu", "tms  satu", "TMS\u00a0Satu", "Lain")
    assert (cells, len(faults)) == (["TMS Satu"] * 3 + ["Lain"], 0)


@pytest.mark.parametrize("column", ["unit", "jenis_kebutuhan", "kualifikasi", "instansi", "kehadiran", "kode"])
def test_letters_that_only_look_alike_are_refused_in_every_row(tmp_path: Path, column: str) -> None:
    _, faults = _read(tmp_path, column, "UMUM", "UM\u0423M", "UM\u0423M", "UMUM\u200b")
    assert [(fault.kode, fault.baris, fault.kolom) for fault in faults] == [
        ("HURUF_ASING", 3, column),
        ("HURUF_ASING", 5, column),
        ("HURUF_ASING", 4, column),
    ]
