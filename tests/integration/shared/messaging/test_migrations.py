"""What the commit before kept is still there, and can be read, after the migrations of this one."""

import base64
from collections.abc import Iterator

import asyncpg
import orjson
import pytest

from deploy.lokal.waiting import run_async
from shared.messaging.records import taken
from tests.support.backends import PostgresServer
from tests.support.messaging import MIGRATIONS

HEADERS: list[tuple[str, bytes]] = [
    ("ce_id", b"a"),
    ("x-trace", b"\xff\xfe\x00"),
    ("kosong", b""),
    ("ce_id", b"lagi"),
    ("aksara \u00e9", b"1"),
]


def packed(headers: list[tuple[str, bytes]]) -> bytes:
    """As headers were kept until 0001."""
    return orjson.dumps([[name, base64.b64encode(value).decode()] for name, value in headers])


@pytest.fixture
def dsn(postgres: PostgresServer) -> Iterator[str]:
    """A database as the first migration left it."""
    found = postgres.fresh()

    async def begin() -> None:
        conn = await asyncpg.connect(found)
        await conn.execute((MIGRATIONS / "0001_messaging.sql").read_text())
        await conn.close()

    run_async(begin)
    yield found
    postgres.drop(found)


async def test_headers_and_outbox_survive(dsn: str) -> None:
    conn = await asyncpg.connect(dsn)
    place = "'t', 3, 41"
    for headers in (HEADERS, [], [("a\0b", b"nul")]):
        await conn.execute(
            f"insert into messaging.quarantine (grp, topic, part, rec_offset, reason, detail, headers) values ($2, {place}, '', '', $1)",
            packed(headers),
            str(len(headers)),
        )
    await conn.execute("insert into messaging.parked_key (grp, key, reason) values ('g', 'k', '')")
    await conn.execute(
        f"insert into messaging.parked (grp, key, topic, part, rec_offset, admitted, headers) values ('g', 'k', {place}, true, $1)",
        packed(HEADERS),
    )
    await conn.execute(
        "insert into messaging.early (grp, subject, sequence, topic, part, rec_offset, key, headers)"
        f" values ('g', 's', 2, {place}, 'k', $1)",
        packed(HEADERS),
    )
    await conn.execute(
        "insert into messaging.outbox (shard, topic, key, subject, sequence, event_id, occurred_at, correlation_id, payload)"
        " select 3 - n, 't', 'k', 's', n + 1, n::text, 'now', 'c', 'isi' from generate_series(0, 3) n"
    )
    for path in sorted(MIGRATIONS.glob("*.sql"))[1:]:
        await conn.execute(path.read_text())

    for table in ("parked", "early"):
        (row,) = await conn.fetch(f"select * from messaging.{table}")
        record = taken(row)
        assert (record.topic, record.partition, record.offset, record.key, list(record.headers)) == ("t", 3, 41, b"k", HEADERS)
    rows = {row["grp"]: (row["header_names"], row["header_values"]) for row in await conn.fetch("select * from messaging.quarantine")}
    names, values = zip(*HEADERS, strict=True)
    assert rows == {"5": ([*names], [*values]), "0": ([], []), "1": (["a\\x00b"], [b"nul"])}
    assert [row["sequence"] for row in await conn.fetch("select * from messaging.outbox order by id")] == [1, 2, 3, 4]
    assert await conn.fetchval("select count(*) from pg_proc where pronamespace = 'messaging'::regnamespace") == 0
    await conn.close()
