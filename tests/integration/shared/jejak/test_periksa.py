"""Whoever owns the tables can change the record; the check finds it and says where. An untouched record passes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from shared.jejak import Catatan, Hasil, Kepala, Mata
from shared.jejak import store as simpanan
from shared.jejak.periksa import Temuan, periksa
from shared.jejak.rantai import sambung
from shared.jejak.store import KOLOM, sidik_baris
from tests.support.backends import PostgresServer

DIRANTAI, MENUNGGU = 12, 2


def catatan(nomor: int) -> Catatan:
    """Every third is a refusal: no role, no digests."""
    ditolak = nomor % 3 == 0
    return Catatan(
        subjek=f"petugas-{nomor}",
        jenis="PETUGAS",
        sebagai=None if ditolak else "PANITIA_INSTANSI",
        instansi="0001",
        tindakan="koreksi.usul",
        objek=f"kelompok=0001-AN&nomor={nomor}",
        peserta="24000120110000001",
        permintaan=f"00000000-0000-4000-8000-{nomor:012}",
        hasil=Hasil.DITOLAK if ditolak else Hasil.DIKERJAKAN,
        kiriman_sha256=None if ditolak else b"\x01" * 32,
        jawaban_sha256=None if ditolak else b"\x02" * 32,
        sebelum_sha256=None if ditolak else b"\x03" * 32,
        sesudah_sha256=None if ditolak else b"\x04" * 32,
        tidak_dicatat=2 * ditolak,
    )


@pytest.fixture(scope="module")
def dsn(postgres: PostgresServer, module_service_dsn: Callable[[str], str]) -> str:
    """A record of which some is linked and some waits; tests leave it as it is."""
    from deploy.lokal.waiting import run_async

    found = postgres.as_admin(module_service_dsn("kepegawaian"))

    async def fill() -> None:
        conn: asyncpg.Connection = await asyncpg.connect(found)
        try:
            for nomor in range(1, DIRANTAI + MENUNGGU + 1):
                await simpanan.tulis(conn, catatan(nomor))
                if nomor in {5, DIRANTAI}:
                    async with conn.transaction():
                        assert await simpanan.rantaikan(conn, 100)
        finally:
            await conn.close()

    run_async(fill)
    return found


# Nothing that the owner of tables cannot take away stands in the way of a forger.
_TANPA_PAGAR = """
    do $$ declare pagar record; begin
        for pagar in select conrelid::regclass as tabel, conname from pg_constraint
            where connamespace = 'jejak'::regnamespace and contype in ('c', 'u', 'p') order by contype
        loop execute format('alter table %s drop constraint %I', pagar.tabel, pagar.conname); end loop;
    end $$;
    alter table jejak.catatan alter id drop identity;
"""


@dataclass(frozen=True)
class Rusak:
    """What a forger does, and what must be said of it.

    Attributes:
        sql: as the owner of the tables.
        temuan: code and row, or code and `@` with the position, of everything that is found.
        ulang: he then computes every link anew from this position on, as our own program would.
        jangkar: an auditor kept the head at this position.
    """

    sql: str
    temuan: tuple[str, ...]
    ulang: int | None = None
    jangkar: int | None = None


_SALIN = ", ".join(KOLOM)
_SISIP = f"insert into jejak.catatan (id, waktu, {_SALIN}) select 99, {{}}, {_SALIN} from jejak.catatan where id = 5;"
_BERUBAH = ("CATATAN_BERUBAH 5",)


def _tukar(kolom: str) -> str:
    """Row 4 and row 8 change places in these columns."""
    return f"update jejak.catatan a set ({kolom}) = (select {kolom} from jejak.catatan b where b.id = 12 - a.id) where a.id in (4, 8)"


def _putus(*nomor: int) -> tuple[str, ...]:
    """The links of these rows name another link before them."""
    return tuple(f"SAMBUNGAN_PUTUS {satu}" for satu in nomor)


_DULU = "'2024-01-01Z'"
_TEKAN = """
    update jejak.rantai set posisi = posisi + 1 where posisi > 5;
    insert into jejak.rantai select 6, 99, waktu, sidik, sebelumnya from jejak.rantai where posisi = 5
