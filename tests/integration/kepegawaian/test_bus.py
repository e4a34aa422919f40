"""Both services as they are started, on a real bus: placed, left, replaced, numbered, left again, carried over; and corrected."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

import aiohttp
import orjson

from services.kepegawaian.app import build as build_kepegawaian
from services.kepegawaian.settings import Settings as SettingsKepegawaian
from services.penempatan.app import build as build_penempatan
from services.penempatan.settings import Settings as SettingsPenempatan
from shared.contracts.event import Event
from shared.messaging import Relay
from tests.support.backends import KafkaServer, PostgresServer
from tests.support.http import IDENTITY, OFFICER, SECOND_OFFICER, client_of
from tests.support.kepegawaian import setelan_brankas
from tests.support.messaging import fast_settings, producing, run_relay, send
from tests.support.musim import musim
from tests.support.penempatan import Kelompok, formasi_dibuka, nilai_final, peringkat_ditutup, post, susun
from tests.support.penempatan.pppk import aturan_terbit, kompetensi_final
from tests.support.waiting import wait_for

K = susun([post("A", 2)], [(str(n), "A", 80_000 - n) for n in range(1, 5)])
BENTUK = {"jenis": "MENGUNDURKAN_DIRI", "alasan": "LOKASI_JAUH", "tanggal": "2025-02-01"}


KEDUA = SECOND_OFFICER


@asynccontextmanager
async def berdua(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> AsyncIterator[tuple[aiohttp.ClientSession, aiohttp.ClientSession]]:
    """Penempatan and kepegawaian, ready, with their relays."""
    bus = fast_settings(topic_prefix)
    umum = {
        "kafka_bootstrap_servers": kafka.bootstrap_servers,
        "http_port": 0,
        **IDENTITY,
    }
    dsn_penempatan, dsn_kepegawaian = service_dsn("penempatan"), service_dsn("kepegawaian")
    penempatan = SettingsPenempatan.model_validate({**umum, "database_url": dsn_penempatan, "service_name": "penempatan"})
    kepegawaian = SettingsKepegawaian.model_validate(
        {**umum, **setelan_brankas(), "database_url": dsn_kepegawaian, "service_name": "kepegawaian"}
    )
    async with (
        run_relay(Relay(postgres.as_relay(dsn_penempatan, "penempatan"), kafka.bootstrap_servers, service="penempatan", settings=bus)),
        run_relay(Relay(postgres.as_relay(dsn_kepegawaian, "kepegawaian"), kafka.bootstrap_servers, service="kepegawaian", settings=bus)),
        client_of(build_penempatan(penempatan, bus), headers=list(OFFICER.items())) as tempat,
        client_of(build_kepegawaian(kepegawaian, bus), headers=list(OFFICER.items())) as pegawai,
    ):
        for client in (tempat, pegawai):
            await wait_for(lambda client=client: _siap(client), what="the service to be ready")  # type: ignore[misc]
        yield tempat, pegawai
        for client in (tempat, pegawai):
            assert await (await client.get("/v1/operasional/parkir")).json() == []


async def _umumkan(kafka: KafkaServer, topic_prefix: str, k: Kelompok, *, versi: int = 1, sebelumnya: str | None = None) -> str:
    """Publish a whole ranking, its seal first; the digest."""
    tutup = peringkat_ditutup(k, versi=versi, sebelumnya=sebelumnya)
    ranking: list[Event] = [tutup, *(nilai_final(p, "K", versi=versi) for p in k.peringkat)]
    if versi == 1:
        ranking += [musim(), *(formasi_dibuka(f, "K") for f in k.formasi)]
    async with producing(kafka.bootstrap_servers) as producer:
        await send(producer, topic_prefix, [(event, versi) for event in ranking])
    return tutup.sha256


async def test_a_seat_from_the_ranking_to_the_nip_and_beyond(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    async with berdua(kafka, postgres, topic_prefix, service_dsn) as (tempat, pegawai):
        await _umumkan(kafka, topic_prefix, K)
        await _rilis(tempat)
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


async def test_a_signed_correction_withdraws_one_case_and_opens_another(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    """1 has a NIP, so no list takes the seat; 3 comes before 2, who has none. Then that is corrected again, and 2 is back."""
    ralat = susun([post("A", 2)], [("1", "A", 80_000), ("3", "A", 79_999), ("2", "A", 70_000), ("4", "A", 60_000)])
    async with berdua(kafka, postgres, topic_prefix, service_dsn) as (tempat, pegawai):
        pertama = await _umumkan(kafka, topic_prefix, K)
        await _rilis(tempat)
        await _sampai(tempat, pegawai, {"A/1": "1", "A/2": "2"}, kasus=2)
        usul = {"peserta": "1", "tanggal_lahir": "1996-08-18", "jenis_kelamin": "P", "tmt": "2025-04-01"}
        await _kirim(pegawai, "/v1/usul-nip", usul)

        # The number of 1 is known to the placement when the correction that takes the seat of 1 names it.
        gugur = susun([post("A", 2)], [("2", "A", 80_000), ("3", "A", 79_999), ("1", "A", 70_000), ("4", "A", 60_000)])
        kedua = await _umumkan(kafka, topic_prefix, gugur, versi=2, sebelumnya=pertama)

        async def terikat() -> bool:
            async with tempat.get("/v1/koreksi") as jawaban:
                return [(satu["kehilangan"], satu["terikat_nip"]) for satu in await jawaban.json()] == [(["1"], ["1"])]

        await wait_for(terikat, timeout=60, what="the correction that the NIP of 1 binds")
        ketiga = await _umumkan(kafka, topic_prefix, ralat, versi=3, sebelumnya=kedua)
        await _tandatangani(tempat, 3, kehilangan=["2"])
        await _sampai(tempat, pegawai, {"A/1": "1", "A/2": "3"}, kasus=3)

        async def dicabut() -> bool:
            return await _status(pegawai, "1", "2", "3") == ["AKTIF", "DICABUT", "AKTIF"]

        await wait_for(dicabut, timeout=60, what="the case of 2 to be withdrawn")

        await _umumkan(kafka, topic_prefix, K, versi=4, sebelumnya=ketiga)
        await _tandatangani(tempat, 4, kehilangan=["3"])
        await _sampai(tempat, pegawai, {"A/1": "1", "A/2": "2"}, kasus=3)

        async def kembali() -> bool:
            return await _status(pegawai, "1", "2", "3") == ["AKTIF", "AKTIF", "DICABUT"]

        await wait_for(kembali, timeout=60, what="the case of 2 to be open again")


async def test_a_pppk_season_beside_one_of_cpns_from_its_points_to_its_numbers(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    """Both kinds of records on one bus: each season released for itself, numbers of both kinds, and whoever leaves is replaced or not."""
    pppk = susun([post("P", 2)], [(str(n), "P", 500 - n) for n in range(11, 14)], "L")
    orang: list[Event] = [kompetensi_final(p, "L", aturan="pppk-2024") for p in pppk.peringkat]
    posnya = [formasi_dibuka(f, "L").model_copy(update={"musim": "pppk-2024", "jenis_pengadaan": "PPPK"}) for f in pppk.formasi]
    tutup = peringkat_ditutup(pppk, aturan=aturan_terbit("pppk-2024"))
    async with berdua(kafka, postgres, topic_prefix, service_dsn) as (tempat, pegawai):
        async with producing(kafka.bootstrap_servers) as producer:
            await send(producer, topic_prefix, [(event, 1) for event in (tutup, *orang, *posnya, musim("pppk-2024"))])
        await _umumkan(kafka, topic_prefix, K)
        await wait_for(lambda: _kenal_dua_musim(tempat, pegawai), timeout=60, what="both services to know both seasons")
        await _rilis(tempat, "?musim=pppk-2024")
        await _sampai(tempat, pegawai, {"P/1": "11", "P/2": "12"}, kasus=2, musim="?musim=pppk-2024")
        assert await _kursi(tempat, "?musim=cpns-2024") == {}
        await _rilis(tempat, "?musim=cpns-2024")
        await _sampai(tempat, pegawai, {"A/1": "1", "A/2": "2"}, kasus=2, musim="?musim=cpns-2024")

        for peserta in ("1", "11"):
            usul = {"peserta": peserta, "tanggal_lahir": "1996-08-18", "jenis_kelamin": "P", "tmt": "2025-10-01"}
            await _kirim(pegawai, "/v1/usul-nip", usul)
        nomor = [(await (await pegawai.get(f"/v1/pegawai/{peserta}")).json())["nip"] for peserta in ("1", "11")]
        assert nomor == ["199608182025102001", "199608182025212001"]
        await _kirim(pegawai, "/v1/pengunduran-diri", {**BENTUK, "peserta": "11"})
        await _kirim(pegawai, "/v1/pengunduran-diri", {**BENTUK, "peserta": "12"})
        await _sampai(tempat, pegawai, {"P/1": None, "P/2": "13"}, kasus=3, musim="?musim=pppk-2024")
        assert await _kursi(tempat, "?musim=cpns-2024") == {"A/1": "1", "A/2": "2"}


async def _kenal_dua_musim(*clients: aiohttp.ClientSession) -> bool:
    """Whether each refuses to count without being told which season is meant."""
    for client in clients:
        async with client.get("/v1/ringkasan") as jawaban:
            if jawaban.status != 422:
                return False
    return True


async def _rilis(tempat: aiohttp.ClientSession, musim: str = "") -> None:
    """Two officers sign for the first placement, as soon as the ranking has arrived."""

    async def diusulkan() -> bool:
        kepala = {"Idempotency-Key": f"usul-penempatan{musim}"}
        async with tempat.post(f"/v1/penempatan/usul{musim}", json={"kelompok": 1}, headers=kepala) as jawaban:
            return jawaban.status == 201

    await wait_for(diusulkan, timeout=60, what="the ranking to arrive")
    async with tempat.post(f"/v1/penempatan/rilis{musim}", headers={**KEDUA, "Idempotency-Key": f"rilis-penempatan{musim}"}) as jawaban:
        assert jawaban.status == 202, await jawaban.text()


async def _tandatangani(tempat: aiohttp.ClientSession, versi: int, *, kehilangan: Sequence[str]) -> None:
    """Two officers, as soon as the correction waits."""

    async def menunggu() -> bool:
        async with tempat.get("/v1/koreksi") as jawaban:
            return [(satu["versi"], satu["kehilangan"]) for satu in await jawaban.json()] == [(versi, list(kehilangan))]

    await wait_for(menunggu, timeout=60, what=f"the correction to version {versi} to wait for signatures")
    jalan, kunci = f"/v1/kelompok/K/koreksi/{versi}", {"Idempotency-Key": f"koreksi-{versi}"}
    usul = {"alasan": "Sanggah diterima menurut berita acara.", "sumber": "BA 12", "kehilangan": kehilangan, "pindah": []}
    async with tempat.post(f"{jalan}/usul", json=usul, headers=kunci) as jawaban:
        assert jawaban.status == 201, await jawaban.text()
    setuju = {"kehilangan": kehilangan, "pindah": []}
    async with tempat.post(f"{jalan}/rilis", json=setuju, headers={**kunci, **KEDUA}) as jawaban:
        assert jawaban.status == 200, await jawaban.text()


async def _status(pegawai: aiohttp.ClientSession, *peserta: str) -> list[str]:
    hasil = []
    for satu in peserta:
        async with pegawai.get(f"/v1/pegawai/{satu}") as jawaban:
            hasil.append((await jawaban.json())["status"])
    return hasil


async def _siap(client: aiohttp.ClientSession) -> bool:
    async with client.get("/ready") as jawaban:
        return jawaban.status == 200


async def _kursi(tempat: aiohttp.ClientSession, musim: str = "") -> dict[str, str | None]:
    async with tempat.get(f"/v1/kursi.ndjson{musim}") as jawaban:
        baris = [orjson.loads(line) for line in (await jawaban.read()).splitlines()]
    return {satu["kursi"]: satu["peserta"] for satu in baris}


async def _angka(client: aiohttp.ClientSession, musim: str = "") -> dict[str, int]:
    async with client.get(f"/v1/ringkasan{musim}") as jawaban:
        return dict(await jawaban.json())


async def _kirim(client: aiohttp.ClientSession, jalan: str, isi: dict[str, str]) -> None:
    kunci = {"Idempotency-Key": f"uji{jalan}-{isi['peserta']}"}
    async with client.post(jalan, json=isi, headers=kunci) as jawaban:
        assert jawaban.status == 201, await jawaban.text()


async def _sampai(
    tempat: aiohttp.ClientSession, pegawai: aiohttp.ClientSession, kursi: dict[str, str | None], *, kasus: int, musim: str = ""
) -> None:
    """Wait until these people sit, and kepegawaian has so many cases."""

    async def tercapai() -> bool:
        return await _kursi(tempat, musim) == kursi and (await _angka(pegawai, musim))["kasus"] == kasus

    await wait_for(tercapai, timeout=60, what=f"the seats {kursi} and {kasus} cases")
