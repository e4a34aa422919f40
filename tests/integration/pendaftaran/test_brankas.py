"""The vault on a real database: nobody stands in clear in it, erasure and rotation, and the move of those of before."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg
import orjson

from deploy.lokal.migrations import migrate
from services.pendaftaran.domain.lamaran import nomor_lamaran
from services.pendaftaran.store.orang import KUNCI, Bidang
from services.pendaftaran.usecases.peserta import hapus_kedaluwarsa
from shared.brankas import Tertutup, bungkus_ulang
from shared.brankas.berkas import KunciBerkas, tambah
from shared.brankas.transit import KunciTransit
from shared.db.migrate import apply, migrations_of
from shared.db.roles import Roles
from shared.messaging import unit_of_work
from tests.support.administrator import administrator
from tests.support.backends import ROLES, PostgresServer
from tests.support.brankas import berkas_kunci
from tests.support.brankas.pindahan import migrasi, pindah
from tests.support.brankas.transit import NAMA, TOKEN, transit
from tests.support.pendaftaran import SAAT, Uji, baris_formasi, berjalan, isian_lamaran, lamaran, nik
from tests.unit.house.sources import ROOT

TANDA = {
    "nik": "0099887766554433",
    "nama": "Zulqarnain Pertanda Unik",
    "tanggal_lahir": "1993-11-29",
    "surel": "pertanda.unik@contoh.invalid",
}
SEMUA = """
    select format('select string_agg(t::text, e''\\n'') from %I.%I t', n.nspname, c.relname)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
"""


async def _isi_basis_data(uji: Uji) -> str:
    """Every row of every table as text, as a dump has it."""
    async with administrator(uji.pool) as conn:
        return "\n".join([str(await conn.fetchval(satu)) for (satu,) in await conn.fetch(SEMUA)])


def _terlihat(isi: str) -> list[str]:
    """Which of the marked person's data stand in this text, as they are or as the hex of their bytes."""
    return [nama for nama, nilai in TANDA.items() if nilai in isi or nilai.encode().hex() in isi]


async def test_nobody_stands_in_clear_in_the_database(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1, **TANDA), isian_lamaran(2)])
    assert _terlihat(await _isi_basis_data(uji)) == []
    await uji.umumkan()
    orang = {str(satu["nik"]): satu for satu in await uji.baca("/v1/peserta.ndjson")}
    siapa = await _data_pribadi(uji, orang[TANDA["nik"]]["peserta"])
    assert siapa == (200, {**{kunci: TANDA[kunci] for kunci in ("nama", "nik", "tanggal_lahir")}, "jenis_kelamin": "P"})
    # Of the birth date the events say a place, so it stays in the vault.
    assert _terlihat(await _isi_basis_data(uji)) == []
    # The control: the same search finds what is written in clear, as text or as bytes.
    async with administrator(uji.pool) as conn:
        await conn.execute("create table pribadi.terang as select $1::text as nama, $2::bytea as nik", TANDA["nama"], TANDA["nik"].encode())
    assert _terlihat(await _isi_basis_data(uji)) == ["nik", "nama"]


async def _data_pribadi(uji: Uji, peserta: object) -> tuple[int, dict[str, object]]:
    return await uji.kirim("GET", f"/v1/peserta/{peserta}/data-pribadi")


async def _hapus(uji: Uji, nomor: object) -> tuple[int, dict[str, object]]:
    return await uji.kirim("DELETE", f"/v1/peserta/lamaran/{nomor}")


