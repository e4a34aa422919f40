"""Every declared table is the table that the migrations make: names, types, what may be null, and the key."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import asyncpg
import pytest

import services
from shared.db import Table

_UDT = {"int4": "int", "int8": "bigint", "int2": "smallint", "_text": "text[]"}


def declared(service: str) -> Iterator[Table[Any]]:
    """All `Table` values of the service's store, each once."""
    store = importlib.import_module(f"services.{service}.store")
    for found in pkgutil.walk_packages(store.__path__, f"{store.__name__}."):
        module = importlib.import_module(found.name)
        yield from (value for value in vars(module).values() if isinstance(value, Table))


async def differences(conn: asyncpg.Connection, table: Table[Any]) -> list[str]:
    """What the database says of the table otherwise than its declaration, in words."""
    schema, _, name = table.name.rpartition(".")
    rows = await conn.fetch(
        """
        select column_name, udt_name, is_nullable = 'YES' as nullable, column_default is not null or is_identity = 'YES' as filled
        from information_schema.columns where table_schema = $1 and table_name = $2
        """,
        schema,
        name,
    )
    actual = {row["column_name"]: row for row in rows}
    said: list[str] = []
    for column, (sql, nullable) in table.types.items():
        row = actual.get(column)
        if row is None:
            said.append(f"{table.name}.{column} is not in the database")
        elif _UDT.get(row["udt_name"], row["udt_name"]) != sql:
            said.append(f"{table.name}.{column} is {row['udt_name']}, declared {sql}")
        elif row["nullable"] and not nullable:
            said.append(f"{table.name}.{column} may be null, its field may not")
    needed = {column for column, row in actual.items() if not row["nullable"] and not row["filled"]}
    said += [f"{table.name}.{column} is needed and not declared" for column in sorted(needed - set(table.columns))]
    unique = await conn.fetch(
        """
        select array_agg(a.attname::text order by a.attname) from pg_index i
        cross join unnest(i.indkey) as k (number) join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.number
        where i.indrelid = $1::text::regclass and i.indisunique group by i.indexrelid
        """,
        table.name,
    )
    if sorted(table.key) not in [row[0] for row in unique]:
        said.append(f"{table.name} has no unique index on {', '.join(table.key)}")
    return said


def service_names() -> list[str]:
    return sorted(found.name for found in pkgutil.iter_modules(services.__path__) if found.ispkg)


@pytest.mark.parametrize("service", service_names())
async def test_declarations_match_the_database(service: str, service_dsn: Callable[[str], str]) -> None:
    conn = await asyncpg.connect(service_dsn(service))
    try:
        assert [text for table in declared(service) for text in await differences(conn, table)] == []
    finally:
        await conn.close()


async def test_every_difference_is_told(empty_dsn: str) -> None:
    """The control: a table that differs in every way."""
    from tests.integration.shared.db.test_rows import TABLE

    conn = await asyncpg.connect(empty_dsn)
    try:
        await conn.execute(
            """
            create schema uji;
            create table uji.satu (
                kode text, nomor bigint not null, warna_dasar text not null, lahir date, lain text, sah boolean,
                saat timestamptz not null, sidik bytea not null, versi int not null, perlu int not null, primary key (kode))
            """
        )
        assert await differences(conn, TABLE) == [
            "uji.satu.nomor is int8, declared int",
            "uji.satu.catatan is not in the database",
            "uji.satu.sah may be null, its field may not",
            "uji.satu.perlu is needed and not declared",
            "uji.satu has no unique index on kode, nomor",
        ]
    finally:
        await conn.close()
