"""The writer: what it refuses, what it leaves out, and that a part of a file is never taken for the whole."""

from collections.abc import AsyncGenerator, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest

from shared.arsip.bagian import BAGIAN
from shared.arsip.pintu import pastikan_tersandi
from shared.arsip.tulis import tulis
from shared.errors import Rejected
from tests.support.arsip import beda, berkas, musim, temuan

SELESAI: Mapping[str, Mapping[str, Any]] = {
    "/v1/ringkasan penilaian": {"peringkat": {"status": "SELESAI", "total": 1}},
    "/v1/ringkasan penempatan": {"kelompok": 1, "ditempatkan": 1, "koreksi_menunggu": 0, "koreksi_tertahan": 0},
}


class Pintu:
    """Doors that say a season from memory, each line with a column more than the archive keeps."""

    def __init__(self, bagian: Mapping[str, list[dict[str, Any]]], **ringkasan: Mapping[str, Any]) -> None:
        aturan = bagian["aturan"][0]
        musim = {"musim": "uji", "jenis": "CPNS", "aturan": aturan["aturan"], "aturan_versi": aturan["versi"], "teks": aturan["teks"]}
        self._jawab: dict[str, Mapping[str, Any]] = {**SELESAI, "/v1/arsip/musim pendaftaran": musim}
        self._jawab |= {f"/v1/ringkasan {layanan}": isi for layanan, isi in ringkasan.items()}
        self._baris = {(satu.layanan, satu.jalan): bagian[satu.nama] for satu in BAGIAN}

    async def tanya(self, layanan: str, jalan: str) -> Mapping[str, Any]:
        return self._jawab[f"{jalan} {layanan}"]

    async def baris(self, layanan: str, jalan: str) -> AsyncGenerator[bytes, None]:
        for satu in self._baris[layanan, jalan]:
            yield orjson.dumps({**satu, "nama": "Brabadan Cencewan", "nik": "0011223344556677"})


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


async def test_what_is_written_is_whole_and_holds_the_columns_of_the_archive_alone(tmp_path: Path) -> None:
    isi = musim()
    arsip = await tulis(Pintu(isi), tmp_path / "a.ndjson")
    tertulis = (tmp_path / "a.ndjson").read_bytes()
    assert temuan(tertulis) == []
    assert tertulis == berkas(isi, arsip.hasil_sha256)
    assert b"Brabadan" not in tertulis
    assert b"0011223344556677" not in tertulis
    assert arsip.baris == sum(map(len, isi.values()))
    assert beda(isi) == []
    assert _names(tmp_path) == ["a.ndjson"]


@pytest.mark.parametrize(
    ("ringkasan", "kata"),
    [
        ({"penilaian": {"peringkat": {"status": "BERJALAN", "total": 1}}}, "peringkat belum ditutup"),
        (
            {"penempatan": {"kelompok": 1, "ditempatkan": 0, "koreksi_menunggu": 0, "koreksi_tertahan": 0}},
            "1 kelompok belum ditempatkan",
        ),
        (
            {"penempatan": {"kelompok": 1, "ditempatkan": 1, "koreksi_menunggu": 1, "koreksi_tertahan": 1}},
            "2 koreksi belum berlaku",
        ),
    ],
)
async def test_a_season_that_is_not_over_is_not_archived(ringkasan: dict[str, Any], kata: str, tmp_path: Path) -> None:
    with pytest.raises(Rejected, match=kata):
        await tulis(Pintu(musim(), **ringkasan), tmp_path / "a.ndjson")
    assert _names(tmp_path) == []


@pytest.mark.parametrize("apa", ["kolom", "urutan"])
async def test_a_door_that_says_something_else_ends_the_writing(apa: str, tmp_path: Path) -> None:
    isi = musim()
    if apa == "kolom":
        del isi["kursi"][1]["status"]
    else:
        isi["hasil"].reverse()
    with pytest.raises(Rejected) as ditolak:
        await tulis(Pintu(isi), tmp_path / "a.ndjson")
    assert ditolak.value.kode == {"kolom": "ARSIP_KOLOM_HILANG", "urutan": "ARSIP_TIDAK_URUT"}[apa]
    assert _names(tmp_path) == []


def test_a_token_goes_to_another_machine_under_tls_only() -> None:
    pastikan_tersandi({"penilaian": "https://penilaian.invalid", "penempatan": "http://127.0.0.1:8003"})
    with pytest.raises(Rejected, match="https"):
        pastikan_tersandi({"penilaian": "http://penilaian.invalid"})
