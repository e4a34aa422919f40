"""SKB parts, an earlier SKD and releases by two people, over the routes and a real database."""

from collections.abc import AsyncIterator
from hashlib import sha256

import aiohttp
import asyncpg
import pytest

from services.penilaian.api import routers
from services.penilaian.context import Context
from shared.contracts.penilaian import ExamScored
from shared.errors import Rejected
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import exam_skd, season
from tests.support.arsip import beda, dari_penilaian
from tests.support.http import OFFICER, SECOND_OFFICER, app_of, client_of

KEDUA = SECOND_OFFICER


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(65_536)
    async with client_of(app) as session:
        yield session


def bagian(kode: str, jenis: str, bobot: int, **more: object) -> dict[str, object]:
    return {"kode": kode, "jenis": jenis, "bobot": bobot, **more}


def sekali(kunci: str) -> dict[str, str]:
    return {**OFFICER, "Idempotency-Key": f"bagian-skb/{kunci}"}


def tetapan(cakupan: str, kunci: str, *parts: dict[str, object]) -> dict[str, object]:
    return {"cakupan": cakupan, "kunci": kunci, "bagian": list(parts), "pengumuman": "PENG-1/2024"}


async def test_parts_are_announced_and_scores_put_together(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(51)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    await musim.close_skd(pool, satu.pernyataan)
    while await musim.decide_skd(pool):
        pass
    bad = tetapan("INSTANSI", "Instansi Uji", bagian("cat", "CAT", 80), bagian("wawancara", "WAWANCARA", 20))
    async with client.put("/v1/skb/bagian", json=bad, headers=sekali("jenis")) as answer:
        assert (answer.status, [one["kode"] for one in (await answer.json())["kesalahan"]]) == (422, ["BAGIAN_JENIS"])
    async with client.put("/v1/skb/bagian", json=bad) as answer:
        assert answer.status == 401
    async with client.put("/v1/skb/bagian", json={**bad, "kunci": "Instansi Lain"}, headers=sekali("lain")) as answer:
        assert answer.status == 404
    wide = tetapan("INSTANSI", "Instansi Uji", bagian("cat", "CAT", 100))
    called = await pool.fetchrow("select peserta, formasi from penilaian.hasil_skd where hasil = 'LULUS' order by peserta limit 1")
    assert called is not None
    narrow = tetapan(
        "FORMASI", called["formasi"], bagian("cat", "CAT", 60), bagian("praktik", "PRAKTIK", 40, menggugurkan=True, minimum=60_000)
    )
    for body in (wide, narrow):
        # Sent again by a client that heard no answer: no second version.
        for replayed in (None, "true"):
            async with client.put("/v1/skb/bagian", json=body, headers=sekali(str(body["cakupan"]))) as answer:
                assert answer.status == 200, await answer.text()
                assert ((await answer.json())["versi"], answer.headers.get("Idempotency-Replayed")) == (1, replayed)
    async with client.get("/v1/skb/bagian") as answer:
        assert [(one["cakupan"], one["versi"]) for one in await answer.json()] == [("FORMASI", 1), ("INSTANSI", 1)]

    people = sorted(await musim.called(pool))
    inside = {row["peserta"] for row in await pool.fetch("select peserta from penilaian.pelamar where formasi = $1", called["formasi"])}
    lines = ["peserta,kehadiran,cat,praktik", *(f"{one},HADIR,70,{'59.999' if one in inside else ''}" for one in people)]
    sent = "\n".join(lines).encode()
    path = f"/v1/nilai/berkas/skb.csv?jenis=SKB&jumlah={len(people)}&sha256={sha256(sent).hexdigest()}"
    async with client.put(path, data=sent, headers=OFFICER) as answer:
        assert answer.status == 200, await answer.text()
    scored = [ExamScored.model_validate(one) for one in await musim.emitted(pool, "exam-scored")]
    assert {one.nilai_skb for one in scored if one.peserta in inside} == {65_999 + 1}
    assert {one.nilai_skb for one in scored if one.peserta not in inside} <= {70_000}
    async with client.put("/v1/skb/bagian", json=wide, headers=sekali("terlambat")) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "BAGIAN_SUDAH_DIPAKAI")

    await musim.tell(pool, scored)
    await musim.close_ranking(pool, len(people))
    while await musim.decide_ranking(pool):
        pass
    async with client.get(f"/v1/peserta/{called['peserta']}") as answer:
        one = await answer.json()
    assert (one["status_skb"], one["peringkat"], one["bagian_skb"]) == ("TMS-1", None, {"cat": 70_000, "praktik": 59_999})
    async with client.get(f"/v1/peserta/{called['peserta']}/penjelasan", headers=OFFICER) as answer:
        teks = (await answer.json())["penjelasan"]
    assert "yaitu bagian praktik" in teks
    # Of two announcements the narrower one.
    assert (
        "Bagian SKB Anda: cat 70,000 dari 100 (bobot 60 persen); praktik 59,999 dari 100 (bobot 40 persen, nilai terendah 60,000)." in teks
    )
    outside = next(one for one in people if one not in inside)
    async with client.get(f"/v1/peserta/{outside}/penjelasan", headers=OFFICER) as answer:
        assert "Bagian SKB Anda: cat 70,000 dari 100 (bobot 100 persen)." in (await answer.json())["penjelasan"]
    await dihitung_ulang(client, satu, called["formasi"], len(inside.intersection(people)))


