"""Cases open and close by placement's decisions, in whatever order these come."""

import itertools
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from shared.db import create_pool
from shared.db.migrate import apply, migrations_in
from shared.errors import Rejected
from shared.istilah import Hasil
from tests.integration.kepegawaian.kantor import buka_kasus, isi, mundurkan, terbitkan, terima_keputusan
from tests.support.administrator import administrator
from tests.support.kepegawaian import diputuskan, usulan

KASUS = "select peserta, kursi, versi, status, langkah from kepegawaian.kasus order by peserta"


async def test_only_a_pass_opens_a_case(pool: asyncpg.Pool) -> None:
    await terima_keputusan(pool, diputuskan("1"), diputuskan("2", hasil=Hasil.TIDAK_LULUS), diputuskan("3", hasil=Hasil.MENUNGGU))
    assert await isi(pool, KASUS) == [("1", "A/1", 1, "AKTIF", "SEBELUM_USUL_NIP")]
    assert await isi(pool, "select count(*) from kepegawaian.keputusan") == [(3,)]


RIWAYAT = (
    diputuskan("1", hasil=Hasil.TIDAK_LULUS, versi=1),
    diputuskan("1", versi=2),
    diputuskan("1", hasil=Hasil.TIDAK_LULUS, versi=3),
    diputuskan("1", versi=4, kursi="A/9"),
)


@pytest.mark.parametrize("sekaligus", [True, False])
async def test_the_newest_decision_counts_in_any_order_and_repeated(service_dsn: Callable[[str], str], sekaligus: bool) -> None:
    async with create_pool(service_dsn("kepegawaian"), application_name="uji") as pool:
        for urutan in itertools.islice(itertools.permutations(RIWAYAT), 0, None, 3):
            ulang = [*urutan, urutan[0], urutan[2]]
            for batch in [ulang] if sekaligus else [[satu] for satu in ulang]:
                await terima_keputusan(pool, *batch)
            assert await isi(pool, KASUS) == [("1", "A/9", 4, "AKTIF", "SEBELUM_USUL_NIP")]
            async with administrator(pool) as conn:
                await conn.execute("truncate kepegawaian.keputusan, kepegawaian.kasus cascade")


async def test_a_case_whose_decision_is_withdrawn_rests_and_goes_on_with_the_next_pass(pool: asyncpg.Pool) -> None:
    """A signed correction takes the seat, another one gives it back: nothing can be done about the case in between."""
    await buka_kasus(pool, "1")
    await terima_keputusan(pool, diputuskan("1", hasil=Hasil.TIDAK_LULUS, versi=2))
    assert await isi(pool, KASUS) == [("1", "A/1", 2, "DICABUT", "SEBELUM_USUL_NIP")]
    assert [d.sebab.kode for d in (await terbitkan(pool, usulan("1"))).ditolak] == ["KASUS_DICABUT"]
    with pytest.raises(Rejected, match="KASUS_DICABUT"):
        await mundurkan(pool, "1")
    await terima_keputusan(pool, diputuskan("1", versi=3, kursi="A/7"))
    assert await isi(pool, KASUS) == [("1", "A/7", 3, "AKTIF", "SEBELUM_USUL_NIP")]
    assert (await terbitkan(pool, usulan("1"))).terbit == 1


async def test_an_old_pass_after_a_newer_refusal_opens_nothing(pool: asyncpg.Pool) -> None:
    await terima_keputusan(pool, diputuskan("1", hasil=Hasil.TIDAK_LULUS, versi=3))
    await terima_keputusan(pool, diputuskan("1", versi=2))
    assert await isi(pool, KASUS) == []


async def test_decisions_against_a_closed_or_numbered_case_are_refused_whole(pool: asyncpg.Pool) -> None:
    await buka_kasus(pool, "1", "2")
    await mundurkan(pool, "1")
    await terbitkan(pool, usulan("2"))
    for salah in (diputuskan("1", versi=2, kursi="A/9"), diputuskan("2", hasil=Hasil.TIDAK_LULUS, versi=2)):
        with pytest.raises(Rejected):
            await terima_keputusan(pool, diputuskan("7"), salah)
    assert [satu[0] for satu in await isi(pool, KASUS)] == ["1", "2"]


