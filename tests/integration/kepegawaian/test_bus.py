"""Both services as they are started, on a real bus: placed, left, replaced, numbered, left again, carried over."""

import hashlib
from collections.abc import Callable

import aiohttp
import orjson

from services.kepegawaian.app import build as build_kepegawaian
from services.kepegawaian.settings import Settings as SettingsKepegawaian
from services.penempatan.app import build as build_penempatan
from services.penempatan.settings import Settings as SettingsPenempatan
from shared.contracts.event import Event
from shared.messaging import Relay
from tests.support.backends import KafkaServer
from tests.support.http import OFFICER, TOKEN, client_of
from tests.support.messaging import fast_settings, producing, run_relay, send
from tests.support.penempatan import formasi_dibuka, nilai_final, peringkat_ditutup, post, susun
from tests.support.waiting import wait_for

K = susun([post("A", 2)], [(str(n), "A", 80_000 - n) for n in range(1, 5)])
BENTUK = {"jenis": "MENGUNDURKAN_DIRI", "alasan": "LOKASI_JAUH", "tanggal": "2025-02-01"}


async def test_a_seat_from_the_ranking_to_the_nip_and_beyond(
    kafka: KafkaServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    bus = fast_settings(topic_prefix)
    umum = {
        "kafka_bootstrap_servers": kafka.bootstrap_servers,
        "http_port": 0,
        "api_token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest(),
    }
    dsn_penempatan, dsn_kepegawaian = service_dsn("penempatan"), service_dsn("kepegawaian")
    penempatan = SettingsPenempatan.model_validate({**umum, "database_url": dsn_penempatan, "service_name": "penempatan"})
    kepegawaian = SettingsKepegawaian.model_validate({**umum, "database_url": dsn_kepegawaian, "service_name": "kepegawaian"})
    async with (
        run_relay(Relay(dsn_penempatan, kafka.bootstrap_servers, service="penempatan", settings=bus)),
        run_relay(Relay(dsn_kepegawaian, kafka.bootstrap_servers, service="kepegawaian", settings=bus)),
        client_of(build_penempatan(penempatan, bus), headers=list(OFFICER.items())) as tempat,
        client_of(build_kepegawaian(kepegawaian, bus), headers=list(OFFICER.items())) as pegawai,
        producing(kafka.bootstrap_servers) as producer,
    ):
        for client in (tempat, pegawai):
            await wait_for(lambda client=client: _siap(client), what="the service to be ready")  # type: ignore[misc]
        ranking: list[Event] = [
            peringkat_ditutup(K),
            *(nilai_final(p, "K") for p in K.peringkat),
            *(formasi_dibuka(f, "K") for f in K.formasi),
        ]
        await send(producer, topic_prefix, [(event, 1) for event in ranking])
        await _sampai(tempat, pegawai, {"A/1": "1", "A/2": "2"}, kasus=2)

        await _kirim(pegawai, "/v1/pengunduran-diri", {**BENTUK, "peserta": "1"})
        await _sampai(tempat, pegawai, {"A/1": "3", "A/2": "2"}, kasus=3)
        for peserta in ("2", "3"):
            usul = {"peserta": peserta, "tanggal_lahir": "1996-08-18", "jenis_kelamin": "P", "tmt": "2025-04-01"}
            await _kirim(pegawai, "/v1/usul-nip", usul)
        await _kirim(pegawai, "/v1/pengunduran-diri", {**BENTUK, "peserta": "2"})
        await _sampai(tempat, pegawai, {"A/1": "3", "A/2": None}, kasus=3)
        assert (await _angka(tempat))["dibawa_ke_kebutuhan_berikut"] == 1
        assert (await _angka(pegawai))["nip_batal"] == 1
        for client in (tempat, pegawai):
            assert await (await client.get("/v1/operasional/parkir")).json() == []


async def _siap(client: aiohttp.ClientSession) -> bool:
    async with client.get("/ready") as jawaban:
        return jawaban.status == 200


async def _angka(client: aiohttp.ClientSession) -> dict[str, int]:
    async with client.get("/v1/ringkasan") as jawaban:
        return dict(await jawaban.json())


async def _kirim(client: aiohttp.ClientSession, jalan: str, isi: dict[str, str]) -> None:
    kunci = {"Idempotency-Key": f"uji{jalan}-{isi['peserta']}"}
    async with client.post(jalan, json=isi, headers=kunci) as jawaban:
        assert jawaban.status == 201, await jawaban.text()


async def _sampai(tempat: aiohttp.ClientSession, pegawai: aiohttp.ClientSession, kursi: dict[str, str | None], *, kasus: int) -> None:
    """Wait until these people sit, and kepegawaian has so many cases."""

    async def tercapai() -> bool:
        async with tempat.get("/v1/kursi.ndjson") as jawaban:
            baris = [orjson.loads(line) for line in (await jawaban.read()).splitlines()]
        return {satu["kursi"]: satu["peserta"] for satu in baris} == kursi and (await _angka(pegawai))["kasus"] == kasus

    await wait_for(tercapai, timeout=60, what=f"the seats {kursi} and {kasus} cases")
