"""Nothing is placed for the first time before two officers have signed for just these rankings."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from itertools import count

import aiohttp
import asyncpg
import pytest

from services.penempatan.api import routers
from services.penempatan.context import Context
from services.penempatan.usecases.penerimaan import terima_jadwal
from services.penempatan.usecases.rilis import rilis
from shared.errors import Rejected
from shared.istilah import TahapMusim
from shared.jadwal import Jendela
from shared.kalender import WIB
from shared.messaging import unit_of_work
from tests.integration.penempatan.papan import kerjakan_saja, kirim, kursi, musim_diumumkan, semua_peristiwa
from tests.support.http import OFFICER, SECOND_OFFICER, app_of, client_of
from tests.support.musim import jadwal
from tests.support.penempatan import post, susun, terima

K = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)])
L = susun([post("B", 1)], [("3", "B", 80_000)], "L")
_NOMOR = count()


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context()
    await musim_diumumkan(pool)
    async with client_of(app) as session:
        yield session


async def _kirim(client: aiohttp.ClientSession, jalan: str, oleh: dict[str, str], isi: object = None) -> tuple[int, dict[str, object]]:
    headers = {**oleh, "Idempotency-Key": f"kunci-rilis-{next(_NOMOR)}"}
    async with client.post(f"/v1/penempatan/{jalan}", json=isi, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def test_sealed_rankings_wait_for_two_officers(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await kirim(pool, semua_peristiwa(K))
    assert await kerjakan_saja(pool) == 0
    assert (await _kirim(client, "rilis", SECOND_OFFICER))[1]["kode"] == "TIDAK_ADA_USUL"
    status, masalah = await _kirim(client, "usul", OFFICER, {"kelompok": 2})
    assert (status, masalah["kode"]) == (409, "BELUM_LENGKAP")
    status, usul = await _kirim(client, "usul", OFFICER, {"kelompok": 1})
    assert (status, usul["menunggu"], usul["diusulkan"]) == (201, 1, True)
    assert (await _kirim(client, "rilis", OFFICER))[1]["kode"] == "PERLU_PETUGAS_LAIN"
    assert await kerjakan_saja(pool) == 0
    async with client.get("/v1/penempatan/rilis") as answer:
        assert await answer.json() == usul
    status, kini = await _kirim(client, "rilis", SECOND_OFFICER)
    sisa = {"menunggu": 0, "sha256": None, "diusulkan": False}
    assert (status, kini) == (202, {"musim": "cpns-2024", "mode_pengisian": "SESUAI_KEPUTUSAN", **sisa})
    assert await kerjakan_saja(pool) == 1
    assert await kursi(pool) == {"A/1": "1"}


async def test_what_was_signed_is_what_is_released(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    """Another ranking arrives, or a sealed one changes, between the two signatures: nothing is placed until it is proposed again."""
    await kirim(pool, semua_peristiwa(K))
    await _kirim(client, "usul", OFFICER, {"kelompok": 1})
    await kirim(pool, semua_peristiwa(L))
    status, masalah = await _kirim(client, "rilis", SECOND_OFFICER)
    assert (status, masalah["kode"]) == (409, "USUL_BERUBAH")
    await _kirim(client, "usul", OFFICER, {"kelompok": 2})
    await kirim(pool, semua_peristiwa(susun([post("A", 1)], [("2", "A", 90_000), ("1", "A", 80_000)]), versi=2))
    status, masalah = await _kirim(client, "rilis", SECOND_OFFICER)
    assert (status, masalah["kode"]) == (409, "USUL_BERUBAH")
    assert await kerjakan_saja(pool) == 0


async def test_a_ranking_that_comes_later_is_released_for_itself(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await kirim(pool, semua_peristiwa(K))
    await _kirim(client, "usul", OFFICER, {"kelompok": 1})
    await _kirim(client, "rilis", SECOND_OFFICER)
    await kerjakan_saja(pool)
    await kirim(pool, semua_peristiwa(L))
    assert await kerjakan_saja(pool) == 0
    await _kirim(client, "usul", SECOND_OFFICER, {"kelompok": 1})
    await _kirim(client, "rilis", OFFICER)
    await kerjakan_saja(pool)
    assert await kursi(pool) == {"A/1": "1", "B/1": "3"}


async def test_the_final_result_is_released_when_the_calendar_says(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await kirim(pool, semua_peristiwa(K))
    hasil = Jendela(datetime(2025, 1, 5, tzinfo=WIB), datetime(2025, 1, 12, tzinfo=WIB))
    async with unit_of_work(pool) as uow:
        await terima_jadwal(uow, terima(jadwal("cpns-2024", 1, (TahapMusim.HASIL_AKHIR, hasil))))
    assert (await _kirim(client, "usul", OFFICER, {"kelompok": 1}))[0] == 201
    async with unit_of_work(pool) as uow:
        with pytest.raises(Rejected, match=r"BELUM_WAKTUNYA: .* dimulai 5 Januari 2025 pukul 00\.00\.00 WIB"):
            await rilis(uow, None, "lain", hasil.mulai - timedelta(milliseconds=1))
    async with unit_of_work(pool) as uow:
        assert (await rilis(uow, None, "lain", hasil.mulai)).menunggu == 0
    assert await kerjakan_saja(pool) == 1
