"""A declaration of columns writes what it reads, and a newer row alone replaces an older one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

import asyncpg
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.db import Column, Table


class Warna(StrEnum):
    MERAH = "MERAH"
    BIRU = "BIRU"


@dataclass(frozen=True, slots=True)
class Dasar:
    warna: Warna
    lahir: date | None
    catatan: tuple[str, ...]


class Satu(NamedTuple):
    kode: str
    nomor: int
    dasar: Dasar
    lain: Warna | None
    sah: bool
    saat: datetime
    sidik: bytes
    versi: int


TABLE = Table(
    "uji.satu",
    Satu,
    key=("kode", "nomor"),
    columns={"dasar.catatan": Column("jsonb", lambda value: orjson.dumps(value).decode(), lambda text: tuple(orjson.loads(text)))},
    names={"dasar.warna": "warna_dasar"},
)
ROW = Satu("a", 1, Dasar(Warna.MERAH, date(2000, 2, 29), ("x", "é'\\")), None, True, datetime(2026, 1, 1, tzinfo=UTC), b"\x00\xff", 1)


@pytest.fixture
async def conn(empty_dsn: str) -> AsyncIterator[asyncpg.Connection]:
    made = await asyncpg.connect(empty_dsn)
    await made.execute(
        """
        create schema uji;
        create table uji.satu (
            kode text, nomor int, warna_dasar text not null, lahir date, catatan jsonb not null, lain text, sah boolean not null,
            saat timestamptz not null, sidik bytea not null, versi int not null, dilihat int not null default 0, primary key (kode, nomor))
        """
    )
    yield made
    await made.close()


async def _all(conn: asyncpg.Connection) -> list[Satu]:
    return await TABLE.select(conn, "order by t.kode, t.nomor")


async def test_what_is_written_by_any_way_is_read_again(conn: asyncpg.Connection) -> None:
    second, third = ROW._replace(nomor=2, lain=Warna.BIRU), ROW._replace(kode="b", dasar=replace(ROW.dasar, lahir=None, catatan=()))
    assert await TABLE.copy(conn, [ROW]) == 1
    assert await TABLE.insert(conn, [second]) == [("a", 2)]
    assert await TABLE.upsert(conn, [third]) == [("b", 1)]
    assert await _all(conn) == [ROW, second, third]
    assert await TABLE.select(conn, "where t.lain = $1", "BIRU") == [second]


async def test_no_rows_change_nothing(conn: asyncpg.Connection) -> None:
    assert await TABLE.copy(conn, []) == 0
    assert await TABLE.insert(conn, []) == []
    assert await TABLE.upsert(conn, [], newest="versi") == []
    await TABLE.update(conn, [])
    assert await _all(conn) == []


async def test_a_newer_row_replaces_an_older_one_and_nothing_else_does(conn: asyncpg.Connection) -> None:
    await TABLE.insert(conn, [ROW._replace(versi=5)])
    same, older, newer = (ROW._replace(versi=versi, sah=False) for versi in (5, 4, 6))
    assert await TABLE.upsert(conn, [same], newest="versi") == []
    assert await TABLE.upsert(conn, [older], newest="versi") == []
    assert await _all(conn) == [ROW._replace(versi=5)]
    assert await TABLE.upsert(conn, [newer], newest="versi", also="dilihat = lama.dilihat + 1") == [("a", 1)]
    assert await _all(conn) == [newer]
    assert await conn.fetchval("select dilihat from uji.satu") == 1


async def test_an_existing_row_refuses_an_insert_unless_it_is_kept(conn: asyncpg.Connection) -> None:
    await TABLE.insert(conn, [ROW])
    with pytest.raises(asyncpg.UniqueViolationError):
        await TABLE.insert(conn, [ROW])
    assert await TABLE.insert(conn, [ROW._replace(sah=False), ROW._replace(nomor=9)], keep=True) == [("a", 9)]
    assert (await _all(conn))[0] == ROW


async def test_only_named_columns_are_written_over(conn: asyncpg.Connection) -> None:
    await TABLE.insert(conn, [ROW])
    other = ROW._replace(sah=False, versi=9, lain=Warna.BIRU)
    await TABLE.update(conn, [other, ROW._replace(kode="tidak ada")], only=["lain"])
    assert await _all(conn) == [ROW._replace(lain=Warna.BIRU)]
    await TABLE.upsert(conn, [other], only=["versi"])
    assert await _all(conn) == [ROW._replace(lain=Warna.BIRU, versi=9)]
    await TABLE.update(conn, [other])
    assert await _all(conn) == [other]


def test_a_field_that_says_no_column_is_refused() -> None:
    class Buruk(NamedTuple):
        kode: str
        isi: dict[str, str]

    with pytest.raises(TypeError, match="isi"):
        Table("uji.buruk", Buruk, key=("kode",))
    with pytest.raises(TypeError, match="nomor"):
        Table("uji.satu", Dasar, key=("nomor",), columns={"catatan": Column("jsonb")})


@given(st.lists(st.tuples(st.text(max_size=3), st.booleans(), st.binary(max_size=3))))
def test_values_and_arrays_are_each_others_transpose(rows: list[tuple[str, bool, bytes]]) -> None:
    made = [ROW._replace(kode=kode, nomor=nomor, sah=sah, sidik=sidik) for nomor, (kode, sah, sidik) in enumerate(rows)]
    values = [list(row) for row in TABLE.values(made)]
    assert [list(row) for row in zip(*TABLE.arrays(made), strict=True)] == values
    assert len(TABLE.arrays(made)) == len(TABLE.columns) == 10
