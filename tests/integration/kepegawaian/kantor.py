"""What the tests do to the service, and what they look at afterwards."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TypeVar

import asyncpg

from services.kepegawaian import usecases
from services.kepegawaian.domain.nip import Usulan
from services.kepegawaian.domain.pengunduran import Laporan
from services.kepegawaian.store.nip import BIDANG_NIP
from services.kepegawaian.usecases import HasilLaporan, HasilPenerbitan, Penomor
from shared.brankas import Brankas, Tertutup
from shared.contracts.penempatan import PlacementDecided
from shared.istilah import AlasanMundur, JenisPengunduran
from shared.messaging import unit_of_work
from tests.support.kepegawaian import SIDIK, brankas, diputuskan
from tests.support.penempatan import terima
from tests.support.waiting import wait_for

Hasil = TypeVar("Hasil")


async def terima_keputusan(pool: asyncpg.Pool, *events: PlacementDecided) -> None:
    async with unit_of_work(pool) as uow:
        await usecases.terima_keputusan(uow, terima(*events))


async def buka_kasus(pool: asyncpg.Pool, *peserta: str) -> None:
    await terima_keputusan(pool, *(diputuskan(satu) for satu in peserta))


def laporan(peserta: str) -> Laporan:
    return Laporan(peserta, JenisPengunduran.MENGUNDURKAN_DIRI, AlasanMundur.LOKASI_JAUH, date(2025, 2, 1))


async def mundurkan(pool: asyncpg.Pool, peserta: str) -> HasilLaporan:
    async with unit_of_work(pool) as uow:
        return await usecases.catat_pengunduran(uow, laporan(peserta))


async def terbitkan(pool: asyncpg.Pool, *usulan: Usulan) -> HasilPenerbitan:
    async with unit_of_work(pool) as uow:
        return await usecases.terbitkan_nip(uow, await penomor(len(usulan)), usulan)


async def penomor(banyak: int = 1, milik: Brankas | None = None, saat: datetime | None = None) -> Penomor:
    return Penomor(SIDIK, await (milik or brankas()).kunci_baru(banyak), saat or datetime.now(UTC))


async def isi(pool: asyncpg.Pool, query: str) -> list[tuple[object, ...]]:
    async with pool.acquire() as conn:
        return [tuple(row) for row in await conn.fetch(query)]


async def nip(pool: asyncpg.Pool, milik: Brankas | None = None) -> dict[str, str | None]:
    """The numbers, opened from the vault; None where it was erased."""
    rows = await isi(pool, "select peserta, kunci_id, isi, segel from pribadi.nip left join kunci.orang using (peserta) order by peserta")
    terbuka = await (milik or brankas()).buka([Tertutup(str(p), k, i, ((BIDANG_NIP, s),)) for p, k, i, s in rows])  # type: ignore[arg-type]
    return {str(row[0]): satu for row, (satu,) in zip(rows, terbuka, strict=True)}


async def terbit(pool: asyncpg.Pool) -> Sequence[tuple[object, ...]]:
    return await isi(pool, "select topic, subject, sequence from messaging.outbox order by id")


async def menunggu_kunci(pool: asyncpg.Pool, tugas: asyncio.Task[Hasil]) -> None:
    """Wait until somebody waits for a lock of somebody else, or `tugas` came through without waiting."""

    async def tampak() -> bool:
        query = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
        async with pool.acquire() as conn:
            return tugas.done() or bool(await conn.fetchval(query))

    await wait_for(tampak, what="the second transaction to wait for the first, or to finish")
