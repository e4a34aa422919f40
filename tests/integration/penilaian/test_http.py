"""The routes of the scoring service over a real server and database."""

import gzip
from collections.abc import AsyncIterator
from hashlib import sha256

import aiohttp
import asyncpg
import orjson
import pytest

from services.penilaian.api import Layanan, routers
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import ATURAN, season
from tests.support.http import OFFICER, app_of, client_of

BODY = b"peserta,kehadiran,twk,tiu,tkp\n001,HADIR,65,80,166\n002,HADIR,66,80,166\n"


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.layanan = Layanan(pool, ATURAN, 4096)
    async with client_of(app) as session:
        yield session


def path_of(body: bytes, *, nama: str = "sesi-1.csv", jumlah: int = 2, mode: str = "tolak") -> str:
    return f"/v1/nilai/berkas/{nama}?jenis=SKD&mode={mode}&jumlah={jumlah}&sha256={sha256(body).hexdigest()}"


async def test_officers_send_files_and_see_every_fault(client: aiohttp.ClientSession) -> None:
    async with client.put(path_of(BODY), data=BODY) as answer:
        assert answer.status == 401
    async with client.put(path_of(BODY), data=BODY, headers=OFFICER) as answer:
        assert answer.status == 422
        problem = await answer.json()
    assert problem["kode"] == "BERKAS_NILAI"
    assert [(one["baris"], one["kolom"], one["kode"]) for one in problem["kesalahan"]] == [(3, "twk", "NILAI_TIDAK_MUNGKIN")]

    packed = gzip.compress(BODY)
    async with client.put(path_of(packed, mode="sebagian"), data=packed, headers=OFFICER) as answer:
        assert answer.status == 200
        taken = await answer.json()
    assert {name: taken[name] for name in ("berkas", "versi", "baris", "diterima", "baru", "sama")} == {
        "berkas": "sesi-1.csv",
        "versi": 1,
        "baris": 2,
        "diterima": 1,
        "baru": 1,
        "sama": 0,
    }
    assert [one["kode"] for one in taken["ditolak"]] == ["NILAI_TIDAK_MUNGKIN"]


async def test_a_file_that_is_too_large_or_oddly_named_is_refused(client: aiohttp.ClientSession) -> None:
    large = b"x" * 5000
    async with client.put(path_of(large), data=large, headers=OFFICER) as answer:
        assert answer.status == 413
    async with client.put(path_of(BODY, nama="..%2Frahasia"), data=BODY, headers=OFFICER) as answer:
        assert answer.status in {404, 422}


async def test_closing_is_asked_until_it_is_whole_and_answered_again(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(31)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    asked = {"formasi": 10, "peserta": 150, "peserta_sha256": satu.pernyataan.sha256}
    headers = {**OFFICER, "Idempotency-Key": "tutup-skd-1"}
    async with client.post("/v1/skd/tutup", json=asked, headers=headers) as answer:
        assert answer.status == 409
        assert [(one["kolom"], one["nilai"]) for one in (await answer.json())["kesalahan"]] == [("nilai_skd", "150")]
    async with client.get("/v1/skd/tutup") as answer:
        assert (await answer.json())["status"] == "BELUM"

    await musim.tell(pool, satu.skd)
    for replayed in (None, "true"):
        async with client.post("/v1/skd/tutup", json=asked, headers=headers) as answer:
            assert (answer.status, answer.headers.get("Idempotency-Replayed")) == (202, replayed)
            assert (await answer.json())["status"] == "BERJALAN"
    while await musim.decide_skd(pool):
        pass
    async with client.get("/v1/skd/tutup") as answer:
        progress = await answer.json()
    kode = list(satu.kode_skd().values())
    assert progress == {
        "status": "SELESAI",
        "total": 4,
        "selesai": 4,
        "lulus_ambang": kode.count("P/L") + kode.count("P"),
        "tidak_lulus": kode.count("TL"),
        "th": kode.count("TH"),
        "dis": kode.count("DIS"),
        "ke_skb": kode.count("P/L"),
    }


async def _lines(client: aiohttp.ClientSession, path: str) -> list[dict[str, object]]:
    async with client.get(path) as answer:
        assert answer.content_type == "application/x-ndjson"
        return [orjson.loads(line) for line in (await answer.read()).splitlines()]


async def test_results_are_read_with_reasons_and_without_persons(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(32)
    await musim.whole_season(pool, satu)
    kode = satu.kode_skd()

    listed = await _lines(client, "/v1/skb/daftar.ndjson")
    assert [one["peserta"] for one in listed] == sorted(peserta for peserta, word in kode.items() if word == "P/L")
    results = await _lines(client, "/v1/hasil.ndjson")
    assert {one["peserta"]: one["kode_skd"] for one in results} == kode
    assert [one["peserta"] for one in results] == sorted(kode)
    assert {one["peserta"] for one in results if one["status_skb"] is not None} == {one["peserta"] for one in listed}
    assert all(one["alasan"] for one in results)
    assert not {"tanggal_lahir", "ipk"} & {name for one in results for name in one}

    first = next(one for one in results if one["peringkat"] == 1)
    async with client.get(f"/v1/peserta/{first['peserta']}") as answer:
        one = await answer.json()
    assert one["nilai_akhir"] == first["nilai_akhir"]
    assert "PERINGKAT" in one["alasan"]
    async with client.get(f"/v1/peserta/{first['peserta']}/penjelasan", headers=OFFICER) as answer:
        assert "Peringkat Anda 1" in (await answer.json())["penjelasan"]
    async with client.get("/v1/peserta/99") as answer:
        assert answer.status == 404
    async with client.get(f"/v1/kelompok/{first['kelompok']}") as answer:
        kelompok = await answer.json()
    assert len(kelompok["peringkat_sha256"]) == 64
    assert all(formasi["penjelasan"] for formasi in kelompok["formasi"])
    async with client.get("/v1/kelompok/x") as answer:
        assert answer.status == 404
    async with client.get("/v1/ringkasan") as answer:
        counts = await answer.json()
    assert (counts["formasi"], counts["kelompok"], counts["peserta"], counts["peringkat"]["status"]) == (10, 4, 150, "SELESAI")
