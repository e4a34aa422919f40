"""The migrations from the third on, on what stood before: nothing is lost, and the answers are the same."""

import asyncpg

from services.penempatan.domain.jenis import StatusKursi
from services.penempatan.store import baca, keadaan, musim, rilis
from services.penempatan.store.musim import MusimKelompok
from services.penempatan.store.rilis import UsulPenempatan
from services.penempatan.usecases import penerimaan
from shared.istilah import ModePengisian
from shared.messaging import UnitOfWork
from tests.support.musim import musim as season
from tests.support.penempatan import terima
from tests.unit.house.sources import ROOT

MIGRASI = ROOT / "services" / "penempatan" / "migrations"


async def test_a_database_with_departures_and_a_changed_ranking_is_taken_along(empty_dsn: str) -> None:
    conn = await asyncpg.connect(empty_dsn)
    try:
        for nama in ("0001_penempatan.sql", "0002_pengisian.sql"):
            await conn.execute((MIGRASI / nama).read_text(encoding="utf-8"))
        await conn.execute(
            """
            insert into penempatan.kelompok (kelompok, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi, versi, status,
                versi_ditempatkan, mode)
            values ('K', 3, 1, 2, repeat('0', 64), 'cpns-2024', 1, 2, 'DITEMPATKAN', 1, 'SESUAI_KEPUTUSAN'),
                ('L', 1, 1, 1, repeat('1', 64), 'cpns-2024', 1, 1, 'DITEMPATKAN', 1, 'SESUAI_KEPUTUSAN');
            insert into penempatan.keputusan (peserta, kelompok, formasi_asal, status_skb, nilai_akhir, peringkat, peringkat_kelompok,
                tahap, hasil, kode, alasan, rute, formasi_tujuan, kursi, mundur, versi, seri, jenis_kebutuhan, kualifikasi,
                memenuhi_ambang_umum)
            values
                ('1', 'K', 'A', 'HADIR', 80000, 1, 1, 'AKHIR', 'LULUS', 'P/L', '[]', 'FORMASI_SENDIRI', 'A', 'A/1', true, 1, false, 'UMUM',
                    'S1', true),
                ('3', 'K', 'A', 'HADIR', 60000, 3, 3, 'PENGGANTIAN', 'LULUS', 'P/L', '[]', 'PENGGANTI', 'A', 'A/1', true, 2, false, 'UMUM',
                    'S1', true),
                ('2', 'K', 'A', 'HADIR', 70000, 2, 2, 'AKHIR', 'LULUS', 'P/L', '[]', 'FORMASI_SENDIRI', 'A', 'A/2', true, 1, false, 'UMUM',
                    'S1', true);
            insert into penempatan.kursi (kursi, kelompok, formasi, nomor, status, pendahulu, alasan, dibuka, terisi, dibawa, diganti)
            values ('A/1', 'K', 'A', 1, 'KOSONG', '3', '{}', 2, 1, 0, 1),
                ('A/2', 'K', 'A', 2, 'DIBAWA', '2', '{"angka": {"jenis": "MENGUNDURKAN_DIRI", "langkah": "NIP_TERBIT"}}', 1, 0, 1, 0);
            """
        )
        await conn.execute((MIGRASI / "0003_koreksi.sql").read_text(encoding="utf-8"))
        pergi = await conn.fetch("select peserta, kursi, jenis, langkah, dapat_diganti from penempatan.pengunduran order by urutan")
        assert [tuple(row) for row in pergi] == [
            ("1", "A/1", "-", "-", True),
            ("2", "A/2", "MENGUNDURKAN_DIRI", "NIP_TERBIT", False),
            ("3", "A/1", "-", "-", True),
        ]
        assert [tuple(row) for row in await conn.fetch("select kelompok, versi, status from penempatan.koreksi")] == [("K", 2, "ANTRE")]
        assert await conn.fetchval("select count(*) from penempatan.segel") == 2
        # Who lost the seat by a correction and then left is marked like everybody who left.
        kalah = (
            "update penempatan.keputusan set hasil = 'TIDAK_LULUS', rute = null, formasi_tujuan = null, kursi = null where peserta = '3'"
        )
        await conn.execute(kalah)
    finally:
        await conn.close()


