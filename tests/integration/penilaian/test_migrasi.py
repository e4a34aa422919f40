"""What the releases before wrote says the same after the tables of the two stages became one, and belongs to the season that takes it."""

import asyncpg

from services.penilaian.store import koreksi, penutupan, tahap
from services.penilaian.store.penutupan import Penutupan
from services.penilaian.store.tahap import NamaTahap, UsulTutup
from services.penilaian.usecases import penerimaan
from services.penilaian.usecases.musim import terima_musim
from shared.db import create_pool
from shared.db.migrate import apply, migrations_of
from shared.messaging import unit_of_work
from tests.integration.penilaian.season import season
from tests.support.musim import musim, umumkan
from tests.support.penempatan import terima

SIDIK = "a" * 64
SEBELUM = """
    insert into penilaian.penutupan_skd (kelompok, peserta, selesai, lulus_ambang, tidak_lulus, th, dis, ke_skb, versi)
    values ('A', 9, true, 5, 2, 1, 1, 3, 2), ('B', 4, false, null, null, null, null, null, 1);
    update penilaian.penutupan_skd set sebab = 'HASIL_CACAT', rincian = 'S4 (1)', tertahan_sejak = now(), percobaan = 3, coba_pada = now()
    where kelompok = 'B';
    insert into penilaian.penutupan_peringkat (kelompok, peserta, selesai, jumlah_formasi, jumlah_kursi, sha256, sha256_sebelumnya)
    values ('A', 3, true, 2, 4, repeat('a', 64), repeat('b', 64));
    insert into penilaian.koreksi (kelompok, versi_dasar, alasan, sumber, perubahan, selisih, diusulkan_oleh)
    values ('A', 2, 'Alasan koreksi', 'BA 1',
        '[{"peserta": "1", "jenis": "SKB", "isi": ["HADIR", null, null, null, 70000, "HADIR", null, null]}]',
        '{"ubahan": [], "masuk": [], "kehilangan": []}', 'satu');
    insert into penilaian.formasi (formasi, kelompok, instansi, jabatan, unit, jenis_kebutuhan, kuota, versi)
    values ('f-1', 'A', 'Instansi', 'JABATAN', 'Unit', 'UMUM', 1, 1), ('f-2', 'B', 'Instansi', 'JABATAN', 'Unit', 'UMUM', 1, 1);
    insert into penilaian.bagian_skb (cakupan, kunci, bagian, pengumuman, persetujuan, petugas, versi)
    values ('INSTANSI', 'Instansi', '[]', 'P 1', '', 'satu', 1);
    insert into penilaian.berkas (jenis, nama, versi, sha256, baris, diterima, baru, berubah, kesalahan)
    values ('SKD', 'sesi-1.csv', 1, repeat('a', 64), 1, 1, 1, 0, '[]');
    insert into penilaian.baris_berkas (jenis, peserta, berkas, kehadiran, versi) values ('SKD', '1', 'sesi-1.csv', 'TH', 1);
"""


async def _migrated(dsn: str, keadaan: str) -> asyncpg.Connection:
    """A database that was written by the release before, brought up to date."""
    wanted = migrations_of("penilaian")
    lama = [satu for satu in wanted if satu.room != "penilaian" or satu.file < "0006"]
    await apply(dsn, lama)
    conn = await asyncpg.connect(dsn)
    await conn.execute(SEBELUM + keadaan)
    assert "0006_tahap.sql" in "".join(await apply(dsn, wanted))
    return conn


