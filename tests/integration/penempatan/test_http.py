"""The read API on a real database behind a real server."""

import re

import aiohttp
import asyncpg
import orjson
import pytest
from fastapi import FastAPI
from yarl import URL

from services.penempatan.api import routers
from services.penempatan.context import Context
from services.penempatan.domain.jenis import Kesediaan
from shared.aturan import StatusSkb
from shared.istilah import JenisKesediaan
from tests.integration.penempatan.papan import kerjakan, kirim, mundurkan, semua_peristiwa
from tests.support.http import OFFICER, app_of, client_of, participant
from tests.support.penempatan import Ciri, mundur, post, susun
from tests.support.penerbit import bearer

K = susun([post("A", 2)], [("1", "A", 80_000), ("2", "A", 70_000), ("3", "A", 60_000), ("4", "A", StatusSkb.TH)])


@pytest.fixture
async def musim(pool: asyncpg.Pool) -> asyncpg.Pool:
    await kirim(pool, semua_peristiwa(K))
    await kirim(pool, semua_peristiwa(susun([post("B", 1)], [("7", "B", 60_000)], "KB"))[1:])
    await kerjakan(pool)
    await mundurkan(pool, mundur("K", "A/1", "1"), mundur("K", "A/2", "2", dapat_diganti=False))
    return pool


async def test_everything_there_is_to_read(musim: asyncpg.Pool) -> None:
    async with client_of(_app(musim)) as client:
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
        assert await _status(client, "/v1/peserta/99") == 404
        kelompok = await (await client.get("/v1/kelompok/K")).json()
        assert (kelompok["status"], len(kelompok["kursi"])) == ("DITEMPATKAN", 2)
        assert await _status(client, "/v1/kelompok/TIDAK-ADA") == 404
        assert await _status(client, "/v1/kelompok/tertahan") == 401
        tertahan = await (await client.get("/v1/kelompok/tertahan", headers=OFFICER)).json()
        assert [(t["kelompok"], t["sebab"]) for t in tertahan] == [("KB", "FORMASI_KURANG")]


async def test_why_is_for_the_own_number_and_for_officers(musim: asyncpg.Pool) -> None:
    app = _app(musim)
    async with client_of(app) as client:
        for kepala, ditolak in (
            ({}, (401, "TOKEN_MASUK")),
            (bearer("salah"), (401, "TOKEN_MASUK")),
            (participant("1"), (403, "TIDAK_BERWENANG")),
        ):
            async with client.get("/v1/peserta/3/penjelasan", headers=kepala) as jawaban:
                assert (jawaban.status, (await jawaban.json())["kode"]) == ditolak
        ketiga = await (await client.get("/v1/peserta/3/penjelasan", headers=participant("3"))).json()
        assert await (await client.get("/v1/peserta/3/penjelasan", headers=OFFICER)).json() == ketiga
        assert (ketiga["aturan"], ketiga["kalimat"][0]) == ("cpns-2024", "Anda lulus dan mendapat kursi A/1.")
        assert ketiga["penjelasan"] == (
            "Hasil peserta 3 pada formasi A diputuskan menurut aturan cpns-2024 versi 1. Anda lulus dan mendapat kursi A/1. Kursi A/1 "
            "ditinggalkan pemegangnya, dan Anda urutan berikutnya pada formasi ini: peringkat 3 dengan nilai akhir 60,000. "
            "(PP 11/2017 Pasal 45; Perka BKN 14/2018)"
        )
        pertama = await (await client.get("/v1/peserta/1/penjelasan", headers=participant("1"))).json()
        assert pertama["kalimat"][-1] == (
            "Instansi melaporkan bahwa Anda mengundurkan diri sebelum NIP diusulkan. Kursi itu dilepaskan, dan pada seleksi ini tidak ada "
            "kursi lain. (PP 11/2017 Pasal 45; Perka BKN 14/2018)"
        )
        assert await _status(client, "/v1/peserta/99/penjelasan", headers=OFFICER) == 404


async def test_wishes_are_told_to_officers_and_to_the_public_as_counts(pool: asyncpg.Pool) -> None:
    mau = Kesediaan(JenisKesediaan.PILIHAN, frozenset({"W"}))
    formasi = [post("A"), post("X", unit="V"), post("Y", unit="W")]
    nilai = [(str(n), "A", 90_000 - n) for n in range(1, 4)]
    await kirim(pool, semua_peristiwa(susun(formasi, nilai, ciri={"2": Ciri(kesediaan=mau)})))
    await kerjakan(pool)
    async with client_of(_app(pool)) as client:
        umum = (await (await client.get("/v1/kelompok/K")).json())["pengaruh"]
        petugas = (await (await client.get("/v1/kelompok/K", headers=OFFICER)).json())["pengaruh"]
    assert [satu["peserta"] for satu in petugas["orang"]] == ["2", "3"]
    assert [satu["kursi"] for satu in petugas["kursi"]] == ["X/1", "Y/1"]
    assert umum == {**petugas, "orang": None, "kursi": None}
    assert umum["pindah"] == 2


async def test_numbers_and_names_that_no_column_holds_are_refused_with_a_sentence(musim: asyncpg.Pool) -> None:
    kepala = {**OFFICER, "Idempotency-Key": "kunci-uji"}
    async with client_of(_app(musim)) as client:
        for jalan in ("/v1/kelompok/K/versi/{}", "/v1/kelompok/K/versi/{}/selisih"):
            for versi in (2**31, 2**63, 10**40, 0, -1):
                async with client.get(jalan.format(versi)) as jawaban:
                    assert (jawaban.status, bool((await jawaban.json())["detail"])) == (422, True)
            assert await _status(client, jalan.format(2**31 - 1)) == 404
        for cara in ("usul", "rilis"):
            isi = {"kehilangan": [], "pindah": [], **({"alasan": "x" * 20, "sumber": "BA 1"} if cara == "usul" else {})}
            async with client.post(f"/v1/kelompok/K/koreksi/{2**31}/{cara}", json=isi, headers=kepala) as jawaban:
                assert jawaban.status == 422
        for jalan in ("/v1/kelompok/%00", "/v1/kelompok/K%00/versi/1", "/v1/kelompok/%00/versi/1/selisih", "/v1/peserta/%00"):
            async with client.get(URL(jalan, encoded=True)) as jawaban:
                assert jawaban.status in {404, 422}
                assert (await jawaban.json())["detail"]


def test_the_document_speaks_one_language_and_says_where_a_token_is_asked_for() -> None:
    jalan = app_of(*routers).openapi()["paths"]
    assert jalan["/v1/hasil.ndjson"]["get"]["security"][0] == {}
    assert jalan["/v1/kelompok/{kelompok}"]["get"]["security"][0] == {}
    assert "security" not in jalan["/v1/kursi.ndjson"]["get"]
    assert {} not in jalan["/v1/koreksi"]["get"]["security"]
    inggris = re.compile(r"\b(the|of|and|one|every|is|for)\b", re.IGNORECASE)
    teks = [isi for tempat in jalan.values() for cara in tempat.values() for isi in (cara.get("summary", ""), cara.get("description", ""))]
    assert [satu for satu in teks if inggris.search(satu)] == []


async def _status(client: aiohttp.ClientSession, jalan: str, headers: dict[str, str] | None = None) -> int:
    async with client.get(jalan, headers=headers) as jawaban:
        return jawaban.status


def _app(pool: asyncpg.Pool) -> FastAPI:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context()
    return app