async def test_what_was_read_off_explanations_and_copies_stands_where_it_is_decided(empty_dsn: str) -> None:
    conn = await asyncpg.connect(empty_dsn)
    try:
        for nama in ("0001_penempatan.sql", "0002_pengisian.sql", "0003_koreksi.sql"):
            await conn.execute((MIGRASI / nama).read_text(encoding="utf-8"))
        await conn.execute(
            """
            -- K was placed under version 1 of the rules and sealed again under version 2; L was placed before seals were kept.
            insert into penempatan.kelompok (kelompok, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi, versi, status,
                versi_ditempatkan, mode)
            values ('K', 3, 1, 4, repeat('2', 64), 'cpns-2024', 2, 2, 'DITEMPATKAN', 1, 'SESUAI_KEPUTUSAN'),
                ('L', 1, 1, 1, repeat('3', 64), 'cpns-2023', 1, 5, 'DITEMPATKAN', 4, 'SESUAI_KEPUTUSAN');
            insert into penempatan.segel (kelompok, versi, jumlah, jumlah_formasi, jumlah_kursi, sha256, sha256_sebelumnya, aturan,
                aturan_versi)
            values ('K', 1, 2, 1, 4, repeat('1', 64), null, 'cpns-2024', 1),
                ('K', 2, 3, 1, 4, repeat('2', 64), repeat('1', 64), 'cpns-2024', 2),
                ('L', 5, 1, 1, 1, repeat('3', 64), repeat('4', 64), 'cpns-2023', 1);
            insert into penempatan.koreksi (kelompok, versi) values ('K', 2), ('L', 5);
            insert into penempatan.formasi_dasar (formasi, kelompok, kuota, jenis_kebutuhan, unit, kualifikasi)
            values ('A', 'K', 4, 'UMUM', 'U', '["S1"]');
            insert into penempatan.keputusan (peserta, kelompok, formasi_asal, status_skb, nilai_akhir, peringkat, peringkat_kelompok,
                tahap, hasil, kode, alasan, versi, seri, jenis_kebutuhan, kualifikasi, memenuhi_ambang_umum)
            values ('1', 'K', 'A', 'HADIR', 80000, 1, 1, 'AKHIR', 'MENUNGGU', 'MENUNGGU', '[{"kode": "SERI_TANPA_URUTAN", "pasal": "x",
                    "angka": {}}]', 1, true, 'UMUM', 'S1', true),
                ('2', 'K', 'A', 'HADIR', 70000, 2, 2, 'AKHIR', 'TIDAK_LULUS', 'TL', '[{"kode": "KURSI_BERALIH_OLEH_KOREKSI", "pasal": "x",
                    "angka": {"kursi": "A/2", "versi": 1}}, {"kode": "PERINGKAT_DI_LUAR_KUOTA", "pasal": "x", "angka": {}}]', 3, false,
                    'UMUM', 'S1', true);
            insert into penempatan.kursi (kursi, kelompok, formasi, nomor, status, pendahulu, alasan, dibuka, terisi, dibawa, diganti)
            values ('A/1', 'K', 'A', 1, 'KOSONG', null, '{"kode": "SERI_TANPA_URUTAN", "pasal": "x", "angka": {}}', 1, 0, 0, 0),
                ('A/2', 'K', 'A', 2, 'KOSONG', null, '{"kode": "SERI_PADA_PENGISIAN", "pasal": "x", "angka": {}}', 2, 1, 0, 0),
                ('A/3', 'K', 'A', 3, 'KOSONG', null, '{"kode": "TIDAK_ADA_CALON", "pasal": "x", "angka": {}}', 1, 0, 0, 0),
                ('A/4', 'K', 'A', 4, 'DIBAWA', '9', '{"kode": "NIP_SUDAH_TERBIT", "pasal": "x", "angka": {}}', 1, 0, 1, 0);
            """
        )
        for nama in ("0004_keadaan.sql", "0005_dua_orang.sql", "0006_musim.sql"):
            await conn.execute((MIGRASI / nama).read_text(encoding="utf-8"))

        # What was in line before two officers had to release it stays in line.
        assert await conn.fetchval("select bool_and(dirilis) from penempatan.kelompok")
        kini = (await keadaan.muat(conn, {"K": ModePengisian.SESUAI_KEPUTUSAN}))["K"]
        assert [k.status for _, k in sorted(kini.kursi.items())] == [
            *(StatusKursi.DITAHAN, StatusKursi.DITAHAN, StatusKursi.KOSONG, StatusKursi.DIBAWA)
        ]
        assert [k.status.tercetak.value for _, k in sorted(kini.kursi.items())] == ["KOSONG", "KOSONG", "KOSONG", "DIBAWA"]
        assert {peserta: k.beralih_dari for peserta, k in kini.keputusan.items()} == {"1": None, "2": "A/2"}
        assert (kini.keputusan["2"].versi, kini.kursi["A/2"].terbit.dibuka, kini.kursi["A/2"].terbit.terisi) == (3, 2, 1)
        # The rule set is that of the seal in force, not that of the newest one.
        assert await baca.aturan_kelompok(conn, "K") == ("cpns-2024", 1)
        assert await baca.aturan_kelompok(conn, "L") == ("cpns-2023", 1)
        status = await baca.status_kelompok(conn, "K")
        assert status is not None
        assert (status.jumlah, status.jumlah_kursi, status.versi, status.versi_ditempatkan) == (3, 4, 2, 1)
        assert (await baca.ringkasan(conn)).kosong == 3
    finally:
        await conn.close()


