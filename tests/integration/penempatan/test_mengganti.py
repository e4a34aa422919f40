"""Resignations on a real database: the next in rank, the life of the seat, and what is refused."""

from collections.abc import Callable
from random import Random

import asyncpg
import orjson
import pytest

from shared.contracts.penempatan import CandidateReplaced, PlacementDecided
from shared.db import create_pool
from shared.errors import Rejected
from tests.integration.penempatan.papan import keadaan, kerjakan, kirim, kursi, mundurkan, semua_peristiwa, terbit
from tests.support.administrator import empty_outbox
from tests.support.penempatan import mundur, post, susun

SEMUA = ("vacancy-opened", "vacancy-filled", "vacancy-carried-over", "candidate-replaced", "placement-decided")
K = susun([post("A", 2), post("B", 1)], [*((str(n), "A", 80_000 - n) for n in range(1, 6)), ("8", "B", 70_000), ("9", "B", 60_000)])


@pytest.fixture
async def ditempatkan(pool: asyncpg.Pool) -> asyncpg.Pool:
    await kirim(pool, semua_peristiwa(K))
    await kerjakan(pool)
    await empty_outbox(pool)
    return pool


async def test_the_next_takes_the_seat_and_everybody_is_told_in_order(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, mundur("K", "A/1", "1"))
    assert await kursi(ditempatkan) == {"A/1": "3", "A/2": "2", "B/1": "8"}
    assert await terbit(ditempatkan, *SEMUA) == [
        ("vacancy-opened", "A/1", 1),
        ("vacancy-filled", "A/1", 1),
        ("candidate-replaced", "A/1", 1),
        ("placement-decided", "3", 2),
    ]
    async with ditempatkan.acquire() as conn:
        rows = {row["topic"]: row["payload"] for row in await conn.fetch("select topic, payload from messaging.outbox")}
    diganti = CandidateReplaced.model_validate_json(rows["candidate-replaced"])
    assert (diganti.digantikan, diganti.pengganti, diganti.alasan.pasal) == ("1", "3", "PP 11/2017 Pasal 45; Perka BKN 14/2018")
    keputusan = PlacementDecided.model_validate_json(rows["placement-decided"])
    assert (keputusan.tahap, keputusan.rute, keputusan.hasil) == ("PENGGANTIAN", "PENGGANTI", "LULUS")


async def test_everybody_reads_of_a_seat_who_has_it_and_agencies_whose_it_was(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, mundur("K", "A/1", "1"), mundur("K", "B/1", "8", dapat_diganti=False))
    async with ditempatkan.acquire() as conn:
        rows = await conn.fetch("select topic, payload from messaging.outbox where topic <> 'placement-decided'")
    angka = {(row["topic"], isi["kursi"]): isi["alasan"]["angka"] for row in rows if (isi := orjson.loads(row["payload"]))}
    assert angka["candidate-replaced", "A/1"]["digantikan"] == "1"
    umum = {nama for (topik, _), isi in angka.items() if topik.startswith("vacancy-") for nama in isi}
    assert umum
    assert not umum & {"digantikan", "jenis", "peserta"}


async def test_several_in_one_batch_are_served_in_order_and_replacements_may_leave_too(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, mundur("K", "A/2", "2"), mundur("K", "B/1", "8"), mundur("K", "A/2", "3"), mundur("K", "A/1", "1"))
    assert await kursi(ditempatkan) == {"A/1": "5", "A/2": "4", "B/1": "9"}
    assert await terbit(ditempatkan, "candidate-replaced") == [
        ("candidate-replaced", "A/2", 1),
        ("candidate-replaced", "B/1", 1),
        ("candidate-replaced", "A/2", 2),
        ("candidate-replaced", "A/1", 1),
    ]


async def test_one_batch_and_single_events_come_to_the_same(service_dsn: Callable[[str], str]) -> None:
    urut = [mundur("K", "A/2", "2"), mundur("K", "B/1", "8", dapat_diganti=False), mundur("K", "A/2", "3"), mundur("K", "A/1", "1")]
    akhir = []
    for potong in ([urut], [[satu] for satu in urut]):
        async with create_pool(service_dsn("penempatan"), application_name="uji") as pool:
            await kirim(pool, semua_peristiwa(K))
            await kerjakan(pool)
            for batch in potong:
                await mundurkan(pool, *batch)
            akhir.append(await keadaan(pool))
    assert akhir[0] == akhir[1]


