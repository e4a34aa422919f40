"""Several seasons in one database: each is closed for itself, keeps its results and seals, and is asked for by its code."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import aiohttp
import asyncpg
import pytest

from services.penilaian.api.masukan import baca_nilai
from services.penilaian.store import tahap
from services.penilaian.store.musim import dari_peserta
from services.penilaian.store.tahap import NamaTahap
from services.penilaian.usecases.berkas import BerkasNilai, Mode, ambil
from services.penilaian.usecases.letak import letak
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import SKD, Dipilih, rilis, usulkan
from shared.aturan import AturanSeleksi
from shared.contracts.penilaian import ExamScored
from shared.db import create_pool
from shared.errors import Rejected
from shared.istilah import JenisUjian
from shared.messaging import unit_of_work
from tests.integration.penilaian import season as main
from tests.integration.penilaian.season import BUKU, Season, di_musim, season
from tests.support.http import OFFICER
from tests.support.musim import musim, umumkan

LAMA, BARU = "cpns-2024", "cpns-2023"


def di(kode: str) -> Dipilih[AturanSeleksi]:
    return Dipilih(kode, BUKU, datetime.now(UTC))


def kedua(seed: int) -> Season:
    return di_musim(season(seed), BARU, BARU)


async def close_skd(pool: asyncpg.Pool, satu: Season, kode: str) -> None:
    await main.close_skd(pool, satu.pernyataan, di(kode))
    while await main.decide_skd(pool):
        pass


async def close_ranking(pool: asyncpg.Pool, satu: Season, kode: str) -> None:
    people = await main.called(pool) & {one.peserta for one in satu.orang}
    await main.tell(pool, satu.skb(people))
    await main.close_ranking(pool, len(people), di(kode))
    while await main.decide_ranking(pool):
        pass


async def inputs(pool: asyncpg.Pool, *semua: Season) -> None:
    """All inputs up to the SKD, of each kind first those of one season and then those of the other."""
    await umumkan(pool, terima_musim, musim(LAMA), musim(BARU))
    for each in semua:
        await main.tell(pool, each.formasi)
    for each in semua:
        await main.tell(pool, each.pelamar)
    for each in semua:
        await main.tell(pool, each.skd)


async def test_two_seasons_end_as_each_does_alone(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    lama, baru = season(61), kedua(62)
    async with AsyncExitStack() as stack:
        satu, dua = [
            await stack.enter_async_context(create_pool(service_dsn("penilaian"), application_name="uji", min_size=1)) for _ in range(2)
        ]
        await main.whole_season(satu, lama)
        await umumkan(dua, terima_musim, musim(BARU))
        for events in (baru.formasi, baru.pelamar, baru.skd):
            await main.tell(dua, events)
        await close_skd(dua, baru, BARU)
        await close_ranking(dua, baru, BARU)

        await inputs(pool, baru, lama)
        await close_skd(pool, lama, LAMA)
        await close_skd(pool, baru, BARU)
        await close_ranking(pool, baru, BARU)
        await close_ranking(pool, lama, LAMA)
        sendiri = [await main.results(satu), await main.results(dua)]
        bersama = await main.results(pool)
    for n in range(2):
        assert sorted(bersama[n]) == sorted(sendiri[0][n] + sendiri[1][n])
    assert {one["aturan"]["nama"] for one in await main.emitted(pool, "ranking-closed")} == {LAMA, BARU}  # type: ignore[index]


async def test_what_is_closed_in_one_season_is_open_in_the_other(pool: asyncpg.Pool) -> None:
    lama, baru = season(63), kedua(64)
    await inputs(pool, lama, baru)
    await close_skd(pool, lama, LAMA)

    for late in (lama.formasi[0], lama.pelamar[0], main.exam_skd(lama.orang[0])):
        with pytest.raises(Rejected, match="TAHAP_SUDAH_DITUTUP"):
            await main.tell(pool, [late.model_copy(update={"versi": 2})])
    corrected = replace(baru.orang[0], kehadiran="TH")
    for early in (baru.formasi[0], baru.pelamar[0], main.exam_skd(corrected)):
        await main.tell(pool, [early.model_copy(update={"versi": 2})])
    assert await pool.fetchval("select kehadiran from penilaian.nilai_skd where peserta = $1", corrected.peserta) == "TH"
    # One batch of both: what is open is not taken along with what is late.
    with pytest.raises(Rejected, match="1 perubahan pada nilai_skd"):
        await main.tell(pool, [main.exam_skd(lama.orang[0], versi=2), main.exam_skd(baru.orang[1], versi=2)])
    with pytest.raises(Rejected, match="MUSIM_PERLU_DISEBUT"):
        await main.close_skd(pool, baru.pernyataan)
    await close_skd(pool, baru, BARU)


async def test_a_closing_under_way_stops_the_inputs_of_its_own_season_only(pool: asyncpg.Pool) -> None:
    await inputs(pool, season(65), kedua(66))
    async with pool.acquire() as closing, closing.transaction():
        await tahap.ditutup_sendiri(closing, LAMA)
        async with pool.acquire() as conn:
            async with conn.transaction():
                await conn.execute("set local lock_timeout = '200ms'")
                assert await tahap.ditutup_bersama(conn, [BARU]) == {BARU: frozenset()}
            await conn.execute("set lock_timeout = '200ms'")
            with pytest.raises(asyncpg.LockNotAvailableError):
                await tahap.ditutup_bersama(conn, [LAMA, BARU])


async def test_points_of_somebody_unknown_wait_for_every_closing(pool: asyncpg.Pool) -> None:
    """Whoever is not known yet may turn out to be of the season that is being closed."""
    baru = kedua(76)
    await inputs(pool, season(77), baru)
    async with pool.acquire() as closing, closing.transaction():
        await tahap.ditutup_sendiri(closing, LAMA)
        async with pool.acquire() as conn:
            await conn.execute("set lock_timeout = '200ms'")
            async with conn.transaction():
                di_sini = await letak(conn, [baru.orang[0].peserta], dari_peserta)
                assert (di_sini.milik, set(di_sini.ditutup)) == ({baru.orang[0].peserta: BARU}, {BARU})
            with pytest.raises(asyncpg.LockNotAvailableError):
                await letak(conn, [baru.orang[0].peserta, "77"], dari_peserta)


async def test_points_of_nobody_yet_are_held_against_the_season_that_turns_out_to_be_theirs(pool: asyncpg.Pool) -> None:
    lama, baru = season(67), kedua(68)
    await inputs(pool, Season(lama.formasi, lama.orang[1:]), baru)
    mustahil = main.exam_skd(replace(lama.orang[0], kehadiran="HADIR", twk=73))
    with pytest.raises(Rejected, match="NILAI_TIDAK_MUNGKIN"):
        await main.tell(pool, [mustahil.model_copy(update={"peserta": lama.orang[1].peserta, "versi": 2})])

    await main.tell(pool, [mustahil])
    await main.tell(pool, [one for one in lama.pelamar if one.peserta == lama.orang[0].peserta])
    with pytest.raises(Rejected, match="1 peserta bernilai yang tidak mungkin"):
        await main.close_skd(pool, lama.pernyataan, di(LAMA))
    await close_skd(pool, baru, BARU)
    await main.tell(pool, [main.exam_skd(lama.orang[0], versi=2)])
    await close_skd(pool, lama, LAMA)


async def test_posts_that_came_before_their_season_are_held_against_its_rules(pool: asyncpg.Pool) -> None:
    baru = kedua(69)
    asing = [one.model_copy(update={"aturan": main.DASAR}) for one in baru.formasi[:2]]
    await main.tell(pool, [*asing, *baru.formasi[2:]])
    await main.tell(pool, baru.pelamar)
    await main.tell(pool, baru.skd)
    await umumkan(pool, terima_musim, musim(BARU))
    with pytest.raises(Rejected, match="2 formasi diumumkan menurut kumpulan aturan lain"):
        await main.close_skd(pool, baru.pernyataan, di(BARU))


async def send(pool: asyncpg.Pool, kode: str, *rows: str) -> Sequence[str]:
    """A file of this season with these rows; the kinds of faults that were found."""
    isi = ("peserta,kehadiran,twk,tiu,tkp\n" + "".join(f"{row}\n" for row in rows)).encode()
    satu = BerkasNilai(kode, "sesi-1.csv", JenisUjian.SKD, Mode.SEBAGIAN, len(rows), sha256(isi).hexdigest(), isi)
    async with unit_of_work(pool) as uow:
        hasil = await ambil(uow, satu, baca_nilai(satu, main.ATURAN, {}))
        return [fault.kode for fault in hasil.ditolak]


async def test_a_file_speaks_of_the_people_of_its_season(pool: asyncpg.Pool) -> None:
    lama, baru = season(70), kedua(71)
    await umumkan(pool, terima_musim, musim(LAMA), musim(BARU))
    for each in (lama, baru):
        await main.tell(pool, each.formasi)
    await main.tell(pool, lama.pelamar)
    a, b = f"{lama.orang[0].peserta},TH,,,", f"{baru.orang[0].peserta},HADIR,65,80,166"

    # Two seasons have a file of one name; who is not known yet is taken by either, and by nobody else then.
    assert await send(pool, LAMA, a, b) == []
    assert await send(pool, BARU, a, b.replace("65", "70")) == ["PESERTA_LAIN_MUSIM", "NILAI_BERKAS_LAIN"]

    await main.tell(pool, baru.pelamar)
    for events in (lama.skd[1:], baru.skd[1:], await said(pool)):
        await main.tell(pool, events)
    with pytest.raises(Rejected, match="1 peserta bernilai dari berkas musim lain"):
        await main.close_skd(pool, baru.pernyataan, di(BARU))
    # Its own season says it anew, and the other need not say it any more.
    assert await send(pool, BARU, b) == []
    assert await send(pool, LAMA, a) == []
    assert [one.versi for one in await said(pool) if one.peserta == baru.orang[0].peserta] == [1, 2]
    await main.tell(pool, [one for one in await said(pool) if one.versi == 2])
    await close_skd(pool, baru, BARU)


async def said(pool: asyncpg.Pool) -> list[ExamScored]:
    return [ExamScored.model_validate(one) for one in await main.emitted(pool, "exam-scored")]


async def test_what_is_about_a_whole_season_names_it_where_there_are_several(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    lama, baru = season(72), kedua(73)
    await inputs(pool, lama, baru)
    await umumkan(pool, terima_musim, musim("pppk-2024"))
    await close_skd(pool, baru, BARU)

    for path in ("/v1/ringkasan", "/v1/skd/tutup", "/v1/peringkat/tutup", "/v1/hasil.ndjson", "/v1/skb/daftar.ndjson"):
        async with client.get(path) as answer:
            assert (answer.status, (await answer.json())["kode"]) == (422, "MUSIM_PERLU_DISEBUT"), path
        async with client.get(f"{path}?musim=cpns-2099") as answer:
            assert (answer.status, (await answer.json())["kode"]) == (404, "MUSIM_TIDAK_DIKENAL"), path
        async with client.get(f"{path}?musim={BARU}") as answer:
            assert answer.status == 200, path
    for kode, satu, status in ((LAMA, lama, "BELUM"), (BARU, baru, "SELESAI")):
        async with client.get(f"/v1/ringkasan?musim={kode}") as answer:
            angka = await answer.json()
        assert (angka["formasi"], angka["peserta"], angka["nilai_skd"], angka["skd"]["status"]) == (10, 150, 150, status)
        async with client.get(f"/v1/hasil.ndjson?musim={kode}") as answer:
            lines = (await answer.text()).splitlines()
        assert len(lines) == (len(satu.orang) if status == "SELESAI" else 0)
    # What names a person needs no season, and no stage of CPNS is in a season of PPPK.
    async with client.get(f"/v1/peserta/{baru.orang[0].peserta}") as answer:
        assert answer.status == 200
    body = {"formasi": 0, "peserta": 0, "peserta_sha256": sha256(b"").hexdigest()}
    headers = {**OFFICER, "Idempotency-Key": "pppk-tanpa-skd"}
    async with client.post("/v1/skd/tutup?musim=pppk-2024", json=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["kode"]) == (409, "BUKAN_PADA_MUSIM_INI")


async def test_a_release_of_one_season_leaves_the_proposal_of_the_other(pool: asyncpg.Pool) -> None:
    lama, baru = season(74), kedua(75)
    await inputs(pool, lama, baru)
    async with unit_of_work(pool) as uow:
        await usulkan(uow, SKD, di(LAMA), lama.pernyataan, "satu")
        await usulkan(uow, SKD, di(BARU), baru.pernyataan, "satu")
        await rilis(uow, SKD, di(BARU), "dua")
        usul = await tahap.usul(uow.conn, LAMA, NamaTahap.SKD)
        assert usul is not None
        assert usul.diusulkan_oleh == "satu"
        assert await tahap.ditutup_bersama(uow.conn, [LAMA, BARU]) == {LAMA: frozenset(), BARU: {NamaTahap.SKD}}
