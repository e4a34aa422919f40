"""A process is killed while it puts a correction in force; the outcome is that of a quiet run: nothing lost, nothing twice."""

from collections.abc import Callable

import asyncpg
import pytest

from services.penempatan.usecases.pengesahan import usulkan
from shared.db import create_pool
from shared.messaging import unit_of_work
from tests.integration.penempatan.koreksi import ALASAN, tempatkan
from tests.integration.penempatan.papan import keadaan, kerjakan, kirim
from tests.support.penempatan import Kelompok, nilai_final, peringkat_ditutup, post, susun
from tests.support.penempatan.pekerja import DIMINTA
from tests.support.processes import worker

pytestmark = pytest.mark.fault

MODULE = "tests.support.penempatan.pekerja"
FORMASI = [post("A", 2), post("B", 1, unit="V")]
K = susun(FORMASI, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000), ("4", "A", 60_000)])
# 4 comes first: 2 goes to B, 3 loses the seat there. Or 4 only comes nearer, and nobody loses anything.
DENGAN_KEHILANGAN = susun(FORMASI, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000), ("4", "A", 95_000)])
TANPA_KEHILANGAN = susun(FORMASI, [("1", "A", 90_000), ("2", "A", 80_000), ("3", "A", 70_000), ("4", "A", 65_000)])


async def siapkan(pool: asyncpg.Pool, cara: str) -> None:
    """A correction that the process only has to put in force."""
    ralat: Kelompok = TANPA_KEHILANGAN if cara == "pekerja" else DENGAN_KEHILANGAN
    sebelumnya = await tempatkan(pool, K)
    await kirim(pool, [*(nilai_final(p, "K", versi=2) for p in ralat.peringkat), peringkat_ditutup(ralat, versi=2, sebelumnya=sebelumnya)])
    if cara != "pekerja":
        await kerjakan(pool)
        async with unit_of_work(pool) as uow:
            await usulkan(uow, DIMINTA, ALASAN, "BA 12", "pertama")


async def jalankan(dsn: str, cara: str, mati: str = "") -> dict[str, list[tuple[object, ...]]]:
    """One process that dies at `mati`, if a point is named, and one that lives; what the database holds afterwards."""
    async with create_pool(dsn, application_name="uji") as pool:
        await siapkan(pool, cara)
        if mati:
            async with worker(cara, dsn, "", "", module=MODULE, stop_at=mati) as korban:
                await korban.stopped_at(mati)
                await korban.kill()
        async with worker(cara, dsn, "", "", module=MODULE) as pengganti:
            await pengganti.said("done")
        versi = await pool.fetch(
            "select kelompok, versi, versi_sebelumnya, selisih, dirilis_oleh from penempatan.versi_kelompok order by versi"
        )
        return {**await keadaan(pool), "versi": [tuple(row) for row in versi]}


@pytest.mark.parametrize("cara", ["rilis", "pekerja"])
async def test_killed_around_the_commit_the_correction_is_in_force_once(service_dsn: Callable[[str], str], cara: str) -> None:
    tenang = await jalankan(service_dsn("penempatan"), cara)
    assert [row[0] for row in tenang["terbit"]].count("placement-corrected") == 1
    for mati in ("before_commit", "after_commit"):
        assert await jalankan(service_dsn("penempatan"), cara, mati) == tenang


async def test_with_events_after_the_commit_the_comparison_finds_them_lost(service_dsn: Callable[[str], str]) -> None:
    tenang = await jalankan(service_dsn("penempatan"), "rilis")
    rusak = await jalankan(service_dsn("penempatan"), "terpisah", "before_events")
    assert rusak["kursi"] == tenang["kursi"]
    assert "placement-corrected" not in [row[0] for row in rusak["terbit"]]
    assert rusak != tenang
