"""The read API on a real database behind a real server."""

import hashlib
import hmac

import asyncpg
import orjson
import pytest

from services.penempatan.api import routers
from services.penempatan.domain import StatusSkb
from shared.web import ParticipantSettings
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
    app = app_of(*routers)
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
        hasil = [orjson.loads(line) for line in (await (await client.get("/v1/hasil.ndjson", headers=OFFICER)).read()).splitlines()]
        assert [(h["peserta"], h["hasil"], h["kursi"], h["mundur"]) for h in hasil] == [
            *(("1", "LULUS", "A/1", True), ("2", "LULUS", "A/2", True), ("3", "LULUS", "A/1", False), ("4", "TH", None, False)),
        ]
        assert hasil[2]["alasan"][0]["kode"] == "URUTAN_BERIKUTNYA"
        tercetak = [orjson.loads(line) for line in (await (await client.get("/v1/hasil.ndjson")).read()).splitlines()]
        assert tercetak == [{nama: nilai for nama, nilai in satu.items() if nama != "alasan"} for satu in hasil]
        kursi = [orjson.loads(line) for line in (await (await client.get("/v1/kursi.ndjson")).read()).splitlines()]
        assert [(k["kursi"], k["status"], k["peserta"]) for k in kursi] == [("A/1", "TERISI", "3"), ("A/2", "DIBAWA", None)]
        peserta = await (await client.get("/v1/peserta/3")).json()
        assert (peserta["hasil"], peserta["rute"], peserta["versi"]) == ("LULUS", "PENGGANTI", 2)
        assert not {"alasan", "penjelasan", "kalimat"} & peserta.keys()
        assert (await client.get("/v1/peserta/99")).status == 404
        kelompok = await (await client.get("/v1/kelompok/K")).json()
        assert (kelompok["status"], len(kelompok["kursi"])) == ("DITEMPATKAN", 2)
        assert (await client.get("/v1/kelompok/TIDAK-ADA")).status == 404
        assert (await client.get("/v1/kelompok/tertahan")).status == 401
        tertahan = await (await client.get("/v1/kelompok/tertahan", headers=OFFICER)).json()
        assert [(t["kelompok"], t["sebab"]) for t in tertahan] == [("KB", "FORMASI_KURANG")]


async def test_why_is_for_the_own_number_and_for_officers(musim: asyncpg.Pool) -> None:
    app = app_of(*routers)
    app.state.pool = musim
    token = {peserta: _token(app.state.settings, peserta) for peserta in ("1", "3")}
    async with client_of(app) as client:
        for kepala in ({}, _bearer("salah"), _bearer(token["1"])):
            async with client.get("/v1/peserta/3/penjelasan", headers=kepala) as jawaban:
                assert (jawaban.status, (await jawaban.json())["kode"]) == (401, "TOKEN_PESERTA")
        ketiga = await (await client.get("/v1/peserta/3/penjelasan", headers=_bearer(token["3"]))).json()
        assert await (await client.get("/v1/peserta/3/penjelasan", headers=OFFICER)).json() == ketiga
        assert (ketiga["aturan"], ketiga["kalimat"][0]) == ("cpns-2024", "Anda lulus dan mendapat kursi A/1.")
        assert ketiga["penjelasan"] == (
            "Hasil peserta 3 pada formasi A diputuskan menurut aturan cpns-2024 versi 1. Anda lulus dan mendapat kursi A/1. Kursi A/1 "
            "ditinggalkan pemegangnya, dan Anda urutan berikutnya pada formasi ini: peringkat 3 dengan nilai akhir 60,000. "
            "(PP 11/2017 Pasal 45; Perka BKN 14/2018)"
        )
        pertama = await (await client.get("/v1/peserta/1/penjelasan", headers=_bearer(token["1"]))).json()
        assert pertama["kalimat"][-1] == (
            "Instansi melaporkan bahwa Anda mengundurkan diri sebelum NIP diusulkan. Kursi itu dilepaskan, dan pada seleksi ini tidak ada "
            "kursi lain. (PP 11/2017 Pasal 45; Perka BKN 14/2018)"
        )
        assert (await client.get("/v1/peserta/99/penjelasan", headers=OFFICER)).status == 404


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def _token(settings: ParticipantSettings, peserta: str) -> str:
    """As an officer's system makes it, outside the service."""
    key = settings.kunci_peserta.get_secret_value().encode()
    return hmac.new(key, f"penjelasan/{peserta}".encode(), hashlib.sha256).hexdigest()
