"""Seasons of one installation: the first is taken over once, and told to everybody."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import asyncpg
import orjson
import pytest

from services.pendaftaran.app import build
from services.pendaftaran.usecases.adopsi import MusimBukanMilik, siapkan
from shared.db import MigrationError
from shared.db.migrate import apply, migrations_of
from tests.support.pendaftaran import Uji, aplikasi, berjalan, setelan_pendaftaran

PERTAMA = {
    "musim": "cpns-2024",
    "jenis_pengadaan": "CPNS",
    "gelombang": 1,
    "tahun_anggaran": 2024,
    "aturan": {"nama": "cpns-2024", "versi": 1},
    "mode_pengisian": "SESUAI_KEPUTUSAN",
    "keadaan": "BERJALAN",
    "tanpa_musim": True,
    "versi": 1,
}


async def _daftar(uji: Uji) -> list[dict[str, object]]:
    async with uji.http.get("/v1/musim") as jawaban:
        assert jawaban.status == 200
        return list(orjson.loads(await jawaban.read()))


async def test_a_fresh_installation_takes_over_the_season_of_its_settings_and_announces_it(uji: Uji) -> None:
    (satu,) = await _daftar(uji)
    assert {kunci: satu[kunci] for kunci in PERTAMA} == PERTAMA
    (terbit,) = await uji.kotak_keluar("season-announced")
    assert {kunci: terbit[kunci] for kunci in PERTAMA} == PERTAMA


async def test_it_is_taken_over_once_whatever_the_settings_say_later(service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn("pendaftaran")
    async with berjalan(dsn) as uji:
        lain = setelan_pendaftaran(dsn).model_copy(update={"musim": "cpns-2021", "aturan": "cpns-2021"})
        _, context = aplikasi(lain)
        await asyncio.gather(*(siapkan(uji.pool, context.instalasi) for _ in range(3)))
        assert [satu["musim"] for satu in await _daftar(uji)] == ["cpns-2024"]
        assert len(await uji.kotak_keluar("season-announced")) == 1


async def test_a_process_does_not_start_on_a_database_that_is_behind(empty_dsn: str) -> None:
    await apply(empty_dsn, [satu for satu in migrations_of("pendaftaran") if satu.room != "pendaftaran" or satu.file < "0009"])
    app = build(setelan_pendaftaran(empty_dsn))
    with pytest.raises(MigrationError, match=r"pendaftaran/0009_musim\.sql.*run migrate"):
        async with app.router.lifespan_context(app):
            pass


async def test_a_calendar_of_another_season_stops_the_takeover(service_dsn: Callable[[str], str]) -> None:
    dsn = service_dsn("pendaftaran")
    _, context = aplikasi(setelan_pendaftaran(dsn))
    async with asyncpg.create_pool(dsn) as pool:
        await pool.execute(
            "insert into pendaftaran.jadwal_usul (musim, versi, keputusan, sidik, diusulkan_oleh, diusulkan_pada)"
            " values ('cpns-2021', 1, 'S', repeat('a', 64), 'p', now())"
        )
        with pytest.raises(MusimBukanMilik, match="cpns-2021"):
            await siapkan(pool, context.instalasi)
        instalasi = replace(context.instalasi, pertama=context.instalasi.pertama._replace(musim="cpns-2021", aturan="cpns-2021"))
        await siapkan(pool, instalasi)
        assert await pool.fetchval("select musim from pendaftaran.musim") == "cpns-2021"


async def test_a_request_names_a_season_that_is_there(uji: Uji) -> None:
    await uji.buka()
    for jalan in ("/v1/ringkasan", "/v1/seleksi-administrasi/umumkan", "/v1/arsip/musim", "/v1/formasi/kuota"):
        assert (await uji.kirim("GET", f"{jalan}?musim=cpns-2024"))[0] == 200, jalan
        status, masalah = await uji.kirim("GET", f"{jalan}?musim=cpns-2023")
        assert (status, masalah["kode"]) == (404, "MUSIM_TIDAK_DIKENAL"), jalan
    (terbit,) = await uji.kotak_keluar("formation-opened")
    assert terbit["musim"] == "cpns-2024"
