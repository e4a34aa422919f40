"""The whole service on a real broker and database: files in over HTTP, posts and people over the bus, results out on both."""

import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date

import aiohttp
import orjson
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from acuan import pppk
from acuan.penilaian import Orang
from services.penilaian.app import build
from services.penilaian.settings import Settings
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.contracts.envelope import decode
from shared.contracts.penilaian import CompetencyFinalized, RankingClosed
from tests.integration.penilaian import season_pppk
from tests.integration.penilaian.season import Season, season
from tests.integration.penilaian.season_pppk import SEALED, SeasonPppk
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
    async with client.put(f"/v1/nilai/berkas/{nama}{'&' if '?' in nama else '?'}{query}", data=body, headers=OFFICER) as answer:
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


@asynccontextmanager
async def running(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> AsyncIterator[tuple[AIOKafkaProducer, aiohttp.ClientSession]]:
    """The service with its relay, a producer beside it and a client of its doors."""
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
        yield producer, client


async def _known(client: aiohttp.ClientSession, kode: str) -> None:
    async def known() -> bool:
        async with client.get(f"/v1/ringkasan?musim={kode}") as answer:
            return answer.status == 200

    await wait_for(known, timeout=60, what=f"{kode} to be known")


@pytest.mark.slow
async def test_a_season_over_http_and_the_bus(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    satu: Season = season(41)
    async with running(kafka, postgres, topic_prefix, service_dsn) as (producer, client):
        await send(producer, topic_prefix, [(one, 1) for one in (*satu.pelamar, *satu.formasi, *satu.formasi, musim())])

        await _known(client, "cpns-2024")
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


def _tied(seed: int) -> tuple[SeasonPppk, str, tuple[str, ...]]:
    """A PPPK season in which one more than there are seats is best and equal; the kelompok and these people."""
    dasar = season_pppk.season(seed, "pppk-2024")
    post = dasar.formasi[0]
    best = pppk.Orang("", post.formasi, hadir=True, teknis=450, mansos=180, wawancara=40, tanggal_lahir=date(1985, 1, 1))
    seri = tuple(replace(best, peserta=f"2400003011{900 + n:07d}") for n in range(post.kuota + 1))
    return replace(dasar, orang=(*dasar.orang, *seri)), post.kelompok, tuple(one.peserta for one in seri)


async def _correct(client: aiohttp.ClientSession, kelompok: str, isi: dict[str, object], kunci: str) -> None:
    """Propose and release."""
    path = f"/v1/kelompok/{kelompok}/koreksi"
    asked = {"alasan": "Menurut berita acara.", "sumber": "BA 5/2025", **isi}
    async with client.post(path, json=asked, headers={**OFFICER, "Idempotency-Key": f"usul-{kunci}"}) as answer:
        assert answer.status == 201, await answer.text()
        usul = await answer.json()
    body = {"kehilangan": usul["selisih"]["kehilangan"]}
    async with client.post(
        f"{path}/{usul['nomor']}/rilis", json=body, headers={**SECOND_OFFICER, "Idempotency-Key": f"rilis-{kunci}"}
    ) as answer:
        assert answer.status == 200, await answer.text()


async def _until_sealed(kafka: KafkaServer, prefix: str, kelompok: str, versi: int) -> tuple[RankingClosed, list[CompetencyFinalized]]:
    """The seal of this version of the kelompok as it stands on the bus, and the rows of that version, once they are as many as it says."""
    seals: list[RankingClosed] = []
    rows: dict[str, CompetencyFinalized] = {}
    topics = [f"{prefix}{model.topic.name}" for model in (RankingClosed, CompetencyFinalized)]
    consumer = AIOKafkaConsumer(*topics, bootstrap_servers=kafka.bootstrap_servers, auto_offset_reset="earliest", enable_auto_commit=False)

    def note(topic: str, headers: Sequence[tuple[str, bytes]], value: bytes) -> None:
        if topic == topics[0]:
            seal, _ = decode(RankingClosed, RankingClosed.topic, headers, value)
            seals.extend([seal] if (seal.kelompok, seal.versi) == (kelompok, versi) else [])
        else:
            row, _ = decode(CompetencyFinalized, CompetencyFinalized.topic, headers, value)
            rows.update({row.peserta: row} if (row.kelompok, row.versi) == (kelompok, versi) else {})

    async with consumer:

        async def whole() -> bool:
            for partition, records in (await consumer.getmany(timeout_ms=200)).items():
                for record in records:
                    note(partition.topic, record.headers, record.value)
            return bool(seals) and len(rows) == seals[0].jumlah

        await wait_for(whole, timeout=60, what=f"version {versi} of {kelompok} on the bus")
    return seals[0], list(rows.values())


@pytest.mark.slow
async def test_a_pppk_season_beside_cpns_over_http_and_the_bus(
    kafka: KafkaServer, postgres: PostgresServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    satu, kelompok, seri = _tied(42)
    kode = "pppk-2024"
    posts = [one.model_copy(update={"musim": kode}) for one in satu.formasi]
    async with running(kafka, postgres, topic_prefix, service_dsn) as (producer, client):
        said: Sequence[object] = (*satu.pelamar, *posts, musim(kode), *season(43).formasi, musim())
        await send(producer, topic_prefix, [(one, 1) for one in said])  # type: ignore[misc]
        await _known(client, kode)
        await _known(client, "cpns-2024")
        rows = [
            f"{one.peserta},HADIR,{one.teknis},{one.mansos},{one.wawancara}" if one.hadir else f"{one.peserta},TH,,," for one in satu.orang
        ]
        header = "peserta,kehadiran,teknis,manajerial_sosiokultural,wawancara"
        await _upload(client, f"sesi-1.csv?musim={kode}", "KOMPETENSI", header, rows)
        stated = satu.pernyataan
        asked = {"formasi": stated.formasi, "peserta": stated.peserta, "peserta_sha256": stated.sha256}
        await _close(client, f"/v1/kompetensi/tutup?musim={kode}", asked)
        async with client.get(f"/v1/hasil.ndjson?musim={kode}") as answer:
            read = {one["peserta"]: one for one in map(orjson.loads, (await answer.read()).splitlines())}
        benar = satu.hasil()
        assert {peserta: (one["peringkat"], one["peringkat_kelompok"]) for peserta, one in read.items()} == {
            peserta: (one["peringkat"], one["peringkat_kelompok"]) for peserta, one in benar.items()
        }

        await _correct(client, kelompok, {"urutan_seri": [seri[::-1]]}, "seri")
        last = next(one for one in satu.orang if satu.kelompok_dari(one.formasi) == kelompok and one.peserta not in seri)
        nilai = {"teknis": 300, "manajerial_sosiokultural": 120, "wawancara": 20}
        await _correct(
            client, kelompok, {"perubahan": [{"peserta": last.peserta, "jenis": "KOMPETENSI", "kehadiran": "HADIR", **nilai}]}, "nilai"
        )
        seal, finalized = await _until_sealed(kafka, topic_prefix, kelompok, 3)
        sealed = [BarisPeringkat._make([getattr(one, name) for name in SEALED]) for one in finalized]
        assert seal.sha256 == ranking_digest(sealed)
        ranks = {one.peserta: one.peringkat for one in finalized}
        assert [ranks[peserta] for peserta in seri[::-1]] == list(range(1, len(seri) + 1))
        assert ranks[last.peserta] is not None
