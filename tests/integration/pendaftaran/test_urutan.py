"""Outcomes say places by age and by GPA among all who applied, and neither the birth date nor the GPA."""

from collections import defaultdict
from random import Random

import asyncpg
import pytest
from pydantic import ValidationError

from services.pendaftaran.usecases.pemeriksaan import langkah
from shared.db.migrate import MigrationError, apply, migrations_of
from shared.messaging import unit_of_work
from tests.support.administrator import administrator
from tests.support.pendaftaran import SAAT, Uji, baris_formasi, isian_lamaran

# Two agencies of two jabatan each: four kelompok, of which two have more than one post.
FORMASI = [baris_formasi(f"f-{n}", ins_nm=f"Instansi {n % 2}", jabatan_nm=f"Jabatan {n % 4 // 2}") for n in range(6)]
BANYAK = 120


def _orang(nomor: int, acak: Random) -> dict[str, object]:
    """Person `nomor`: few birth days and marks, so that some are equal; every seventh too old."""
    skala = "IJAZAH" if nomor % 5 == 0 else "IPK"
    return isian_lamaran(
        nomor,
        formasi=f"f-{nomor % 6}",
        tanggal_lahir="1980-01-01" if nomor % 7 == 0 else f"199{acak.randrange(3)}-0{acak.randint(1, 9)}-17",
        ipk=f"3.{acak.randrange(10, 20)}" if skala == "IPK" else f"8{acak.randrange(10)}.25",
        skala_ipk=skala,
    )


def _tempat(nilai: str, semua: set[str]) -> int:
    return 1 + sum(lain < nilai for lain in semua)


async def test_everybody_is_said_by_places_among_all_who_applied(uji: Uji, monkeypatch: pytest.MonkeyPatch) -> None:
    # Pages end within a kelompok.
    monkeypatch.setattr("services.pendaftaran.store.pemeriksaan._HALAMAN", 7)
    acak = Random(1)
    orang = [_orang(nomor, acak) for nomor in range(BANYAK)]
    await uji.buka(*FORMASI)
    await uji.massal(orang)
    await uji.umumkan()

    nik = {row["lamaran"]: row["nik"] for row in await uji.baca("/v1/peserta.ndjson")}
    menurut_nik = {str(satu["nik"]): satu for satu in orang}
    terbit = await uji.kotak_keluar("application-verified")
    pelamar = {str(satu["lamaran"]): menurut_nik[str(nik[satu["lamaran"]])] for satu in terbit}
    lahir: defaultdict[object, set[str]] = defaultdict(set)
    ipk: defaultdict[object, set[str]] = defaultdict(set)
    for satu in terbit:
        isi = pelamar[str(satu["lamaran"])]
        lahir[satu["kelompok"]].add(str(isi["tanggal_lahir"]))
        ipk[satu["kelompok"], isi["skala_ipk"]].add(str(isi["ipk"]))
    assert len(lahir) == 4
    assert len([satu for satu in terbit if satu["status"] == "TMS"]) == len(range(0, BANYAK, 7))
    for satu in terbit:
        isi = pelamar[str(satu["lamaran"])]
        if satu["status"] == "TMS":
            assert "urutan" not in satu
            continue
        sekala = ipk[satu["kelompok"], isi["skala_ipk"]]
        assert satu["urutan"] == {
            "usia": _tempat(str(isi["tanggal_lahir"]), lahir[satu["kelompok"]]),
            "ijazah": 1 + len(sekala) - _tempat(str(isi["ipk"]), sekala),
            "skala_ipk": isi["skala_ipk"],
            "kualifikasi": isi["kualifikasi"],
        }
    # The places of who is TMS are known too: should one become MS, nobody else moves.
    assert await uji.pool.fetchval("select count(*) from pendaftaran.urutan") == BANYAK


