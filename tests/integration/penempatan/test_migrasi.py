"""The third migration on what the second one held: nothing is lost, and corrections find what they rest on."""

import asyncpg

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
