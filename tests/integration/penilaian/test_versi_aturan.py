"""A version of the rules that is raised in the middle: what was closed goes on under its own, what is closed later under the new one."""

from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import asyncpg
import pytest

from services.penilaian.api import routers
from services.penilaian.context import Context
from services.penilaian.domain.buku import BukuCpns, SemuaBuku
from services.penilaian.store.berkas import Isi
from services.penilaian.store.koreksi import Perubahan
from services.penilaian.usecases import koreksi
from services.penilaian.usecases.koreksi import RilisKoreksi
from services.penilaian.usecases.musim import terima_musim
from services.penilaian.usecases.penutupan import Dipilih
from services.penilaian.usecases.usul_koreksi import Usul
from shared.aturan import HasilSkd, Kehadiran
from shared.errors import Rejected
from shared.istilah import JenisUjian
from shared.messaging import unit_of_work
from tests.integration.penilaian import season as main
from tests.integration.penilaian.season import ATURAN, BUKU, Season, di_musim, season
from tests.support.administrator import empty_outbox
from tests.support.http import app_of, client_of
from tests.support.musim import musim, umumkan

# Under the second version other words are printed, and the SKB weighs more.
KODE = tuple((hasil, f"{kode}*") for hasil, kode in ATURAN.kode_skd)
DUA = replace(ATURAN, versi=2, kode_skd=KODE, integrasi=replace(ATURAN.integrasi, bobot_skd=10, bobot_skb=90))
BARU: BukuCpns = {**BUKU, (DUA.nama, 2): DUA}


async def raise_version(pool: asyncpg.Pool, kode: str = "cpns-2024") -> None:
    await umumkan(pool, terima_musim, musim(kode, aturan="cpns-2024", aturan_versi=2, versi=2))


async def versions(pool: asyncpg.Pool, topic: str) -> dict[str, set[int]]:
    """The versions of the rule set that a topic says, by kelompok."""
    found: dict[str, set[int]] = {}
    for one in await main.emitted(pool, topic):
        found.setdefault(str(one["kelompok"]), set()).add(one["aturan"]["versi"])  # type: ignore[index]
    return found


async def correct(pool: asyncpg.Pool, kelompok: str, peserta: str) -> None:
    """A correction of one SKD result, proposed and released."""
    buku = SemuaBuku(BARU, {})
    ubah = Perubahan(peserta, JenisUjian.SKD, Isi(Kehadiran.DIS))
    async with unit_of_work(pool) as uow:
        usul = await koreksi.usulkan(uow, Usul(kelompok, "Sanggah diterima", "BA 1", (ubah,)), "satu", buku)
        await koreksi.rilis(uow, RilisKoreksi(kelompok, usul.nomor, usul.selisih.kehilangan), "dua", buku)


async def loser(pool: asyncpg.Pool, kelompok: str) -> str:
    query = "select peserta from penilaian.hasil_skd where kelompok = $1 and hasil = 'TIDAK_LULUS' order by peserta limit 1"
    return str(await pool.fetchval(query, kelompok))


async def test_a_kelompok_stays_under_the_version_of_its_closing(pool: asyncpg.Pool) -> None:
    satu = season(81)
    for events in (satu.formasi, satu.pelamar, satu.skd):
        await main.tell(pool, events)
    await main.close_skd(pool, satu.pernyataan)
    assert await main.decide_skd(pool, at_most=1, buku=BARU) == 1
    await raise_version(pool)
    # What waits in line was closed with the others.
    while await main.decide_skd(pool, buku=BARU):
        pass
    assert set(map(tuple, (await versions(pool, "skb-shortlisted")).values())) == {(1,)}

    people = await main.called(pool)
    await main.tell(pool, satu.skb(people))
    await main.close_ranking(pool, len(people), Dipilih(None, BARU, datetime.now(UTC)))
    while await main.decide_ranking(pool, buku=BARU):
        pass
    assert set(map(tuple, (await versions(pool, "ranking-closed")).values())) == {(2,)}
    assert set(map(tuple, (await versions(pool, "score-finalized")).values())) == {(2,)}
    nilai = await pool.fetchrow("select skor_skd, skd_100 from penilaian.hasil_akhir where skor_skd is not null limit 1")
    assert nilai is not None
    assert abs(nilai["skor_skd"] * 10 - nilai["skd_100"]) <= 10

    # A correction goes by both: the SKD by the first, the ranking by the second.
    await empty_outbox(pool)
    kelompok = str(satu.formasi[0].kelompok)
    await correct(pool, kelompok, await loser(pool, kelompok))
    assert await versions(pool, "skb-shortlisted") == {kelompok: {1}}
    for topic in ("score-finalized", "ranking-closed", "ranking-corrected"):
        assert await versions(pool, topic) == {kelompok: {2}}

    async with served(pool) as client:
        lulus = min(await main.called(pool))
        async with client.get(f"/v1/peserta/{lulus}") as answer:
            assert (await answer.json())["kode_skd"] == dict(ATURAN.kode_skd)[HasilSkd.LULUS]


