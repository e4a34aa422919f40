"""The whole service on a real broker and database: files in over HTTP, posts and people over the bus, results out on both."""

import hashlib
from collections.abc import Callable

import aiohttp
import pytest

from acuan.penilaian import Orang
from services.penilaian.app import build
from services.penilaian.settings import Settings
from tests.integration.penilaian.season import Season, season
from tests.support.backends import KafkaServer, PostgresServer
from tests.support.http import IDENTITY, OFFICER, SECOND_OFFICER, client_of
from tests.support.messaging import fast_settings, producing, relaying, send
from tests.support.musim import musim
from tests.support.waiting import wait_for


def _skd_row(satu: Orang) -> str:
    return f"{satu.peserta},{satu.kehadiran}," + (f"{satu.twk},{satu.tiu},{satu.tkp}" if satu.kehadiran == "HADIR" else ",,")


async def _upload(client: aiohttp.ClientSession, nama: str, jenis: str, header: str, rows: list[str]) -> None:
    body = "\n".join((header, *rows)).encode()
    query = f"jenis={jenis}&jumlah={len(rows)}&sha256={hashlib.sha256(body).hexdigest()}"
    async with client.put(f"/v1/nilai/berkas/{nama}?{query}", data=body, headers=OFFICER) as answer:
        assert answer.status == 200, await answer.text()


async def _close(client: aiohttp.ClientSession, path: str, asked: dict[str, object]) -> dict[str, object]:
    """Ask until it is accepted, then wait until it is done."""
    last: dict[str, object] = {}

    async def accepted() -> bool:
        async with client.post(path, json=asked, headers={**OFFICER, "Idempotency-Key": f"uji{path}"}) as answer:
            last["why"] = await answer.text()
            if answer.status != 202:
                return False
        release = path.replace("tutup", "rilis")
        async with client.post(release, headers={**SECOND_OFFICER, "Idempotency-Key": f"uji{release}"}) as answer:
            return answer.status == 202

    async def done() -> bool:
        async with client.get(path) as answer:
            last.update(await answer.json())
            return last["status"] == "SELESAI"

    await wait_for(accepted, timeout=60, what=f"{path} to be accepted")
    await wait_for(done, timeout=60, what=f"{path} to be done")
    return last


@pytest.mark.slow
async def test_a_season_over_http_and_the_bus(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    satu: Season = season(41)
    bus = fast_settings(topic_prefix)
    dsn = service_dsn("penilaian")
    settings = Settings(
        database_url=dsn,
        kafka_bootstrap_servers=kafka.bootstrap_servers,
        service_name="penilaian",
        http_port=0,
        **IDENTITY,
    )
    async with (
        relaying(postgres.as_relay(dsn, "penilaian"), kafka.bootstrap_servers, bus),
        producing(kafka.bootstrap_servers) as producer,
        client_of(build(settings, bus)) as client,
    ):
        await send(producer, topic_prefix, [(one, 1) for one in (*satu.pelamar, *satu.formasi, *satu.formasi, musim())])

        async def dikenal() -> bool:
            async with client.get("/v1/ringkasan") as answer:
                return answer.status == 200

        await wait_for(dikenal, timeout=60, what="the season to be known")
        half = len(satu.orang) // 2
        for nama, people in (("sesi-1.csv", satu.orang[:half]), ("sesi-2.csv", satu.orang[half:])):
            await _upload(client, nama, "SKD", "peserta,kehadiran,twk,tiu,tkp", [_skd_row(one) for one in people])
        said = satu.pernyataan
        skd = await _close(client, "/v1/skd/tutup", {"formasi": said.formasi, "peserta": said.peserta, "peserta_sha256": said.sha256})

        kode = satu.kode_skd()
        called = [one for one in satu.orang if kode[one.peserta] == "P/L"]
        assert skd["ke_skb"] == len(called)
        rows = [f"{one.peserta},HADIR,{one.nilai_skb},{one.status_skb}" for one in called]
        await _upload(client, "skb.csv", "SKB", "peserta,kehadiran,nilai_skb,status_skb", rows)
        await _close(client, "/v1/peringkat/tutup", {"peserta_skb": len(called)})

        async with client.get("/ready") as answer:
            assert answer.status == 200, await answer.text()
        for peserta, (peringkat, peringkat_kelompok) in satu.peringkat().items():
            async with client.get(f"/v1/peserta/{peserta}") as answer:
                one = await answer.json()
            assert (one["peringkat"], one["peringkat_kelompok"]) == (peringkat, peringkat_kelompok)
