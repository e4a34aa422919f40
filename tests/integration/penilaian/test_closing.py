"""Closing on a real database: refused until whole, shared by workers, continued after a kill, equal to the second implementation."""

import asyncio
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import asyncpg
import pytest

from services.penilaian.usecases.musim import terima_musim
from shared.contracts.digest import BarisPeringkat, ranking_digest
from shared.db import create_pool
from shared.errors import Rejected
from shared.istilah import StatusVerifikasi
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.support.musim import umumkan


async def test_a_whole_season_equals_the_second_implementation(pool: asyncpg.Pool) -> None:
    satu = season(1)
    await musim.whole_season(pool, satu)

    kode = dict(musim.ATURAN.kode_skd)
    decided = {row["peserta"]: kode[row["hasil"]] for row in await pool.fetch("select peserta, hasil from penilaian.hasil_skd")}
    assert decided == satu.kode_skd()
    assert set(decided.values()) == {"P/L", "P", "TL", "TH", "DIS"}
    rows = await pool.fetch("select peserta, peringkat, peringkat_kelompok from penilaian.hasil_akhir where peringkat is not null")
    assert {row["peserta"]: (row["peringkat"], row["peringkat_kelompok"]) for row in rows} == satu.peringkat()


async def test_what_is_said_is_complete_and_sealed(pool: asyncpg.Pool) -> None:
    satu = season(2)
    await musim.whole_season(pool, satu)
    kode = satu.kode_skd()

    shortlists = await musim.emitted(pool, "skb-shortlisted")
    assert sorted(str(one["formasi"]) for one in shortlists) == sorted(one.formasi for one in satu.formasi)
    listed = [peserta for one in shortlists for peserta in one["peserta"]]  # type: ignore[attr-defined]
    assert Counter(listed) == Counter(peserta for peserta, word in kode.items() if word == "P/L")

    scores = await musim.emitted(pool, "score-finalized")
    assert Counter(one["peserta"] for one in scores) == Counter(listed)
    assert {one["status_skb"] for one in scores} == {"HADIR", "TH", "TMS-1", "DIS"}
    assert all(one["alasan"] for one in scores)
    assert "tanggal_lahir" not in str(scores)
    assert musim.stated(scores) == musim.wished(scores)
    assert len({str(wish) for wish in musim.stated(scores).values()}) == len(musim.KESEDIAAN)
    closed = {str(one["kelompok"]): one for one in await musim.emitted(pool, "ranking-closed")}
    assert set(closed) == {one.kelompok for one in satu.formasi}
    for kelompok, seal in closed.items():
        rows = [one for one in scores if one["kelompok"] == kelompok]
        sealed = [BarisPeringkat._make([one.get(field) for field in BarisPeringkat._fields]) for one in rows]
        assert (seal["jumlah"], seal["sha256"]) == (len(rows), ranking_digest(sealed))
        posts = [one for one in satu.formasi if one.kelompok == kelompok]
        assert (seal["jumlah_formasi"], seal["jumlah_kursi"]) == (len(posts), sum(one.kuota for one in posts))
    assert closed["0004-J3"]["jumlah"] == 0


