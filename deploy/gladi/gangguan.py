"""Faults on purpose: services and relays are killed at random, brokers one after another, while the season goes on."""

import asyncio
import os
import signal
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic

import orjson
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.gladi.benih import Undi
from deploy.gladi.kegagalan import TakPulih
from deploy.lokal.kafka import KafkaCluster
from shared.contracts.catalogue import TOPICS

_BUKAN_SASARAN = ("kafka", "postgres")
_JEDA_PERIKSA_DETIK = 0.5
_BATAS_PULIH_DETIK = 120.0


@dataclass(frozen=True, slots=True)
class RencanaGangguan:
    """What to break.

    Attributes:
        proses: kills of service and relay processes that the season must survive, at least.
        broker: kills of each broker, at least.
        jeda: seconds between two kills of processes, and between a broker's return and the next kill.
    """

    proses: int = 0
    broker: int = 0
    jeda: float = 3.0


@dataclass(slots=True)
class Gangguan:
    """What was broken so far."""

    rencana: RencanaGangguan
    benih: int
    proses: Counter[str] = field(default_factory=Counter)
    broker: Counter[int] = field(default_factory=Counter)

    @property
    def kurang(self) -> list[str]:
        """What the season was too short for."""
        hasil = []
        if self.proses.total() < self.rencana.proses:
            hasil.append(f"only {self.proses.total()} of {self.rencana.proses} processes were killed")
        if self.rencana.broker and (not self.broker or min(self.broker.values()) < self.rencana.broker):
            hasil.append(f"brokers were killed {dict(sorted(self.broker.items()))} times, {self.rencana.broker} each were asked for")
        return hasil

    async def bunuh_proses(self, daftar: Path) -> None:
        """SIGKILL one service or relay of `processes.json` every `jeda` seconds, until cancelled."""
        for urutan in count():
            await asyncio.sleep(self.rencana.jeda)
            proses: dict[str, int] = orjson.loads(await asyncio.to_thread(daftar.read_bytes))
            sasaran = sorted(nama for nama in proses if not nama.startswith(_BUKAN_SASARAN))
            if not sasaran:
                continue
            nama = Undi(self.benih, "gangguan-proses", urutan).pilih(sasaran)
            with suppress(ProcessLookupError):
                os.kill(proses[nama], signal.SIGKILL)
                self.proses[nama] += 1

    async def bunuh_broker(self, kafka: KafkaCluster) -> None:
        """SIGKILL and restart the brokers one after another until cancelled; the next only when the cluster is whole again.

        Raises:
            TakPulih: it was not within `_BATAS_PULIH_DETIK`.
        """
        semua = sorted(kafka.pids())
        self.broker.update(dict.fromkeys(semua, 0))
        urutan = 0
        while True:
            nomor = semua[urutan % len(semua)]
            await asyncio.sleep(self.rencana.jeda)
            try:
                await asyncio.to_thread(kafka.kill_node, nomor)
                self.broker[nomor] += 1
                await asyncio.sleep(self.rencana.jeda)
            finally:  # the season may end while a broker is down: it comes back all the same
                await asyncio.to_thread(kafka.start_node, nomor)
            await _sampai_utuh(kafka.bootstrap_servers)
            urutan += 1


async def _sampai_utuh(bootstrap: str) -> None:
    batas = monotonic() + _BATAS_PULIH_DETIK
    while not await _utuh(bootstrap):
        if monotonic() > batas:
            raise TakPulih(f"the cluster was not whole {_BATAS_PULIH_DETIK:.0f} s after a broker came back")
        await asyncio.sleep(_JEDA_PERIKSA_DETIK)


async def _utuh(bootstrap: str) -> bool:
    """Whether every replica of every topic is in sync."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    try:
        await admin.start()
        topik = await admin.describe_topics()
    except (KafkaError, OSError):
        return False
    else:
        milik_kita = [satu for satu in topik if str(satu["topic"]).endswith(tuple(topic.name for topic in TOPICS))]
        return bool(milik_kita) and all(
            len(bagian["isr"]) == len(bagian["replicas"]) for satu in milik_kita for bagian in satu["partitions"]
        )
    finally:
        await admin.close()