async def test_what_was_proposed_and_placed_before_there_were_seasons_belongs_to_the_one_that_takes_what_names_none(
    empty_dsn: str,
) -> None:
    """K is placed, L was released and not placed, M waits with a proposal: each goes on when the season becomes known."""
    conn = await asyncpg.connect(empty_dsn)
    try:
        for nama in ("0001_penempatan.sql", "0002_pengisian.sql", "0003_koreksi.sql", "0004_keadaan.sql", "0005_dua_orang.sql"):
            await conn.execute((MIGRASI / nama).read_text(encoding="utf-8"))
        await conn.execute(
            """
            insert into penempatan.segel (kelompok, versi, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi)
            values ('K', 1, 1, 1, 1, repeat('1', 64), 'cpns-2024', 1), ('L', 1, 1, 1, 1, repeat('2', 64), 'cpns-2024', 1),
                ('M', 1, 1, 1, 1, repeat('3', 64), 'cpns-2024', 1);
            insert into penempatan.kelompok (kelompok, versi, status, versi_ditempatkan, mode, dirilis)
            values ('K', 1, 'DITEMPATKAN', 1, 'DENGAN_PERSETUJUAN', true), ('L', 1, 'MENUNGGU', null, null, true),
                ('M', 1, 'MENUNGGU', null, null, false);
            insert into penempatan.formasi (formasi, kelompok, instansi, jabatan, unit, jenis_kebutuhan, kuota, versi)
            values ('A', 'K', 'I', 'J', 'U', 'UMUM', 1, 1), ('B', 'L', 'I', 'J', 'U', 'UMUM', 1, 1),
                ('C', 'M', 'I', 'J', 'U', 'UMUM', 1, 1);
            insert into penempatan.keputusan (peserta, kelompok, formasi_asal, status_skb, nilai_akhir, peringkat, peringkat_kelompok,
                tahap, hasil, kode, alasan, versi, seri, jenis_kebutuhan, kualifikasi, memenuhi_ambang_umum)
            values ('1', 'K', 'A', 'HADIR', 80000, 1, 1, 'AKHIR', 'TIDAK_LULUS', 'TL', '[]', 1, false, 'UMUM', 'S1', true);
            insert into penempatan.usul_rilis (kelompok, sha256, diusulkan_oleh) values (1, repeat('9', 64), 'pengusul');
            """
        )
        await conn.execute((MIGRASI / "0006_musim.sql").read_text(encoding="utf-8"))
        assert [satu.musim for satu in (await musim.dari_kelompok(conn, ["K", "L", "M"])).values()] == [None] * 3
        uow = UnitOfWork(conn)
        await penerimaan.terima_musim(uow, terima(season("pppk-2024"), season("cpns-2024")))
        assert await musim.dari_kelompok(conn, ["K", "L", "M"]) == {
            "K": MusimKelompok("cpns-2024", ModePengisian.DENGAN_PERSETUJUAN, seragam=True),
            "L": MusimKelompok("cpns-2024", ModePengisian.SESUAI_KEPUTUSAN, seragam=True),
            "M": MusimKelompok("cpns-2024", ModePengisian.SESUAI_KEPUTUSAN, seragam=True),
        }
        assert (await rilis.menunggu(conn, "cpns-2024")).kelompok == ("M",)
        assert (await rilis.menunggu(conn, "pppk-2024")).kelompok == ()
        assert await rilis.usul(conn, "cpns-2024") == UsulPenempatan(1, "9" * 64, "pengusul", None)
        assert await rilis.usul(conn, "pppk-2024") is None
        assert ((await baca.ringkasan(conn, "cpns-2024")).keputusan, (await baca.ringkasan(conn, "pppk-2024")).keputusan) == (1, 0)
    finally:
        await conn.close()
