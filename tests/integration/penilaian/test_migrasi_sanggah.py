"""What was there before objections, and objections as they were first kept, say the same afterwards."""

import asyncpg

from services.penilaian.store import koreksi, sanggah
from shared.aturan.sanggah import TahapSanggah
from shared.db.migrate import apply, migrations_of

SEBELUM = """
    insert into penilaian.koreksi
        (id, kelompok, versi_dasar, alasan, sumber, perubahan, selisih, diusulkan_oleh, dirilis_oleh, dirilis_pada, versi)
    values (1, 'A', 1, 'Alasan koreksi', 'BA 1', '[]', '{"ubahan": [], "masuk": [], "kehilangan": []}', 'satu', 'dua', now(), 2),
        (2, 'A', 2, 'Alasan koreksi', 'BA 2', '[]', '{"ubahan": [], "masuk": [], "kehilangan": []}', 'satu', null, null, null);
"""


async def test_corrections_of_before_answer_no_objection(empty_dsn: str) -> None:
    wanted = migrations_of("penilaian")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "penilaian" or satu.file < "0010"])
    conn = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(SEBELUM)
        assert "0010_sanggah.sql" in "".join(await apply(empty_dsn, wanted))
        semua = await koreksi.semua_koreksi(conn, "A")
        assert [(satu.nomor, satu.versi, satu.sanggah) for satu in semua] == [(1, 2, ()), (2, None, ())]
    finally:
        await conn.close()


async def test_references_stand_beside_the_words_of_the_person(empty_dsn: str) -> None:
    wanted = migrations_of("penilaian")
    await apply(empty_dsn, [satu for satu in wanted if satu.room != "penilaian" or satu.file < "0012"])
    conn = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(
            """
            insert into penilaian.sanggah (peserta, tahap, kelompok, pokok, dokumen, versi_hasil, diterima_pada)
            values ('1', 'AKHIR', 'A', '["STATUS"]', '["BA 7", "BA 8"]', 1, now()), ('2', 'AKHIR', 'A', '["STATUS"]', '[]', 1, now());
            insert into penilaian.sanggah_uraian (peserta, tahap, uraian) values ('1', 'AKHIR', 'Begini.'), ('2', 'AKHIR', 'Begitu.')
            """
        )
        await apply(empty_dsn, wanted)
        found = [(await sanggah.uraian(conn, peserta))[TahapSanggah.AKHIR] for peserta in "12"]
        assert [(satu.uraian, satu.dokumen) for satu in found] == [("Begini.", ("BA 7", "BA 8")), ("Begitu.", ())]
        assert len(await sanggah.milik(conn, "1")) == 1
    finally:
        await conn.close()
