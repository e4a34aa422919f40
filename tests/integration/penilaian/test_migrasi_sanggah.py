"""Corrections of before, proposed and released, name no objection; everything else of them is as it was."""

import asyncpg

from services.penilaian.store import koreksi
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
