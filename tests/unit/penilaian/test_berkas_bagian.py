"""Rows of SKB files with announced parts."""

import pytest

from services.penilaian.domain.berkas_bagian import baca_skb_bagian
from services.penilaian.domain.skb import BagianSkb, HasilBagian
from shared.aturan import JenisBagian, Kehadiran, StatusSkb, load

ATURAN = load("cpns-2024").skb
BAGIAN = (
    BagianSkb("cat", JenisBagian.CAT, 60, skala=500),
    BagianSkb("praktik", JenisBagian.PRAKTIK, 30),
    BagianSkb("psikotes", JenisBagian.PSIKOTES, 10, menggugurkan=True),
)


def sel(**changes: str) -> dict[str, str]:
    kosong = {"nilai_skb": "", "status_skb": ""}
    return {"peserta": "24400720110000001", "kehadiran": "HADIR", "cat": "400", "praktik": "70,5", "psikotes": "80", **kosong, **changes}


def test_a_good_row_keeps_its_parts() -> None:
    satu, cacat = baca_skb_bagian(sel(), BAGIAN, ATURAN)

    assert cacat == ()
    assert satu is not None
    # 400/500 of 60, 30 % of 70.5, 10 % of 80.
    assert (satu.baris.nilai, satu.baris.status, satu.gugur_di) == (77_150, StatusSkb.HADIR, "")
    assert satu.bagian == (("cat", HasilBagian(400_000)), ("praktik", HasilBagian(70_500)), ("psikotes", HasilBagian(80_000)))


@pytest.mark.parametrize(
    ("changes", "nilai", "status", "gugur_di"),
    [
        ({"praktik": "th"}, 56_000, StatusSkb.TH, "praktik"),
        ({"psikotes": "GUGUR"}, 69_150, StatusSkb.TMS_1, "psikotes"),
        ({"psikotes": "GUGUR", "praktik": "TH"}, 48_000, StatusSkb.TH, "praktik"),
        ({"status_skb": "DIS"}, 77_150, StatusSkb.DIS, ""),
        ({"nilai_skb": "77.15", "status_skb": "hadir"}, 77_150, StatusSkb.HADIR, ""),
    ],
)
def test_how_it_ended(changes: dict[str, str], nilai: int, status: StatusSkb, gugur_di: str) -> None:
    satu, cacat = baca_skb_bagian(sel(**changes), BAGIAN, ATURAN)

    assert cacat == ()
    assert satu is not None
    assert (satu.baris.nilai, satu.baris.status, satu.gugur_di) == (nilai, status, gugur_di)


def test_absent_from_everything() -> None:
    satu, cacat = baca_skb_bagian(sel(kehadiran="TH", cat="", praktik="TH", psikotes=""), BAGIAN, ATURAN)

    assert cacat == ()
    assert satu is not None
    assert (satu.baris.kehadiran, satu.baris.nilai, satu.bagian) == (Kehadiran.TH, None, ())


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"cat": ""}, [("BAGIAN_KOSONG", "cat")]),
        ({"cat": "500.001"}, [("NILAI_TIDAK_MUNGKIN", "cat")]),
        ({"cat": "7e1", "praktik": "100.5"}, [("BUKAN_BILANGAN", "cat"), ("NILAI_TIDAK_MUNGKIN", "praktik")]),
        ({"praktik": "GUGUR"}, [("BUKAN_BILANGAN", "praktik")]),
        ({"status_skb": "TMS-1"}, [("STATUS_BERBEDA", "status_skb")]),
        ({"psikotes": "GUGUR", "status_skb": "HADIR"}, [("STATUS_BERBEDA", "status_skb")]),
        ({"nilai_skb": "77.151"}, [("NILAI_SKB_BERBEDA", "nilai_skb")]),
        (
            {"kehadiran": "TH"},
            [("NILAI_TANPA_KEHADIRAN", "cat"), ("NILAI_TANPA_KEHADIRAN", "praktik"), ("NILAI_TANPA_KEHADIRAN", "psikotes")],
        ),
        ({"peserta": "x"}, [("NOMOR_PESERTA", "peserta")]),
        ({"kehadiran": "?"}, [("KEHADIRAN", "kehadiran")]),
    ],
)
def test_every_fault_is_named(changes: dict[str, str], faults: list[tuple[str, str]]) -> None:
    satu, cacat = baca_skb_bagian(sel(**changes), BAGIAN, ATURAN)

    assert satu is None
    assert [(one.kode, one.kolom) for one in cacat] == faults
    assert all(one.pesan for one in cacat)
