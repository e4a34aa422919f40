"""Rows of score files: what is taken, and what is said about the others."""

import pytest

from services.penilaian.domain.berkas import BarisSkb, BarisSkd, baca_skb, baca_skd
from shared.aturan import Kehadiran, StatusSkb, load

SUSUNAN = load("cpns-2024").skd


def skd(**changes: str) -> dict[str, str]:
    return {"peserta": "24400720110000001", "kehadiran": "HADIR", "twk": "150", "tiu": "0", "tkp": "1", **changes}


def skb(**changes: str) -> dict[str, str]:
    return {"peserta": "24400720110000001", "kehadiran": "HADIR", "nilai_skb": "83.5", "status_skb": "", **changes}


def test_good_skd_rows() -> None:
    assert baca_skd(skd(), SUSUNAN) == (BarisSkd("24400720110000001", Kehadiran.HADIR, 150, 0, 1), ())
    absent = skd(kehadiran=" th ", twk="", tiu="", tkp="0")
    assert baca_skd(absent, SUSUNAN) == (BarisSkd("24400720110000001", Kehadiran.TH), ())


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"twk": "73"}, [("NILAI_TIDAK_MUNGKIN", "twk")]),
        ({"tiu": "180"}, [("NILAI_TIDAK_MUNGKIN", "tiu")]),
        ({"tkp": "226"}, [("NILAI_TIDAK_MUNGKIN", "tkp")]),
        ({"tkp": ""}, [("BUKAN_BILANGAN", "tkp")]),
        ({"twk": "1e2", "tkp": "-5"}, [("BUKAN_BILANGAN", "twk"), ("BUKAN_BILANGAN", "tkp")]),
        ({"twk": "٦٥"}, [("BUKAN_BILANGAN", "twk")]),
        ({"peserta": "24-4007"}, [("NOMOR_PESERTA", "peserta")]),
        ({"kehadiran": "ADA"}, [("KEHADIRAN", "kehadiran")]),
        ({"kehadiran": "DIS"}, [("NILAI_TANPA_KEHADIRAN", "twk"), ("NILAI_TANPA_KEHADIRAN", "tkp")]),
    ],
)
def test_bad_skd_rows_name_every_fault(changes: dict[str, str], faults: list[tuple[str, str]]) -> None:
    baris, cacat = baca_skd(skd(**changes), SUSUNAN)

    assert baris is None
    assert [(satu.kode, satu.kolom) for satu in cacat] == faults
    assert all(satu.pesan for satu in cacat)


@pytest.mark.parametrize(
    ("text", "nilai"), [("83.5", 83_500), ("83,5", 83_500), ("0", 0), ("100", 100_000), ("100.000", 100_000), ("7.123", 7_123)]
)
def test_good_skb_values(text: str, nilai: int) -> None:
    baris, cacat = baca_skb(skb(nilai_skb=text))

    assert (baris, cacat) == (BarisSkb("24400720110000001", Kehadiran.HADIR, nilai, StatusSkb.HADIR), ())


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"nilai_skb": "100.001"}, ("NILAI_TIDAK_MUNGKIN", "nilai_skb")),
        ({"nilai_skb": "83.1234"}, ("BUKAN_BILANGAN", "nilai_skb")),
        ({"nilai_skb": ""}, ("BUKAN_BILANGAN", "nilai_skb")),
        ({"status_skb": "TMS"}, ("STATUS_SKB", "status_skb")),
        ({"kehadiran": "TH"}, ("NILAI_TANPA_KEHADIRAN", "nilai_skb")),
    ],
)
def test_bad_skb_rows(changes: dict[str, str], fault: tuple[str, str]) -> None:
    baris, cacat = baca_skb(skb(**changes))

    assert baris is None
    assert [(satu.kode, satu.kolom) for satu in cacat] == [fault]


def test_a_part_missed_keeps_its_partial_score() -> None:
    baris, _ = baca_skb(skb(status_skb="th", nilai_skb="22.0"))

    assert baris == BarisSkb("24400720110000001", Kehadiran.HADIR, 22_000, StatusSkb.TH)
