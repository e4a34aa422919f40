"""What an act leaves is what the next act on the same thing finds: the first placement and a correction of it."""

import asyncpg

from tests.integration.penempatan.koreksi import kepala, pintu, ralat, rilis, tempatkan, usulkan
from tests.integration.penempatan.papan import kirim, musim_diumumkan, semua_peristiwa
from tests.support.http import OFFICER, SECOND_OFFICER
from tests.support.jejak import sidik_tindakan, tersambung
from tests.support.penempatan import post, susun

FORMASI = [post("A", 1)]
K = susun(FORMASI, [("1", "A", 80_000), ("2", "A", 70_000)])


async def test_the_release_of_the_first_placement_finds_the_proposal(pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool)
    await kirim(pool, semua_peristiwa(K))
    async with pintu(pool) as client:
        for jalan, petugas, isi in (
            ("usul", OFFICER, {"kelompok": 1}),
            ("usul", SECOND_OFFICER, {"kelompok": 1}),
            ("rilis", OFFICER, None),
        ):
            kunci = kepala(petugas, f"{jalan}{len(petugas['Authorization'])}")
            async with client.post(f"/v1/penempatan/{jalan}", json=isi, headers=kunci) as answer:
                assert answer.status < 300, await answer.text()
    acts = await sidik_tindakan(pool, "penempatan.usul", "penempatan.rilis")
    assert len(acts) == 3
    assert tersambung(acts)


async def test_the_release_of_a_correction_finds_the_proposal(pool: asyncpg.Pool) -> None:
    sidik = await tempatkan(pool, K)
    await ralat(pool, susun(FORMASI, [("1", "A", 60_000), ("2", "A", 70_000)]), sebelumnya=sidik)
    async with pintu(pool) as client:
        assert await usulkan(client, kehilangan=["1"]) == 201
        assert (await rilis(client, kehilangan=["1"]))[0] == 200
    acts = await sidik_tindakan(pool, "koreksi.usul", "koreksi.rilis", objek="kelompok=K&versi=2")
    assert len(acts) == 2
    assert tersambung(acts)