async def test_a_season_closed_later_goes_by_the_new_version_beside_one_that_does_not(pool: asyncpg.Pool) -> None:
    """Two kelompok in one database: the one that was placed is corrected under version 1, the new one is decided under version 2."""
    lama, baru = season(82), di_musim(season(83), "cpns-2025", "cpns-2024")
    await main.whole_season(pool, lama)
    await raise_version(pool)
    await umumkan(pool, terima_musim, musim("cpns-2025", aturan="cpns-2024", aturan_versi=2))
    for events in (baru.formasi, baru.pelamar, baru.skd):
        await main.tell(pool, events)
    await main.close_skd(pool, baru.pernyataan, Dipilih("cpns-2025", BARU, datetime.now(UTC)))
    while await main.decide_skd(pool, buku=BARU):
        pass
    await correct(pool, (kelompok := lama.formasi[0].kelompok), await loser(pool, kelompok))

    said = await versions(pool, "skb-shortlisted")
    assert {kode: versi for kode, versi in said.items() if "-J" in kode} == {one.kelompok: {1} for one in lama.formasi}
    assert {kode: versi for kode, versi in said.items() if "-K" in kode} == {one.kelompok: {2} for one in baru.formasi}
    assert (await versions(pool, "ranking-corrected")) == {kelompok: {1}}
    async with served(pool) as client:
        for orang, kode in ((lama.orang[0], ""), (baru.orang[0], "*")):
            async with client.get(f"/v1/peserta/{orang.peserta}") as answer:
                assert (await answer.json())["kode_skd"].endswith("*") is bool(kode)


async def test_a_version_that_this_release_lacks_decides_nothing(pool: asyncpg.Pool) -> None:
    satu: Season = season(84)
    for events in (satu.formasi, satu.pelamar, satu.skd):
        await main.tell(pool, events)
    await raise_version(pool)
    with pytest.raises(Rejected, match="ATURAN_ASING"):
        await main.close_skd(pool, satu.pernyataan)

    await main.close_skd(pool, satu.pernyataan, Dipilih(None, BARU, datetime.now(UTC)))
    assert await main.decide_skd(pool) == 4
    held = await pool.fetch("select distinct sebab, rincian from penilaian.penutupan where not selesai")
    assert [tuple(row) for row in held] == [("ATURAN_ASING", "Kumpulan aturan cpns-2024 versi 2 tidak dikenal layanan ini.")]
    # A release that has it goes on.
    await pool.execute("update penilaian.penutupan set coba_pada = now()")
    while await main.decide_skd(pool, buku=BARU):
        pass
    assert set(map(tuple, (await versions(pool, "skb-shortlisted")).values())) == {(2,)}
    with pytest.raises(Rejected, match="ATURAN_ASING"):
        async with unit_of_work(pool) as uow:
            await koreksi.usulkan(uow, Usul(satu.formasi[0].kelompok, "Sanggah", "BA 1", ()), "satu", SemuaBuku(BUKU, {}))


def served(pool: asyncpg.Pool) -> AbstractAsyncContextManager[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(65_536, buku=BARU)
    return client_of(app)