async def test_order_repeats_and_old_versions_change_nothing(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    satu = season(3)
    await musim.whole_season(pool, satu)
    rng = random.Random(3)

    async with create_pool(service_dsn("penilaian"), application_name="uji", min_size=1) as other:
        wrong = [musim.exam_skd(replace(one, twk=0, kehadiran="HADIR")) for one in satu.orang[:40]]
        right = [one.model_copy(update={"versi": 2}) for one in satu.skd]
        batches = [[one] for one in (*satu.formasi, *satu.formasi, *satu.pelamar, *satu.pelamar)] + [[one] for one in right + wrong + right]
        rng.shuffle(batches)
        for batch in batches:
            await musim.tell(other, batch)
        # Several versions of one subject in one batch, the newest first.
        await musim.tell(other, [*right, *wrong])
        await musim.close_skd(other, satu.pernyataan)
        while await musim.decide_skd(other, at_most=1):
            pass
        people = await musim.called(other)
        await musim.tell(other, satu.skb(people))
        await musim.close_ranking(other, len(people))
        while await musim.decide_ranking(other, at_most=1):
            pass
        assert await musim.results(other) == await musim.results(pool)


async def test_three_replicas_share_the_work_and_leave_the_same_result(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    satu = season(4)
    await musim.whole_season(pool, satu)

    async def work(step: Callable[..., "asyncio.Future[int]"], on: asyncpg.Pool) -> int:
        done = 0
        while count := await step(on, at_most=1):
            done += count
        return done

    async with create_pool(service_dsn("penilaian"), application_name="uji", min_size=3) as other:
        await musim.tell(other, satu.formasi)
        await musim.tell(other, satu.pelamar)
        await musim.tell(other, satu.skd)
        await musim.close_skd(other, satu.pernyataan)
        assert sum(await asyncio.gather(*(work(musim.decide_skd, other) for _ in range(3)))) == 4  # type: ignore[arg-type]
        people = await musim.called(other)
        await musim.tell(other, satu.skb(people))
        await musim.close_ranking(other, len(people))
        assert sum(await asyncio.gather(*(work(musim.decide_ranking, other) for _ in range(3)))) == 4  # type: ignore[arg-type]
        assert await musim.results(other) == await musim.results(pool)


def _faults(error: pytest.ExceptionInfo[Rejected]) -> dict[str | None, str | None]:
    assert error.value.status == 409
    return {fault.kolom: fault.nilai for fault in error.value.faults}


async def test_closing_the_skd_says_what_is_missing(pool: asyncpg.Pool) -> None:
    satu = season(5)
    await musim.tell(pool, satu.formasi[:-1])
    await musim.tell(pool, satu.pelamar[1:])
    await musim.tell(pool, satu.skd[:-3])

    with pytest.raises(Rejected) as error:
        await musim.close_skd(pool, satu.pernyataan)
    missing = _faults(error)
    assert (missing["formasi"], missing["peserta"], missing["nilai_skd"]) == ("9", "149", "3")
    assert "peserta_sha256" in missing

    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    with pytest.raises(Rejected) as error:
        await musim.close_skd(pool, satu.pernyataan)
    assert _faults(error) == {"nilai_skd": "3"}

    await musim.tell(pool, satu.skd)
    await musim.close_skd(pool, satu.pernyataan)
    await musim.close_skd(pool, satu.pernyataan)
    with pytest.raises(Rejected, match="SUDAH_DITUTUP"):
        await musim.close_skd(pool, replace(satu.pernyataan, peserta=7))


async def test_a_participant_of_an_unknown_post_holds_the_closing(pool: asyncpg.Pool) -> None:
    satu = season(6)
    stray = satu.pelamar[0].model_copy(update={"formasi": "f-99"})
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, [stray, *satu.pelamar[1:]])
    await musim.tell(pool, satu.skd)

    with pytest.raises(Rejected) as error:
        await musim.close_skd(pool, satu.pernyataan)
    assert _faults(error) == {"formasi_peserta": "1"}


async def test_who_became_tms_is_no_participant_any_more(pool: asyncpg.Pool) -> None:
    satu = season(7)
    gone = satu.pelamar[0].model_copy(update={"status": StatusVerifikasi.TMS, "peserta": None, "urutan": None, "versi": 2})
    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, [gone])
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    rest = Season(satu.formasi, satu.orang[1:])

    await musim.close_skd(pool, rest.pernyataan)
    while await musim.decide_skd(pool):
        pass
    assert await pool.fetchval("select count(*) from penilaian.hasil_skd") == 149


async def test_closing_the_ranking_waits_for_every_result(pool: asyncpg.Pool) -> None:
    satu = season(8)
    await musim.tell(pool, satu.formasi)
    with pytest.raises(Rejected, match="SKD belum ditutup"):
        await musim.close_ranking(pool, 0)
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    await musim.close_skd(pool, satu.pernyataan)
    with pytest.raises(Rejected) as error:
        await musim.close_ranking(pool, 0)
    assert _faults(error) == {"kelompok_skd": "4"}

    while await musim.decide_skd(pool):
        pass
    people = await musim.called(pool)
    await musim.tell(pool, satu.skb(people)[2:])
    with pytest.raises(Rejected) as error:
        await musim.close_ranking(pool, len(people) + 1)
    assert _faults(error) == {"peserta_skb": str(len(people)), "nilai_skb": "2"}


async def test_inputs_of_a_closed_stage_do_not_change(pool: asyncpg.Pool) -> None:
    satu = season(9)
    await musim.whole_season(pool, satu)
    before = await musim.results(pool)

    await musim.tell(pool, satu.formasi)
    await musim.tell(pool, satu.pelamar)
    await musim.tell(pool, satu.skd)
    await musim.tell(pool, satu.skb(await musim.called(pool)))
    for late in (
        satu.formasi[0].model_copy(update={"versi": 2, "kuota": 99}),
        satu.pelamar[0].model_copy(update={"versi": 2}),
        musim.exam_skd(satu.orang[0], versi=2),
        musim.exam_skb(satu.orang[0], versi=2),
    ):
        with pytest.raises(Rejected, match="TAHAP_SUDAH_DITUTUP"):
            await musim.tell(pool, [late])
    assert await musim.results(pool) == before


