"""Placing on a real database: any order, many replicas, and kelompok that are held back until they are whole."""

import asyncio
import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import asyncpg
import pytest

from services.penempatan.domain.jenis import Formasi, PenempatanKelompok, Peringkat
from services.penempatan.domain.ketentuan import Ketentuan
from services.penempatan.domain.penempatan import tempatkan
from services.penempatan.usecases import penempatan
from services.penempatan.usecases.penempatan import tempatkan_antrean
from shared.aturan import StatusSkb
from shared.contracts.event import Event
from shared.contracts.penempatan import PlacementDecided
from shared.contracts.penilaian import RankingClosed, ScoreFinalized
from shared.db import create_pool
from shared.istilah import ModePengisian
from shared.messaging import unit_of_work
from tests.integration.penempatan.papan import keadaan, kerjakan, kerjakan_saja, kirim, kursi, rilis_semua, semua_peristiwa, status, terbit
from tests.support.penempatan import BUKU, Kelompok, formasi_dibuka, nilai_final, peringkat_ditutup, post, susun

TH = StatusSkb.TH


def _kelompok(nomor: int, acak: random.Random) -> Kelompok:
    kode = f"K{nomor:03d}"
    formasi = [post(f"{kode}-{n}", acak.randint(1, 4)) for n in range(acak.randint(1, 3))]
    orang = [
        (f"{nomor:03d}{n:04d}", acak.choice(formasi).kode, TH if acak.random() < 0.1 else acak.randint(60_000, 60_020))
        for n in range(acak.randint(0, 15))
    ]
    return susun(formasi, orang, kode)


def _musim(benih: int, banyak: int = 12) -> list[Kelompok]:
    acak = random.Random(benih)
    return [_kelompok(nomor, acak) for nomor in range(banyak)]


async def test_a_whole_kelompok_is_placed_and_published(pool: asyncpg.Pool) -> None:
    k = susun([post("A", 2), post("B", 1)], [("1", "A", 80_000), ("2", "A", 70_000), ("3", "A", 60_000), ("4", "B", TH)])
    await kirim(pool, semua_peristiwa(k))
    assert await kerjakan(pool) == 1
    assert await status(pool, "K") == ("DITEMPATKAN", None)
    assert await kursi(pool) == {"A/1": "1", "A/2": "2", "B/1": None}
    assert await terbit(pool, "placement-decided") == [("placement-decided", peserta, 1) for peserta in ("1", "2", "3", "4")]
    assert await terbit(pool, "vacancy-opened") == [("vacancy-opened", "B/1", 1)]
    async with pool.acquire() as conn:
        payload = await conn.fetchval("select payload from messaging.outbox where topic = 'placement-decided' and subject = '2'")
    event = PlacementDecided.model_validate_json(payload)
    assert (event.hasil, event.rute, event.kode, event.kursi, event.formasi_tujuan) == ("LULUS", "FORMASI_SENDIRI", "P/L", "A/2", "A")


