"""A wrapping key is thrown away while people apply: nobody's key is left under it, since nobody could ever open it again."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from typer.testing import CliRunner

from shared.brankas.__main__ import app
from shared.brankas.berkas import KunciBerkas, baca, buang_dari, tambah
from tests.support.administrator import administrator
from tests.support.pendaftaran import Uji, isian_lamaran, ndjson_of
from tests.support.waiting import wait_for

WAITS = "select count(*) from pg_locks where not granted and relation = 'kunci.orang'::regclass and mode = $1"


@pytest.fixture
async def berkas(uji: Uji, tmp_path: Path) -> Path:
    """The file with one wrapping key, used by the service."""
    made = tmp_path / "kunci.json"
    tambah(made, "lama")
    uji.brankas.pembungkus = KunciBerkas(made)
    await uji.buka()
    return made


async def _di_bawah(uji: Uji) -> list[str]:
    return [str(satu) for (satu,) in await uji.pool.fetch("select kunci_id from kunci.orang order by 1")]


async def _menunggu(conn: asyncpg.Connection, mode: str) -> None:
    async def ada() -> bool:
        return bool(await conn.fetchval(WAITS, mode))

    await wait_for(ada, what=f"somebody to wait for {mode}")


async def test_who_wrapped_before_and_writes_behind_is_told_to_come_again(uji: Uji, berkas: Path) -> None:
    await uji.massal([isian_lamaran(1)])
    async with administrator(uji.pool) as conn:
        async with conn.transaction():
            # As the command does it, with somebody who has wrapped and waits to write.
            await conn.execute("lock table kunci.orang in share mode")
            lambat = asyncio.create_task(uji.kirim("POST", "/v1/lamaran/massal?format=ndjson", ndjson_of([isian_lamaran(2)])))
            await _menunggu(conn, "RowExclusiveLock")
            tambah(berkas, "baru")
            buang_dari(berkas, "lama", masih_dipakai=False)
        assert (await lambat)[0] == 503
    assert await _di_bawah(uji) == ["lama"]
    await uji.massal([isian_lamaran(2)])
    assert await _di_bawah(uji) == ["baru", "lama"]


async def test_the_command_waits_for_who_is_writing(uji: Uji, berkas: Path) -> None:
    await uji.massal([isian_lamaran(1)])
    tambah(berkas, "baru")
    words = ["buang", "--nama", "lama", "--berkas", str(berkas), "--database-url", uji.dsn]
    async with administrator(uji.pool) as conn:
        async with conn.transaction():
            await conn.execute("update kunci.orang set kunci_id = 'lama'")
            buang = asyncio.create_task(asyncio.to_thread(CliRunner().invoke, app, words))
            await _menunggu(conn, "ShareLock")
        done = await buang
        assert (done.exit_code, "still under lama" in done.output) == (1, True), done.output
        await conn.execute("update kunci.orang set kunci_id = 'baru'")
    assert (await asyncio.to_thread(CliRunner().invoke, app, words)).exit_code == 0
    assert set(baca(berkas).kunci) == {"baru"}
