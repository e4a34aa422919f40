"""Participants as records of earlier seasons say them, with birth date and GPA, rank as those of whom only places are said."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import asyncpg
import pytest

from services.penilaian.usecases.musim import terima_musim
from shared.db import create_pool
from shared.db.migrate import apply, migrations_of
from tests.integration.penilaian import season as musim
from tests.integration.penilaian.season import Season, season
from tests.support.musim import umumkan

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


async def _salin(dari: asyncpg.Pool, ke: asyncpg.Pool, table: str, where: str = "true") -> None:
    """Copy what the older table has columns for."""
    rows = await ke.fetch(
        "select column_name from information_schema.columns where table_schema = 'penilaian' and table_name = $1 order by 1", table
    )
    columns = [row["column_name"] for row in rows]
    query = f"select {', '.join(columns)} from penilaian.{table} where {where}"
    records = [tuple(row) for row in await dari.fetch(query)]
    await ke.copy_records_to_table(table, schema_name="penilaian", columns=columns, records=records)


async def test_a_season_half_played_before_the_migration_ends_with_the_same_ranking(pool: asyncpg.Pool, empty_dsn: str) -> None:
    satu = season(3)
    await musim.skd_closed(pool, satu)
    wanted = migrations_of("penilaian")
    await apply(empty_dsn, [each for each in wanted if each.room != "penilaian" or each.file < "0007"])
    async with create_pool(empty_dsn, application_name="uji", min_size=1) as lama:
        for each in satu.pelamar_lama:
            assert each.fakta
            tempat = (each.lamaran, each.peserta, each.formasi, each.kelompok)
            fakta = (each.fakta.tanggal_lahir, each.fakta.ipk, each.fakta.skala_ipk, each.fakta.kualifikasi)
            await lama.execute(_LAMA, *tempat, *fakta)
        await lama.execute("insert into penilaian.pelamar (lamaran, formasi, kelompok, versi) values ('TMS', 'f-00', '0001-J0', 1)")
        await lama.execute("delete from penilaian.tahap")
        await _salin(pool, lama, "tahap", "tahap in ('SKD', 'PERINGKAT')")
        for table in ("formasi", "nilai_skd", "hasil_formasi", "hasil_skd", "penutupan"):
            await _salin(pool, lama, table)

    await apply(empty_dsn, wanted)

    async with create_pool(empty_dsn, application_name="uji", min_size=1) as baru:
        await _placed(baru, satu)
        await umumkan(baru, terima_musim)
        dipanggil = await musim.called(baru)
        await musim.tell(baru, satu.skb(dipanggil))
        await musim.close_ranking(baru, len(dipanggil))
        while await musim.decide_ranking(baru):
            pass
        assert await _ranks(baru) == satu.peringkat()
