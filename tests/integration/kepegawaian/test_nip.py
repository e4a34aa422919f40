"""Two offices at once: distinct serials under the counter's lock, and a refused duplicate without it."""

import asyncio

import asyncpg
import pytest

from services.kepegawaian import usecases
from services.kepegawaian.store import nip as store
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import buka_kasus, isi, menunggu_kunci, nip, penomor, terbit, terbitkan
from tests.support.kepegawaian import usulan


async def test_serials_and_repeats(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2", "3")
    hasil = await terbitkan(pool, usulan("2"), usulan("1"))
    assert (hasil.terbit, hasil.sudah_ada, hasil.ditolak) == (2, 0, ())
    hasil = await terbitkan(pool, usulan("1"), usulan("3"), usulan("9"))
    assert (hasil.terbit, hasil.sudah_ada) == (1, 1)
    assert [satu.sebab.kode for satu in hasil.ditolak] == ["BELUM_DITEMPATKAN"]
    assert await nip(pool) == {"1": "199608182025041001", "2": "199608182025041002", "3": "199608182025041003"}
    assert [satu[1] for satu in await terbit(pool)] == ["1", "2", "3"]


async def test_no_number_leaves_by_the_bus(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1")
    await terbitkan(pool, usulan("1"))
    ((isinya,),) = await isi(pool, "select convert_from(payload, 'utf8') from messaging.outbox")
    assert "19960818" not in str(isinya)
    assert "/v1/pegawai/1" in str(isinya)


@pytest.mark.parametrize("sudah_pernah", [True, False])
async def test_two_offices_at_the_same_time_get_distinct_serials(pool: asyncpg.Pool, sudah_pernah: bool) -> None:
    """Both for the first number of these 15 digits and for a later one: the second office waits for the first."""
    await buka_kasus(pool, "1", "2", "3")
    if sudah_pernah:
        await terbitkan(pool, usulan("3"))
    async with unit_of_work(pool) as kantor:
        await usecases.terbitkan_nip(kantor, await penomor(), [usulan("1")])
        lain = asyncio.create_task(terbitkan(pool, usulan("2")))
        await menunggu_kunci(pool, lain)
        assert not lain.done()
    assert (await lain).terbit == 1
    nomor = await nip(pool)
    awal = 2 if sudah_pernah else 1
    assert (str(nomor["1"])[15:], str(nomor["2"])[15:]) == (f"{awal:03d}", f"{awal + 1:03d}")


async def test_control_without_the_counter_lock_the_duplicate_is_refused_by_the_unique_constraint(
    pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: with the lock off both offices choose the same serial, and the fingerprint refuses the second."""
    monkeypatch.setattr(store, "KUNCI_HITUNGAN", "")
    await buka_kasus(pool, "1", "2", "3")
    await terbitkan(pool, usulan("3"))
    async with unit_of_work(pool) as kantor:
        await usecases.terbitkan_nip(kantor, await penomor(), [usulan("1")])
        lain = asyncio.create_task(terbitkan(pool, usulan("2")))
        await menunggu_kunci(pool, lain)
    with pytest.raises(asyncpg.UniqueViolationError, match="nip_tidak_dipakai_ulang"):
        await lain
    assert await nip(pool) == {"1": "199608182025041002", "3": "199608182025041001"}


async def test_many_offices_with_overlapping_lists_neither_block_each_other_for_good_nor_share_a_number(pool: asyncpg.Pool) -> None:
    peserta = [str(n) for n in range(100, 160)]
    await buka_kasus(pool, *peserta)
    daftar = [peserta[awal : awal + 30] for awal in (0, 10, 20, 30)]
    hasil = await asyncio.gather(*(terbitkan(pool, *(usulan(satu) for satu in reversed(satu_daftar))) for satu_daftar in daftar))
    assert sum(satu.terbit for satu in hasil) == 60
    assert sum(satu.sudah_ada for satu in hasil) == 60
    nomor = await nip(pool)
    assert sorted(str(n)[15:] for n in nomor.values()) == [f"{n:03d}" for n in range(1, 61)]
    assert await isi(pool, "select terakhir from pribadi.nip_urut") == [(60,)]
