"""What an act leaves is what the next act on the same case finds."""

import asyncpg

from services.kepegawaian import usecases
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import buka_kasus, laporan, penomor
from tests.support.jejak import Sidik, tersambung
from tests.support.kepegawaian import usulan


async def test_who_leaves_is_found_as_the_nip_left_the_case(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    acts: list[Sidik] = []
    async with unit_of_work(pool) as uow:
        await usecases.terbitkan_nip(uow, await penomor(), [usulan("1")])
        assert uow.change is not None
        acts.append(Sidik(uow.change.before, uow.change.after))
    async with unit_of_work(pool) as uow:
        await usecases.catat_pengunduran(uow, laporan("1"))
        assert uow.change is not None
        acts.append(Sidik(uow.change.before, uow.change.after))
    assert None not in {digest for act in acts for digest in act}
    assert tersambung(acts)


async def test_a_number_that_was_there_changes_nothing(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    async with unit_of_work(pool) as uow:
        await usecases.terbitkan_nip(uow, await penomor(), [usulan("1")])
    async with unit_of_work(pool) as uow:
        await usecases.terbitkan_nip(uow, await penomor(), [usulan("1")])
        assert uow.change is not None
        assert (uow.change.before, uow.change.after) == (None, None)
