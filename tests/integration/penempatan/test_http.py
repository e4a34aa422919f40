"""The read API on a real database behind a real server."""

import asyncpg
import orjson
import pytest

from services.penempatan.api import router
from services.penempatan.domain import StatusSkb
from tests.integration.penempatan.papan import kerjakan, kirim, mundurkan, semua_event
from tests.support.http import OFFICER, app_of, client_of
from tests.support.penempatan import mundur, post, susun

K = susun([post("A", 2)], [("1", "A", 80_000), ("2", "A", 70_000), ("3", "A", 60_000), ("4", "A", StatusSkb.TH)])


@pytest.fixture
async def musim(pool: asyncpg.Pool) -> asyncpg.Pool:
    await kirim(pool, semua_event(K))
    await kirim(pool, semua_event(susun([post("B", 1)], [("7", "B", 60_000)], "KB"))[1:])
    await kerjakan(pool)
    await mundurkan(pool, mundur("K", "A/1", "1"), mundur("K", "A/2", "2", dapat_diganti=False))
    return pool


async def test_everything_there_is_to_read(musim: asyncpg.Pool) -> None:
    app = app_of(router)
    app.state.pool = musim
    async with client_of(app) as client:
        ringkasan = await (await client.get("/v1/ringkasan")).json()
        assert ringkasan == {
            "kelompok": 2,
            "ditempatkan": 1,
            "tertahan": 1,
            "kursi": 2,
            "terisi": 1,
            "kosong": 0,
            "diganti": 1,
            "dibawa_ke_kebutuhan_berikut": 1,
            "keputusan": 4,
            "koreksi_menunggu": 0,
            "koreksi_tertahan": 0,
            "koreksi_berlaku": 0,
            "kode": {"P/L": 1, "TH": 1},
            "rute": {"PENGGANTI": 1},
            "persetujuan": {
                "pilihan": 0,
                "tanpa_persetujuan": 0,
                "mendapat": 0,
                "melepas": 0,
                "pindah": 0,
                "kursi_lebih_kosong": 0,
            },
        }
        hasil = [orjson.loads(line) for line in (await (await client.get("/v1/hasil.ndjson")).read()).splitlines()]
        assert [(h["peserta"], h["hasil"], h["kursi"], h["mundur"]) for h in hasil] == [
            *(("1", "LULUS", "A/1", True), ("2", "LULUS", "A/2", True), ("3", "LULUS", "A/1", False), ("4", "TH", None, False)),
        ]
        assert hasil[2]["alasan"][0]["kode"] == "URUTAN_BERIKUTNYA"
        kursi = [orjson.loads(line) for line in (await (await client.get("/v1/kursi.ndjson")).read()).splitlines()]
        assert [(k["kursi"], k["status"], k["peserta"]) for k in kursi] == [("A/1", "TERISI", "3"), ("A/2", "DIBAWA", None)]
        peserta = await (await client.get("/v1/peserta/3")).json()
        assert (peserta["hasil"], peserta["rute"], peserta["versi"]) == ("LULUS", "PENGGANTI", 2)
        assert peserta["penjelasan"][0] == "Anda lulus dan mendapat kursi A/1."
        assert (await client.get("/v1/peserta/99")).status == 404
        kelompok = await (await client.get("/v1/kelompok/K")).json()
        assert (kelompok["status"], len(kelompok["kursi"])) == ("DITEMPATKAN", 2)
        assert (await client.get("/v1/kelompok/TIDAK-ADA")).status == 404
        assert (await client.get("/v1/kelompok/tertahan")).status == 401
        tertahan = await (await client.get("/v1/kelompok/tertahan", headers=OFFICER)).json()
        assert [(t["kelompok"], t["sebab"]) for t in tertahan] == [("KB", "FORMASI_KURANG")]