async def test_stages_that_are_closed_stay_closed_with_their_kelompok(empty_dsn: str) -> None:
    conn = await _migrated(
        empty_dsn,
        """
        update penilaian.musim set skd_ditutup_pada = now(), skd_formasi = 2, skd_peserta = 13, skd_sha256 = repeat('a', 64),
            peringkat_ditutup_pada = now(), peringkat_peserta = 3
        """,
    )
    try:
        assert await tahap.ditutup_bersama(conn, [""]) == {"": {NamaTahap.SKD, NamaTahap.PERINGKAT}}
        assert await tahap.pernyataan(conn, "", NamaTahap.SKD) == {"formasi": 2, "peserta": 13, "sha256": SIDIK}
        assert await tahap.pernyataan(conn, "", NamaTahap.PERINGKAT) == {"peserta": 3}
        assert await tahap.usul(conn, "", NamaTahap.SKD) is None
        skd = Penutupan(
            NamaTahap.SKD,
            "A",
            9,
            2,
            selesai=True,
            musim="",
            aturan="",
            aturan_versi=1,
            lulus_ambang=5,
            tidak_lulus=2,
            th=1,
            dis=1,
            ke_skb=3,
        )
        peringkat = Penutupan(
            NamaTahap.PERINGKAT,
            "A",
            3,
            2,
            selesai=True,
            musim="",
            aturan="",
            aturan_versi=1,
            jumlah_formasi=2,
            jumlah_kursi=4,
            sha256=SIDIK,
            sha256_sebelumnya="b" * 64,
        )
        assert await penutupan.kunci(conn, "A") == {NamaTahap.SKD: skd, NamaTahap.PERINGKAT: peringkat}
        (ditahan,) = await penutupan.tertahan(conn, "", NamaTahap.SKD, 10)
        assert (ditahan.kelompok, ditahan.sebab, ditahan.rincian, ditahan.percobaan) == ("B", "HASIL_CACAT", "S4 (1)", 3)
        assert await penutupan.klaim(conn, NamaTahap.SKD, kelompok=9, peserta=9) == {}
        (usul,) = await koreksi.semua_koreksi(conn, "A")
        assert (usul.nomor, usul.perubahan[0].isi.nilai_skb, usul.diusulkan_oleh) == (1, 70_000, "satu")
        assert await koreksi.nomor_baru(conn) == 2
    finally:
        await conn.close()


async def test_proposals_still_wait_for_their_second_officer(empty_dsn: str) -> None:
    conn = await _migrated(
        empty_dsn,
        """
        insert into penilaian.usul_rilis (tahap, pernyataan, diusulkan_oleh)
        values ('SKD', '[2, 13, "abc"]', 'satu'), ('PERINGKAT', '3', 'dua')
        """,
    )
    try:
        assert await tahap.ditutup_bersama(conn, [""]) == {"": frozenset()}
        assert await tahap.usul(conn, "", NamaTahap.SKD) == UsulTutup({"formasi": 2, "peserta": 13, "sha256": "abc"}, "satu")
        assert await tahap.usul(conn, "", NamaTahap.PERINGKAT) == UsulTutup({"peserta": 3}, "dua")
        assert (await penutupan.kemajuan(conn, "", NamaTahap.SKD)).status == "MENUNGGU_RILIS"
    finally:
        await conn.close()


async def test_what_was_closed_before_belongs_to_the_season_that_takes_it(empty_dsn: str) -> None:
    conn = await _migrated(
        empty_dsn, "update penilaian.musim set skd_ditutup_pada = now(), skd_formasi = 2, skd_peserta = 13, skd_sha256 = 'a'"
    )
    await conn.close()
    async with create_pool(empty_dsn, application_name="uji", min_size=1) as pool:
        # By its name and before it is announced: what opens its stages must not stand in the way of the closed ones.
        baru = season(1).formasi[0].model_copy(update={"formasi": "f-3", "musim": "cpns-2024"})
        async with unit_of_work(pool) as uow:
            await penerimaan.terima_formasi(uow, terima(baru))
        for _ in range(2):
            await umumkan(pool, terima_musim, musim("pppk-2024"), musim("cpns-2024"))
        async with pool.acquire() as dibaca:
            assert await tahap.ditutup_bersama(dibaca, ["cpns-2024", "pppk-2024"]) == {
                "cpns-2024": {NamaTahap.SKD},
                "pppk-2024": frozenset(),
            }
            assert await tahap.kode(dibaca) == ["cpns-2024", "pppk-2024"]
            for table in ("formasi", "bagian_skb", "berkas", "baris_berkas", "penutupan"):
                assert [row[0] for row in await dibaca.fetch(f"select distinct musim from penilaian.{table}")] == ["cpns-2024"], table
            (claimed,) = (await penutupan.klaim(dibaca, NamaTahap.SKD, kelompok=9, peserta=9)).values()
            assert (claimed.kelompok, claimed.musim, claimed.aturan, claimed.aturan_versi) == ("B", "cpns-2024", "cpns-2024", 1)


async def test_a_database_without_a_season_has_no_stages(empty_dsn: str) -> None:
    await apply(empty_dsn, migrations_of("penilaian"))
    async with create_pool(empty_dsn, application_name="uji", min_size=1) as pool, pool.acquire() as conn:
        assert await tahap.kode(conn) == []