@pytest.mark.parametrize("benih", range(6))
async def test_any_order_any_duplicates_any_batches_give_the_same_state(service_dsn: Callable[[str], str], benih: int) -> None:
    musim = _musim(7)
    events = [e for k in musim for e in semua_peristiwa(k)]
    acuan, acak_dsn = service_dsn("penempatan"), service_dsn("penempatan")
    async with create_pool(acuan, application_name="uji") as pertama, create_pool(acak_dsn, application_name="uji") as kedua:
        await kirim(pertama, events)
        await kerjakan(pertama)
        acak = random.Random(benih)
        kacau = [*events, *acak.sample(events, len(events) // 2)]
        acak.shuffle(kacau)
        while kacau:
            potong = acak.randint(1, 60)
            await kirim(kedua, kacau[:potong])
            await kerjakan(kedua)
            del kacau[:potong]
        assert await keadaan(kedua) == await keadaan(pertama)
        assert {satu[1] for satu in (await keadaan(pertama))["kelompok"]} == {"DITEMPATKAN"}


async def test_three_replicas_share_the_work_and_do_it_once(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    musim = _musim(11, banyak=60)
    await kirim(pool, [e for k in musim for e in semua_peristiwa(k)])
    await rilis_semua(pool)
    dilihat = await asyncio.gather(*(kerjakan_saja(pool, kelompok=5) for _ in range(3)))
    assert sum(dilihat) == 60
    async with create_pool(service_dsn("penempatan"), application_name="uji") as sendiri:
        await kirim(sendiri, [e for k in musim for e in semua_peristiwa(k)])
        await kerjakan(sendiri)
        assert await keadaan(pool) == await keadaan(sendiri)


HILANG = susun([post("A", 1), post("B", 1)], [("1", "A", 80_000), ("2", "A", 70_000), ("3", "B", 60_000)])
KURANG: list[tuple[str, Callable[[Event], bool]]] = [
    ("FORMASI_KURANG", lambda e: e.topic.name == "formation-opened" and e.subject == "B"),
    ("BARIS_KURANG", lambda e: isinstance(e, ScoreFinalized) and e.peserta == "1"),
]


@pytest.mark.parametrize(("sebab", "hilang"), KURANG)
async def test_a_kelompok_that_is_not_whole_is_held_back_visibly_and_heals(
    pool: asyncpg.Pool, sebab: str, hilang: Callable[[Event], bool]
) -> None:
    events = semua_peristiwa(HILANG)
    await kirim(pool, [e for e in events if not hilang(e)])
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", sebab)
    assert await kursi(pool) == {}
    assert await terbit(pool, "placement-decided") == []
    await kirim(pool, [e for e in events if hilang(e)])
    assert await kerjakan(pool) == 1
    assert await status(pool, "K") == ("DITEMPATKAN", None)


async def test_rows_that_differ_from_what_was_closed_hold_the_kelompok_back_until_a_whole_version_comes(pool: asyncpg.Pool) -> None:
    """The count is right, the digest is not."""
    baru = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 90_000)])
    lain = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)])
    tutup = peringkat_ditutup(baru, versi=2)
    await kirim(pool, [formasi_dibuka(baru.formasi[0], "K"), *(nilai_final(p, "K", versi=2) for p in lain.peringkat), tutup])
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "SIDIK_BERBEDA")
    await kirim(pool, [*(nilai_final(p, "K", versi=3) for p in baru.peringkat), peringkat_ditutup(baru, versi=3, sebelumnya=tutup.sha256)])
    await kerjakan(pool)
    assert await kursi(pool) == {"A/1": "2"}


async def test_rows_below_the_version_of_the_seal_are_waited_for_and_never_ranked(pool: asyncpg.Pool) -> None:
    """Version 2 leaves out person 3; the rows of 1 and 2 are late (docs/decisions/0008)."""
    lama = susun([post("A", 2)], [("3", "A", 90_000), ("1", "A", 80_000), ("2", "A", 70_000)])
    baru = susun([post("A", 2)], [("2", "A", 85_000), ("1", "A", 80_000)])
    await kirim(pool, [*semua_peristiwa(lama)[:-1], peringkat_ditutup(baru, versi=2)])
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "BARIS_KURANG")
    await kirim(pool, [nilai_final(p, "K", versi=2) for p in baru.peringkat])
    await kerjakan(pool)
    assert await kursi(pool) == {"A/1": "2", "A/2": "1"}
    assert [peserta for _, peserta, _ in await terbit(pool, "placement-decided")] == ["1", "2"]


async def test_an_announced_number_of_seats_that_is_not_there_holds_back(pool: asyncpg.Pool) -> None:
    k = susun([post("A", 2)], [("1", "A", 80_000)])
    tutup = peringkat_ditutup(k).model_copy(update={"jumlah_kursi": 3})
    await kirim(pool, [*semua_peristiwa(k)[:-1], tutup])
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "KURSI_BERBEDA")


async def test_a_ranking_that_contradicts_itself_holds_only_its_own_kelompok_back(pool: asyncpg.Pool) -> None:
    """Sealed with a right digest, and still impossible: two people on one rank who are not marked as tied."""
    rusak = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)], "KRUSAK")
    rusak = Kelompok("KRUSAK", rusak.formasi, tuple(_sama(p) for p in rusak.peringkat))
    utuh = susun([post("B", 1)], [("3", "B", 80_000)], "KUTUH")
    await kirim(pool, [*semua_peristiwa(rusak), *semua_peristiwa(utuh)])
    await kerjakan(pool)
    assert await status(pool, "KRUSAK") == ("TERTAHAN", "MASUKAN_CACAT")
    assert await status(pool, "KUTUH") == ("DITEMPATKAN", None)


