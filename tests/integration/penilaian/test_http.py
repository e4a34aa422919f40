"""The routes of the scoring service over a real server and database."""

import gzip
import io
import zipfile
from hashlib import sha256

import aiohttp
import asyncpg
import orjson
import pytest
from yarl import URL

from shared.tabular import write_xlsx
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import season
from tests.support.http import OFFICER, SECOND_OFFICER

BODY = b"peserta,kehadiran,twk,tiu,tkp\n001,HADIR,65,80,166\n002,HADIR,66,80,166\n"


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
    large = b"x" * 70_000
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
            assert (await answer.json())["status"] == "MENUNGGU_RILIS"
    async with client.post("/v1/skd/rilis", headers={**SECOND_OFFICER, "Idempotency-Key": "rilis-skd-1"}) as answer:
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
        "tertahan": 0,
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


async def test_everybody_reads_why_whatever_became_of_them(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    """Absent, disqualified, below the grade, not called, called, outside the seats, inside: rule, article, and what would change it."""
    await musim.whole_season(pool, season(52))
    everybody = [orjson.loads(line) for line in (await (await client.get("/v1/hasil.ndjson")).read()).splitlines()]
    mengubah: dict[str, str] = {
        "SKD_TIDAK_HADIR": "dikoreksi dengan berita acara",
        "SKD_DISKUALIFIKASI": "dikoreksi dengan berita acara",
        "SKD_AMBANG_TWK": "poin lagi pada TWK",
        "SKD_AMBANG_TIU": "poin lagi pada TIU",
        "SKD_AMBANG_TKP": "poin lagi pada TKP",
        "SKD_AMBANG_TOTAL": "poin lagi pada jumlah nilai SKD",
        "SKB_DI_LUAR_BATAS": "Peserta terakhir yang dipanggil bernilai SKD",
        "SKB_DIPANGGIL": "peserta terakhir yang dipanggil bernilai SKD",
        "SKB_TIDAK_HADIR": "dikoreksi dengan berita acara",
        "SKB_DISKUALIFIKASI": "dikoreksi dengan berita acara",
        "SKB_GUGUR_BAGIAN_WAJIB": "berapa pun nilai bagian lain",
        "DI_DALAM_KUOTA": "peserta terakhir di dalamnya",
        "DI_LUAR_KUOTA": "peserta terakhir di dalamnya",
        "SERI_DI_BATAS_KUOTA": "keputusan Panselnas",
    }
    seen: set[str] = set()
    for satu in everybody:
        answer = await (await client.get(f"/v1/peserta/{satu['peserta']}/penjelasan", headers=OFFICER)).json()
        teks = answer["penjelasan"]
        seen.update(satu["alasan"])
        assert "menurut aturan cpns-2024 versi 1. " in teks
        assert "Dasar: " in teks
        assert not [kode for kode in satu["alasan"] if kode in teks.split("Dasar: ")[0] and "_" in kode]
        assert set(satu["alasan"]) & mengubah.keys(), "nothing says what decided"
        assert all(mengubah[kode] in teks for kode in satu["alasan"] if kode in mengubah), teks
    # No grade of this season's total is above the sum of its parts', and a tie over the last seat is made by hand elsewhere.
    assert mengubah.keys() - seen <= {"SKD_AMBANG_TOTAL", "SERI_DI_BATAS_KUOTA"}


@pytest.mark.parametrize(
    "path",
    [
        "/v1/kelompok/K/versi/2147483648",
        "/v1/kelompok/K/versi/99999999999999999999/selisih",
        "/v1/kelompok/K/versi/0",
        "/v1/kelompok/K/versi/2147483647",
        "/v1/kelompok/%00/versi/1",
        "/v1/kelompok/%00",
        "/v1/kelompok/" + "K" * 65,
        "/v1/peserta/%D9%A1",
        "/v1/skd/tertahan?limit=2147483648",
        "/v1/peringkat/tertahan?limit=0",
        "/v1/kelompok/%00/koreksi",
    ],
)
async def test_an_address_that_no_database_can_hold_is_refused_with_a_sentence(client: aiohttp.ClientSession, path: str) -> None:
    async with client.get(URL(path, encoded=True), headers=OFFICER) as answer:
        problem = await answer.json()
    assert answer.status in {404, 422}, problem
    assert problem["detail"]


@pytest.mark.parametrize("nomor", ["2147483647", "2147483648", "99999999999999999999", "0"])
async def test_a_release_of_an_impossible_number_is_refused(client: aiohttp.ClientSession, nomor: str) -> None:
    headers = {**OFFICER, "Idempotency-Key": f"rilis-{nomor}"}
    async with client.post(f"/v1/kelompok/K/koreksi/{nomor}/rilis", json={"kehilangan": []}, headers=headers) as answer:
        assert answer.status in {404, 422}
    berkas = path_of(BODY).replace("jumlah=2&", "jumlah=2147483648&")
    async with client.put(berkas, data=BODY, headers=OFFICER) as answer:
        assert answer.status == 422


@pytest.mark.parametrize("jalan", ["/v1/nilai/berkas/jauh.xlsx?jenis=SKD&", "/v1/skd/bawaan/jauh.xlsx?"])
async def test_a_workbook_that_would_end_a_process_is_refused_and_others_are_served(client: aiohttp.ClientSession, jalan: str) -> None:
    """Cells A1 and XFD1048576 are lawful; a reader that makes the whole rectangle of them dies."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(write_xlsx([["x"]], ["peserta"]))) as baik, zipfile.ZipFile(out, "w") as jauh:
        for name in baik.namelist():
            isi = baik.read(name)
            if name.endswith("sheet1.xml"):
                isi = isi.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')
            jauh.writestr(name, isi)
    body = out.getvalue()
    async with client.put(f"{jalan}jumlah=1&sha256={sha256(body).hexdigest()}", data=body, headers=OFFICER) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (422, "TABEL_TERLALU_LUAS")
    async with client.get("/v1/skd/tutup") as answer:
        assert answer.status == 200
