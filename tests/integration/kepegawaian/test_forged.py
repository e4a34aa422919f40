"""A bus without locks: who writes `placement-decided` in the owner's name opens no case, and is found."""

import os
from base64 import b64encode
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import aiohttp
import pytest
from pydantic import SecretStr

from services.kepegawaian.app import build
from services.kepegawaian.settings import Settings
from shared.contracts.samples import Sample, load_samples
from shared.messaging.proof import Keys, OwnerKey
from tests.support.backends import KafkaServer
from tests.support.http import IDENTITY, OFFICER, client_of
from tests.support.kepegawaian import setelan_brankas
from tests.support.messaging import fast_settings, producing
from tests.support.waiting import wait_for

TOPIC = "placement-decided"
KEY = f"uji:{b64encode(os.urandom(32)).decode()}"
(SEAT,) = (sample for sample in load_samples(TOPIC) if sample.name == "dalam-kuota")
FORGED = {"unsigned": None, "with a key of his own": f"uji:{b64encode(os.urandom(32)).decode()}"}


def serving(dsn: str, kafka: KafkaServer, prefix: str, *, proved: bool) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
    keys = Keys(owner_keys={"penempatan": (SecretStr(KEY),)} if proved else {})
    settings = Settings.model_validate(
        {
            "database_url": dsn,
            "kafka_bootstrap_servers": kafka.bootstrap_servers,
            "service_name": "kepegawaian",
            "http_port": 0,
            **IDENTITY,
            **setelan_brankas(),
        }
    )
    return client_of(build(settings, fast_settings(prefix, keys=keys)), headers=list(OFFICER.items()))


async def write(kafka: KafkaServer, prefix: str, sample: Sample, *, key: str | None = None, source: bytes | None = None) -> None:
    headers = [(name, source if source and name == "ce_source" else value) for name, value in sample.raw_headers]
    record_key, body = sample.key.encode(), sample.raw_body
    if key is not None:
        headers.append(OwnerKey.parsed(key).of(prefix + TOPIC).sign(record_key, headers, body))
    async with producing(kafka.bootstrap_servers) as producer:
        await producer.send_and_wait(prefix + TOPIC, body, key=record_key, headers=headers)


async def case(client: aiohttp.ClientSession) -> int:
    async with client.get(f"/v1/pegawai/{SEAT.content['peserta']}") as answer:
        return answer.status


async def quarantined(client: aiohttp.ClientSession) -> list[str]:
    async with client.get("/v1/operasional/karantina") as answer:
        return [str(found["reason"]) for found in await answer.json()]


async def forged_events(client: aiohttp.ClientSession, prefix: str) -> float:
    async with client.get("/metrics") as answer:
        lines = (await answer.text()).splitlines()
    wanted = f'messaging_forged_events_total{{group="{prefix}kepegawaian.{TOPIC}"}} '
    (line,) = (line for line in lines if line.startswith(wanted))
    return float(line.removeprefix(wanted))


async def test_a_forgery_is_found_and_the_owner_is_believed(
    kafka: KafkaServer, topic_prefix: str, service_dsn: Callable[[str], str]
) -> None:
    async with serving(service_dsn("kepegawaian"), kafka, topic_prefix, proved=True) as client:
        for key in FORGED.values():
            await write(kafka, topic_prefix, SEAT, key=key)
        await write(kafka, topic_prefix, SEAT, source=b"urn:asn:layanan:penilaian", key=KEY)
        await wait_for(lambda: _are(quarantined(client), ["sumber", "tanda", "tanda"]), what="three forgeries in the quarantine")
        assert await case(client) == 404
        assert await forged_events(client, topic_prefix) == 3
        await write(kafka, topic_prefix, SEAT, key=KEY)
        await wait_for(lambda: _are(case(client), 200), what="the case of what the owner signed")


@pytest.mark.parametrize("key", FORGED.values(), ids=FORGED)
async def test_without_a_key_the_same_forgery_opens_the_case(
    kafka: KafkaServer, topic_prefix: str, service_dsn: Callable[[str], str], key: str | None
) -> None:
    async with serving(service_dsn("kepegawaian"), kafka, topic_prefix, proved=False) as client:
        await write(kafka, topic_prefix, SEAT, key=key)
        await wait_for(lambda: _are(case(client), 200), what="the case that nobody decided")
        assert await quarantined(client) == []


async def _are(asked: object, wanted: object) -> bool:
    return bool(await asked == wanted)  # type: ignore[misc] # a question