def _sama(p: Peringkat) -> Peringkat:
    return replace(p, peringkat=1, peringkat_kelompok=1, nilai_akhir=80_000)


async def test_a_wrong_result_is_never_published(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control of the verification: with a placing that gives the seat to the second, the kelompok is held back."""
    benar = tempatkan

    def terbalik(
        formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], ketentuan: Ketentuan, mode: ModePengisian
    ) -> PenempatanKelompok:
        tertukar = {"1": "2", "2": "1"}
        return benar(formasi, [replace(p, peserta=tertukar[p.peserta]) for p in peringkat], ketentuan, mode)

    monkeypatch.setattr(penempatan, "tempatkan", terbalik)
    k = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)])
    await kirim(pool, semua_peristiwa(k))
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "HASIL_CACAT")
    assert await terbit(pool, "placement-decided", "vacancy-opened") == []


async def test_a_computation_that_fails_holds_back_its_own_kelompok_only(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    def gagal(formasi: Sequence[Formasi], peringkat: Sequence[Peringkat], ketentuan: Ketentuan, mode: ModePengisian) -> PenempatanKelompok:
        if formasi[0].kode == "A":
            raise KeyError("A")
        return tempatkan(formasi, peringkat, ketentuan, mode)

    monkeypatch.setattr(penempatan, "tempatkan", gagal)
    for kode, satu in (("K", "A"), ("L", "B")):
        await kirim(pool, semua_peristiwa(susun([post(satu)], [(f"1{kode == 'K':d}", satu, 80_000)], kode)))
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "HASIL_CACAT")
    assert await status(pool, "L") == ("DITEMPATKAN", None)
    monkeypatch.undo()
    await pool.execute("update penempatan.kelompok set coba_pada = now()")
    await kerjakan(pool)
    assert await status(pool, "K") == ("DITEMPATKAN", None)


async def test_an_unknown_rule_set_holds_back(pool: asyncpg.Pool) -> None:
    k = susun([post("A", 1)], [("1", "A", 80_000)])
    tutup = peringkat_ditutup(k)
    asing = tutup.model_copy(update={"aturan": tutup.aturan.model_copy(update={"versi": 99})})
    await kirim(pool, [*semua_peristiwa(k)[:-1], asing])
    await kerjakan(pool)
    assert await status(pool, "K") == ("TERTAHAN", "ATURAN_ASING")


async def test_a_changed_ranking_after_the_placing_moves_nobody_and_is_shown(pool: asyncpg.Pool) -> None:
    """Nobody loses a seat except by a signed correction (posisi 21)."""
    k = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)])
    await kirim(pool, semua_peristiwa(k))
    await kerjakan(pool)
    ralat = susun([post("A", 1)], [("1", "A", 60_000), ("2", "A", 70_000)])
    await kirim(pool, semua_peristiwa(ralat, versi=2))
    await kerjakan(pool)
    assert await kursi(pool) == {"A/1": "1"}
    async with pool.acquire() as conn:
        assert await conn.fetchval("select versi > versi_ditempatkan from penempatan.kelompok")


async def test_rows_that_come_while_the_worker_looks_are_not_overlooked(pool: asyncpg.Pool) -> None:
    """The worker has the kelompok in hand and counted one row too few; the row that commits meanwhile must wake it again."""
    events = semua_peristiwa(HILANG)
    terlambat = [e for e in events if isinstance(e, ScoreFinalized) and e.peserta == "1"]
    await kirim(pool, [e for e in events if e not in terlambat])
    await rilis_semua(pool)
    async with unit_of_work(pool) as uow:
        assert await tempatkan_antrean(uow, buku=BUKU, kelompok=200, baris=20_000) == 1
        menyusul = asyncio.create_task(kirim(pool, terlambat))
        await asyncio.wait([menyusul], timeout=0.3)
        assert not menyusul.done()  # it waits for the kelompok that is in hand
    await menyusul
    assert await kerjakan(pool) == 1
    assert await status(pool, "K") == ("DITEMPATKAN", None)


async def test_a_closing_without_people_is_placed_with_empty_seats(pool: asyncpg.Pool) -> None:
    k = susun([post("A", 2)], [])
    await kirim(pool, semua_peristiwa(k))
    await kerjakan(pool)
    assert await kursi(pool) == {"A/1": None, "A/2": None}
    assert isinstance(semua_peristiwa(k)[-1], RankingClosed)