async def test_after_the_nip_the_seat_is_carried_over(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, mundur("K", "A/1", "1", dapat_diganti=False))
    assert await kursi(ditempatkan) == {"A/1": "DIBAWA", "A/2": "2", "B/1": "8"}
    assert await terbit(ditempatkan, *SEMUA) == [("vacancy-opened", "A/1", 1), ("vacancy-carried-over", "A/1", 1)]
    await mundurkan(ditempatkan, mundur("K", "A/2", "2"))
    assert await kursi(ditempatkan) == {"A/1": "DIBAWA", "A/2": "3", "B/1": "8"}


async def test_without_a_successor_the_seat_stays_empty(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, mundur("K", "B/1", "8"), mundur("K", "B/1", "9"))
    assert (await kursi(ditempatkan))["B/1"] is None
    assert (await terbit(ditempatkan, "vacancy-opened"))[-1] == ("vacancy-opened", "B/1", 2)


@pytest.mark.parametrize(
    ("salah", "kode"),
    [
        (mundur("K", "A/1", "4"), "BUKAN_PEMEGANG_KURSI"),
        (mundur("K", "A/2", "1"), "BUKAN_PEMEGANG_KURSI"),
        (mundur("K", "Z/1", "1"), "BUKAN_PEMEGANG_KURSI"),
        (mundur("LAIN", "A/1", "1"), "KELOMPOK_BELUM_DITEMPATKAN"),
    ],
)
async def test_who_has_no_seat_cannot_leave_one_and_nothing_changes(ditempatkan: asyncpg.Pool, salah: object, kode: str) -> None:
    sebelum = await keadaan(ditempatkan)
    with pytest.raises(Rejected) as ditolak:
        await mundurkan(ditempatkan, mundur("K", "B/1", "8"), salah)  # type: ignore[arg-type]
    assert ditolak.value.kode == kode
    assert await keadaan(ditempatkan) == sebelum


async def test_who_left_is_never_placed_again(ditempatkan: asyncpg.Pool) -> None:
    await mundurkan(ditempatkan, *(mundur("K", "A/1", str(n)) for n in (1, 3, 4, 5)))
    assert await kursi(ditempatkan) == {"A/1": None, "A/2": "2", "B/1": "8"}
    with pytest.raises(Rejected):
        await mundurkan(ditempatkan, mundur("K", "A/1", "1"))


async def test_rows_that_change_after_the_placing_do_not_change_who_follows(ditempatkan: asyncpg.Pool) -> None:
    """Replacement goes by the ranking that was placed, whatever arrives about it later."""
    ralat = susun([post("A", 2), post("B", 1)], [("5", "A", 99_000)])
    await kirim(ditempatkan, [e for e in semua_peristiwa(ralat, versi=2) if e.topic.name == "score-finalized"])
    await mundurkan(ditempatkan, mundur("K", "A/1", "1"))
    assert (await kursi(ditempatkan))["A/1"] == "3"


async def test_a_long_run_of_random_departures_keeps_every_seat_accounted_for(pool: asyncpg.Pool) -> None:
    besar = susun([post("A", 5)], [(str(n), "A", 80_000 - n) for n in range(100, 140)])
    await kirim(pool, semua_peristiwa(besar))
    await kerjakan(pool)
    acak = Random(5)
    for _ in range(25):
        terisi = [(k, p) for k, p in (await kursi(pool)).items() if p not in {None, "DIBAWA"}]
        if not terisi:
            break
        nomor, peserta = acak.choice(terisi)
        await mundurkan(pool, mundur("K", nomor, str(peserta), dapat_diganti=acak.random() < 0.9))
    async with pool.acquire() as conn:
        lulus = await conn.fetchval("select count(*) from penempatan.keputusan where hasil = 'LULUS' and not mundur")
        assert lulus == await conn.fetchval("select count(*) from penempatan.kursi where status = 'TERISI'")
        # Every time a seat became empty it was filled, carried over, or is empty still.
        query = "select sum(dibuka) = sum(terisi) + sum(dibawa) + count(*) filter (where status = 'KOSONG') from penempatan.kursi"
        assert await conn.fetchval(query)
