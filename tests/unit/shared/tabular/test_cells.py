"""One cell at a time: what is taken, what is refused, and what is repeated to the sender."""

from datetime import date
from enum import StrEnum

import pytest

from shared.errors import Rejected
from shared.tabular import Baris, FaultList, choice, integer, score, tanggal, tanggal_di, text, thousandths


class Kehadiran(StrEnum):
    HADIR = "HADIR"
    TH = "TH"


def _baris(value: str) -> Baris:
    return Baris(7, {"k": value})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", 0),
        ("83.5", 83_500),
        ("83,5", 83_500),
        ("100", 100_000),
        ("83.125", 83_125),
        ("83.1250", 83_125),
        (" 7 ", 7_000),
        ("007.5", 7_500),
        ("68.00000000000001", 68_000),
        ("67,99999999999999", 68_000),
        ("73.59999999999999", 73_600),
        ("12\u00a0345,5", 12_345_500),
    ],
)
def test_thousandths(value: str, expected: int) -> None:
    assert thousandths(value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "",
        ".",
        "-1",
        "+1",
        "1e3",
        "83.5005",
        "1.000,5",
        "1 000",
        "68.00001000000001",
        "1\u00a000",
        "8O",
        "٨٣",
        "83.",
        ".5",
        "nan",
        "inf",
        "1_0",
        "9" * 16,
        "1.2.3",
    ],
)
def test_no_thousandths(value: str) -> None:
    with pytest.raises(ValueError, match="decimal"):
        thousandths(value)


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-29",
        "29-02-2024",
        "29/02/2024",
        " 29/2/2024 ",
        "29.02.2024",
        "29 Februari 2024",
        "29  FEBRUARI 2024",
        "2024-02-29T00:00:00",
        "2024-02-29 13:05",
    ],
)
def test_tanggal(value: str) -> None:
    assert tanggal(value) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2023-02-29",
        "30/02/2024",
        "29-02/2024",
        "2024/02/29",
        "29-02-24",
        "20240229",
        "2024-2-29",
        "0000-01-01",
        "29.02.24",
        "29 Feb 2024",
        "45351",
    ],
)
def test_no_tanggal(value: str) -> None:
    with pytest.raises(ValueError, match=r"written|day|month|year"):
        tanggal(value)


@pytest.mark.parametrize(
    ("value", "expected", "kode"),
    [
        ("0", 0, None),
        ("150", 150, None),
        ("151", None, "SEL_DI_LUAR_BATAS"),
        ("-1", None, "SEL_DI_LUAR_BATAS"),
        ("", None, "SEL_KOSONG"),
        ("75.0", 75, None),
        ("115,00", 115, None),
        ("68.00000000000001", 68, None),
        ("1.000", None, "SEL_BUKAN_BILANGAN"),
        ("75.5", None, "SEL_BUKAN_BILANGAN"),
        ("٧٥", None, "SEL_BUKAN_BILANGAN"),
        ("9" * 5000, None, "SEL_BUKAN_BILANGAN"),
    ],
)
def test_integer(value: str, expected: int | None, kode: str | None) -> None:
    faults = FaultList()
    assert integer(_baris(value), "k", 0, 150, faults) == expected
    assert [(f.kode, f.baris, f.kolom) for f in faults] == ([(kode, 7, "k")] if kode else [])


@pytest.mark.parametrize(
    ("value", "expected", "kode"),
    [
        ("100", 100_000, None),
        ("0,001", 1, None),
        ("100.001", None, "SEL_DI_LUAR_BATAS"),
        ("", None, "SEL_KOSONG"),
        ("A", None, "SEL_BUKAN_NILAI"),
    ],
)
def test_score(value: str, expected: int | None, kode: str | None) -> None:
    faults = FaultList()
    assert score(_baris(value), "k", 0, 100_000, faults) == expected
    assert [f.kode for f in faults] == ([kode] if kode else [])


def test_bounds_of_a_score_are_said_as_people_write_them() -> None:
    faults = FaultList()
    score(_baris("99"), "k", 500, 10_250, faults)
    assert [f.pesan for f in faults] == ["Kolom k harus 0,5 sampai 10,25."]


def test_choice_takes_any_case_and_a_default() -> None:
    faults = FaultList()
    assert choice(_baris("hadir"), "k", Kehadiran, faults) is Kehadiran.HADIR
    assert choice(_baris(""), "k", Kehadiran, faults, default=Kehadiran.TH) is Kehadiran.TH
    assert len(faults) == 0
    assert choice(_baris(""), "k", Kehadiran, faults) is None
    assert choice(_baris("?"), "k", Kehadiran, faults) is None
    assert [f.kode for f in faults] == ["SEL_KOSONG", "SEL_BUKAN_PILIHAN"]


def test_text_has_an_end() -> None:
    faults = FaultList()
    assert text(_baris("abc"), "k", faults, longest=3) == "abc"
    assert text(_baris(""), "k", faults, required=False) == ""
    assert text(_baris(""), "k", faults) is None
    assert text(_baris("abcd"), "k", faults, longest=3) is None
    assert [f.kode for f in faults] == ["SEL_KOSONG", "SEL_TERLALU_PANJANG"]


def test_faults_repeat_nothing_personal() -> None:
    faults = FaultList()
    integer(_baris("0012345678901234"), "k", 0, 1, faults)
    tanggal_di(_baris("31-02-1999"), "k", faults)
    integer(_baris("x" * 100), "k", 0, 1, faults)
    assert [f.nilai for f in faults] == ["…", None, "x" * 23 + "…"]


def test_no_faults_refuse_nothing() -> None:
    faults = FaultList()
    faults.refuse("X", "Berkas a.csv")
    faults.add("SALAH", "Perbaiki.", baris=2)
    with pytest.raises(Rejected, match=r"X: Berkas a\.csv ditolak: 1 kesalahan"):
        faults.refuse("X", "Berkas a.csv")
