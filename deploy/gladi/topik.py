"""The topics as an outsider uses them: publish scores like a CAT centre, listen, read everything from the beginning."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self, TypeVar
from uuid import NAMESPACE_URL, uuid5

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError
from aiokafka.structs import ConsumerRecord

from deploy.gladi.kegagalan import TopikTerhenti
from shared.contracts.catalogue import BY_NAME
from shared.contracts.envelope import attributes, body
from shared.contracts.penilaian import ExamScored

T = TypeVar("T")

_SEKALI_BACA = 5_000
_TUNGGU_MS = 300
BATAS_DIAM_DETIK = 120.0


class Bus(NamedTuple):
    """Where the brokers are, and what stands before every topic name."""

    bootstrap: str
    awalan: str = ""


class Rekaman(NamedTuple):
    """One record of a topic: its identity, subject, sequence and body."""

    id: tuple[str, str]
    subjek: str
    urutan: int
    isi: bytes
    kepala: tuple[tuple[str, bytes], ...]


def _rekaman(record: ConsumerRecord) -> Rekaman:
    kepala = dict(record.headers)
    kosong = b""
    return Rekaman(
        (kepala.get("ce_source", kosong).decode(), kepala.get("ce_id", kosong).decode()),
        kepala.get("ce_subject", kosong).decode(),
        int(kepala.get("ce_sequence", b"0")),
        record.value or kosong,
        tuple(record.headers),
    )


async def umumkan_nilai(bus: Bus, nilai: Iterable[ExamScored], *, musim: str) -> int:
    """Publish scores straight to the bus; event ids are derived from their subject, so a repeat is a duplicate and no new fact."""
    producer = AIOKafkaProducer(bootstrap_servers=bus.bootstrap, acks="all", enable_idempotence=True, linger_ms=5)
    await producer.start()
    banyak = 0
    try:
        for satu in nilai:
            kepala = attributes(
                satu,
                event_id=str(uuid5(NAMESPACE_URL, f"{musim}/{satu.ujian}/{satu.versi}")),
                sequence=satu.versi,
                time=datetime.now(UTC).isoformat(),
                correlation_id=f"gladi-{musim}",
                causation_id=None,
            )
            headers = [(nama, isi.encode()) for nama, isi in kepala.items()]
            await producer.send(bus.awalan + satu.topic.name, body(satu), key=satu.key.encode(), headers=headers)
            banyak += 1
        await producer.flush()
    finally:
        await producer.stop()
    return banyak


async def _sabar(tanya: Callable[[], Awaitable[T]]) -> T:
    """Ask again while a broker is down or a partition has no leader; the client finds the others by itself.

    Raises:
        KafkaError: it did not heal within `BATAS_DIAM_DETIK`.
    """
    batas = monotonic() + BATAS_DIAM_DETIK
    while True:
        try:
            return await tanya()
        except KafkaError:
            if monotonic() > batas:
                raise
            await asyncio.sleep(_TUNGGU_MS / 1000)


async def baca_topik(bus: Bus, nama: str) -> AsyncIterator[Sequence[Rekaman]]:
    """Everything of one topic from the beginning to where it ended when the reading began, in batches.

    Raises:
        TopikTerhenti: no record came for `BATAS_DIAM_DETIK` seconds though there are more.
    """
    bagian = [TopicPartition(bus.awalan + nama, nomor) for nomor in range(BY_NAME[nama].partitions)]
    consumer = AIOKafkaConsumer(bootstrap_servers=bus.bootstrap, enable_auto_commit=False, auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign(bagian)
        akhir = {tp: offset for tp, offset in (await _sabar(lambda: consumer.end_offsets(bagian))).items() if offset > 0}
        terakhir = monotonic()
        while True:
            posisi = {tp: await _sabar(partial(consumer.position, tp)) for tp in akhir}
            if all(posisi[tp] >= akhir[tp] for tp in akhir):
                return
            isi = await _sabar(lambda: consumer.getmany(timeout_ms=_TUNGGU_MS, max_records=_SEKALI_BACA))
            rekaman = [_rekaman(record) for records in isi.values() for record in records]
            if rekaman:
                terakhir = monotonic()
                yield rekaman
            elif monotonic() - terakhir > BATAS_DIAM_DETIK:
                raise TopikTerhenti(f"{nama}: stands at {posisi}, ends at {akhir}")
    finally:
        await consumer.stop()


class PendengarPengganti:
    """Listens to candidate-replaced while the resignations run; an async context manager.

    Attributes:
        terlihat: moment (monotonic seconds) at which the replacement of a participant was seen, by the one who left.
    """

    def __init__(self, bus: Bus) -> None:
        """Listen at these brokers."""
        self._consumer = AIOKafkaConsumer(
            bus.awalan + "candidate-replaced",
            bootstrap_servers=bus.bootstrap,
            group_id=None,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=20,
        )
        self._tugas: asyncio.Task[None] | None = None
        self.terlihat: dict[str, float] = {}

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        self._tugas = asyncio.create_task(self._dengar())
        return self

    async def __aexit__(self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None) -> None:
        if self._tugas is not None:
            self._tugas.cancel()
            await asyncio.gather(self._tugas, return_exceptions=True)
        await self._consumer.stop()

    async def _dengar(self) -> None:
        while True:
            try:
                isi = await self._consumer.getmany(timeout_ms=_TUNGGU_MS)
            except KafkaError:  # a broker is down; the client finds another by itself
                await asyncio.sleep(0.2)
                continue
            saat = monotonic()
            for records in isi.values():
                for record in records:
                    self.terlihat.setdefault(orjson.loads(record.value)["digantikan"], saat)