async def dihitung_ulang(client: aiohttp.ClientSession, satu: musim.Season, formasi: str, banyak: int) -> None:
    """The reference puts the same scores together from what an archive holds of them, and sees a weight that was another."""
    arsip = await dari_penilaian(client, satu.formasi)
    assert beda(arsip) == []
    next(row for row in arsip["bagian"] if row["formasi"] == formasi)["bagian"][0]["bobot"] = 59
    assert len(beda(arsip)) == banyak


async def test_an_earlier_skd_is_checked_and_closes_the_new_one(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(52)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    umum = [one for one in satu.orang if next(f for f in satu.formasi if f.formasi == one.formasi).jenis_kebutuhan == "UMUM"]
    good, low, other = umum[:3]
    head = "peserta,tahun_asal,dipilih_pada,nik_sama,jenjang_asal,twk,tiu,tkp"
    sent = "\n".join(
        [
            head,
            f"{good.peserta},2023,2024-09-20,YA,S-1,100,100,200",
            f"{low.peserta},2023,2024-09-20,YA,S-1,60,100,200",
            f"{other.peserta},2023,2024-09-20,TIDAK,S-2,100,100,200",
            "999,2023,2024-09-20,YA,S-1,100,100,200",
        ]
    ).encode()
    path = f"/v1/skd/bawaan/bawaan.csv?mode=sebagian&jumlah=4&sha256={sha256(sent).hexdigest()}"
    for _ in range(2):
        async with client.put(path, data=sent, headers=OFFICER) as answer:
            assert answer.status == 200, await answer.text()
            taken = await answer.json()
    assert taken["diterima"] == 1
    assert [(one["baris"], one["kode"]) for one in taken["ditolak"]] == [
        (3, "BAWAAN_DI_BAWAH_AMBANG"),
        (4, "BAWAAN_NIK"),
        (4, "BAWAAN_JENJANG"),
        (5, "PESERTA_TIDAK_DIKENAL"),
    ]
    [scored] = [ExamScored.model_validate(one) for one in await musim.emitted(pool, "exam-scored")]
    assert (scored.peserta, scored.tahun_asal, scored.tkp) == (good.peserta, 2023, 200)
    await musim.tell(pool, [scored])
    with pytest.raises(Rejected, match="SKD_DIBAWA"):
        await musim.tell(pool, [exam_skd(good, versi=2)])
    await musim.tell(pool, [one for one in satu.skd if one.peserta != good.peserta])
    await musim.close_skd(pool, satu.pernyataan)
    while await musim.decide_skd(pool):
        pass
    async with client.get(f"/v1/peserta/{good.peserta}") as answer:
        assert (await answer.json())["alasan"][0] == "SKD_DIBAWA"


async def test_a_list_waits_for_a_second_officer(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    satu = season(53)
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    asked = {"formasi": 10, "peserta": 150, "peserta_sha256": satu.pernyataan.sha256}
    async with client.post("/v1/skd/rilis", headers={**KEDUA, "Idempotency-Key": "terlalu-dini"}) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (404, "TIDAK_ADA_USUL")
    async with client.post("/v1/skd/tutup", json=asked, headers={**OFFICER, "Idempotency-Key": "usul-skd"}) as answer:
        assert (answer.status, (await answer.json())["status"]) == (202, "MENUNGGU_RILIS")
    assert await musim.decide_skd(pool) == 0
    async with client.post("/v1/skd/rilis", headers={**OFFICER, "Idempotency-Key": "orang-sama"}) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (403, "PERLU_PETUGAS_LAIN")
    async with client.post("/v1/skd/rilis", headers={**KEDUA, "Idempotency-Key": "orang-kedua"}) as answer:
        assert (answer.status, (await answer.json())["status"]) == (202, "BERJALAN")
    while await musim.decide_skd(pool):
        pass
    people = await musim.called(pool)
    await musim.tell(pool, satu.skb(people))
    body = {"peserta_skb": len(people)}
    async with client.post("/v1/peringkat/tutup", json=body, headers={**KEDUA, "Idempotency-Key": "usul-peringkat"}) as answer:
        assert (await answer.json())["status"] == "MENUNGGU_RILIS"
    async with client.post("/v1/peringkat/rilis", headers={**OFFICER, "Idempotency-Key": "rilis-peringkat"}) as answer:
        assert (await answer.json())["status"] == "BERJALAN"
