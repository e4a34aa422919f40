"""What was noted of looks at people before there was a record of acts is in it afterwards."""

import asyncpg
import pytest

from services.pendaftaran.store import jadwal as store_jadwal
from services.pendaftaran.store import musim as store_musim
from services.pendaftaran.usecases.adopsi import siapkan
from shared.db.migrate import apply, migrations_of
from shared.jejak.periksa import periksa
from shared.jejak.store import rantaikan
from tests.support.pendaftaran import aplikasi, setelan_pendaftaran

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


_SEBELUM_MUSIM = """
    insert into pendaftaran.instansi (kode, nama) values ('0001', 'A');
    insert into pendaftaran.formasi (formasi, instansi, jenis_pengadaan, jenis_kebutuhan, jabatan, unit, kuota, terbuka_disabilitas,
        gaji_min, gaji_maks, kualifikasi, sidik, sidik_dibuka, versi, kode_instansi, kode_jabatan) values
        ('f-1', 'A', 'CPNS', 'UMUM', 'ANALIS', 'U', 1, true, 1, 2, '{S-1}', 's', 's', 1, '0001', 'J1');
    insert into pendaftaran.lamaran (lamaran, kode_instansi, formasi, kualifikasi, ipk, skala_ipk, dokumen, diterima_pada) values
        ('L1', '0001', 'f-1', 'S-1', 379, 'IPK', '{}', '2024-09-06Z'), ('L2', '0001', 'f-1', 'S-1', 380, 'IPK', '{}', '2024-09-06Z');
    insert into pribadi.orang (lamaran, pseudonim, nik, nama, tanggal_lahir, jenis_kelamin, dihapus_pada) values
        ('L1', repeat('a', 64), '\\x01', '\\x01', '\\x01', '\\x01', null),
        ('L2', repeat('b', 64), null, null, null, null, '2024-12-01Z');
    insert into kunci.orang (pseudonim, kunci_id, isi) values (repeat('a', 64), 'k', '\\x02');
    insert into pendaftaran.pemeriksaan (kode_instansi, tahap, kursor, total, ms, disiarkan) values ('0001', 'SIARKAN', 'L1', 2, 2, 1);
    insert into pendaftaran.jadwal_usul (musim, versi, keputusan, sidik, diusulkan_oleh, diusulkan_pada) values
        ('cpns-2024', 1, 'Surat 1', repeat('a', 64), 'p', '2024-08-19Z'), ('cpns-2024', 2, 'Surat 2', repeat('b', 64), 'p', '2024-09-05Z'),
        ('cpns-2024', 3, 'Surat 3', repeat('c', 64), 'p', '2024-09-06Z');
    insert into pendaftaran.jadwal_tahap (usul, tahap, mulai, sampai) values
        (1, 'PENDAFTARAN', '2024-08-20Z', '2024-09-06Z'), (2, 'PENDAFTARAN', '2024-08-20Z', '2024-09-10Z');
    insert into pendaftaran.jadwal (versi, usul, dirilis_oleh, dirilis_pada) values
        (1, 1, 'r', '2024-08-19Z'), (2, 2, 'r', '2024-09-05Z');
    update pendaftaran.musim set ditutup_pada = '2024-09-11Z', tutup_diusulkan_oleh = 'p', tutup_diusulkan_pada = '2024-09-11Z';
"""


async def test_the_one_season_of_before_becomes_a_row_with_all_that_is_its(empty_dsn: str) -> None:
    """Half played: closed under the second version of its calendar, a third proposed, outcomes half published, one person erased."""
    wanted = migrations_of("pendaftaran")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "pendaftaran" or satu.file < "0009"])
    _, context = aplikasi(setelan_pendaftaran(empty_dsn))
    async with asyncpg.create_pool(empty_dsn) as pool:
        await pool.execute(_SEBELUM_MUSIM)
        assert "pendaftaran/0009_musim.sql" in await apply(empty_dsn, wanted)
        for _ in range(2):
            await siapkan(pool, context.instalasi)
        async with pool.acquire() as conn:
            baris, keadaan = await store_musim.ambil(conn, "cpns-2024")
            usul = await store_jadwal.menunggu(conn, "cpns-2024")
        assert (baris.jenis_pengadaan, baris.tahun, baris.aturan, baris.aturan_versi, baris.versi) == ("CPNS", 2024, "cpns-2024", 1, 1)
        assert baris.tanpa_musim
        assert keadaan.ditutup_pada is not None
        assert keadaan.masa is not None
        assert (keadaan.masa.versi, keadaan.masa.keputusan, keadaan.masa.jendela.sampai.day) == (2, "Surat 2", 10)
        assert usul is not None
        assert usul.keputusan == "Surat 3"
        assert [tuple(row) for row in await pool.fetch("select musim, aturan_versi, tahap, kursor from pendaftaran.pemeriksaan")] == [
            ("cpns-2024", 1, "SIARKAN", "L1")
        ]
        assert await pool.fetchval("select musim from pendaftaran.formasi") == "cpns-2024"
        assert [tuple(row) for row in await pool.fetch("select lamaran, tahun from pribadi.orang order by 1")] == [
            ("L1", 2024),
            ("L2", 2024),
        ]
        assert [tuple(row) for row in await pool.fetch("select * from kunci.orang")] == [("L1", "k", b"\x02")]
        assert await pool.fetchval("select count(*) from messaging.outbox where topic = 'season-announced'") == 1
        # Who applied then has applied in that year, and in no other.
        lagi = "insert into pribadi.orang (lamaran, pseudonim, dihapus_pada, tahun) values ($1, repeat('b', 64), now(), $2)"
        with pytest.raises(asyncpg.UniqueViolationError):
            await pool.execute(lagi, "L3", 2024)
        await pool.execute(lagi, "L3", 2025)
