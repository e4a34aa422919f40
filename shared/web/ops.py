"""What operators see: is it alive, is it ready, how far behind, what was set aside, and how to let it go on."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Literal, Protocol

import asyncpg
from fastapi import APIRouter, Path, Query, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel, Field

from shared.db import pending
from shared.errors import Rejected
from shared.kebijakan import Diizinkan
from shared.messaging import ActWriter, Discard, ParkedKey, QuarantinedRecord
from shared.web.acts import Rekam
from shared.web.fields import Batas
from shared.web.identitas import terbuka, wewenang

Topik = Annotated[str, Path(max_length=100)]
Kunci = Annotated[str, Query(max_length=200)]

_MEMBACA = wewenang("operasional.baca")
_TERBUKA = terbuka("layanan.periksa_hidup")

_READY_SECONDS = 5.0
BROKER_SECONDS = 0.5
# A balancer that asks every few seconds must be told while it still listens.
_ANSWER_SECONDS = 2.0


class Operations(Protocol):
    """What the messaging layer lets operators see and do."""

    async def quarantine(self, limit: int) -> list[QuarantinedRecord]:
        """The newest records set aside, at most `limit`."""

    async def parked(self, limit: int) -> list[ParkedKey]:
        """The keys that wait, longest first, at most `limit`."""

    async def release(self, topic: str, key: str, *, record_act: ActWriter) -> int:
        """Apply the records that wait behind `key`; returns how many, 0 when it does not wait.

        Raises:
            KeyError: this service does not read `topic`.
        """

    async def lag(self) -> dict[str, int]:
        """Records not yet applied, by topic."""

    def held(self) -> dict[str, str]:
        """Why a topic is not read until a person has acted, by topic."""

    async def let_go_on(self, topic: str, *, officer: str, why: str, record_act: ActWriter) -> int:
        """Count unreadable records from nought again; returns for how many partitions.

        Raises:
            KeyError: this service does not read `topic`.
        """

    async def discards(self, limit: int) -> list[Discard]:
        """Parked records that somebody wants dropped, and those that were."""

    async def propose_discard(self, topic: str, key: str, *, officer: str, why: str, record_act: ActWriter) -> Discard | None:
        """Propose to drop the oldest record behind `key`; None when it does not wait.

        Raises:
            KeyError: this service does not read `topic`.
        """

    async def confirm_discard(self, number: int, *, officer: str, record_act: ActWriter) -> Discard | None:
        """Drop the record of a proposal by another officer; None when there is none."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Answer of the readiness check.

    Attributes:
        checks: by name of the thing needed, None when it is there, else what is missing.
        hindrances: by name what is missing and stops no request. A balancer must not close the front door of the last evening because
            Kafka is away: what is written waits in the outbox.
    """

    checks: Mapping[str, str | None]
    hindrances: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ready(self) -> bool:
        """Nothing is missing."""
        return all(missing is None for missing in self.checks.values())


async def database_readiness(pool: asyncpg.Pool, *, service: str) -> str | None:
    """None when the database answers and has every migration of `service`, else what is missing."""
    try:
        async with pool.acquire(timeout=_READY_SECONDS) as conn:
            missing = await pending(conn, service=service)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
        return f"database: {type(error).__name__}"
    return f"migrations missing: {', '.join(missing)}" if missing else None


class Kesiapan(BaseModel):
    """Whether this replica can take work."""

    status: Literal["SIAP", "TERGANGGU", "BELUM"] = Field(description="TERGANGGU: permintaan dilayani, tetapi ada yang perlu diperbaiki.")
    pemeriksaan: dict[str, str] = Field(description="Menurut nama pemeriksaan: OK, atau apa yang kurang.")


class AlasanTindakan(BaseModel):
    """Why an officer does it; kept with the name."""

    alasan: str = Field(min_length=10, max_length=1000, description="Alasan tindakan; disimpan bersama nama petugas.")


class Kelanjutan(BaseModel):
    """Number of partitions whose count began again."""

    partisi: int = Field(description="Banyaknya partisi yang hitungannya dimulai dari nol.")


class Pelepasan(BaseModel):
    """How many records were let go on."""

    dilepas: int = Field(description="Banyaknya catatan yang kini diterapkan.")


def health_router(readiness: Callable[[], Awaitable[Readiness]]) -> APIRouter:
    """Routes for machines: /health, /ready, /metrics."""
    router = APIRouter(tags=["operasional"], dependencies=[_TERBUKA])

    @router.get("/health", summary="Proses hidup dan menjawab", description="Tidak memeriksa apa pun di luar proses ini.")
    async def hidup() -> dict[str, str]:
        return {"status": "HIDUP"}

    # One check at a time, and none is cancelled: asyncpg would wait for the cancellation as long as the server hangs.
    running: list[asyncio.Task[Readiness]] = []

    @router.get(
        "/ready",
        summary="Replika siap menerima pekerjaan",
        description="Menjawab dalam beberapa detik, juga selama basis data atau Kafka tidak menjawab.",
        responses={503: {"model": Kesiapan, "description": "Belum siap"}},
    )
    async def siap(response: Response) -> Kesiapan:
        if not running or running[0].done():
            running[:] = [asyncio.ensure_future(readiness())]
        answered, _ = await asyncio.wait(running, timeout=_ANSWER_SECONDS)
        state = answered.pop().result() if answered else Readiness({"readiness": f"no answer within {_ANSWER_SECONDS:.0f} s"})
        if not state.is_ready:
            response.status_code = 503
        hindered = "TERGANGGU" if state.hindrances else "SIAP"
        return Kesiapan(
            status=hindered if state.is_ready else "BELUM",
            pemeriksaan={**{name: missing or "OK" for name, missing in state.checks.items()}, **state.hindrances},
        )

    @router.get(
        "/metrics",
        summary="Metrik dalam bentuk Prometheus",
        description="Untuk Prometheus: pencacah dan histogram proses ini.",
        response_class=Response,
        responses={200: {"content": {CONTENT_TYPE_LATEST.partition(";")[0]: {"schema": {"type": "string"}}}}},
    )
    async def metrik() -> Response:
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)

    return router


def operations_router(operations: Callable[[], Operations]) -> APIRouter:
    """Routes for operators, under /v1/operasional."""
    router = APIRouter(prefix="/v1/operasional", tags=["operasional"])

    @router.get(
        "/karantina",
        dependencies=[_MEMBACA],
        summary="Catatan yang tidak terbaca, terbaru lebih dulu",
        description="Catatan dari Kafka yang disisihkan dengan sebabnya; penerapan catatan lain berjalan terus.",
    )
    async def karantina(limit: Batas = 100) -> list[QuarantinedRecord]:
        return await operations().quarantine(limit)

    @router.get(
        "/parkir",
        dependencies=[_MEMBACA],
        summary="Kunci yang menunggu, yang terlama lebih dulu",
        description="Kunci yang satu catatannya belum dapat diterapkan; catatan berikutnya menunggu di belakangnya.",
    )
    async def parkir(limit: Batas = 100) -> list[ParkedKey]:
        return await operations().parked(limit)

    @router.post(
        "/parkir/{topic}/lepas",
        dependencies=[wewenang("operasional.lepas")],
        summary="Coba lagi catatan sebuah kunci",
        description="Diterapkan berurutan; yang masih gagal diparkir lagi.",
    )
    async def lepas(rekam: Rekam, topic: Topik, key: Kunci) -> Pelepasan:
        with _topik_dibaca():
            released = await operations().release(topic, key, record_act=rekam.act(key=key))
        if not released:
            raise _tidak_terparkir()
        return Pelepasan(dilepas=released)

    @router.get(
        "/lag",
        summary="Catatan yang belum diterapkan, per topik",
        description="Selisih antara ujung topik dan posisi yang tersimpan.",
        dependencies=[_MEMBACA],
    )
    async def lag() -> dict[str, int]:
        return await operations().lag()

    _decisions(router, operations)
    return router


def _decisions(router: APIRouter, operations: Callable[[], Operations]) -> None:
    """Add the routes for what officers decide because the platform may not."""

    @router.post(
        "/parkir/{topic}/buang",
        status_code=201,
        summary="Usulkan membuang catatan terlama sebuah kunci",
        description="Untuk catatan yang tidak pernah dapat diterapkan. Berlaku setelah disetujui petugas lain; catatannya disimpan.",
    )
    async def usul_buang(
        izin: Annotated[Diizinkan, wewenang("operasional.usul_buang")], rekam: Rekam, topic: Topik, key: Kunci, isi: AlasanTindakan
    ) -> Discard:
        with _topik_dibaca():
            act = rekam.act(key=key)
            found = await operations().propose_discard(topic, key, officer=izin.subjek, why=isi.alasan, record_act=act)
        if found is None:
            raise _tidak_terparkir()
        return found

    @router.get(
        "/buang",
        dependencies=[_MEMBACA],
        summary="Usulan membuang catatan, yang menunggu persetujuan lebih dulu",
        description="Juga yang sudah dibuang: siapa mengusulkan, siapa menyetujui, dan mengapa.",
    )
    async def daftar_buang(limit: Batas = 100) -> list[Discard]:
        return await operations().discards(limit)

    @router.post(
        "/buang/{id}/setujui",
        summary="Setujui membuang catatan",
        description="Oleh petugas lain daripada yang mengusulkan. Catatan di belakangnya dapat dicoba lagi dengan `lepas`.",
    )
    async def setujui_buang(
        izin: Annotated[Diizinkan, wewenang("operasional.setujui_buang")],
        rekam: Rekam,
        nomor: Annotated[int, Path(alias="id", ge=1, le=2**63 - 1)],
    ) -> Discard:
        found = await operations().confirm_discard(nomor, officer=izin.subjek, record_act=rekam.act())
        if found is None:
            pesan = "Tidak ada usulan petugas lain dengan nomor ini yang catatannya masih diparkir."
            raise Rejected("USULAN_TIDAK_ADA", pesan, status=404, kolom="id")
        return found

    @router.get(
        "/tertahan",
        dependencies=[_MEMBACA],
        summary="Topik yang tidak dibaca sampai petugas bertindak, dengan sebabnya",
        description="Terlalu banyak kunci diparkir (lepas atau buang), atau catatan tidak terbaca (`lanjut`). Menurut replika ini.",
    )
    async def tertahan() -> dict[str, str]:
        return operations().held()

    @router.post(
        "/tertahan/{topic}/lanjut",
        summary="Lanjutkan topik setelah banyak catatan tidak terbaca",
        description="Hitungan dimulai dari nol: yang tidak terbaca disisihkan ke karantina, sampai batasnya tercapai lagi.",
    )
    async def lanjut(
        izin: Annotated[Diizinkan, wewenang("operasional.lanjut")], rekam: Rekam, topic: Topik, isi: AlasanTindakan
    ) -> Kelanjutan:
        with _topik_dibaca():
            found = await operations().let_go_on(topic, officer=izin.subjek, why=isi.alasan, record_act=rekam.act())
        return Kelanjutan(partisi=found)


@contextmanager
def _topik_dibaca() -> Iterator[None]:
    try:
        yield
    except KeyError as error:
        raise Rejected("TOPIK_TIDAK_DIBACA", "Layanan ini tidak membaca topik tersebut.", status=404, kolom="topic") from error


def _tidak_terparkir() -> Rejected:
    return Rejected("TIDAK_TERPARKIR", "Kunci ini tidak sedang diparkir pada topik tersebut.", status=404, kolom="key")