async def test_foreign_rules_and_impossible_points_are_refused(pool: asyncpg.Pool) -> None:
    satu = season(10)
    await umumkan(pool, terima_musim)
    foreign = satu.formasi[0].model_copy(update={"aturan": satu.formasi[0].aturan.model_copy(update={"nama": "cpns-2021"})})
    with pytest.raises(Rejected, match="ATURAN_LAIN"):
        await musim.tell(pool, [foreign])
    impossible = musim.exam_skd(replace(satu.orang[0], kehadiran="HADIR", twk=73))
    with pytest.raises(Rejected, match="NILAI_TIDAK_MUNGKIN"):
        await musim.tell(pool, [impossible])


async def test_two_senders_may_agree_but_not_differ_under_one_version(pool: asyncpg.Pool) -> None:
    orang = replace(season(12).orang[0], kehadiran="HADIR", twk=90)
    one = musim.exam_skd(orang)
    other = musim.exam_skd(replace(orang, twk=95))
    await musim.tell(pool, [one, one.model_copy(update={"sumber": "pusat lain"})])
    await musim.tell(pool, [one.model_copy(update={"sumber": "pusat ketiga"})])
    for batch in ([other], [other.model_copy(update={"versi": 2}), one.model_copy(update={"versi": 2})]):
        with pytest.raises(Rejected, match="NILAI_BERTENTANGAN"):
            await musim.tell(pool, batch)
    await musim.tell(pool, [other.model_copy(update={"versi": 2}), one])
    assert await pool.fetchval("select twk from penilaian.nilai_skd") == 95

    skb = musim.exam_skb(orang)
    await musim.tell(pool, [skb])
    with pytest.raises(Rejected, match="NILAI_BERTENTANGAN"):
        await musim.tell(pool, [skb.model_copy(update={"nilai_skb": 1})])


_HELD = """
import asyncio, sys
from shared.db import create_pool
from shared.messaging import unit_of_work
from services.penilaian.context import Context
from services.penilaian.usecases import keputusan

async def main() -> None:
    async with create_pool(sys.argv[1], application_name="korban", min_size=1) as pool:
        async with unit_of_work(pool) as uow:
            print(await getattr(keputusan, sys.argv[2])(uow, Context(1).buku, at_most=2), flush=True)
            await asyncio.Event().wait()

asyncio.run(main())
"""


async def _kill_in_the_middle(dsn: str, step: str) -> None:
    """A worker process that has decided two kelompok, not committed, and is killed."""
    victim = await asyncio.create_subprocess_exec(sys.executable, "-c", _HELD, dsn, step, stdout=subprocess.PIPE)
    assert victim.stdout is not None
    assert await victim.stdout.readline() == b"2\n"
    victim.kill()
    await victim.wait()


@pytest.mark.fault
async def test_a_worker_killed_half_way_leaves_no_trace(pool: asyncpg.Pool, service_dsn: Callable[[str], str]) -> None:
    satu = season(11)
    await musim.whole_season(pool, satu)
    dsn = service_dsn("penilaian")
    async with create_pool(dsn, application_name="uji", min_size=1) as other:
        await musim.tell(other, satu.formasi)
        await musim.tell(other, satu.pelamar)
        await musim.tell(other, satu.skd)
        await musim.close_skd(other, satu.pernyataan)
        assert await musim.decide_skd(other, at_most=1) == 1
        await _kill_in_the_middle(dsn, "putuskan_kelompok_skd")
        await _until_free(other, "SKD")
        while await musim.decide_skd(other):
            pass
        people = await musim.called(other)
        await musim.tell(other, satu.skb(people))
        await musim.close_ranking(other, len(people))
        await _kill_in_the_middle(dsn, "putuskan_kelompok_peringkat")
        await _until_free(other, "PERINGKAT")
        while await musim.decide_ranking(other):
            pass
        assert await musim.results(other) == await musim.results(pool)


async def _until_free(pool: asyncpg.Pool, tahap: str) -> None:
    """The server notices a dead client within moments; until then its rows are skipped, not lost."""
    async with pool.acquire() as conn, conn.transaction():
        await conn.fetch("select 1 from penilaian.penutupan where tahap = $1 for update", tahap)