async def test_somebody_who_moves_to_another_kelompok_leaves_and_is_numbered_under_the_new_one(pool: asyncpg.Pool) -> None:
    """A departure said under the old kelompok would meet nobody there: its later departures park, the seat stays empty."""
    await buka_kasus(pool, "1", "2")
    for peserta in ("1", "2"):
        await terima_keputusan(pool, diputuskan(peserta, hasil=Hasil.TIDAK_LULUS, versi=2))
        await terima_keputusan(pool, diputuskan(peserta, versi=3, kelompok="L", kursi=f"Z/{peserta}"))
    assert await isi(pool, "select distinct kelompok from kepegawaian.kasus") == [("L",)]
    await mundurkan(pool, "1")
    await terbitkan(pool, usulan("2"))
    assert await isi(pool, "select topic, key from messaging.outbox order by id") == [("candidate-resigned", "L"), ("nip-issued", "2")]
    ((dikatakan,),) = await isi(pool, "select convert_from(payload, 'utf8')::jsonb ->> 'kelompok' from messaging.outbox where key = '2'")
    assert dikatakan == "L"


async def test_cases_that_kept_an_old_kelompok_are_read_again_after_the_upgrade(empty_dsn: str) -> None:
    """The database of the commit before knows no better; the topic does: it is read anew, and newest decisions are applied again."""
    rooms = [("messaging", "shared"), ("web", "shared"), ("kepegawaian", "services")]
    files = migrations_in([(room, Path(place) / room / "migrations") for room, place in rooms])
    await apply(empty_dsn, [one for one in files if not (one.room == "kepegawaian" and one.file > "0002")])
    async with create_pool(empty_dsn, application_name="uji") as pool:
        await pool.execute("insert into kepegawaian.keputusan (peserta, versi, lulus) values ('1', 3, true), ('2', 1, true)")
        await pool.execute(
            """
            insert into kepegawaian.kasus (peserta, kelompok, formasi, kursi, rute, aturan, versi, status, langkah)
            values ('1', 'K', 'Z', 'Z/1', 'FORMASI_SENDIRI', 'cpns-2024', 3, 'AKTIF', 'SEBELUM_USUL_NIP'),
                   ('2', 'K', 'A', 'A/2', 'FORMASI_SENDIRI', 'cpns-2024', 1, 'AKTIF', 'SEBELUM_USUL_NIP')
            """
        )
        offsets = "insert into messaging.consumer_offset (grp, topic, part, next_offset) values ($1, $2, 0, 7)"
        await pool.execute(offsets, "uji.kepegawaian.placement-decided", "uji.placement-decided")
        await apply(empty_dsn, files)
        assert await isi(pool, "select count(*) from messaging.consumer_offset") == [(0,)]
        await terima_keputusan(pool, diputuskan("1", versi=2), diputuskan("1", versi=3, kelompok="L", kursi="Z/1"), diputuskan("2"))
        assert await isi(pool, "select peserta, kelompok, versi from kepegawaian.kasus order by peserta") == [("1", "L", 3), ("2", "K", 1)]
        assert await isi(pool, "select peserta, versi from kepegawaian.keputusan order by peserta") == [("1", 3), ("2", 1)]


async def test_a_case_stays_under_the_version_of_its_decision(pool: asyncpg.Pool) -> None:
    """A version that this release does not have is not replaced by the newest one."""
    await buka_kasus(pool, "1", "2")
    await pool.execute("update kepegawaian.kasus set aturan_versi = 7 where peserta = '1'")
    hasil = await terbitkan(pool, usulan("1"), usulan("2"))
    assert (hasil.terbit, [(satu.usulan.peserta, satu.sebab.kode) for satu in hasil.ditolak]) == (1, [("1", "ATURAN_ASING")])
    with pytest.raises(Rejected, match="ATURAN_ASING"):
        await mundurkan(pool, "1")
    await terima_keputusan(pool, diputuskan("1", versi=2))
    assert (await terbitkan(pool, usulan("1"))).terbit == 1
