"""Several seasons in one database: each is released, placed and read for itself, and in the mode it said when it was released."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from itertools import count

import aiohttp
import asyncpg
import pytest

from services.penempatan.api import routers
from services.penempatan.context import Context
from services.penempatan.domain.jenis import Kesediaan
from services.penempatan.usecases.penempatan import tempatkan_antrean
from shared.contracts.event import Event
from shared.contracts.pendaftaran import FormationOpened
from shared.contracts.penempatan import PlacementDecided
from shared.istilah import JenisKesediaan, ModePengisian
from shared.messaging import unit_of_work
from tests.integration.penempatan.papan import kerjakan_saja, kirim, kursi, mundurkan, musim_diumumkan, rilis_semua, semua_peristiwa, status
from tests.support.http import OFFICER, SECOND_OFFICER, app_of, client_of
from tests.support.musim import musim
from tests.support.penempatan import BUKU, Ciri, Kelompok, mundur, post, susun

CPNS = susun([post("A", 1)], [("1", "A", 80_000), ("2", "A", 70_000)], "K")
LAIN = susun([post("B", 1)], [("3", "B", 80_000), ("4", "B", 70_000)], "L")
INI, ITU = musim("cpns-2024"), musim("cpns-2025", aturan="cpns-2024")
# Consent decides here: 6 would not go where the decree moves them.
_ENGGAN = Ciri(kesediaan=Kesediaan(JenisKesediaan.TIDAK))
PINDAH = susun([post("C", 1, unit="U1"), post("D", 1, unit="U2")], [("5", "C", 80_000), ("6", "C", 70_000)], "M", ciri={"6": _ENGGAN})
_NOMOR = count()


def _milik(k: Kelompok, kode: str) -> list[Event]:
    """The events of a kelompok whose posts name their season."""
    return [e.model_copy(update={"musim": kode}) if isinstance(e, FormationOpened) else e for e in semua_peristiwa(k)]


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context()
    async with client_of(app, headers=list(OFFICER.items())) as session:
        yield session


async def _kirim(client: aiohttp.ClientSession, jalan: str, oleh: dict[str, str], isi: object = None) -> tuple[int, dict[str, object]]:
    headers = {**oleh, "Idempotency-Key": f"kunci-musim-{next(_NOMOR)}"}
    async with client.post(f"/v1/penempatan/{jalan}", json=isi, headers=headers) as answer:
        return answer.status, await answer.json(content_type=None)


async def _musim_terbit(pool: asyncpg.Pool) -> dict[str, str | None]:
    rows = await pool.fetch("select payload from messaging.outbox where topic = 'placement-decided' order by sequence")
    return {satu.peserta: satu.musim for satu in (PlacementDecided.model_validate_json(row["payload"]) for row in rows)}


async def _baris(client: aiohttp.ClientSession, jalan: str) -> Sequence[str]:
    async with client.get(jalan) as answer:
        assert answer.status == 200, await answer.text()
        return (await answer.text()).splitlines()


async def test_the_release_of_one_season_leaves_the_other_waiting(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, INI, ITU)
    await kirim(pool, [*_milik(CPNS, "cpns-2024"), *_milik(LAIN, "cpns-2025")])
    assert (await _kirim(client, "usul", OFFICER, {"kelompok": 1}))[1]["kode"] == "MUSIM_PERLU_DISEBUT"
    assert (await _kirim(client, "usul?musim=cpns-2026", OFFICER, {"kelompok": 1}))[1]["kode"] == "MUSIM_TIDAK_DIKENAL"
    assert (await _kirim(client, "usul?musim=cpns-2025", OFFICER, {"kelompok": 2}))[1]["kode"] == "BELUM_LENGKAP"
    assert (await _kirim(client, "usul?musim=cpns-2025", OFFICER, {"kelompok": 1}))[0] == 201
    assert (await _kirim(client, "rilis?musim=cpns-2024", SECOND_OFFICER))[1]["kode"] == "TIDAK_ADA_USUL"
    assert (await _kirim(client, "rilis?musim=cpns-2025", SECOND_OFFICER))[0] == 202
    assert await kerjakan_saja(pool) == 1
    assert await kursi(pool) == {"B/1": "3"}
    assert await _musim_terbit(pool) == {"3": "cpns-2025", "4": "cpns-2025"}

    await rilis_semua(pool, "cpns-2024")
    assert await kerjakan_saja(pool) == 1
    await mundurkan(pool, mundur("K", "A/1", "1"))
    assert await kursi(pool) == {"A/1": "2", "B/1": "3"}
    assert (await _musim_terbit(pool))["2"] == "cpns-2024"


async def test_lists_counts_and_archive_are_those_of_a_season(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, INI, ITU)
    # The posts of the older season name none.
    await kirim(pool, [*semua_peristiwa(CPNS), *_milik(LAIN, "cpns-2025"), *_milik(PINDAH, "cpns-2025")])
    for kode in ("cpns-2024", "cpns-2025"):
        await rilis_semua(pool, kode)
    await kerjakan_saja(pool)
    await mundurkan(pool, mundur("K", "A/1", "1"), mundur("L", "B/1", "3"))
    for jalan in ("ringkasan", "hasil.ndjson", "kursi.ndjson", "arsip/kelompok.ndjson"):
        async with client.get(f"/v1/{jalan}") as answer:
            assert (answer.status, (await answer.json(content_type=None))["kode"]) == (422, "MUSIM_PERLU_DISEBUT")
    hitung = {
        kode: {jalan: len(await _baris(client, f"/v1/{jalan}?musim={kode}")) for jalan in ("hasil.ndjson", "kursi.ndjson")}
        for kode in ("cpns-2024", "cpns-2025")
    }
    assert hitung == {"cpns-2024": {"hasil.ndjson": 2, "kursi.ndjson": 1}, "cpns-2025": {"hasil.ndjson": 4, "kursi.ndjson": 3}}
    assert len(await _baris(client, "/v1/arsip/kelompok.ndjson?musim=cpns-2025")) == 2
    assert len(await _baris(client, "/v1/arsip/pengunduran.ndjson?musim=cpns-2024")) == 1
    async with client.get("/v1/ringkasan?musim=cpns-2025") as answer:
        angka = await answer.json()
    assert [angka[nama] for nama in ("kelompok", "ditempatkan", "kursi", "terisi", "diganti", "keputusan")] == [2, 2, 3, 3, 1, 4]
    async with client.get("/v1/kelompok/K") as answer:
        assert (await answer.json())["musim"] == "cpns-2024"


async def test_each_season_alone_gives_the_decisions_of_both_together(pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, INI)
    await kirim(pool, _milik(CPNS, "cpns-2024"))
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool)
    sendiri = await pool.fetch("select * from penempatan.keputusan order by peserta")
    await musim_diumumkan(pool, ITU)
    await kirim(pool, _milik(LAIN, "cpns-2025"))
    await rilis_semua(pool, "cpns-2025")
    await kerjakan_saja(pool)
    assert await pool.fetch("select * from penempatan.keputusan where kelompok = 'K' order by peserta") == sendiri
    assert await pool.fetchval("select count(*) from penempatan.keputusan") == 4


async def test_a_kelompok_waits_for_its_season_and_goes_on_by_itself(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    """It was released with the only season there was, before its posts came and named another one, which nobody had announced."""
    await musim_diumumkan(pool, INI)
    semua = _milik(LAIN, "cpns-2025")
    await kirim(pool, [e for e in semua if not isinstance(e, FormationOpened)])
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool)
    assert await status(pool, "L") == ("TERTAHAN", "FORMASI_KURANG")
    await kirim(pool, semua)
    await kerjakan_saja(pool)
    assert await status(pool, "L") == ("TERTAHAN", "MUSIM_BELUM_DIKENAL")
    async with client.get("/v1/kelompok/tertahan") as answer:
        (tertahan,) = await answer.json()
    assert (tertahan["musim"], "cpns-2025" in tertahan["rincian"]) == ("cpns-2025", True)
    await musim_diumumkan(pool, ITU)
    assert await kerjakan_saja(pool) == 1
    assert await kursi(pool) == {"B/1": "3"}


async def test_a_season_that_comes_while_the_worker_looks_is_not_overlooked(pool: asyncpg.Pool) -> None:
    """The worker has the kelompok in hand and knew no season of it; the season that commits meanwhile must wake it again at once."""
    await musim_diumumkan(pool, INI)
    semua = _milik(LAIN, "cpns-2025")
    await kirim(pool, [e for e in semua if not isinstance(e, FormationOpened)])
    await rilis_semua(pool, "cpns-2024")
    await kirim(pool, semua)
    async with unit_of_work(pool) as uow:
        assert await tempatkan_antrean(uow, buku=BUKU, kelompok=200, baris=20_000) == 1
        menyusul = asyncio.create_task(musim_diumumkan(pool, ITU))
        await asyncio.wait([menyusul], timeout=0.3)
        assert not menyusul.done()  # it waits for the kelompok that is in hand
    await menyusul
    assert await kerjakan_saja(pool) == 1
    assert await status(pool, "L") == ("DITEMPATKAN", None)


async def test_two_seasons_are_released_at_the_same_time(pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, INI, ITU)
    await kirim(pool, [*_milik(CPNS, "cpns-2024"), *_milik(LAIN, "cpns-2025")])
    await asyncio.gather(*(rilis_semua(pool, kode) for kode in ("cpns-2024", "cpns-2025")))
    await asyncio.gather(*(kerjakan_saja(pool) for _ in range(2)))
    assert await kursi(pool) == {"A/1": "1", "B/1": "3"}


async def test_posts_of_two_seasons_are_never_placed_together(pool: asyncpg.Pool) -> None:
    await musim_diumumkan(pool, INI, ITU)
    dua = susun([post("A", 1), post("B", 1)], [("1", "A", 80_000), ("3", "B", 70_000)], "N")
    pos = iter(("cpns-2024", "cpns-2025"))
    await kirim(pool, [e.model_copy(update={"musim": next(pos)}) if isinstance(e, FormationOpened) else e for e in semua_peristiwa(dua)])
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool)
    assert await status(pool, "N") == ("TERTAHAN", "MUSIM_BERBEDA")
    assert await kursi(pool) == {}


async def test_the_mode_is_that_of_the_season_when_it_was_released(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    """Announced between the two signatures, another mode asks for a new proposal; announced after the release, it changes nothing."""
    enggan = ModePengisian.DENGAN_PERSETUJUAN
    await musim_diumumkan(pool, INI)
    await kirim(pool, semua_peristiwa(PINDAH))
    await _kirim(client, "usul", OFFICER, {"kelompok": 1})
    await musim_diumumkan(pool, musim(mode_pengisian=enggan, versi=2))
    assert (await _kirim(client, "rilis", SECOND_OFFICER))[1]["kode"] == "USUL_BERUBAH"
    assert (await _kirim(client, "usul", OFFICER, {"kelompok": 1}))[1]["mode_pengisian"] == "DENGAN_PERSETUJUAN"
    assert (await _kirim(client, "rilis", SECOND_OFFICER))[0] == 202
    await musim_diumumkan(pool, musim(versi=3))
    await kerjakan_saja(pool)
    assert await kursi(pool) == {"C/1": "5", "D/1": None}
    # Nor does it change what is replaced afterwards; placed as decreed, 6 would have gone to D.
    await mundurkan(pool, mundur("M", "C/1", "5"))
    assert await kursi(pool) == {"C/1": "6", "D/1": None}
    assert await pool.fetchval("select mode from penempatan.kelompok") == "DENGAN_PERSETUJUAN"


async def test_nobody_is_in_two_seats_of_two_seasons(pool: asyncpg.Pool) -> None:
    """A participant number belongs to one season; a ranking of another one that names it is held back."""
    await musim_diumumkan(pool, INI, ITU)
    await kirim(pool, _milik(CPNS, "cpns-2024"))
    await rilis_semua(pool, "cpns-2024")
    await kerjakan_saja(pool)
    juga = susun([post("B", 1)], [("1", "B", 80_000)], "L")
    await kirim(pool, [*_milik(juga, "cpns-2025")[:1], *semua_peristiwa(juga, versi=2)[1:]])
    await rilis_semua(pool, "cpns-2025")
    await kerjakan_saja(pool)
    assert await status(pool, "L") == ("TERTAHAN", "TERKAIT")
    assert await kursi(pool) == {"A/1": "1"}
