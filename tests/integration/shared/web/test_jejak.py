"""Auditors read the record of acts; a person reads who looked at what is theirs, and nothing of others."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import asyncpg
import pytest

from shared.db import create_pool
from shared.jejak import Catatan, Hasil, Kepala
from shared.jejak.jobs import Chain
from shared.jejak.store import tulis
from shared.kebijakan import Peran
from shared.messaging import unit_of_work
from shared.web.identitas import Identity, Speaks
from shared.web.jejak import acts_router, own_number
from tests.support.http import app_of, client_of
from tests.support.penerbit import Penerbit, bearer

SAYA, LAIN = "24000120110000001", "24000220110000002"
LIHAT = Catatan(
    subjek="p-1",
    jenis="PETUGAS",
    sebagai="PPK",
    instansi="0001",
    tindakan="pegawai.lihat",
    objek=f"peserta={SAYA}",
    peserta=SAYA,
    permintaan="00000000-0000-4000-8000-000000000001",
    hasil=Hasil.DILIHAT,
)
DAFTAR = replace(LIHAT, tindakan="peserta.daftar", objek="", peserta=None, sebagai="PANITIA_INSTANSI")
TERTULIS = [
    LIHAT,
    replace(LIHAT, peserta=LAIN, objek=f"peserta={LAIN}", instansi="0002", subjek="p-2"),
    replace(LIHAT, hasil=Hasil.DITOLAK, sebagai=None, subjek="p-2", instansi="0002"),
    DAFTAR,
    replace(DAFTAR, instansi="0002", subjek="p-2"),
    replace(DAFTAR, instansi=None, sebagai="BKN", subjek="p-3"),
    replace(DAFTAR, instansi="0002", sebagai="PUSAT_CAT", subjek="p-2"),
    replace(LIHAT, tindakan="nip.usul", hasil=Hasil.DIKERJAKAN, kiriman_sha256=b"\xab" * 32),
    replace(LIHAT, subjek=f"peserta:{SAYA}", jenis="PELAMAR", sebagai="PELAMAR", instansi=None),
    replace(DAFTAR, tindakan="formasi.buka", hasil=Hasil.DIKERJAKAN, sebagai="PANSELNAS_PERILIS", instansi=None),
]


class Uji:
    def __init__(self, http: aiohttp.ClientSession, pool: asyncpg.Pool, penerbit: Penerbit, loket: Penerbit) -> None:
        self.http, self.pool = http, pool
        self.auditor = penerbit.petugas(Peran.AUDITOR)
        self.ppk = penerbit.petugas(Peran.PPK, instansi="0001")
        self.pelamar = penerbit.pelamar()
        self.peserta = {nomor: loket.tulis(loket.klaim(nomor)) for nomor in (SAYA, LAIN)}

    async def baca(self, token: str, path: str, **query: str) -> tuple[int, Any]:
        async with self.http.get(path, params=query, headers=bearer(token)) as answer:
            return answer.status, await answer.json()

    async def nomor(self, token: str, path: str = "/v1/jejak", **query: str) -> list[int]:
        status, rows = await self.baca(token, path, **query)
        assert status == 200, rows
        return [row["nomor"] for row in rows]


@pytest.fixture
async def uji(service_dsn: Callable[[str], str]) -> AsyncIterator[Uji]:
    penerbit, loket = Penerbit(), Penerbit("urn:casn:pendaftaran", "urn:casn:pendaftaran")
    async with create_pool(service_dsn("kepegawaian"), application_name="uji") as pool:
        async with unit_of_work(pool) as uow:
            for catatan in TERTULIS:
                await tulis(uow.conn, catatan)
        app = app_of(acts_router(own_number))
        app.state.pool = pool
        app.state.identity = Identity([penerbit.issuer(), loket.issuer(Speaks.PARTICIPANTS)])
        async with client_of(app) as http:
            yield Uji(http, pool, penerbit, loket)


async def test_an_auditor_sees_a_row_whole(uji: Uji) -> None:
    status, rows = await uji.baca(uji.auditor, "/v1/jejak", tindakan="nip.usul")
    assert status == 200
    [row] = rows
    assert datetime.fromisoformat(row.pop("waktu")) > datetime.now(UTC) - timedelta(minutes=5)
    assert row == {
        "nomor": 8,
        "subjek": "p-1",
        "jenis": "PETUGAS",
        "sebagai": "PPK",
        "instansi": "0001",
        "tindakan": "nip.usul",
        "kalimat": "Mengusulkan NIP seseorang",
        "objek": f"peserta={SAYA}",
        "peserta": SAYA,
        "permintaan": LIHAT.permintaan,
        "hasil": "DIKERJAKAN",
        "kiriman_sha256": "ab" * 32,
        "jawaban_sha256": None,
        "sebelum_sha256": None,
        "sesudah_sha256": None,
        "tidak_dicatat": 0,
        "posisi": None,
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]),
        ({"subjek": "p-3"}, [6]),
        ({"subjek": f"peserta:{SAYA}"}, []),
        ({"subjek": f"peserta:{SAYA}", "jenis": "PELAMAR"}, [9]),
        ({"jenis": "PELAMAR"}, [9]),
        ({"tindakan": "formasi.buka"}, [10]),
        ({"objek": f"peserta={LAIN}"}, [2]),
        ({"peserta": SAYA, "subjek": "p-1"}, [8, 1]),
        ({"limit": "3"}, [10, 9, 8]),
        ({"limit": "3", "sebelum": "8"}, [7, 6, 5]),
        ({"sebelum": "1"}, []),
        ({"dari": "2099-01-01T00:00:00Z"}, []),
        ({"sampai": "2024-01-01T00:00:00Z"}, []),
        ({"dari": "2024-01-01T00:00:00Z", "sampai": "2099-01-01T00:00:00Z", "limit": "1"}, [10]),
    ],
)
async def test_filters_and_pages(uji: Uji, query: dict[str, str], found: list[int]) -> None:
    assert await uji.nomor(uji.auditor, **query) == found


@pytest.mark.parametrize(
    "query", [{"tindakan": "x"}, {"jenis": "DEWA"}, {"sebelum": "0"}, {"limit": "0"}, {"dari": "kemarin"}, {"peserta": "a"}]
)
async def test_a_filter_that_is_none_is_refused(uji: Uji, query: dict[str, str]) -> None:
    assert (await uji.baca(uji.auditor, "/v1/jejak", **query))[0] == 422


async def test_nobody_else_reads_it(uji: Uji) -> None:
    for path in ("/v1/jejak", "/v1/jejak/kepala"):
        for token in (uji.ppk, uji.pelamar, uji.peserta[SAYA]):
            assert (await uji.baca(token, path))[0] == 403
    assert await uji.pool.fetchval("select count(*) from jejak.catatan where tindakan = 'jejak.baca' and hasil = 'DITOLAK'") == 6


async def test_the_head_is_that_of_the_chain(uji: Uji) -> None:
    assert await uji.baca(uji.auditor, "/v1/jejak/kepala") == (200, {"posisi": 0, "sidik": "00" * 32})
    async with unit_of_work(uji.pool) as uow:
        assert await Chain().step(uow) == len(TERTULIS)
    status, said = await uji.baca(uji.auditor, "/v1/jejak/kepala")
    assert (status, said["posisi"]) == (200, len(TERTULIS))
    assert Kepala.baca(f"{said['posisi']}:{said['sidik']}").sidik != bytes(32)
    assert (await uji.baca(uji.auditor, "/v1/jejak", limit="1"))[1][0]["posisi"] == len(TERTULIS)


async def test_a_person_sees_who_looked_at_them_and_at_lists_with_them(uji: Uji) -> None:
    assert await uji.nomor(uji.peserta[SAYA], "/v1/saya/jejak") == [9, 8, 7, 6, 4, 3, 1]
    assert await uji.nomor(uji.peserta[LAIN], "/v1/saya/jejak") == [7, 6, 5, 2]
    assert await uji.nomor(uji.peserta[SAYA], "/v1/saya/jejak", limit="2", sebelum="8") == [7, 6]
    status, rows = await uji.baca(uji.peserta[SAYA], "/v1/saya/jejak", limit="1")
    assert status == 200
    assert set(rows[0]) == {"nomor", "waktu", "subjek", "sebagai", "instansi", "tindakan", "kalimat", "peserta", "hasil"}


async def test_who_has_no_number_sees_nothing_and_officers_are_no_person(uji: Uji) -> None:
    assert await uji.nomor(uji.pelamar, "/v1/saya/jejak") == []
    assert (await uji.baca(uji.auditor, "/v1/saya/jejak"))[0] == 403
