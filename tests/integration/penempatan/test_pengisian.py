"""Filling between formations on a real database: what is kept, published and answered, replacement by filling, linked kelompok."""

from collections.abc import Sequence
from dataclasses import replace

import asyncpg
import orjson

from services.penempatan.api import routers
from services.penempatan.context import Context
from services.penempatan.domain.jenis import Kesediaan
from shared.aturan import JenisKebutuhan
from shared.contracts.event import Event
from shared.contracts.penempatan import PlacementDecided, VacancyFilled
from shared.istilah import JenisKesediaan, ModePengisian
from tests.integration.penempatan.papan import keadaan, kerjakan, kirim, kursi, mundurkan, semua_peristiwa, status, terbit
from tests.support.administrator import empty_outbox
from tests.support.http import OFFICER, app_of, client_of
from tests.support.penempatan import Ciri, formasi_dibuka, mundur, post, susun
from tests.unit.house.sources import ROOT

MIGRASI = ROOT / "services" / "penempatan" / "migrations"
CUMLAUDE = JenisKebutuhan.CUMLAUDE
# A is crowded; X and Y in other units have nobody, N accepts a study nobody has.
FORMASI = (post("A"), post("X", unit="Unit V"), post("Y", unit="Unit W"), post("N", jenis=CUMLAUDE, unit="Unit V", kualifikasi=["LANGKA"]))
MAU_W = Kesediaan(JenisKesediaan.PILIHAN, frozenset({"UNIT W"}))
K = susun(FORMASI, [(str(n), "A", 90_000 - n) for n in range(1, 6)], ciri={"2": Ciri(kesediaan=MAU_W)})


async def _isi(pool: asyncpg.Pool, mode: ModePengisian = ModePengisian.SESUAI_KEPUTUSAN, events: Sequence[Event] | None = None) -> None:
    await kirim(pool, semua_peristiwa(K) if events is None else events)
    await kerjakan(pool, mode=mode)


async def test_vacancies_are_filled_and_their_life_is_published(pool: asyncpg.Pool) -> None:
    await _isi(pool)
    assert await kursi(pool) == {"A/1": "1", "N/1": None, "X/1": "2", "Y/1": "3"}
    assert await terbit(pool, "vacancy-opened", "vacancy-filled") == [
        ("vacancy-opened", "N/1", 1),
        *(("vacancy-opened", "X/1", 1), ("vacancy-filled", "X/1", 1)),
        *(("vacancy-opened", "Y/1", 1), ("vacancy-filled", "Y/1", 1)),
    ]
    async with pool.acquire() as conn:
        rows = {(row["topic"], row["subject"]): row["payload"] for row in await conn.fetch("select * from messaging.outbox")}
    terisi = VacancyFilled.model_validate_json(rows["vacancy-filled", "X/1"])
    assert (terisi.peserta, terisi.rute, terisi.alasan.kode) == ("2", "UMUM_DARI_UNIT_LAIN", "PENGISIAN_UMUM_DARI_UNIT_LAIN")
    putusan = PlacementDecided.model_validate_json(rows["placement-decided", "2"])
    assert (putusan.hasil, putusan.kode, putusan.formasi_asal, putusan.formasi_tujuan) == ("LULUS", "P/L-U3", "A", "X")


async def test_the_answers_explain(pool: asyncpg.Pool) -> None:
    await _isi(pool)
    app = app_of(*routers)
    app.state.pool, app.state.context = pool, Context()
    async with client_of(app) as client:
        ringkasan = await (await client.get("/v1/ringkasan")).json()
        assert ringkasan["kode"] == {"P/L": 1, "P/L-U3": 2, "TL": 2}
        assert ringkasan["rute"] == {"FORMASI_SENDIRI": 1, "UMUM_DARI_UNIT_LAIN": 2}
        # As decreed 2 goes to V although they named W only; with consent 2 goes to W and 3 to V.
        assert ringkasan["persetujuan"] == {
            "pilihan": 1,
            "tanpa_persetujuan": 1,
            "mendapat": 0,
            "melepas": 0,
            "pindah": 2,
            "kursi_lebih_kosong": 0,
        }
        isi = await (await client.get("/v1/kelompok/K", headers=OFFICER)).json()
        assert isi["mode"] == "SESUAI_KEPUTUSAN"
        assert [(o["peserta"], o["sesuai_keputusan"], o["dengan_persetujuan"]) for o in isi["pengaruh"]["orang"]] == [
            *(("2", "X", "Y"), ("3", "Y", "X")),
        ]
        kosong = {k["kursi"]: k["mengapa_kosong"] for k in isi["kursi"]}
        assert kosong["A/1"] is None
        assert "2 orang karena kualifikasi pendidikannya tidak diterima" in kosong["N/1"]
        baris = [orjson.loads(line) for line in (await (await client.get("/v1/kursi.ndjson")).read()).splitlines()]
        assert {k["kursi"]: k["penjelasan"] for k in baris} == kosong
        mengapa = (await (await client.get("/v1/peserta/4/penjelasan", headers=OFFICER)).json())["penjelasan"]
        assert "Yang paling dekat ialah formasi Y" in mengapa
        assert "89,997" in mengapa