async def test_the_bytes_of_no_event_hold_a_birth_date_or_a_gpa(uji: Uji) -> None:
    await uji.buka()
    await uji.massal(
        [isian_lamaran(1, tanggal_lahir="1993-11-29", ipk="3.17"), isian_lamaran(2), isian_lamaran(3, tanggal_lahir="1970-07-07")]
    )
    await uji.umumkan()
    rows = await uji.pool.fetch("select topic, convert_from(payload, 'UTF8') as isi from messaging.outbox")
    assert "application-verified" in {row["topic"] for row in rows}
    isi = "".join(row["isi"] for row in rows)
    dilarang = ("1993-11-29", "1998-05-17", "1970-07-07", "tanggal_lahir", "fakta", '"ipk"', ":317", "3.17", ":379", "3.79")
    assert [satu for satu in dilarang if satu in isi] == []
    # The control: what must be said is found in the same text.
    assert all(satu in isi for satu in ('"urutan"', '"usia":2', '"skala_ipk":"IPK"'))


async def test_an_agency_that_was_not_put_in_order_stops_the_line_and_loses_nobody(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1), isian_lamaran(2)])
    await uji.tutup()
    while await uji.pool.fetchval("select tahap from pendaftaran.pemeriksaan") != "SIARKAN":
        async with unit_of_work(uji.pool) as uow:
            await langkah(uow, uji.instalasi, uji.brankas, SAAT)
    async with administrator(uji.pool) as conn:
        await conn.execute("delete from pendaftaran.urutan")
    with pytest.raises(ValidationError, match="UrutanPelamar"):
        await uji.habiskan()
    assert await uji.pool.fetchval("select tahap from pendaftaran.pemeriksaan") == "SIARKAN"
    assert await uji.kotak_keluar("application-verified") == []


_SEBELUM = """
    insert into pendaftaran.instansi (kode, nama) values ('0001', 'A'), ('0002', 'B'), ('0003', 'C');
    insert into pendaftaran.pemeriksaan (kode_instansi, tahap, kursor, total, ms, disiarkan) values
        ('0001', 'NOMORI', '', 9, 9, 0), ('0002', 'SIARKAN', '', 9, 9, 0), ('0003', 'SELESAI', '', 9, 9, 9);
"""


async def _sebelum(dsn: str) -> asyncpg.Connection:
    await apply(dsn, [satu for satu in migrations_of("pendaftaran") if satu.room != "pendaftaran" or satu.file < "0007"])
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    await conn.execute(_SEBELUM)
    return conn


async def test_an_agency_that_has_numbers_and_published_nothing_is_put_in_order_first(empty_dsn: str) -> None:
    conn = await _sebelum(empty_dsn)
    try:
        assert "pendaftaran/0007_urutan.sql" in await apply(empty_dsn, migrations_of("pendaftaran"))
        rows = await conn.fetch("select kode_instansi, tahap from pendaftaran.pemeriksaan order by 1")
        assert [tuple(row) for row in rows] == [("0001", "NOMORI"), ("0002", "URUTKAN"), ("0003", "SELESAI")]
    finally:
        await conn.close()


async def test_an_agency_that_is_half_published_stops_the_migration(empty_dsn: str) -> None:
    conn = await _sebelum(empty_dsn)
    try:
        await conn.execute("update pendaftaran.pemeriksaan set kursor = 'L5', disiarkan = 5 where kode_instansi = '0002'")
        with pytest.raises(MigrationError, match="finish the document check"):
            await apply(empty_dsn, migrations_of("pendaftaran"))
        assert await conn.fetchval("select tahap from pendaftaran.pemeriksaan where kode_instansi = '0002'") == "SIARKAN"
        await conn.execute("update pendaftaran.pemeriksaan set kursor = '', disiarkan = 9, tahap = 'SELESAI' where kode_instansi = '0002'")
        assert "pendaftaran/0007_urutan.sql" in await apply(empty_dsn, migrations_of("pendaftaran"))
    finally:
        await conn.close()
