"""What passes a door is in the record of acts: with its effect, before it is shown, or as a refusal."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import aiohttp
import asyncpg
import pytest
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel

import shared.jejak
import shared.messaging
import shared.web
from shared.db import create_pool
from shared.db.migrate import apply, migrations_in
from shared.errors import Rejected
from shared.jejak import store
from shared.kebijakan import Diizinkan, Peran
from shared.messaging import UnitOfWork, unit_of_work
from shared.web import Rekam, Sekali
from shared.web.acts import Refusals, salted
from shared.web.identitas import Wewenang, milik_kelompok, milik_peserta
from tests.support.http import app_of, client_of
from tests.support.penerbit import Penerbit, bearer, identity_of

KEY = "kunci-0001"
PESERTA = "24000120110000001"
NIK = "0001015502990001"


class Tercatat(BaseModel):
    nomor: int


@pytest.fixture
async def pool(empty_dsn: str) -> AsyncIterator[asyncpg.Pool]:
    rooms = [(p.__name__.rpartition(".")[2], Path(p.__path__[0]) / "migrations") for p in (shared.messaging, shared.web, shared.jejak)]
    await apply(empty_dsn, migrations_in(rooms))
    async with create_pool(empty_dsn, application_name="uji", max_size=20) as made:
        await made.execute("create table usul (nomor int generated always as identity, isi text not null)")
        yield made


router = APIRouter()
Pengusul = Annotated[Diizinkan, Depends(Wewenang("koreksi.usul", milik_kelompok))]
Pelihat = Annotated[Diizinkan, Depends(Wewenang("peserta.data_pribadi", milik_peserta))]


@router.post("/kelompok/{kelompok}/koreksi/{versi}", status_code=201)
async def usul(request: Request, sekali: Sekali, izin: Pengusul, kelompok: str, versi: int) -> Response:
    body = await request.body()

    async def work(uow: UnitOfWork) -> Tercatat:
        if body == b"buruk":
            raise Rejected("BURUK", "Tidak sah.")
        if body == b"lengkap":
            uow.changed(before=b"\x01" * 32, after=b"\x02" * 32, peserta=PESERTA)
        number = await uow.conn.fetchval("insert into usul (isi) values ($1) returning nomor", body.decode())
        if body == b"rusak":
            raise ConnectionResetError
        return Tercatat(nomor=number)

    return await sekali(work, Tercatat)


@router.put("/kelompok/{kelompok}/berkas/{nama}")
async def berkas(request: Request, rekam: Rekam, izin: Pengusul, kelompok: str, nama: str) -> Tercatat:
    body = await request.body()
    async with unit_of_work(request.app.state.pool) as uow:
        number = await uow.conn.fetchval("insert into usul (isi) values ($1) returning nomor", body.decode())
        await rekam.act(sent=hashlib.sha256(body).digest(), kunci="k")(uow.conn)
        if body == b"buruk":
            raise Rejected("BURUK", "Tidak sah.")
    return Tercatat(nomor=number)


@router.post("/dalam/{kelompok}")
async def dalam(izin: Pengusul, kelompok: str) -> None:
    raise Rejected("TIDAK_BERWENANG", "Orang ini bukan dari instansi Anda.", status=403)


@router.get("/peserta/{peserta}")
async def lihat(request: Request, izin: Pelihat, peserta: str) -> dict[str, int]:
    async with request.app.state.pool.acquire() as conn:
        count = int(await conn.fetchval("select count(*) from jejak.catatan"))
    if peserta.endswith("9"):
        raise Rejected("TIDAK_ADA", "Tidak ada.", status=404)
    return {"catatan": count}


class Uji:
    def __init__(self, http: aiohttp.ClientSession, pool: asyncpg.Pool, penerbit: Penerbit) -> None:
        self.http, self.pool = http, pool
        self.token = penerbit.petugas(Peran.PANITIA_INSTANSI, subjek="p-7", instansi="0001")

    async def kirim(self, method: str, path: str, body: bytes = b"isi", key: str = KEY) -> tuple[int, Any]:
        headers = {**bearer(self.token), "Idempotency-Key": key}
        async with self.http.request(method, path, data=body, headers=headers) as answer:
            return answer.status, await answer.json()

    async def catatan(self) -> list[dict[str, Any]]:
        return [dict(row) for row in await self.pool.fetch("select * from jejak.catatan order by id")]


@pytest.fixture
async def uji(pool: asyncpg.Pool) -> AsyncIterator[Uji]:
    penerbit = Penerbit()
    app = app_of(router)
    app.state.pool, app.state.identity = pool, identity_of(penerbit)
    async with client_of(app) as http:
        yield Uji(http, pool, penerbit)


async def test_a_write_and_its_row_are_one_transaction(uji: Uji) -> None:
    assert (await uji.kirim("POST", "/kelompok/0001-AN/koreksi/2"))[0] == 201
    [row] = await uji.catatan()
    assert {name: row[name] for name in ("subjek", "jenis", "sebagai", "instansi", "tindakan", "objek", "peserta", "hasil")} == {
        "subjek": "p-7",
        "jenis": "PETUGAS",
        "sebagai": "PANITIA_INSTANSI",
        "instansi": "0001",
        "tindakan": "koreksi.usul",
        "objek": "kelompok=0001-AN&versi=2",
        "peserta": None,
        "hasil": "DIKERJAKAN",
    }
    assert row["kiriman_sha256"] == salted(hashlib.sha256(b"isi").digest(), KEY)
    assert row["jawaban_sha256"] == salted(hashlib.sha256(b'{"nomor":1}').digest(), KEY)
    assert isinstance(row["permintaan"], UUID)
    assert await uji.pool.fetchval("select catatan from jejak.antrean") == row["id"]
    assert await uji.pool.fetchval("select xmin from usul") == await uji.pool.fetchval("select xmin from jejak.catatan")


@pytest.mark.parametrize(("body", "status"), [(b"buruk", 422), (b"rusak", 503)])
async def test_what_was_not_done_is_not_written(uji: Uji, body: bytes, status: int) -> None:
    for method, path in (("POST", "/kelompok/0001-AN/koreksi/2"), ("PUT", "/kelompok/0001-AN/berkas/a.csv")):
        if (method, body) != ("PUT", b"rusak"):
            assert (await uji.kirim(method, path, body))[0] == status
    assert await uji.catatan() == []


async def test_a_repeated_request_writes_nothing(uji: Uji) -> None:
    for _ in range(3):
        assert (await uji.kirim("POST", "/kelompok/0001-AN/koreksi/2"))[0] == 201
    assert len(await uji.catatan()) == 1
    await uji.kirim("POST", "/kelompok/0001-AN/koreksi/2", key="kunci-0002")
    assert len(await uji.catatan()) == 2


async def test_a_use_case_tells_what_only_it_knows(uji: Uji) -> None:
    await uji.kirim("POST", "/kelompok/0001-AN/koreksi/2", b"lengkap")
    [row] = await uji.catatan()
    assert (row["peserta"], row["objek"]) == (PESERTA, f"kelompok=0001-AN&versi=2&peserta={PESERTA}")
    assert (row["sebelum_sha256"], row["sesudah_sha256"]) == (b"\x01" * 32, b"\x02" * 32)


async def test_a_file_has_its_own_digest(uji: Uji) -> None:
    assert (await uji.kirim("PUT", "/kelompok/0001-AN/berkas/a%20b.csv"))[0] == 200
    [row] = await uji.catatan()
    assert row["objek"] == "kelompok=0001-AN&nama=a+b.csv&kunci=k"
    assert (row["hasil"], row["kiriman_sha256"], row["jawaban_sha256"]) == ("DIKERJAKAN", hashlib.sha256(b"isi").digest(), None)


async def test_a_look_is_written_before_anything_is_read(uji: Uji) -> None:
    assert await uji.kirim("GET", f"/peserta/{PESERTA}") == (200, {"catatan": 1})
    [row] = await uji.catatan()
    assert (row["tindakan"], row["peserta"], row["hasil"]) == ("peserta.data_pribadi", PESERTA, "DILIHAT")


async def test_a_look_at_nobody_is_a_look_too(uji: Uji) -> None:
    assert (await uji.kirim("GET", "/peserta/24000120110000009"))[0] == 404
    assert [row["peserta"] for row in await uji.catatan()] == ["24000120110000009"]


async def test_what_cannot_be_written_down_is_not_shown(uji: Uji) -> None:
    await uji.pool.execute("alter table jejak.catatan add constraint penuh check (false) not valid")
    assert (await uji.kirim("GET", f"/peserta/{PESERTA}"))[0] == 500
    assert (await uji.kirim("POST", "/kelompok/0001-AN/koreksi/2"))[0] == 500
    assert await uji.pool.fetchval("select count(*) from usul") == 0


async def test_a_refusal_names_who_and_what(uji: Uji) -> None:
    assert (await uji.kirim("POST", "/kelompok/0002-AN/koreksi/2"))[0] == 403
    [row] = await uji.catatan()
    assert (row["subjek"], row["sebagai"], row["instansi"], row["hasil"]) == ("p-7", None, "0001", "DITOLAK")
    assert row["objek"] == "kelompok=0002-AN&versi=2"


async def test_a_refusal_inside_the_door_is_one_too(uji: Uji) -> None:
    assert (await uji.kirim("POST", "/dalam/0001-AN"))[0] == 403
    [row] = await uji.catatan()
    assert (row["tindakan"], row["objek"], row["hasil"]) == ("koreksi.usul", "kelompok=0001-AN", "DITOLAK")


async def test_a_flood_of_refusals_is_counted_and_not_kept(uji: Uji) -> None:
    for number in range(Refusals.per_minute + 5):
        assert (await uji.kirim("POST", f"/kelompok/0002-AN/koreksi/{number}"))[0] == 403
    # A minute may have turned meanwhile; then the rows tell it.
    rows = await uji.catatan()
    assert Refusals.per_minute <= len(rows) < Refusals.per_minute + 5
    assert rows[0]["tidak_dicatat"] == 0


async def test_who_is_nobody_leaves_no_row(uji: Uji) -> None:
    uji.token = ".".join("abc")
    assert (await uji.kirim("GET", f"/peserta/{PESERTA}"))[0] == 401
    assert await uji.catatan() == []


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_nik_where_a_number_belongs_is_not_written(uji: Uji, method: str) -> None:
    path = f"/peserta/{NIK}" if method == "GET" else f"/kelompok/{NIK}/koreksi/1"
    await uji.kirim(method, path)
    [row] = await uji.catatan()
    assert NIK not in str(row)
    assert "9" * 16 in row["objek"]


async def test_a_long_path_gives_a_short_row(uji: Uji) -> None:
    await uji.kirim("POST", f"/kelompok/{'x' * 9000}/koreksi/1")
    [row] = await uji.catatan()
    assert len(row["objek"]) < 200


async def test_written_rows_are_linked_by_one_process(uji: Uji) -> None:
    for number in range(5):
        await uji.kirim("POST", f"/kelompok/0001-AN/koreksi/{number}", key=f"kunci-{number:04}")
    async with unit_of_work(uji.pool) as first:
        assert len(await store.rantaikan(first.conn, 3)) == 3
        async with unit_of_work(uji.pool) as second:
            assert await store.rantaikan(second.conn, 3) == []
    async with unit_of_work(uji.pool) as uow:
        assert [mata.posisi for mata in await store.rantaikan(uow.conn, 3)] == [4, 5]
        assert await store.rantaikan(uow.conn, 3) == []
    assert await uji.pool.fetchval("select count(*) from jejak.antrean") == 0
