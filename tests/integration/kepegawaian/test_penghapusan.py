"""Who is erased at registration: a cancelled number goes, an active one stays until it is cancelled, and none is ever used again."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import asyncpg
import pytest

from services.kepegawaian import usecases
from services.kepegawaian.store.nip import NIP, BarisNip
from services.kepegawaian.usecases import tentang_pegawai
from shared.contracts.pendaftaran import PersonErased
from shared.db import create_pool
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import buka_kasus, isi, menunggu_kunci, mundurkan, nip, terbitkan
from tests.support.kepegawaian import SIDIK, TMT, brankas, usulan
from tests.support.kepegawaian.pekerja import SAAT, dihapus
from tests.support.penempatan import terima
from tests.support.processes import worker

NOMOR = "199608182025041001"
KUNCI = "select peserta from kunci.orang order by peserta"
TERHAPUS = "select peserta, segel is null, awalan is null, dihapus_pada is not null from pribadi.nip order by peserta"


async def hapus(pool: asyncpg.Pool, *events: PersonErased) -> None:
    async with unit_of_work(pool) as uow:
        await usecases.terima_penghapusan(uow, terima(*events))


@pytest.mark.parametrize("sesudah", range(4))
async def test_whenever_the_wish_comes_a_cancelled_number_is_gone_in_the_end(pool: asyncpg.Pool, sesudah: int) -> None:
    """Before the case exists, before the number, before it is cancelled, or afterwards; and sent twice."""
    langkah: list[Callable[[], Awaitable[object]]] = [
        lambda: buka_kasus(pool, "1"),
        lambda: terbitkan(pool, usulan("1")),
        lambda: mundurkan(pool, "1"),
    ]
    langkah.insert(sesudah, lambda: hapus(pool, dihapus("1"), dihapus("1")))
    await buka_kasus(pool, "2")
    for satu in langkah:
        await satu()
    await terbitkan(pool, usulan("2"))
    await hapus(pool, dihapus("1"))
    assert await nip(pool) == {"1": None, "2": "199608182025041002"}
    assert await isi(pool, TERHAPUS) == [("1", True, True, True), ("2", False, False, False)]
    assert await isi(pool, KUNCI) == [("2",)]
    pegawai = (await tentang_pegawai(pool, brankas(), "1")).pegawai
    assert (pegawai.nip, pegawai.nip_dibatalkan, pegawai.nip_dihapus_pada is not None) == (None, True, True)


async def test_a_servant_keeps_the_number_until_it_is_cancelled(pool: asyncpg.Pool) -> None:
    """Posisi 39."""
    await buka_kasus(pool, "1")
    await terbitkan(pool, usulan("1"))
    await hapus(pool, dihapus("1"))
    assert (await tentang_pegawai(pool, brankas(), "1")).pegawai.nip == NOMOR
    await mundurkan(pool, "1")
    assert (await tentang_pegawai(pool, brankas(), "1")).pegawai.nip is None
    assert await isi(pool, KUNCI) == []


async def test_who_has_no_number_loses_nothing_and_the_first_wish_is_kept(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2")
    await mundurkan(pool, "1")
    await hapus(pool, dihapus("1"), dihapus(None), dihapus("9"))
    await hapus(pool, dihapus("1", datetime(2031, 1, 1, tzinfo=UTC)))
    assert await isi(pool, "select peserta, dihapus_pada from kepegawaian.penghapusan order by peserta") == [("1", SAAT), ("9", SAAT)]
    assert [satu.sebab.kode for satu in (await terbitkan(pool, usulan("1"), usulan("2"))).ditolak] == ["SUDAH_KELUAR"]
    assert await nip(pool) == {"2": NOMOR}


async def test_the_database_refuses_a_number_that_was_erased(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2")
    await terbitkan(pool, usulan("1"))
    await mundurkan(pool, "1")
    await hapus(pool, dihapus("1"))
    async with pool.acquire() as conn:
        with pytest.raises(asyncpg.UniqueViolationError, match="nip_tidak_dipakai_ulang"):
            await NIP.insert(conn, [BarisNip("2", SIDIK.nip(NOMOR), SIDIK.awalan(NOMOR[:15]), b"\x01", TMT)])
        with pytest.raises(asyncpg.CheckViolationError, match="yang_aktif_tidak_dihapus"):
            await conn.execute("update pribadi.nip set dibatalkan = false")


async def test_a_wish_that_comes_while_the_number_is_cancelled_is_not_missed(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    await terbitkan(pool, usulan("1"))
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute("select from kepegawaian.kasus for update")
        keduanya = [asyncio.create_task(mundurkan(pool, "1")), asyncio.create_task(hapus(pool, dihapus("1")))]
        await menunggu_kunci(pool, keduanya[1])
        assert not any(satu.done() for satu in keduanya)
    await asyncio.gather(*keduanya)
    assert await isi(pool, KUNCI) == []


@pytest.mark.fault
@pytest.mark.parametrize("mati", ["before_commit", "after_commit"])
async def test_killed_around_the_commit_the_wish_is_done_once_it_comes_again(service_dsn: Callable[[str], str], mati: str) -> None:
    dsn = service_dsn("kepegawaian")
    async with create_pool(dsn, application_name="uji") as lain:
        await buka_kasus(lain, "1")
        await terbitkan(lain, usulan("1"))
        await mundurkan(lain, "1")
        async with worker("hapus", dsn, "", "", module="tests.support.kepegawaian.pekerja", stop_at=mati) as korban:
            await korban.stopped_at(mati)
            await korban.kill()
        sudah = mati == "after_commit"
        assert await nip(lain) == {"1": None if sudah else NOMOR}
        assert await isi(lain, "select count(*)::int from kepegawaian.penghapusan") == [(int(sudah),)]
        await hapus(lain, dihapus("1"))
        assert await nip(lain) == {"1": None}
        assert await isi(lain, "select dihapus_pada from kepegawaian.penghapusan") == [(SAAT,)]
