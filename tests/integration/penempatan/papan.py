"""What the tests do to the service, and what they look at afterwards."""

from collections.abc import Sequence
from datetime import UTC, datetime

import asyncpg

from services.penempatan.domain.ketentuan import Buku
from services.penempatan.usecases import penerimaan, pengunduran, rilis
from services.penempatan.usecases.penempatan import tempatkan_antrean
from shared.contracts.event import Event
from shared.contracts.kepegawaian import CandidateResigned
from shared.contracts.pendaftaran import FormationOpened, SeasonAnnounced
from shared.contracts.penilaian import CompetencyFinalized, RankingClosed, ScoreFinalized
from shared.istilah import ModePengisian
from shared.messaging import unit_of_work
from tests.support.musim import musim, umumkan
from tests.support.penempatan import BUKU, Kelompok, formasi_dibuka, nilai_final, peringkat_ditutup, terima
from tests.support.penempatan.pppk import aturan_terbit, kompetensi_final

_TETAP = {
    "formasi": "select * from penempatan.formasi order by 1",
    "peringkat": "select * from penempatan.peringkat order by 1",
    "kelompok": "select kelompok, status, sebab, versi, versi_ditempatkan from penempatan.kelompok order by 1",
    "keputusan": "select * from penempatan.keputusan order by 1",
    "kursi": "select * from penempatan.kursi order by 1",
    "terbit": "select topic, key, subject, sequence, convert_from(payload, 'utf8') from messaging.outbox order by 1, 3, 4",
}


def semua_peristiwa(k: Kelompok, *, versi: int = 1) -> list[Event]:
    return [
        *(formasi_dibuka(f, k.kode) for f in k.formasi),
        *(nilai_final(p, k.kode, versi=versi) for p in k.peringkat),
        peringkat_ditutup(k, versi=versi),
    ]


def semua_peristiwa_pppk(k: Kelompok, aturan: str = "pppk-2021", *, versi: int = 1, sebelumnya: str | None = None) -> list[Event]:
    """The events of a kelompok of the season of that name, whose rule set has its name too."""
    return [
        *(formasi_dibuka(f, k.kode).model_copy(update={"musim": aturan, "jenis_pengadaan": "PPPK"}) for f in k.formasi),
        *(kompetensi_final(p, k.kode, aturan=aturan, versi=versi) for p in k.peringkat),
        peringkat_ditutup(k, versi=versi, sebelumnya=sebelumnya, aturan=aturan_terbit(aturan)),
    ]


async def kirim(pool: asyncpg.Pool, events: Sequence[Event]) -> None:
    """Hand a batch over, one transaction per topic, as the bus would."""
    async with unit_of_work(pool) as uow:
        await penerimaan.terima_formasi(uow, terima(*(e for e in events if isinstance(e, FormationOpened))))
    async with unit_of_work(pool) as uow:
        await penerimaan.terima_penutupan(uow, terima(*(e for e in events if isinstance(e, RankingClosed))))
    async with unit_of_work(pool) as uow:
        await penerimaan.terima_nilai(uow, terima(*(e for e in events if isinstance(e, ScoreFinalized))))
    async with unit_of_work(pool) as uow:
        await penerimaan.terima_kompetensi(uow, terima(*(e for e in events if isinstance(e, CompetencyFinalized))))


async def kerjakan(
    pool: asyncpg.Pool, *, mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN, kelompok: int = 200, baris: int = 20_000, buku: Buku = BUKU
) -> int:
    """Announce the season, let two officers release what waits, and the worker run until it finds nothing.

    How many kelompok it looked at.
    """
    await rilis_semua(pool, mode=mode)
    return await kerjakan_saja(pool, kelompok=kelompok, baris=baris, buku=buku)


async def kerjakan_saja(pool: asyncpg.Pool, *, kelompok: int = 200, baris: int = 20_000, buku: Buku = BUKU) -> int:
    """Let the worker run until it finds nothing; how many kelompok it looked at."""
    dilihat = 0
    while True:
        async with unit_of_work(pool) as uow:
            kali_ini = await tempatkan_antrean(uow, buku=buku, kelompok=kelompok, baris=baris)
        if not kali_ini:
            return dilihat
        dilihat += kali_ini


async def rilis_semua(pool: asyncpg.Pool, kode: str | None = None, *, mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN) -> None:
    """One officer proposes every sealed ranking that waits, another releases them: of a season, or of the only one, which is announced."""
    if kode is None:
        await musim_diumumkan(pool, musim(mode_pengisian=mode))
    async with unit_of_work(pool) as uow:
        menunggu = (await rilis.keadaan(uow.conn, kode)).menunggu
        if menunggu:
            await rilis.usulkan(uow, kode, menunggu, "pengusul")
            await rilis.rilis(uow, kode, "perilis", datetime.now(UTC))


async def musim_diumumkan(pool: asyncpg.Pool, *semua: SeasonAnnounced) -> None:
    """Seasons as the service hears of them; without any, the CPNS season of 2024."""
    await umumkan(pool, penerimaan.terima_musim, *semua)


async def mundurkan(pool: asyncpg.Pool, *events: CandidateResigned, buku: Buku = BUKU) -> None:
    async with unit_of_work(pool) as uow:
        await pengunduran.terapkan_pengunduran(uow, terima(*events), buku=buku)


async def keadaan(pool: asyncpg.Pool) -> dict[str, list[tuple[object, ...]]]:
    """Everything the service holds and has published, without times and generated ids."""
    async with pool.acquire() as conn:
        return {nama: [tuple(row) for row in await conn.fetch(query)] for nama, query in _TETAP.items()}


async def terbit(pool: asyncpg.Pool, *topics: str) -> list[tuple[str, str, int]]:
    """What was published on these topics, in order: topic, subject, number."""
    async with pool.acquire() as conn:
        rows = await conn.fetch("select topic, subject, sequence from messaging.outbox where topic = any($1::text[]) order by id", topics)
    return [(row[0], row[1], row[2]) for row in rows]


async def kursi(pool: asyncpg.Pool) -> dict[str, str | None]:
    async with pool.acquire() as conn:
        rows = await conn.fetch("select kursi, coalesce(peserta, nullif(status, 'KOSONG')) from penempatan.kursi order by kursi")
    return {row[0]: row[1] for row in rows}


async def status(pool: asyncpg.Pool, kelompok: str) -> tuple[str, str | None]:
    async with pool.acquire() as conn:
        row = await conn.fetchrow("select status, sebab from penempatan.kelompok where kelompok = $1", kelompok)
    assert row is not None
    return row[0], row[1]