"""

RUSAK: dict[str, Rusak] = {
    # One column of one row.
    "another subject": Rusak("update jejak.catatan set subjek = 'petugas-6' where id = 5", _BERUBAH),
    "one letter of a subject": Rusak("update jejak.catatan set subjek = 'Petugas-5' where id = 5", _BERUBAH),
    "another kind of subject": Rusak("update jejak.catatan set jenis = 'LAYANAN' where id = 5", _BERUBAH),
    "another role": Rusak("update jejak.catatan set sebagai = 'PPK' where id = 5", _BERUBAH),
    "no role": Rusak("update jejak.catatan set sebagai = null where id = 5", _BERUBAH),
    "no role, spelled as nothing": Rusak("update jejak.catatan set sebagai = '' where id = 5", _BERUBAH),
    "another agency": Rusak("update jejak.catatan set instansi = '0002' where id = 5", _BERUBAH),
    "another action": Rusak("update jejak.catatan set tindakan = 'koreksi.baca' where id = 5", _BERUBAH),
    "another object": Rusak("update jejak.catatan set objek = 'kelompok=0001-AN&nomor=6' where id = 5", _BERUBAH),
    "another participant": Rusak("update jejak.catatan set peserta = '24000120110000002' where id = 5", _BERUBAH),
    "a participant who is not seen any more": Rusak("update jejak.catatan set peserta = null where id = 5", _BERUBAH),
    "a letter moved from one column to the next": Rusak(
        "update jejak.catatan set subjek = 'petugas-', jenis = '5PETUGAS' where id = 5", _BERUBAH
    ),
    "another request": Rusak("update jejak.catatan set permintaan = gen_random_uuid() where id = 5", _BERUBAH),
    "a look made a write": Rusak("update jejak.catatan set hasil = 'DILIHAT' where id = 5", _BERUBAH),
    "a refusal made a deed": Rusak("update jejak.catatan set hasil = 'DIKERJAKAN', sebagai = 'PPK' where id = 6", ("CATATAN_BERUBAH 6",)),
    "another body": Rusak("update jejak.catatan set kiriman_sha256 = sha256('x') where id = 5", _BERUBAH),
    "no answer": Rusak("update jejak.catatan set jawaban_sha256 = null where id = 5", _BERUBAH),
    "another state before": Rusak("update jejak.catatan set sebelum_sha256 = sha256('x') where id = 5", _BERUBAH),
    "states exchanged": Rusak(
        "update jejak.catatan set sebelum_sha256 = sesudah_sha256, sesudah_sha256 = sebelum_sha256 where id = 5", _BERUBAH
    ),
    "fewer refusals": Rusak("update jejak.catatan set tidak_dicatat = 0 where id = 6", ("CATATAN_BERUBAH 6",)),
    "the first row": Rusak("update jejak.catatan set subjek = 'x' where id = 1", ("CATATAN_BERUBAH 1",)),
    "the last row": Rusak("update jejak.catatan set subjek = 'x' where id = 12", ("CATATAN_BERUBAH 12",)),
    "one officer everywhere": Rusak("update jejak.catatan set subjek = 'x' where id in (2, 7)", ("CATATAN_BERUBAH 2", "CATATAN_BERUBAH 7")),
    # Time.
    "a microsecond later": Rusak("update jejak.catatan set waktu = waktu + interval '1 microsecond' where id = 5", ("WAKTU_BERUBAH 5",)),
    "a year earlier": Rusak("update jejak.catatan set waktu = waktu - interval '1 year' where id = 5", ("WAKTU_BERUBAH 5",)),
    "a year later": Rusak("update jejak.catatan set waktu = waktu + interval '1 year' where id = 5", ("WAKTU_BERUBAH 5",)),
    "dated anew and changed": Rusak(
        "update jejak.catatan set waktu = waktu - interval '1 day', subjek = 'x' where id = 5", ("CATATAN_BERUBAH 5", "WAKTU_BERUBAH 5")
    ),
    "row and link dated anew": Rusak(
        "update jejak.catatan set waktu = '2024-01-01Z' where id = 5; update jejak.rantai set waktu = '2024-01-01Z' where catatan = 5",
        ("SAMBUNGAN_PUTUS 6", "WAKTU_GANJIL 5"),
    ),
    "row and chain dated anew": Rusak(
        "update jejak.catatan set waktu = '2024-01-01Z' where id = 5", ("KEPALA_BERBEDA 8", "WAKTU_GANJIL 5"), ulang=5, jangkar=8
    ),
    "a day that has not come": Rusak(
        "update jejak.catatan set waktu = now() + interval '1 day' where id = 5",
        ("KEPALA_BERBEDA 12", "WAKTU_GANJIL 5"),
        ulang=5,
        jangkar=12,
    ),
    # Missing rows.
    "no first row": Rusak("delete from jejak.catatan where id = 1", ("CATATAN_HILANG 1",)),
    "no fifth row": Rusak("delete from jejak.catatan where id = 5", ("CATATAN_HILANG 5",)),
    "no last row": Rusak("delete from jejak.catatan where id = 12", ("CATATAN_HILANG 12",)),
    "nothing of one officer": Rusak(
        "delete from jejak.catatan where subjek in ('petugas-4', 'petugas-10')", ("CATATAN_HILANG 10", "CATATAN_HILANG 4")
    ),
    "no row and no link": Rusak("delete from jejak.catatan where id = 5; delete from jejak.rantai where catatan = 5", ("MATA_HILANG @5",)),
    "no row, no link, and the others move up": Rusak(
        "delete from jejak.catatan where id = 5; delete from jejak.rantai where catatan = 5; "
        "update jejak.rantai set posisi = posisi - 1 where posisi > 5",
        _putus(*range(6, 13)),
    ),
    "gone before it was linked": Rusak("delete from jejak.catatan where id = 13", ("ANTREAN_TANPA_CATATAN 13",)),
    # Swapped rows.
    "two rows change places": Rusak(_tukar(_SALIN), ("CATATAN_TERTUKAR 4", "CATATAN_TERTUKAR 8")),
    "two rows change numbers": Rusak(
        "update jejak.catatan set id = 12 - id where id in (4, 8)", ("CATATAN_TERTUKAR 4", "CATATAN_TERTUKAR 8")
    ),
    "two rows change times": Rusak(_tukar("waktu"), ("WAKTU_BERUBAH 4", "WAKTU_BERUBAH 8")),
    "two rows change subjects": Rusak(_tukar("subjek"), ("CATATAN_BERUBAH 4", "CATATAN_BERUBAH 8")),
    "a row copied over another": Rusak(
        f"update jejak.catatan set ({_SALIN}) = (select {_SALIN} from jejak.catatan where id = 8) where id = 4", ("CATATAN_BERUBAH 4",)
    ),
    # Inserted rows.
    "a row without a link": Rusak(_SISIP.format("now()"), ("TIDAK_DIRANTAI 99",)),
    "an old row without a link": Rusak(_SISIP.format(_DULU), ("TIDAK_DIRANTAI 99",)),
    "an old row in the line": Rusak(_SISIP.format(_DULU) + "insert into jejak.antrean values (99)", ("TERLAMBAT_DIRANTAI 99",)),
    "a row of tomorrow in the line": Rusak(
        _SISIP.format("now() + interval '1 day'") + "insert into jejak.antrean values (99)", ("TERLAMBAT_DIRANTAI 99",)
    ),
    "an old row linked as if it were new": Rusak(
        _SISIP.format(_DULU) + f"insert into jejak.rantai select 13, 99, {_DULU}, sidik, sebelumnya from jejak.rantai limit 1",
        ("WAKTU_GANJIL 99",),
        ulang=13,
    ),
    "a row pressed in between": Rusak(
        _SISIP.format("(select waktu from jejak.catatan where id = 5)") + _TEKAN,
        _putus(99, *range(6, 13)),
    ),
    "a row pressed in between, and the chain written anew": Rusak(
        _SISIP.format("(select waktu from jejak.catatan where id = 5)") + _TEKAN,
        ("KEPALA_BERBEDA 11",),
        ulang=6,
        jangkar=12,
    ),
    "a number twice": Rusak(
        f"insert into jejak.catatan (id, waktu, {_SALIN}) select id, waktu, {_SALIN} from jejak.catatan where id = 5", ("CATATAN_GANDA 5",)
    ),
    "out of the line": Rusak("delete from jejak.antrean where catatan = 13", ("TIDAK_DIRANTAI 13",)),
    "linked and still in the line": Rusak("insert into jejak.antrean values (5)", ("ANTREAN_GANDA 5",)),
    # The chain itself.
    "no fifth link": Rusak("delete from jejak.rantai where posisi = 5", ("MATA_HILANG @5", "TIDAK_DIRANTAI 5")),
    "no first link": Rusak("delete from jejak.rantai where posisi = 1", ("MATA_HILANG @1", "TIDAK_DIRANTAI 1")),
    "no last link": Rusak("delete from jejak.rantai where posisi = 12", ("TIDAK_DIRANTAI 12",)),
    "everything one position further": Rusak("update jejak.rantai set posisi = posisi + 1", ("MATA_HILANG @1", *_putus(*range(2, 13)))),
    "another start": Rusak("update jejak.rantai set sebelumnya = sha256('x') where posisi = 1", ("SAMBUNGAN_PUTUS 1", "SAMBUNGAN_PUTUS 2")),
    "another link before": Rusak(
        "update jejak.rantai set sebelumnya = sha256('x') where posisi = 5", ("SAMBUNGAN_PUTUS 5", "SAMBUNGAN_PUTUS 6")
    ),
    "a position twice": Rusak(
        "insert into jejak.rantai select posisi, 6, waktu, sidik, sebelumnya from jejak.rantai where posisi = 5",
        ("CATATAN_BERUBAH 6", "MATA_GANDA 6", "SAMBUNGAN_PUTUS 6", "WAKTU_BERUBAH 6"),
    ),
    "two links change places": Rusak("update jejak.rantai set posisi = 12 - posisi where posisi in (4, 8)", _putus(4, 5, 8, 9)),
    "row and chain written anew": Rusak("update jejak.catatan set subjek = 'x' where id = 5", ("KEPALA_BERBEDA 12",), ulang=5, jangkar=12),
    "the tail cut": Rusak(
        "delete from jejak.catatan where id between 10 and 12; delete from jejak.rantai where posisi >= 10",
        ("EKOR_TERPOTONG @10",),
        jangkar=12,
    ),
    "everything cut": Rusak("truncate jejak.catatan, jejak.rantai, jejak.antrean", ("EKOR_TERPOTONG @1",), jangkar=1),
}


async def _rantaikan_ulang(conn: asyncpg.Connection, mulai: int) -> None:
    """Every link from this position on, as a forger computes it who has read our program."""
    rows = await conn.fetch(
        f"""
        select r.posisi, c.id, c.waktu, {", ".join(f"c.{name}" for name in KOLOM)}
        from jejak.rantai r join jejak.catatan c on c.id = r.catatan where r.posisi >= $1 order by r.posisi
        """,
        mulai,
    )
    await conn.execute("delete from jejak.rantai where posisi >= $1", mulai)
    kepala = await simpanan.kepala(conn)
    made = sambung(kepala, [(row["id"], row["waktu"], sidik_baris(row)) for row in rows])
    await conn.executemany("insert into jejak.rantai (posisi, catatan, waktu, sidik, sebelumnya) values ($1, $2, $3, $4, $5)", made)


def _singkat(temuan: Temuan) -> str:
    return f"{temuan.kode} {temuan.catatan}" if temuan.catatan is not None else f"{temuan.kode} @{temuan.posisi}"


async def _kepala_pada(conn: asyncpg.Connection, posisi: int) -> Kepala:
    row = await conn.fetchrow("select posisi, catatan, waktu, sidik, sebelumnya from jejak.rantai where posisi = $1", posisi)
    assert row is not None
    return Kepala.dari(Mata(*row))


@pytest.mark.parametrize("rusak", RUSAK.values(), ids=RUSAK.keys())
async def test_a_tampering_is_found_and_named(dsn: str, rusak: Rusak) -> None:
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        jangkar = [await _kepala_pada(conn, rusak.jangkar)] if rusak.jangkar else []
        upaya = conn.transaction()
        await upaya.start()
        await conn.execute(_TANPA_PAGAR)
        await conn.execute(rusak.sql)
        if rusak.ulang:
            await _rantaikan_ulang(conn, rusak.ulang)
        hasil = await periksa(conn, jangkar=jangkar)
        await upaya.rollback()
    finally:
        await conn.close()
    assert sorted(map(_singkat, hasil.temuan)) == sorted(rusak.temuan)
    for temuan in hasil.temuan:
        assert str(temuan.catatan or temuan.posisi) in temuan.pesan


def test_there_are_more_than_forty_tamperings() -> None:
    assert len({(rusak.sql, rusak.ulang, rusak.jangkar) for rusak in RUSAK.values()}) >= 40


async def test_an_untouched_record_passes_with_every_anchor(dsn: str) -> None:
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            jangkar = [await _kepala_pada(conn, posisi) for posisi in range(1, DIRANTAI + 1)]
            hasil = await periksa(conn, jangkar=jangkar)
            sisanya = await periksa(conn, awal=jangkar[4], jangkar=jangkar)
    finally:
        await conn.close()
    assert (hasil.temuan, hasil.dirantai, hasil.menunggu, hasil.kepala) == ((), DIRANTAI, MENUNGGU, jangkar[-1])
    assert (sisanya.temuan, sisanya.dirantai, sisanya.kepala) == ((), DIRANTAI - 5, jangkar[-1])


async def test_a_line_that_nobody_works_off_is_told(dsn: str) -> None:
    conn: asyncpg.Connection = await asyncpg.connect(dsn)
    try:
        async with conn.transaction(isolation="repeatable_read", readonly=True):
            hasil = await periksa(conn, tenggang=timedelta(0))
    finally:
        await conn.close()
    assert sorted(map(_singkat, hasil.temuan)) == ["TERLAMBAT_DIRANTAI 13", "TERLAMBAT_DIRANTAI 14"]


def _alat(*words: str, dsn: str) -> tuple[int, str]:
    import os
    import subprocess
    import sys

    done: Any = subprocess.run(
        [sys.executable, "-m", "shared.jejak", *words], env={**os.environ, "DATABASE_URL": dsn}, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_tool_of_an_auditor(dsn: str) -> None:
    status, kepala = _alat("kepala", dsn=dsn)
    assert (status, Kepala.baca(kepala).posisi) == (0, DIRANTAI)
    status, said = _alat("periksa", "--kepala", kepala.strip(), dsn=dsn)
    assert status == 0, said
    assert said == f"Rekam tindakan utuh: {DIRANTAI} catatan dirantai, {MENUNGGU} menunggu. Kepala: {kepala}"
    status, said = _alat("periksa", "--kepala", f"40:{'ab' * 32}", "--kepala", f"3:{'ab' * 32}", dsn=dsn)
    assert status == 1, said
    assert [line.partition(":")[0] for line in said.splitlines()] == ["KEPALA_BERBEDA", "EKOR_TERPOTONG", "Rekam tindakan 2 temuan"]
    assert _alat("periksa", "--kepala", "bukan", dsn=dsn)[0] == 2
    assert _alat("periksa", dsn="postgresql://127.0.0.1:1/tidak-ada")[0] == 2


def test_the_tool_shows_what_each_act_found_and_left(dsn: str) -> None:
    status, said = _alat("objek", "kelompok=0001-AN&nomor=1", dsn=dsn)
    rows = said.splitlines()
    # Of 1, 10, 11, 13 and 14, and not of 12, which was refused; each found 03… although the one before had left 04….
    assert (status, rows[-1]) == (0, "5 tindakan"), said
    assert [row.split()[0] for row in rows[0:-1:2]] == ["1", "10", "11", "13", "14"]
    assert rows[0].endswith(f"petugas-1 koreksi.usul: {'03' * 32} → {'04' * 32}")
    assert {row.strip() for row in rows[1:-1:2]} == {"… berubah di antaranya, bukan oleh tindakan"}
    assert _alat("objek", "tidak-ada=", dsn=dsn) == (0, "0 tindakan\n")
