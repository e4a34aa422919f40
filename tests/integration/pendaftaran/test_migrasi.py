"""What was noted of looks at people before there was a record of acts is in it afterwards."""

import asyncpg
import pytest

from services.pendaftaran.store import musim as store_musim
from shared.db.migrate import apply, migrations_of
from shared.jejak.periksa import periksa
from shared.jejak.store import rantaikan

PERMINTAAN = "0d9f7b1e-5d5f-4b59-8d1e-3c5a7a1c2b11"


async def test_looks_of_the_release_before_are_in_the_record(empty_dsn: str) -> None:
    wanted = migrations_of("pendaftaran")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "pendaftaran" or satu.file < "0006"])
    conn: asyncpg.Connection = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(
            f"""
            insert into pribadi.akses (waktu, kunci, permintaan, tujuan, peserta) values
            ('2024-09-06Z', 'a1b2c3d4e5f6', '{PERMINTAAN}', 'daftar peserta', null),
            ('2024-09-07Z', 'peserta:24000120110000001', 'bukan uuid', 'data pribadi', '24000120110000001')
            """
        )
        assert "pendaftaran/0006_jejak.sql" in await apply(empty_dsn, wanted)
        rows = await conn.fetch("select subjek, jenis, tindakan, objek, peserta, waktu::date::text from jejak.catatan order by id")
        assert [tuple(row) for row in rows] == [
            ("a1b2c3d4e5f6", "PETUGAS", "peserta.daftar", "", None, "2024-09-06"),
            (
                "peserta:24000120110000001",
                "PELAMAR",
                "peserta.data_pribadi",
                "peserta=24000120110000001",
                "24000120110000001",
                "2024-09-07",
            ),
        ]
        assert str(await conn.fetchval("select permintaan from jejak.catatan order by id limit 1")) == PERMINTAAN
        assert await conn.fetchval("select to_regclass('pribadi.akses')") is None
        async with conn.transaction():
            assert len(await rantaikan(conn, 10)) == 2
            assert (await periksa(conn)).temuan == ()
    finally:
        await conn.close()


async def test_a_season_that_began_before_calendars_goes_on_without_one(empty_dsn: str) -> None:
    wanted = migrations_of("pendaftaran")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "pendaftaran" or satu.file < "0008"])
    conn: asyncpg.Connection = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(
            "update pendaftaran.musim set ditutup_pada = '2024-09-11Z', tutup_diusulkan_oleh = 'p', tutup_diusulkan_pada = '2024-09-11Z'"
        )
        assert "pendaftaran/0008_jadwal.sql" in await apply(empty_dsn, wanted)
        _, keadaan = await store_musim.ambil(conn, "")
        assert (keadaan.ditutup_pada is not None, keadaan.tutup_diusulkan_oleh, keadaan.masa) == (True, "p", None)
    finally:
        await conn.close()


async def test_who_applied_before_careers_has_none_and_was_granted_nothing(empty_dsn: str) -> None:
    wanted = migrations_of("pendaftaran")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "pendaftaran" or satu.file < "0010"])
    conn: asyncpg.Connection = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(
            """
            insert into pribadi.orang (lamaran, pseudonim, tahun, nik, nama, tanggal_lahir, jenis_kelamin) values
            ('L1', repeat('a', 64), 2024, 'n', 'n', 't', 'j');
            insert into pribadi.orang (lamaran, pseudonim, tahun, dihapus_pada) values ('L2', repeat('b', 64), 2024, '2024-12-01Z');
            insert into pendaftaran.putusan (lamaran, status, alasan, diputuskan_pada) values ('L1', 'MS', '[]', '2024-09-19Z')
            """
        )
        assert "pendaftaran/0010_riwayat.sql" in await apply(empty_dsn, wanted)
        assert [tuple(row) for row in await conn.fetch("select lamaran, riwayat from pribadi.orang order by 1")] == [
            ("L1", None),
            ("L2", None),
        ]
        assert await conn.fetchval("select afirmasi from pendaftaran.putusan") == []
        with pytest.raises(asyncpg.CheckViolationError, match="lengkap_atau_dihapus"):
            await conn.execute("update pribadi.orang set riwayat = 'x' where lamaran = 'L2'")
    finally:
        await conn.close()
