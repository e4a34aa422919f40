"""The routes of a PPPK season beside a CPNS season: files in, two officers close, everybody reads results and reasons, a correction."""

from copy import deepcopy
from hashlib import sha256

import aiohttp
import asyncpg
import orjson
import pytest

from services.penilaian.usecases.musim import terima_musim
from shared.contracts.penilaian import CompetencyScored
from tests.integration.penilaian import season_pppk as musim
from tests.integration.penilaian.season import emitted
from tests.integration.penilaian.season_pppk import SeasonPppk, season
from tests.integration.penilaian.test_koreksi import headers
from tests.support.arsip import beda, dari_penilaian
from tests.support.http import OFFICER, SECOND_OFFICER, participant
from tests.support.musim import musim as diumumkan
from tests.support.musim import umumkan

KODE = "pppk-2021"
DI = f"?musim={KODE}"
KOLOM = ("formasi", "teknis", "total", "memenuhi_ambang", "peringkat", "peringkat_kelompok", "seri")


def berkas(satu: SeasonPppk) -> bytes:
    rows = (f"{one.peserta},HADIR,{one.teknis},{one.mansos},{one.wawancara}" if one.hadir else f"{one.peserta},TH,,," for one in satu.orang)
    return "\n".join(("peserta,kehadiran,teknis,manajerial_sosiokultural,wawancara", *rows)).encode()


async def kirim(client: aiohttp.ClientSession, body: bytes, jumlah: int, *, jenis: str = "KOMPETENSI") -> tuple[int, dict[str, object]]:
    query = f"&jenis={jenis}&jumlah={jumlah}&sha256={sha256(body).hexdigest()}"
    async with client.put(f"/v1/nilai/berkas/sesi-1.csv{DI}{query}", data=body, headers=OFFICER) as answer:
        return answer.status, await answer.json()