async def test_erasure_takes_the_person_and_leaves_the_season(uji: Uji) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1, **TANDA), isian_lamaran(2), isian_lamaran(3, dokumen=[])])
    nomor = nomor_lamaran(uji.musim.kunci, uji.musim.nama, lamaran(2))
    assert (await _hapus(uji, nomor))[1]["kode"] == "BELUM_DAPAT_DIHAPUS"
    maju = await uji.umumkan()
    sebelum = {str(satu["lamaran"]): satu for satu in await uji.baca("/v1/peserta.ndjson")}
    (target,) = [satu for satu in sebelum.values() if satu["nik"] == TANDA["nik"]]
    # Yesterday's backup: everything but the keys, which are dumped apart and not kept.
    async with administrator(uji.pool) as conn:
        cadangan = await conn.fetch("select * from pribadi.orang")

    status, jawaban = await _hapus(uji, target["lamaran"])
    assert (status, jawaban["lamaran"]) == (200, target["lamaran"])
    assert await _hapus(uji, target["lamaran"]) == (200, jawaban)
    assert (await _hapus(uji, "A" * 26))[0] == 404
    assert await uji.kotak_keluar("person-erased") == [
        {"lamaran": target["lamaran"], "peserta": target["peserta"], "dihapus_pada": jawaban["dihapus_pada"]}
    ]

    status, masalah = await _data_pribadi(uji, target["peserta"])
    assert (status, masalah["kode"]) == (410, "DATA_SUDAH_DIHAPUS")
    sesudah = {str(satu["lamaran"]): satu for satu in await uji.baca("/v1/peserta.ndjson")}
    assert sesudah == sebelum | {str(target["lamaran"]): target | {"nik": None}}
    assert (await uji.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1] == maju
    status, tampil = await uji.kirim("GET", f"/v1/lamaran/{target['lamaran']}")
    assert (status, tampil["peserta"]) == (200, target["peserta"])

    async with administrator(uji.pool) as conn:
        kunci = {row["lamaran"]: (row["kunci_id"], row["isi"]) for row in await conn.fetch("select * from kunci.orang")}
    terhapus = uji.instalasi.pseudonim(TANDA["nik"])
    assert target["lamaran"] not in kunci
    assert len(kunci) == 2
    terbuka = {
        row["pseudonim"]: (
            await uji.brankas.buka([Tertutup(row["pseudonim"], *kunci.get(row["lamaran"], (None, None)), ((Bidang.NIK, row["nik"]),))])
        )[0][0]
        for row in cadangan
    }
    assert {siapa: isi for siapa, isi in terbuka.items() if isi is None} == {terhapus: None}
    assert sorted(filter(None, terbuka.values())) == [nik(2), nik(3)]
    async with administrator(uji.pool) as conn:
        assert await conn.fetchval("select count(*) from jejak.catatan where tindakan = 'peserta.hapus'") == 2


async def test_everybody_is_erased_when_their_time_is_over(uji: Uji) -> None:
    await uji.buka()
    await uji.massal(isian_lamaran(n) for n in range(25))

    async def hapus_pada(saat: datetime) -> int:
        async with unit_of_work(uji.pool) as uow:
            return await hapus_kedaluwarsa(uow, saat, ukuran=10)

    assert await hapus_pada(SAAT + timedelta(days=10_000)) == 0  # the season is not over
    selesai = await uji.umumkan()
    sebelum = await uji.baca("/v1/peserta.ndjson")
    akhir = await uji.pool.fetchval("select selesai_pada from pendaftaran.musim") + timedelta(days=1826)
    assert await hapus_pada(akhir - timedelta(seconds=1)) == 0
    assert [await hapus_pada(akhir) for _ in range(4)] == [10, 10, 5, 0]
    assert await uji.baca("/v1/peserta.ndjson") == [satu | {"nik": None} for satu in sebelum]
    assert await uji.pool.fetchval("select count(*) from kunci.orang") == 0
    terhapus = {(satu["lamaran"], satu["peserta"]) for satu in await uji.kotak_keluar("person-erased")}
    assert terhapus == {(satu["lamaran"], satu["peserta"]) for satu in sebelum}
    assert len(terhapus) == 25
    assert (await uji.kirim("GET", "/v1/seleksi-administrasi/umumkan"))[1] == selesai


async def test_who_was_erased_has_still_applied(uji: Uji, service_dsn: Callable[[str], str]) -> None:
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    await uji.umumkan()
    nomor = nomor_lamaran(uji.musim.kunci, uji.musim.nama, lamaran(1))
    assert (await _hapus(uji, nomor))[0] == 200
    async with administrator(uji.pool) as conn:
        await conn.execute("update pendaftaran.musim set ditutup_pada = null, selesai_pada = null, peserta_sha256 = null")
    hasil = await uji.massal([isian_lamaran(1, ipk="3.10")])
    assert [satu["kode"] for satu in hasil["ditolak"]] == ["SUDAH_MELAMAR"]  # type: ignore[attr-defined]


