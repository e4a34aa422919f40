"""A stage is closed when its test is over by the calendar, to the millisecond, and an extension counts for a proposal that waits."""

from dataclasses import replace
from datetime import datetime, timedelta

import asyncpg
import pytest

from services.penilaian.usecases.musim import terima_jadwal
from services.penilaian.usecases.penutupan import SKD, rilis, usulkan
from shared.errors import Rejected
from shared.istilah import TahapMusim
from shared.jadwal import Jendela
from shared.kalender import WIB
from shared.messaging import unit_of_work
from tests.integration.penilaian.season import DI, Season, season, tell
from tests.support.musim import jadwal
from tests.support.penempatan import terima

MULAI = datetime(2024, 10, 16, tzinfo=WIB)
SAMPAI = datetime(2024, 11, 14, 23, 59, 59, 999000, tzinfo=WIB)
MILIDETIK = timedelta(milliseconds=1)


async def _umumkan(pool: asyncpg.Pool, versi: int, sampai: datetime, kode: str = "cpns-2024") -> None:
    async with unit_of_work(pool) as uow:
        await terima_jadwal(uow, terima(jadwal(kode, versi, (TahapMusim.SKD, Jendela(MULAI, sampai)))))


async def _usulkan(pool: asyncpg.Pool, satu: Season, saat: datetime) -> None:
    async with unit_of_work(pool) as uow:
        await usulkan(uow, SKD, replace(DI, saat=saat), satu.pernyataan, "petugas")


async def _rilis(pool: asyncpg.Pool, saat: datetime) -> str:
    async with unit_of_work(pool) as uow:
        return (await rilis(uow, SKD, replace(DI, saat=saat), "perilis")).status


@pytest.fixture
async def satu(pool: asyncpg.Pool) -> Season:
    found = season(51, people=40)
    await tell(pool, found.formasi)
    await tell(pool, found.pelamar)
    await tell(pool, found.skd)
    return found


async def test_nobody_closes_a_test_that_goes_on(pool: asyncpg.Pool, satu: Season) -> None:
    await _umumkan(pool, 1, SAMPAI)
    with pytest.raises(Rejected, match=r"BELUM_WAKTUNYA: SKD .* sampai 14 November 2024 pukul 23\.59\.59 WIB"):
        await _usulkan(pool, satu, SAMPAI)
    await _usulkan(pool, satu, SAMPAI + MILIDETIK)

    await _umumkan(pool, 2, SAMPAI + timedelta(days=3))
    with pytest.raises(Rejected, match="BELUM_WAKTUNYA"):
        await _rilis(pool, SAMPAI + timedelta(days=3))
    assert await _rilis(pool, SAMPAI + timedelta(days=3) + MILIDETIK) == "BERJALAN"
    # What is closed stays closed, whatever a later calendar says.
    await _umumkan(pool, 3, SAMPAI + timedelta(days=30))
    assert await _rilis(pool, SAMPAI + timedelta(days=4)) == "BERJALAN"


async def test_an_older_calendar_that_comes_late_and_that_of_another_season_change_nothing(pool: asyncpg.Pool, satu: Season) -> None:
    await _umumkan(pool, 2, SAMPAI)
    await _umumkan(pool, 1, SAMPAI + timedelta(days=30))
    await _umumkan(pool, 1, SAMPAI + timedelta(days=30), "cpns-2023")
    await _usulkan(pool, satu, SAMPAI + MILIDETIK)


async def test_a_season_without_a_calendar_is_closed_by_its_officers_alone(pool: asyncpg.Pool, satu: Season) -> None:
    await _usulkan(pool, satu, MULAI)
    assert await _rilis(pool, MULAI) == "BERJALAN"
