"""The whole service as it is started, on a real bus and a real database."""

from collections.abc import Callable
from datetime import date

import pytest

from services.pendaftaran.app import build
from services.pendaftaran.context import Context
from services.pendaftaran.domain.lamaran import pseudonim
from shared.contracts.kepegawaian import SanctionImposed
from shared.contracts.types import Alasan
from tests.support.backends import KafkaServer
from tests.support.http import client_of
from tests.support.messaging import producing, send
from tests.support.pendaftaran import nik, setelan_pendaftaran
from tests.support.waiting import wait_for


async def test_a_sanction_from_the_bus_is_kept(
    kafka: KafkaServer, topic_prefix: str, service_dsn: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MESSAGING_TOPIC_PREFIX", topic_prefix)
    settings = setelan_pendaftaran(service_dsn("pendaftaran"), bootstrap=kafka.bootstrap_servers)
    app = build(settings)
    async with client_of(app) as http, producing(kafka.bootstrap_servers) as producer:

        async def ready() -> bool:
            async with http.get("/ready") as jawaban:
                return jawaban.status == 200

        await wait_for(ready, what="the service to be ready")
        kunci = Context.of(settings).instalasi.kunci
        sanksi = [
            SanctionImposed(
                pseudonim=pseudonim(kunci, nik(nomor)),
                peserta=str(nomor),
                sampai=date(2999, 1, versi),
                dasar=Alasan(kode="SANKSI_MUNDUR", pasal="PermenPANRB 6/2024 Pasal 58 ayat (2)", angka={}),
                versi=versi,
            )
            for nomor in range(5)
            for versi in (1, 2, 3)
        ]
        await send(producer, topic_prefix, [(satu, satu.versi) for satu in sanksi])

        async def kept() -> bool:
            rows = await app.state.pool.fetch("select sampai, versi from pendaftaran.sanksi")
            return sorted((row["sampai"].day, row["versi"]) for row in rows) == [(3, 3)] * 5

        await wait_for(kept, what="five sanctions in their last version")
