"""Score files read: plain, and with announced parts for some of the people."""

import orjson

from services.penilaian.domain.skb import BagianSkb
from services.penilaian.usecases.impor import BerkasNilai, Mode, baca_berkas
from shared.aturan import JenisBagian, load
from shared.contracts.types import JenisUjian

ATURAN = load("cpns-2024")
BAGIAN = (BagianSkb("cat", JenisBagian.CAT, 60), BagianSkb("praktik", JenisBagian.PRAKTIK, 40))


def berkas(isi: str, jenis: JenisUjian = JenisUjian.SKB) -> BerkasNilai:
    return BerkasNilai("uji.csv", jenis, Mode.SEBAGIAN, 0, "", isi.encode())


def test_parts_for_those_who_have_them_and_one_score_for_the_others() -> None:
    isi = "peserta,kehadiran,nilai_skb,cat,praktik\n1,HADIR,,70,80\n2,HADIR,66.5,,\n3,HADIR,,70,TH\n4,HADIR,,70,80\n"
    terbaca = baca_berkas(berkas(isi), ATURAN, {"1": BAGIAN, "3": BAGIAN})

    assert {peserta: (isi.nilai_skb, isi.status) for peserta, (_, isi) in terbaca.baris.items()} == {
        "1": (74_000, "HADIR"),
        "2": (66_500, "HADIR"),
        "3": (42_000, "TH"),
    }
    stored = terbaca.baris["3"][1].bagian
    assert stored is not None
    assert orjson.loads(stored) == {
        "bagian": {"cat": {"gugur": False, "nilai": 70_000}, "praktik": {"gugur": False, "nilai": None}},
        "gugur_di": "praktik",
    }
    assert terbaca.baris["2"][1].bagian is None
    assert [(fault.baris, fault.kolom) for fault in terbaca.faults] == [(5, "nilai_skb")]


def test_without_announced_parts_the_score_column_is_needed() -> None:
    terbaca = baca_berkas(berkas("peserta,kehadiran,nilai_skb\n1,HADIR,50\n1,HADIR,51\n"), ATURAN, {})

    assert terbaca.baris == {}
    assert [fault.kode for fault in terbaca.faults] == ["PESERTA_GANDA"]
