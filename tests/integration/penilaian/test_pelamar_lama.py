"""Participants as records of earlier seasons say them, with birth date and GPA, rank as those of whom only places are said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from shared.db import create_pool
from shared.db.migrate import apply, migrations_of
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season

_LAMA = """
    insert into penilaian.pelamar (lamaran, peserta, formasi, kelompok, tanggal_lahir, ipk, skala_ipk, kualifikasi, versi)
    values ($1, $2, $3, $4, $5, $6, $7, $8, 1)
"""


async def _ranks(pool: asyncpg.Pool) -> dict[str, tuple[int, int]]:
    rows = await pool.fetch("select peserta, peringkat, peringkat_kelompok from penilaian.hasil_akhir where peringkat is not null")
    return {row["peserta"]: (row["peringkat"], row["peringkat_kelompok"]) for row in rows}


def _parted(satu: Season) -> int:
    """How many ranks age and GPA decide: without any, the season would prove nothing."""
    ranks = satu.peringkat()
    alike = tuple(replace(orang, ipk=Decimal(3), tanggal_lahir=date(2000, 1, 1)) for orang in satu.orang)
    tanpa = Season(satu.formasi, alike).peringkat()
    return sum(ranks[peserta] != tanpa[peserta] for peserta in ranks)


async def _placed(pool: asyncpg.Pool, satu: Season) -> None:
    """Whether read on the bus or found in the table, the same facts have become the same places."""
    rows = await pool.fetch("select lamaran, urutan_usia, urutan_ijazah from penilaian.pelamar where peserta is not null")
    fakta = {each.lamaran: each.fakta for each in satu.pelamar_lama if each.fakta}
    assert {row[0]: (row[1], row[2]) for row in rows} == {
        lamaran: ((each.tanggal_lahir - date(1, 1, 1)).days + 1, 10_001 - each.ipk) for lamaran, each in fakta.items()
    }


@pytest.mark.parametrize("seed", [3, 4])
async def test_records_of_before_give_the_same_ranking(pool: asyncpg.Pool, seed: int) -> None:
    satu = season(seed)
    await musim.whole_season(pool, satu, satu.pelamar_lama)

    assert _parted(satu)
    await _placed(pool, satu)
    assert await _ranks(pool) == satu.peringkat()


async def test_a_season_half_played_before_the_migration_ends_with_the_same_ranking(empty_dsn: str) -> None:
    satu = season(3)
    wanted = migrations_of("penilaian")
    await apply(empty_dsn, [each for each in wanted if each.room != "penilaian" or each.file < "0007"])
    async with create_pool(empty_dsn, application_name="uji", min_size=1) as pool:
        await musim.tell(pool, satu.formasi)
        for each in satu.pelamar_lama:
            assert each.fakta
            tempat = (each.lamaran, each.peserta, each.formasi, each.kelompok)
            fakta = (each.fakta.tanggal_lahir, each.fakta.ipk, each.fakta.skala_ipk, each.fakta.kualifikasi)
            await pool.execute(_LAMA, *tempat, *fakta)
        await pool.execute("insert into penilaian.pelamar (lamaran, formasi, kelompok, versi) values ('TMS', 'f-00', '0001-J0', 1)")
        await musim.tell(pool, satu.skd)
        await musim.close_skd(pool, satu.pernyataan)
        while await musim.decide_skd(pool):
            pass

    await apply(empty_dsn, wanted)

    async with create_pool(empty_dsn, application_name="uji", min_size=1) as pool:
        await _placed(pool, satu)
        dipanggil = await musim.called(pool)
        await musim.tell(pool, satu.skb(dipanggil))
        await musim.close_ranking(pool, len(dipanggil))
        while await musim.decide_ranking(pool):
            pass
        assert await _ranks(pool) == satu.peringkat()
