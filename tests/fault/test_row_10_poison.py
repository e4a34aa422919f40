"""Row 10: records nobody can read. Each is kept byte for byte with its reason, the partition moves on, the counters are right."""

from collections import Counter
from typing import NamedTuple

import asyncpg
import pytest

from shared.contracts.envelope import body
from tests.support.backends import KafkaServer
from tests.support.evidence import effects, group, make_exam_topic, metric, wait_for_effects
from tests.support.history import Fact
from tests.support.messaging import TOPIC, consuming, exam, fast_settings, peserta, producing, wire

pytestmark = pytest.mark.fault

Headers = list[tuple[str, bytes | None]]

KEY = peserta(1)
BODY = body(exam(KEY))


def headers(**changed: bytes | None) -> Headers:
    """Those of a good record, some changed, some (None) taken away."""
    found = {**dict(wire(exam(KEY), sequence=1)), **changed}
    return [(name, value) for name, value in found.items() if value is not None]


class Bad(NamedTuple):
    reason: str
    headers: Headers
    value: bytes | None = BODY
    key: bytes | None = KEY.encode()


BAD = {
    "tombstone": Bad("kosong", headers(), None),
    "not JSON": Bad("isi", headers(), b"\x00\x01Obj\x01"),
    "another model": Bad("isi", headers(), b'{"formasi": "x"}'),
    "wrong type": Bad("jenis", headers(ce_type=b"id.go.asn.ranking-closed.v1")),
    "unknown version": Bad("jenis", headers(ce_type=b"id.go.asn.exam-scored.v9")),
    "one megabyte": Bad("besar", headers(), b'{"peserta": "' + b"1" * 1_000_000 + b'"}'),
    "header not UTF-8": Bad("kepala", headers(ce_subject=b"\xff\xfe")),
    "header missing": Bad("kepala", headers(ce_id=None)),
    "number beyond every column": Bad("kepala", headers(ce_sequence=b"9" * 30)),
    "NUL in an attribute": Bad("kepala", headers(ce_correlationid=b"a\x00b")),
    "key of somebody else": Bad("kunci", headers(), BODY, peserta(2).encode()),
    "key not UTF-8": Bad("kunci", headers(), BODY, b"\xff\x00"),
    "a number beyond reason": Bad("nomor", headers(ce_sequence=b"2147483647")),
    "a version beyond reason": Bad("nomor", headers(), body(exam(KEY, 2_147_483_647))),
    "a header without a value": Bad("kepala", [*headers(ce_id=None), ("ce_id", None)]),
    "NUL in a name and in a type": Bad("jenis", [*headers(ce_type=b"a\x00b"), ("x", b"")]),
    "many headers": Bad("kosong", [*headers(), *[("x", b"y" * 900)] * 1000], b""),
    "no key": Bad("kunci", headers(), BODY, None),
}


async def test_each_is_quarantined_and_its_neighbours_are_applied(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool) -> None:
    # One partition: every good record stands behind a bad one.
    prefix = make_exam_topic(kafka, partitions=1)
    async with producing(kafka.bootstrap_servers) as producer, consuming(kafka.bootstrap_servers, pool, fast_settings(prefix)):
        for number, bad in enumerate(BAD.values(), start=1):
            await producer.send_and_wait(prefix + TOPIC, bad.value, key=bad.key, headers=bad.headers)
            good = exam(KEY, number)
            # A header we know nothing of may hold anything.
            told = [*wire(good, sequence=number), ("x-trace", b"\xff\xfe")]
            await producer.send_and_wait(prefix + TOPIC, body(good), key=KEY.encode(), headers=told)
        await wait_for_effects(pool, len(BAD))
    assert await effects(pool) == [Fact(KEY, number) for number in range(1, len(BAD) + 1)]

    rows = await pool.fetch("select * from messaging.quarantine where grp = $1 order by rec_offset", group(prefix))
    for (name, bad), row, offset in zip(BAD.items(), rows, range(0, 2 * len(BAD), 2), strict=True):
        assert (row["topic"], row["part"], row["rec_offset"], row["reason"]) == (prefix + TOPIC, 0, offset, bad.reason), name
        assert (row["payload"], row["key"]) == (bad.value, bad.key), name
        assert list(zip(row["header_names"], row["header_values"], strict=True)) == bad.headers, name
        assert KEY not in row["detail"], name

    for reason, number in Counter(bad.reason for bad in BAD.values()).items():
        assert metric("messaging_quarantined_events_total", prefix, reason=reason) == number, reason
    assert metric("messaging_applied_events_total", prefix) == len(BAD)
    assert await pool.fetchval("select next_offset from messaging.consumer_offset where grp = $1", group(prefix)) == 2 * len(BAD)