async def test_with_consent_the_word_of_people_is_kept(pool: asyncpg.Pool) -> None:
    await _isi(pool, ModePengisian.DENGAN_PERSETUJUAN)
    assert await kursi(pool) == {"A/1": "1", "N/1": None, "X/1": "3", "Y/1": "2"}
    await mundurkan(pool, mundur("K", "X/1", "3"))
    assert (await kursi(pool))["X/1"] == "4"


async def test_a_seat_left_goes_to_the_next_of_the_formation_and_nobody_is_pulled_back(pool: asyncpg.Pool) -> None:
    await _isi(pool)
    await mundurkan(pool, mundur("K", "A/1", "1"))
    assert await kursi(pool) == {"A/1": "4", "N/1": None, "X/1": "2", "Y/1": "3"}


async def test_a_filled_seat_that_is_left_is_filled_again_by_the_steps(pool: asyncpg.Pool) -> None:
    await _isi(pool)
    await empty_outbox(pool)
    await mundurkan(pool, mundur("K", "X/1", "2"), mundur("K", "X/1", "4"))
    assert await kursi(pool) == {"A/1": "1", "N/1": None, "X/1": "5", "Y/1": "3"}
    assert await terbit(pool, "vacancy-opened", "vacancy-filled", "candidate-replaced", "placement-decided") == [
        *(("vacancy-opened", "X/1", 2), ("vacancy-filled", "X/1", 2), ("candidate-replaced", "X/1", 1), ("placement-decided", "4", 2)),
        *(("vacancy-opened", "X/1", 3), ("vacancy-filled", "X/1", 3), ("candidate-replaced", "X/1", 2), ("placement-decided", "5", 2)),
    ]
    async with pool.acquire() as conn:
        isi = await conn.fetchval("select payload from messaging.outbox where topic = 'placement-decided' and subject = '5'")
    putusan = PlacementDecided.model_validate_json(isi)
    assert (putusan.tahap, putusan.rute, putusan.kode) == ("PENGGANTIAN", "UMUM_DARI_UNIT_LAIN", "P/L-U3")
    await mundurkan(pool, mundur("K", "X/1", "5"))
    assert (await kursi(pool))["X/1"] is None


async def test_replacement_goes_by_the_posts_that_were_placed(pool: asyncpg.Pool) -> None:
    """A later version of a post would no longer accept anybody; the seat was given under the first."""
    await _isi(pool)
    ubah = formasi_dibuka(replace(FORMASI[1], kualifikasi=frozenset({"LAIN"})), "K", versi=2)
    await kirim(pool, [ubah])
    await mundurkan(pool, mundur("K", "X/1", "2"))
    assert (await kursi(pool))["X/1"] == "4"


async def test_a_kelompok_that_shares_a_person_with_a_placed_one_is_held_back(pool: asyncpg.Pool) -> None:
    await _isi(pool)
    sebelum = await kursi(pool)
    lain = susun([post("Z")], [("2", "Z", 70_000), ("77", "Z", 60_000)], "L")
    # Later versions of the same numbers: penilaian moved person 2 after the first kelompok was placed.
    await kirim(pool, semua_peristiwa(lain, versi=2))
    await kerjakan(pool)
    assert await status(pool, "L") == ("TERTAHAN", "TERKAIT")
    assert await kursi(pool) == sebelum


async def test_the_order_of_events_leaves_no_trace(pool: asyncpg.Pool) -> None:
    await _isi(pool, events=list(reversed(semua_peristiwa(K))))
    satu = await keadaan(pool)
    assert satu["kelompok"][0][1] == "DITEMPATKAN"


async def test_a_database_with_placed_kelompok_is_taken_along(empty_dsn: str) -> None:
    """The second migration on what the first one held: nothing is lost, and later resignations find what they go by."""
    conn = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute((MIGRASI / "0001_penempatan.sql").read_text(encoding="utf-8"))
        await conn.execute(
            """
            insert into penempatan.formasi values ('A', 'K', 'I', 'J', 'U', 'UMUM', 1, 1);
            insert into penempatan.peringkat values ('1', 'K', 'A', 'UMUM', 'S1', true, 'HADIR', 80000, 1, 1, false, 1);
            insert into penempatan.kelompok (kelompok, jumlah, jumlah_formasi, jumlah_kursi, sha256, aturan, aturan_versi, versi, status,
                versi_ditempatkan) values ('K', 1, 1, 1, repeat('0', 64), 'cpns-2024', 1, 1, 'DITEMPATKAN', 1);
            insert into penempatan.keputusan values ('1', 'K', 'A', 'HADIR', 80000, 1, 'AKHIR', 'LULUS', 'P/L', '[]', 'FORMASI_SENDIRI',
                'A', 'A/1', false, 1);
            """
        )
        await conn.execute((MIGRASI / "0002_pengisian.sql").read_text(encoding="utf-8"))
        row = await conn.fetchrow("select kualifikasi, memenuhi_ambang_umum, seri, jenis_kebutuhan from penempatan.keputusan")
        assert row is not None
        assert tuple(row) == ("S1", True, False, "UMUM")
        assert await conn.fetchval("select mode from penempatan.kelompok") == "SESUAI_KEPUTUSAN"
        assert await conn.fetchval("select unit from penempatan.formasi_dasar") == "U"
    finally:
        await conn.close()
