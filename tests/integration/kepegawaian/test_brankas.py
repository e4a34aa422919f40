"""No number stands in clear: sealed rows, rotation while numbers are issued, and the move of those of before."""

import asyncio
import os
from pathlib import Path

import asyncpg

from deploy.lokal.migrations import migrate
from services.kepegawaian.store.nip import KUNCI
from services.kepegawaian.usecases import terbitkan_nip
from shared.brankas import Brankas, bungkus_ulang
from shared.brankas.berkas import KunciBerkas, buang_dari, tambah
from shared.brankas.laci import masih_di
from shared.db import create_pool
from shared.db.migrate import apply, migrations_of
from shared.db.roles import Roles
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import buka_kasus, isi, mundurkan, nip, penomor, terbitkan
from tests.support.administrator import administrator
from tests.support.backends import ROLES, PostgresServer
from tests.support.brankas import berkas_kunci
from tests.support.brankas.pindahan import migrasi, pindah
from tests.support.kepegawaian import NIP_KEY, usulan

AWALAN = "199608182025041"
BANYAK = 60
SEMUA = """
    select format('select string_agg(t::text, e''\\n'') from %I.%I t', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""


async def _terlihat(pool: asyncpg.Pool) -> int:
    """How often the birth date of everybody here stands in the database, as a dump has it: as text, or as the hex of its bytes."""
    async with administrator(pool) as conn:
        semua = "\n".join([str(await conn.fetchval(satu)) for (satu,) in await conn.fetch(SEMUA)])
    return sum(semua.count(satu) for satu in (AWALAN[:8], "1996-08-18", AWALAN[:8].encode().hex()))


async def test_no_number_stands_in_clear_in_the_database(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2")
    await terbitkan(pool, usulan("1"), usulan("2"))
    await mundurkan(pool, "2")
    assert await _terlihat(pool) == 0
    assert await nip(pool) == {"1": f"{AWALAN}001", "2": f"{AWALAN}002"}
    # The control: the same search finds a number in clear, as text or as bytes.
    async with administrator(pool) as conn:
        await conn.execute("create table pribadi.terang as select $1::text as nip, $2::bytea as mentah", AWALAN, AWALAN.encode())
    assert await _terlihat(pool) == 2


async def test_the_wrapping_key_changes_while_numbers_are_issued(pool: asyncpg.Pool, tmp_path: Path) -> None:
    berkas = tmp_path / "kunci.json"
    tambah(berkas, "lama")
    brankas = Brankas(KunciBerkas(berkas))
    peserta = [str(n) for n in range(1000, 1090)]
    await buka_kasus(pool, *peserta)

    async def terbit(*siapa: str) -> None:
        async with unit_of_work(pool) as uow:
            hasil = await terbitkan_nip(uow, await penomor(len(siapa), brankas), [usulan(satu) for satu in siapa])
        assert hasil.terbit == len(siapa)

    async def putar() -> int:
        async with unit_of_work(pool) as uow:
            return await bungkus_ulang(uow, KUNCI, brankas, ukuran=7)

    async def putar_semua() -> None:
        while await putar():
            pass

    await terbit(*peserta[:30])
    tambah(berkas, "baru")
    await asyncio.gather(putar_semua(), putar_semua(), *(terbit(*peserta[awal : awal + 6]) for awal in range(30, 90, 6)))
    await putar_semua()
    async with pool.acquire() as conn:
        assert not await masih_di(conn, "lama")
    buang_dari(berkas, "lama", masih_dipakai=False)
    nomor = await nip(pool, Brankas(KunciBerkas(berkas)))
    assert sorted(nomor) == peserta
    assert sorted(str(satu) for satu in nomor.values()) == [f"{AWALAN}{n:03d}" for n in range(1, 91)]


async def _nip_lama(postgres: PostgresServer) -> tuple[str, str]:
    """A database as the commit before the vault left it, with numbers; the owner's DSN and the application's."""
    owner = postgres.empty("kepegawaian")
    await apply(owner, [satu for satu in migrations_of("kepegawaian") if satu.room != "kepegawaian" or satu.file < "0004"])
    conn: asyncpg.Connection = await asyncpg.connect(owner)
    await conn.execute(
        """
        insert into kepegawaian.kasus (peserta, kelompok, formasi, kursi, rute, aturan, versi, status, langkah, aturan_versi)
        select 'P' || n, 'K', 'A', 'A/' || n, 'FORMASI_SENDIRI', 'cpns-2024', 1, 'AKTIF', 'NIP_TERBIT', 1 from generate_series(1, $1) n
        """,
        BANYAK,
    )
    await conn.execute(
        """
        insert into pribadi.nip (nip, peserta, tmt, terbit_pada, dibatalkan)
        select $1::text || to_char(n, 'FM000'), 'P' || n, '2025-04-01', '2025-03-01', n % 7 = 0 from generate_series(1, $2) n
        """,
        AWALAN,
        BANYAK,
    )
    await conn.execute("insert into pribadi.nip_urut values ($1, $2), ('199001012025042', 3)", AWALAN, BANYAK)
    await conn.close()
    return owner, postgres.dsn_of(Roles.of("kepegawaian", ROLES).application, owner.rpartition("/")[2])


def _lingkungan(owner: str, langkah: int) -> dict[str, str]:
    env = {"MIGRATION_DATABASE_URL": owner, "NIP_KEY": NIP_KEY, "BRANKAS_BERKAS": str(berkas_kunci()), "UKURAN_LANGKAH": str(langkah)}
    return os.environ | env


async def test_numbers_of_before_move_in_however_often_the_move_is_killed(postgres: PostgresServer) -> None:
    owner, aplikasi = await _nip_lama(postgres)
    env = _lingkungan(owner, 13)
    status, kata = await migrasi("kepegawaian", env)
    assert (status, "services.kepegawaian.alat.pindahkan" in kata) == (3, True)
    assert (await pindah("kepegawaian", env, mati_setelah=2))[0] == "moved 2"
    assert (await migrasi("kepegawaian", env))[0] == 3
    await pindah("kepegawaian", env)
    assert await migrasi("kepegawaian", env) == (0, "")
    assert await pindah("kepegawaian", env) == []

    async with create_pool(aplikasi, application_name="uji") as pool:
        assert await _terlihat(pool) == 0
        assert await nip(pool) == {f"P{n}": f"{AWALAN}{n:03d}" for n in sorted(range(1, BANYAK + 1), key=lambda n: f"P{n}")}
        assert await isi(pool, "select count(*)::int, max(terbit_pada)::date::text from pribadi.nip where dibatalkan") == [
            (BANYAK // 7, "2025-03-01")
        ]
        # The next number goes on where the counter stood, and a cancelled one is not used again.
        await buka_kasus(pool, "999")
        await terbitkan(pool, usulan("999"))
        assert (await nip(pool))["999"] == f"{AWALAN}{BANYAK + 1:03d}"


def test_the_stack_moves_numbers_of_before_by_itself(postgres: PostgresServer) -> None:
    """As an embedded stack does at the start in a folder of before."""
    owner, aplikasi = asyncio.run(_nip_lama(postgres))
    migrate("kepegawaian", owner, _lingkungan(owner, 40))

    async def hasil() -> list[tuple[object, ...]]:
        async with create_pool(aplikasi, application_name="uji") as pool:
            return await isi(pool, "select count(*)::int, to_regclass('pribadi.nip_terang')::text from kunci.orang")

    assert asyncio.run(hasil()) == [(BANYAK, None)]
