"""Results in an archive are computed again: a small season agrees with itself, and each value that says otherwise is named."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.arsip import beda, musim

Bagian = dict[str, list[dict[str, Any]]]


def _pertama(isi: Bagian, bagian: str, **syarat: object) -> dict[str, Any]:
    return next(satu for satu in isi[bagian] if all(satu[kolom] == nilai for kolom, nilai in syarat.items()))


def _ubah(bagian: str, kolom: str, nilai: object, **syarat: object) -> Callable[[Bagian], None]:
    return lambda isi: _pertama(isi, bagian, **syarat).update({kolom: nilai})


def _hapus(bagian: str, **syarat: object) -> Callable[[Bagian], None]:
    return lambda isi: isi[bagian].remove(_pertama(isi, bagian, **syarat))


def _tukar_keluar(isi: Bagian) -> None:
    isi["pengunduran"][0]["dapat_diganti"], isi["pengunduran"][1]["dapat_diganti"] = False, True


UBAHAN: dict[str, Callable[[Bagian], None]] = {
    "passing grade": _ubah("hasil", "kode_skd", "P/L", kode_skd="TL"),
    "called to the SKB": _ubah("hasil", "hasil_skd", "DI_LUAR_BATAS", hasil_skd="LULUS"),
    "general grade": _ubah("hasil", "memenuhi_ambang_umum", False, memenuhi_ambang_umum=True),
    "a point of the SKD": _ubah("hasil", "tiu", 175, peringkat=2),
    "SKB": _ubah("hasil", "nilai_skb", 100_000, peringkat=3),
    "final score": _ubah("hasil", "nilai_akhir", 1, peringkat=1),
    "rank in the formation": _ubah("hasil", "peringkat", 9, peringkat=1),
    "rank in the kelompok": _ubah("hasil", "peringkat_kelompok", 9, peringkat_kelompok=1),
    "tie": _ubah("hasil", "seri", True, peringkat=1),
    "weight of a part": lambda isi: isi["bagian"][0]["bagian"][0].update(bobot=59),
    "least score of a part": lambda isi: isi["bagian"][0]["bagian"][1].update(minimum=3_001),
    "a part that all must sit": lambda isi: isi["bagian"][0]["bagian"][1].update(wajib=True),
    "score of a part": lambda isi: _pertama(isi, "peserta", formasi="B")["bagian_skb"]["cat"].update(nilai=1),
    "attendance": _ubah("peserta", "kehadiran", "HADIR", kehadiran="TH"),
    "formation of the facts": _ubah("peserta", "formasi", "C", formasi="A"),
    "signed order": _ubah("peserta", "urutan_panselnas", 3, urutan_panselnas=1),
    "no facts": _hapus("peserta", formasi="B"),
    "no result": _hapus("hasil", kode_skd="TL"),
    "seal": _ubah("versi", "sha256", "0" * 64, versi=2),
    "seal before": _ubah("versi", "sha256_sebelumnya", "0" * 64, versi=2),
    "difference": _ubah("versi", "ubahan", [], versi=2),
    "a row of an old version": _ubah("versi_lama", "peringkat", 9, peringkat=1),
    "seats of a formation": _ubah("formasi", "kuota", 2, formasi="A"),
    "study that a formation accepts": _ubah("formasi", "kualifikasi", ["S-2"], formasi="C"),
    "study": _ubah("peserta", "kualifikasi", "D-3", peserta="00000000000000008"),
    "rule set of the placing": _ubah("kelompok", "aturan", "cpns-2021"),
    "people were asked": _ubah("kelompok", "mode", "DENGAN_PERSETUJUAN"),
    "code": _ubah("penempatan", "kode", "TL", kode="P/L"),
    "where somebody was moved": _ubah("penempatan", "formasi_tujuan", "B", kode="P/L-E2"),
    "rank of the decision": _ubah("penempatan", "peringkat", 9, peringkat=2),
    "no decision": _hapus("penempatan", kode="TL"),
    "holder": _ubah("kursi", "peserta", "00000000000000001", kursi="A/2"),
    "carried over": _ubah("kursi", "status", "KOSONG", status="DIBAWA"),
    "no seat": _hapus("kursi", kursi="A/2"),
    "who left": _hapus("pengunduran", dapat_diganti=True),
    "whether somebody may follow": _tukar_keluar,
    "state of a case": _ubah("kepegawaian", "status", "MUNDUR", status="AKTIF"),
    "seat of a case": _ubah("kepegawaian", "kursi", "Z/1", status="AKTIF"),
    "no case": _hapus("kepegawaian", status="AKTIF"),
}


def test_a_season_agrees_with_itself() -> None:
    assert beda(musim()) == []


@pytest.mark.parametrize("apa", UBAHAN)
def test_a_value_that_says_otherwise_is_named(apa: str) -> None:
    isi = musim()
    if apa == "people were asked":
        # Whoever was moved said no; nobody asked.
        _pertama(isi, "peserta", peserta="00000000000000008")["kesediaan"] = {"jenis": "TIDAK", "unit": [], "formasi": []}
        assert beda(isi) == []
    UBAHAN[apa](isi)
    assert beda(isi) != []