async def test_the_wrapping_key_changes_while_people_apply(uji: Uji, tmp_path: Path) -> None:
    berkas = tmp_path / "kunci.json"
    tambah(berkas, "lama")
    uji.brankas.pembungkus = KunciBerkas(berkas)
    await uji.buka()
    await uji.massal(isian_lamaran(n) for n in range(60))
    diputar = 0

    async def putar() -> None:
        nonlocal diputar
        while True:
            async with unit_of_work(uji.pool) as uow:
                banyak = await bungkus_ulang(uow, KUNCI, uji.brankas, ukuran=7)
            diputar += banyak
            if not banyak:
                return

    async def melamar(awal: int) -> None:
        for n in range(awal, awal + 30):
            status, _ = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(n)))
            assert status == 201

    tambah(berkas, "baru")
    await asyncio.gather(putar(), putar(), melamar(100), melamar(200))
    await putar()
    assert diputar >= 60
    assert [tuple(row) for row in await uji.pool.fetch("select distinct kunci_id from kunci.orang")] == [("baru",)]
    perintah = [sys.executable, "-m", "shared.brankas", "buang", "--nama", "lama", "--berkas", str(berkas)]
    buang = await asyncio.create_subprocess_exec(*perintah, cwd=ROOT, env=os.environ | {"DATABASE_URL": uji.dsn})
    assert await buang.wait() == 0
    await uji.umumkan()
    assert sorted(str(satu["nik"]) for satu in await uji.baca("/v1/peserta.ndjson")) == sorted(
        nik(n) for n in (*range(60), *range(100, 130), *range(200, 230))
    )


async def test_a_wrapping_key_that_somebody_needs_is_not_thrown_away(uji: Uji, tmp_path: Path) -> None:
    berkas = tmp_path / "kunci.json"
    tambah(berkas, "lama")
    uji.brankas.pembungkus = KunciBerkas(berkas)
    await uji.buka()
    await uji.massal([isian_lamaran(1)])
    tambah(berkas, "baru")
    perintah = [sys.executable, "-m", "shared.brankas", "buang", "--nama", "lama", "--berkas", str(berkas)]
    buang = await asyncio.create_subprocess_exec(*perintah, cwd=ROOT, env=os.environ | {"DATABASE_URL": uji.dsn}, stderr=subprocess.PIPE)
    _, kata = await buang.communicate()
    assert (buang.returncode, b"still under lama" in kata) == (1, True)


async def test_a_season_under_a_transit_engine(uji: Uji, tmp_path: Path) -> None:
    (tmp_path / "token").write_text(TOKEN)
    async with transit() as mesin:
        uji.brankas.pembungkus = KunciTransit(mesin.alamat, NAMA, tmp_path / "token")
        await uji.buka()
        await uji.massal(isian_lamaran(n) for n in range(20))
        mesin.rusak = 503
        status, masalah = await uji.kirim("POST", "/v1/lamaran", orjson.dumps(isian_lamaran(50)))
        assert (status, masalah["status"]) == (503, 503)
        mesin.rusak = None
        mesin.putar()
        async with unit_of_work(uji.pool) as uow:
            assert await bungkus_ulang(uow, KUNCI, uji.brankas) == 20
        await uji.umumkan()
        assert sorted(str(satu["nik"]) for satu in await uji.baca("/v1/peserta.ndjson")) == [nik(n) for n in range(20)]


BANYAK = 100