async def tutup(client: aiohttp.ClientSession, satu: SeasonPppk) -> dict[str, object]:
    said = satu.pernyataan
    asked = {"formasi": said.formasi, "peserta": said.peserta, "peserta_sha256": said.sha256}
    async with client.post(f"/v1/kompetensi/tutup{DI}", json=asked, headers=headers(OFFICER, "tutup")) as answer:
        assert answer.status == 202, await answer.text()
    async with client.post(f"/v1/kompetensi/rilis{DI}", headers=headers(OFFICER, "sendiri")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (403, "PERLU_PETUGAS_LAIN")
    async with client.post(f"/v1/kompetensi/rilis{DI}", headers=headers(SECOND_OFFICER, "rilis")) as answer:
        progress: dict[str, object] = await answer.json()
    return progress


async def beside_cpns(client: aiohttp.ClientSession, pool: asyncpg.Pool, seed: int) -> SeasonPppk:
    """A PPPK season whose points came as a file, beside the CPNS season that the client knows."""
    satu = season(seed, KODE)
    await umumkan(pool, terima_musim, diumumkan(KODE))
    posts = tuple(one.model_copy(update={"musim": KODE}) for one in satu.formasi)
    await musim.tell(pool, satu, posts)
    await musim.tell(pool, satu, satu.pelamar)
    assert (await kirim(client, berkas(satu), len(satu.orang)))[0] == 200
    await musim.tell(pool, satu, [CompetencyScored.model_validate(one) for one in await emitted(pool, "competency-scored")])
    return satu


async def test_a_pppk_season_over_http(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await beside_cpns(client, pool, 31)
    assert (await tutup(client, satu))["status"] == "BERJALAN"
    while await musim.decide(pool, satu):
        pass
    async with client.get(f"/v1/kompetensi/tutup{DI}") as answer:
        assert await answer.json() == {"status": "SELESAI", "total": 4, "selesai": 4, "tertahan": 0, "peserta": len(satu.orang)}
    async with client.get(f"/v1/ringkasan{DI}") as answer:
        counts = await answer.json()
    assert (counts["nilai_kompetensi"], counts["peringkat"]["status"]) == (len(satu.orang), "SELESAI")
    async with client.get("/v1/ringkasan?musim=cpns-2024") as answer:
        assert (await answer.json())["nilai_kompetensi"] == 0

    async with client.get(f"/v1/hasil.ndjson{DI}") as answer:
        rows = [orjson.loads(line) for line in (await answer.read()).splitlines()]
    benar = satu.hasil()
    assert {one["peserta"]: [one[name] for name in KOLOM] for one in rows} == {
        peserta: [one[name] for name in KOLOM] for peserta, one in benar.items()
    }
    assert [one["peserta"] for one in rows] == sorted(benar)
    assert all(one["alasan"] for one in rows)
    gugur = next(one for one in rows if one["memenuhi_ambang"] is False)
    async with client.get(f"/v1/peserta/{gugur['peserta']}") as answer:
        assert await answer.json() == gugur
    async with client.get(f"/v1/kelompok/{gugur['kelompok']}") as answer:
        assert (await answer.json())["peringkat_sha256"]
    async with client.get("/v1/hasil.ndjson?musim=cpns-2024") as answer:
        assert await answer.read() == b""


async def test_why_a_result_is_so_is_told_with_the_points_that_are_missing(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await beside_cpns(client, pool, 32)
    orang = next(one.peserta for one in satu.orang if satu.hasil()[one.peserta]["memenuhi_ambang"] is False)
    path = f"/v1/peserta/{orang}/penjelasan"
    async with client.get(path, headers=OFFICER) as answer:
        assert answer.status == 404
    await tutup(client, satu)
    while await musim.decide(pool, satu):
        pass
    async with client.get(path) as answer:
        assert answer.status == 401
    async with client.get(path, headers=participant(orang)) as answer:
        told = await answer.json()
    assert (told["aturan"], told["versi_aturan"]) == (KODE, 1)
    assert "di bawah nilai ambang batas" in told["penjelasan"]
    assert "poin lagi pada" in told["penjelasan"]


@pytest.mark.parametrize("sebagai", ["nilai", "berkas"])
async def test_a_correction_over_http_becomes_a_version_that_everybody_reads(
    client: aiohttp.ClientSession, pool: asyncpg.Pool, sebagai: str
) -> None:
    satu = await beside_cpns(client, pool, 33)
    await tutup(client, satu)
    while await musim.decide(pool, satu):
        pass
    orang = next(one for one in satu.orang if not one.hadir)
    kelompok = satu.kelompok_dari(orang.formasi)
    base, kunci = f"/v1/kelompok/{kelompok}/koreksi", headers(OFFICER, "usul")
    isi = {"alasan": "Berita acara ujian susulan diterima.", "sumber": "BA 3/2022"}
    if sebagai == "nilai":
        benar = {"kehadiran": "HADIR", "teknis": 400, "manajerial_sosiokultural": 190, "wawancara": 40}
        perubahan = [{"peserta": orang.peserta, "jenis": "KOMPETENSI", **benar}]
        answer = await client.post(base, json={**isi, "perubahan": perubahan}, headers=kunci)
    else:
        body = f"peserta,kehadiran,teknis,manajerial_sosiokultural,wawancara\n{orang.peserta},HADIR,400,190,40\n".encode()
        query = {**isi, "jenis": "KOMPETENSI", "jumlah": "1", "sha256": sha256(body).hexdigest()}
        answer = await client.post(f"{base}/berkas", params=query, data=body, headers=kunci)
    assert answer.status == 201, await answer.text()
    usul = await answer.json()
    path = f"{base}/{usul['nomor']}/rilis"
    kehilangan = {"kehilangan": usul["selisih"]["kehilangan"]}
    async with client.post(path, json=kehilangan, headers=headers(SECOND_OFFICER, "rilis-koreksi")) as released:
        assert released.status == 200, await released.text()
    async with client.get(f"/v1/kelompok/{kelompok}/versi/2") as read:
        versi = await read.json()
    row = next(one for one in versi["baris"] if one["peserta"] == orang.peserta)
    assert (row["kehadiran"], row["manajerial_sosiokultural"], row["wawancara"]) == ("HADIR", 190, 40)
    async with client.get(f"/v1/kelompok/{kelompok}/versi/2/selisih") as read:
        selisih = await read.json()
    assert {"peserta": orang.peserta, "kolom": "kehadiran", "dari": "TH", "menjadi": "HADIR"} in selisih["ubahan"]
    async with client.get(f"/v1/peserta/{orang.peserta}") as read:
        assert (await read.json())["total"] == row["total"]


async def diperbaiki(client: aiohttp.ClientSession, kelompok: str, peserta: str) -> None:
    """Somebody's points corrected by two officers."""
    benar = {"jenis": "KOMPETENSI", "kehadiran": "HADIR", "teknis": 400, "manajerial_sosiokultural": 190, "wawancara": 40}
    isi = {"alasan": "Nilai diperbaiki.", "sumber": "BA 4/2022", "perubahan": [{"peserta": peserta, **benar}]}
    async with client.post(f"/v1/kelompok/{kelompok}/koreksi", json=isi, headers=headers(OFFICER, "usul-arsip")) as answer:
        usul = await answer.json()
    path = f"/v1/kelompok/{kelompok}/koreksi/{usul['nomor']}/rilis"
    body = {"kehilangan": usul["selisih"]["kehilangan"]}
    async with client.post(path, json=body, headers=headers(SECOND_OFFICER, "rilis-arsip")) as answer:
        assert answer.status == 200, await answer.text()


async def test_what_belongs_to_the_other_kind_of_season_is_refused(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await beside_cpns(client, pool, 34)
    assert (await kirim(client, b"peserta,kehadiran,twk,tiu,tkp\n1,TH,,,\n", 1, jenis="SKD"))[1]["kode"] == "BUKAN_PADA_MUSIM_INI"
    asked = {"formasi": 0, "peserta": 0, "peserta_sha256": "0" * 64}
    async with client.post("/v1/kompetensi/tutup?musim=cpns-2024", json=asked, headers=headers(OFFICER, "salah-musim")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "BUKAN_PADA_MUSIM_INI")
    half = {"peserta": satu.orang[0].peserta, "jenis": "KOMPETENSI", "kehadiran": "HADIR", "teknis": 300}
    for salah in (half, {**half, "kehadiran": "TH"}, {**half, "manajerial_sosiokultural": 1, "wawancara": 1, "twk": 65}):
        usul = {"alasan": "Nilai diperbaiki.", "sumber": "BA 1", "perubahan": [salah]}
        async with client.post("/v1/kelompok/0001-G0/koreksi", json=usul, headers=headers(OFFICER, f"usul{len(str(salah))}")) as answer:
            assert answer.status == 422


async def test_the_archive_of_a_pppk_season_is_computed_again_by_the_reference(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = await beside_cpns(client, pool, 35)
    await tutup(client, satu)
    while await musim.decide(pool, satu):
        pass
    orang = next(one for one in satu.orang if not one.hadir)
    await diperbaiki(client, satu.kelompok_dari(orang.formasi), orang.peserta)
    isi = await dari_penilaian(client, satu.formasi, KODE)
    assert len(isi["versi"]) == 5
    assert isi["versi_lama"]
    assert any(one["afirmasi"] for one in isi["peserta"])
    assert beda(isi, KODE) == []

    # Somebody to whose points something is added, and not beyond the maximum.
    teknis = {one["peserta"]: one["teknis"] for one in isi["hasil"]}
    ditambah = next(one["peserta"] for one in isi["peserta"] if (one["teknis_dijawab"] or 500) < (teknis[one["peserta"]] or 0) < 500)

    def berubah(bagian: str, kolom: str, nilai: object) -> list[str]:
        salah = deepcopy(isi)
        rows = [one for one in salah[bagian] if bagian != "peserta" or one["peserta"] == ditambah]
        next(one for one in rows if one[kolom] not in {None, nilai})[kolom] = nilai
        return beda(salah, KODE)

    assert berubah("hasil", "total", 1)
    assert berubah("hasil", "memenuhi_ambang", nilai=True)
    assert berubah("hasil", "peringkat", 9)
    assert berubah("hasil", "kehadiran", "DIS")
    assert berubah("peserta", "afirmasi", "")
    assert berubah("peserta", "teknis_dijawab", 5)
    assert berubah("versi", "sha256", "0" * 64)
    assert berubah("versi_lama", "wawancara", 3)
