"""People and posts that are said to belong to another kelompok than the one in which they are placed already."""

import asyncpg

from tests.integration.penempatan.koreksi import pintu, ralat, rilis, tempatkan, usulkan
from tests.integration.penempatan.papan import kerjakan, kirim, kursi, semua_peristiwa, status, terbit
from tests.support.penempatan import formasi_dibuka, nilai_final, peringkat_ditutup, post, susun

K = susun([post("A")], [("1", "A", 80_000), ("2", "A", 70_000)], "K")
TANPA_1 = susun([post("A")], [("2", "A", 70_000)], "K")
L = susun([post("Z", 2)], [("1", "Z", 80_000), ("77", "Z", 60_000)], "L")
L_TANPA_1 = susun([post("Z", 2)], [("77", "Z", 60_000)], "L")
SESUDAH = {"A/1": "2", "Z/1": "1", "Z/2": "77"}


async def _keluarkan(pool: asyncpg.Pool, sidik: str) -> None:
    """Two officers take person 1 out of K."""
    await ralat(pool, TANPA_1, sebelumnya=sidik)
    async with pintu(pool) as client:
        assert await usulkan(client, kehilangan=["1"]) == 201
        assert (await rilis(client, kehilangan=["1"]))[0] == 200


async def _lihat_lagi(pool: asyncpg.Pool) -> None:
    """Do not wait for the next look at L."""
    await pool.execute("update penempatan.kelompok set coba_pada = now() where kelompok = 'L'")
    await pool.execute("update penempatan.koreksi set coba_pada = now() where kelompok = 'L'")
    await kerjakan(pool)


async def _putusan(pool: asyncpg.Pool, peserta: str) -> list[int]:
    return [nomor for _, subject, nomor in await terbit(pool, "placement-decided") if subject == peserta]


async def test_a_person_whom_a_correction_took_out_of_one_kelompok_is_placed_in_the_other(pool: asyncpg.Pool) -> None:
    sidik = await tempatkan(pool, K)
    await kirim(pool, semua_peristiwa(L, versi=2))
    await kerjakan(pool)
    assert await status(pool, "L") == ("TERTAHAN", "TERKAIT")
    await _keluarkan(pool, sidik)
    await _lihat_lagi(pool)
    assert await status(pool, "L") == ("DITEMPATKAN", None)
    assert await kursi(pool) == SESUDAH
    # Placed, taken out, placed elsewhere: the numbers about one person go on.
    assert await _putusan(pool, "1") == [1, 2, 3]
    assert await pool.fetchval("select versi from penempatan.keputusan where peserta = '1' and kelompok = 'L'") == 3


async def test_a_correction_may_bring_the_person_into_the_other_kelompok(pool: asyncpg.Pool) -> None:
    sidik = await tempatkan(pool, K)
    sidik_lain = await tempatkan(pool, L_TANPA_1)
    await ralat(pool, L, sebelumnya=sidik_lain)
    assert await pool.fetchval("select sebab from penempatan.koreksi where kelompok = 'L'") == "TERKAIT"
    await _keluarkan(pool, sidik)
    async with pool.acquire() as conn, conn.transaction():
        # While K is in other hands it might take the person back: L goes on waiting, and for nobody's lock.
        await conn.execute("select from penempatan.kelompok where kelompok = 'K' for update")
        await _lihat_lagi(pool)
        assert await pool.fetchval("select sebab from penempatan.koreksi where kelompok = 'L'") == "TERKAIT"
    await _lihat_lagi(pool)
    assert await kursi(pool) == {"A/1": "2", "Z/1": "77", "Z/2": "1"}
    assert await _putusan(pool, "1") == [1, 2, 3]


async def test_a_post_that_is_placed_in_another_kelompok_holds_back_the_new_one_only(pool: asyncpg.Pool) -> None:
    await tempatkan(pool, K)
    pindah = susun([post("A"), post("Z")], [("77", "Z", 60_000)], "L")
    lain = susun([post("Y")], [("88", "Y", 60_000)], "M")
    await kirim(pool, [formasi_dibuka(satu, "L", versi=2) for satu in pindah.formasi])
    await kirim(pool, [*(nilai_final(p, "L") for p in pindah.peringkat), peringkat_ditutup(pindah)])
    await kirim(pool, semua_peristiwa(lain))
    await kerjakan(pool)
    assert await status(pool, "L") == ("TERTAHAN", "TERKAIT")
    assert await status(pool, "M") == ("DITEMPATKAN", None)
    assert await kursi(pool) == {"A/1": "1", "Y/1": "88"}