async def _musim_lama(postgres: PostgresServer) -> tuple[str, str]:
    """A database as the commit before the vault left it, with people; the owner's DSN and the application's."""
    owner = postgres.empty("pendaftaran")
    wanted = [satu for satu in migrations_of("pendaftaran") if satu.room != "pendaftaran" or satu.file < "0004"]
    await apply(owner, wanted)
    conn: asyncpg.Connection = await asyncpg.connect(owner)
    orang = [lamaran(n) for n in range(BANYAK)]
    nomor = [nomor_lamaran(b"kunci-rahasia-untuk-uji", "cpns-2024", satu) for satu in orang]
    await conn.copy_records_to_table(
        "pelamar",
        schema_name="pribadi",
        records=[(no, o.nik, o.nama, o.tanggal_lahir, o.jenis_kelamin, o.surel) for no, o in zip(nomor, orang, strict=True)],
    )
    await conn.execute(
        "insert into pendaftaran.lamaran select no, '', 'f-1', $2, 379, 'IPK', $3, $4 from unnest($1::text[]) as t (no)",
        nomor,
        orang[0].kualifikasi,
        list(orang[0].dokumen),
        SAAT,
    )
    await conn.close()
    roles = Roles.of("pendaftaran", ROLES)
    return owner, postgres.dsn_of(roles.application, owner.rpartition("/")[2])


def _lingkungan(owner: str, langkah: int) -> dict[str, str]:
    isi = {"MIGRATION_DATABASE_URL": owner, "PSEUDONYM_KEY": "kunci-rahasia-untuk-uji", "BRANKAS_BERKAS": str(berkas_kunci())}
    return os.environ | isi | {"UKURAN_LANGKAH": str(langkah)}


async def test_people_of_before_move_in_however_often_the_move_is_killed(
    postgres: PostgresServer, service_dsn: Callable[[str], str]
) -> None:
    owner, aplikasi = await _musim_lama(postgres)
    env = _lingkungan(owner, 13)
    status, kata = await migrasi("pendaftaran", env)
    assert (status, "services.pendaftaran.alat.pindahkan" in kata) == (3, True)
    conn: asyncpg.Connection = await asyncpg.connect(owner)
    try:
        for mati_setelah in (2, 1):
            await pindah("pendaftaran", env, mati_setelah=mati_setelah)
            dalam, terang = (
                await conn.fetchval("select count(*) from pribadi.orang"),
                await conn.fetchval("select count(*) from pribadi.pelamar"),
            )
            assert (dalam + terang, 0 < dalam < BANYAK) == (BANYAK, True)
        assert (await migrasi("pendaftaran", env))[0] == 3
        assert (await pindah("pendaftaran", env))[-1] == f"moved {terang}"
        assert await conn.fetchval("select count(*) from kunci.orang") == BANYAK
        assert await migrasi("pendaftaran", env) == (0, "")
        assert await conn.fetchval("select to_regclass('pribadi.pelamar')") is None
        assert await pindah("pendaftaran", env) == []
    finally:
        await conn.close()

    async with berjalan(aplikasi) as lama, berjalan(service_dsn("pendaftaran")) as baru:
        for uji in (lama, baru):
            await uji.buka(baris_formasi("f-1", jumlah_formasi="9"))
        async with administrator(baru.pool) as conn:
            assert await conn.fetchval("select count(*) from pribadi.orang") == 0
        conn = await asyncpg.connect(owner)
        await conn.execute("update pendaftaran.lamaran set kode_instansi = (select kode from pendaftaran.instansi)")
        await conn.close()
        hasil = await lama.massal(isian_lamaran(n) for n in range(3))
        assert (hasil["diterima"], hasil["sudah_ada"]) == (0, 3)
        await baru.massal(isian_lamaran(n) for n in range(BANYAK))
        selesai = [await uji.umumkan() for uji in (lama, baru)]
        assert selesai[0] == selesai[1]
        assert selesai[0]["ms"] == BANYAK
        assert await lama.baca("/v1/peserta.ndjson") == await baru.baca("/v1/peserta.ndjson")


def test_the_stack_moves_people_of_before_by_itself(postgres: PostgresServer) -> None:
    """As an embedded stack does at the start in a folder of before."""
    owner, aplikasi = asyncio.run(_musim_lama(postgres))
    migrate("pendaftaran", owner, _lingkungan(owner, 40))

    async def hasil() -> tuple[int, str | None]:
        conn: asyncpg.Connection = await asyncpg.connect(aplikasi)
        try:
            return await conn.fetchval("select count(*) from kunci.orang"), await conn.fetchval(
                "select to_regclass('pribadi.pelamar')::text"
            )
        finally:
            await conn.close()

    assert asyncio.run(hasil()) == (BANYAK, None)
