"""Cases of two seasons and of two kinds in one database: each under its own rules, numbers of both, lists of one season."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import aiohttp
import asyncpg
import pytest

from services.kepegawaian import usecases
from services.kepegawaian.api import routers
from services.kepegawaian.context import Context
from services.kepegawaian.store import kasus as store_kasus
from services.kepegawaian.store import nip as store
from shared.istilah import TahapMusim
from shared.jadwal import Jendela
from shared.kalender import WIB
from shared.messaging import unit_of_work
from tests.integration.kepegawaian.kantor import isi, menunggu_kunci, mundurkan, nip, penomor, terbitkan, terima_keputusan
from tests.support.http import OFFICER, app_of, client_of
from tests.support.kepegawaian import SIDIK, brankas, diputuskan, usulan
from tests.support.musim import jadwal, musim, umumkan
from tests.support.penempatan import terima
from tests.unit.house.sources import ROOT

MIGRASI = ROOT / "services" / "kepegawaian" / "migrations"
OKTOBER = date(2025, 10, 1)


@pytest.fixture
async def client(pool: asyncpg.Pool) -> AsyncIterator[aiohttp.ClientSession]:
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context(brankas(), SIDIK)
    async with client_of(app, headers=list(OFFICER.items())) as session:
        yield session


async def _dua_musim(pool: asyncpg.Pool) -> None:
    """1 was decided before records named their season; 2 and 3 are PPPK."""
    await umumkan(pool, usecases.terima_musim, musim(), musim("pppk-2024"))
    pppk = [diputuskan(satu, kelompok="P", aturan="pppk-2024", musim="pppk-2024") for satu in ("2", "3")]
    await terima_keputusan(pool, diputuskan("1"), *pppk)


async def _json(client: aiohttp.ClientSession, jalan: str) -> dict[str, object]:
    async with client.get(jalan) as answer:
        return dict(await answer.json(content_type=None))


async def test_each_case_is_numbered_as_its_kind_is(pool: asyncpg.Pool) -> None:
    await _dua_musim(pool)
    hasil = await terbitkan(pool, *(usulan(satu, baris=int(satu), tmt=OKTOBER) for satu in ("1", "2", "3")))
    assert (hasil.terbit, hasil.ditolak) == (3, ())
    assert await nip(pool) == {"1": "199608182025101001", "2": "199608182025211001", "3": "199608182025211002"}
    ulang = await terbitkan(pool, usulan("2", tmt=OKTOBER), usulan("3", baris=2, tmt=date(2024, 12, 1)))
    assert (ulang.sudah_ada, [satu.sebab.kode for satu in ulang.ditolak]) == (1, ["NIP_BERBEDA"])


@pytest.mark.parametrize("terkunci", [True, False])
async def test_two_offices_never_give_one_ni_pppk_twice(pool: asyncpg.Pool, monkeypatch: pytest.MonkeyPatch, terkunci: bool) -> None:
    """Under the lock of the counter the second waits; without it, the control, the fingerprint refuses the second."""
    if not terkunci:
        monkeypatch.setattr(store, "KUNCI_HITUNGAN", "")
    await _dua_musim(pool)
    await terima_keputusan(pool, diputuskan("4", kelompok="P", aturan="pppk-2024", musim="pppk-2024"))
    await terbitkan(pool, usulan("4", tmt=OKTOBER))
    async with unit_of_work(pool) as kantor:
        await usecases.terbitkan_nip(kantor, await penomor(), [usulan("2", tmt=OKTOBER)])
        lain = asyncio.create_task(terbitkan(pool, usulan("3", tmt=OKTOBER)))
        await menunggu_kunci(pool, lain)
    if terkunci:
        assert (await lain).terbit == 1
    else:
        with pytest.raises(asyncpg.UniqueViolationError, match="nip_tidak_dipakai_ulang"):
            await lain
    nomor = await nip(pool)
    assert (nomor["4"], nomor["2"], nomor.get("3")) == (
        *("199608182025211001", "199608182025211002"),
        "199608182025211003" if terkunci else None,
    )


async def test_lists_and_counts_are_those_of_a_season(client: aiohttp.ClientSession, pool: asyncpg.Pool) -> None:
    await _dua_musim(pool)
    await terbitkan(pool, usulan("2", tmt=OKTOBER))
    await mundurkan(pool, "2")
    await mundurkan(pool, "1")
    assert (await _json(client, "/v1/ringkasan"))["kode"] == "MUSIM_PERLU_DISEBUT"
    assert (await _json(client, "/v1/hasil.ndjson?musim=pppk-2021"))["kode"] == "MUSIM_TIDAK_DIKENAL"
    cpns, pppk = [await _json(client, f"/v1/ringkasan?musim={kode}") for kode in ("cpns-2024", "pppk-2024")]
    nama = ("kasus", "diganti_boleh", "nip_terbit", "nip_batal")
    assert [cpns[satu] for satu in nama] == [1, 1, 0, 0]
    assert [pppk[satu] for satu in nama] == [2, 0, 1, 1]
    async with client.get("/v1/hasil.ndjson?musim=pppk-2024") as answer:
        assert len((await answer.text()).splitlines()) == 2
    kasus = await _json(client, "/v1/pegawai/2")
    assert (kasus["musim"], kasus["langkah"], kasus["dapat_diganti"]) == ("pppk-2024", "NIP_TERBIT", False)
    kode = "select convert_from(payload, 'utf8')::jsonb #>> '{alasan,kode}' from messaging.outbox where topic = 'nip-cancelled'"
    assert await isi(pool, kode) == [("NI_PPPK_DIBATALKAN",)]


async def test_cases_of_before_there_were_seasons_belong_to_the_one_that_takes_what_names_none(
    client: aiohttp.ClientSession, pool: asyncpg.Pool
) -> None:
    """With one season nothing needs to be named, and before any is known everything is told."""
    await terima_keputusan(pool, diputuskan("1"))
    assert (await _json(client, "/v1/ringkasan"))["kasus"] == 1
    await umumkan(pool, usecases.terima_musim)
    assert (await _json(client, "/v1/ringkasan"))["kasus"] == 1
    await umumkan(pool, usecases.terima_musim, musim("pppk-2024"))
    assert [(await _json(client, f"/v1/ringkasan?musim={kode}"))["kasus"] for kode in ("cpns-2024", "pppk-2024")] == [1, 0]


async def test_the_sixth_migration_takes_the_cases_along(empty_dsn: str) -> None:
    conn = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute("create schema messaging; create table messaging.consumer_offset (grp text)")
        for path in sorted(MIGRASI.glob("000[1-5]_*.sql")):
            await conn.execute(path.read_text(encoding="utf-8"))
        await conn.execute(
            """
            insert into kepegawaian.kasus (peserta, kelompok, formasi, kursi, rute, aturan, aturan_versi, versi, status, langkah)
            values ('1', 'K', 'A', 'A/1', 'FORMASI_SENDIRI', 'cpns-2024', 1, 1, 'AKTIF', 'SEBELUM_USUL_NIP')
            """
        )
        await conn.execute((MIGRASI / "0006_musim.sql").read_text(encoding="utf-8"))
        kasus = await store_kasus.kunci_kasus(conn, ["1"])
        assert [(satu.peserta, satu.musim) for satu in kasus.values()] == [("1", None)]
    finally:
        await conn.close()


async def test_numbers_are_proposed_while_the_calendar_of_the_season_has_proposals(pool: asyncpg.Pool) -> None:
    await _dua_musim(pool)
    usul = Jendela(datetime(2025, 2, 1, tzinfo=WIB), datetime(2025, 2, 28, 23, 59, 59, 999000, tzinfo=WIB))
    async with unit_of_work(pool) as uow:
        await usecases.terima_jadwal(uow, terima(jadwal("pppk-2024", 1, (TahapMusim.USUL_NIP, usul))))

    async def pada(saat: datetime) -> tuple[int, list[tuple[str, str]]]:
        async with unit_of_work(pool) as uow:
            semua = [usulan(satu, baris=int(satu), tmt=OKTOBER) for satu in ("1", "2", "3")]
            hasil = await usecases.terbitkan_nip(uow, await penomor(3, saat=saat), semua)
        return hasil.terbit, [(satu.usulan.peserta, satu.sebab.kode) for satu in hasil.ditolak]

    sekejap = timedelta(milliseconds=1)
    # The other season has no calendar: its officers decide alone.
    assert await pada(usul.mulai - sekejap) == (1, [("2", "BELUM_WAKTUNYA"), ("3", "BELUM_WAKTUNYA")])
    assert await pada(usul.sampai + sekejap) == (0, [("2", "LEWAT_WAKTU"), ("3", "LEWAT_WAKTU")])
    assert await pada(usul.sampai) == (2, [])
    # Who has a number has it whenever one asks.
    assert await pada(usul.sampai + sekejap) == (0, [])
