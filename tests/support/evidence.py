"""What the topic and the database say happened, in the checker's words."""

import secrets

import asyncpg
from aiokafka import AIOKafkaConsumer
from prometheus_client import REGISTRY

from deploy.lokal.topics import TopicSpec, create_topics
from tests.support.backends import PREFIX, KafkaServer
from tests.support.history import Fact, History, Observation
from tests.support.messaging import SERVICE, TOPIC
from tests.support.waiting import wait_for

PARTITIONS = 3


def make_exam_topic(kafka: KafkaServer, *, partitions: int = PARTITIONS) -> str:
    """A new, empty `exam-scored` topic; the prefix that leads to it."""
    prefix = f"{PREFIX}{secrets.token_hex(4)}."
    create_topics(kafka.bootstrap_servers, 1, [TopicSpec(prefix + TOPIC, partitions, {})])
    kafka._made.append(prefix + TOPIC)
    return prefix


def group(prefix: str) -> str:
    """The group of the service under test."""
    return f"{prefix}{SERVICE}.{TOPIC}"


def metric(name: str, prefix: str, **labels: str) -> float:
    """A counter of that group; 0 before it was first touched."""
    return REGISTRY.get_sample_value(name, {"group": group(prefix), **labels}) or 0.0


async def topic_records(bootstrap: str, prefix: str) -> list[Observation]:
    """The whole topic, partition by partition."""
    found: list[Observation] = []
    consumer = AIOKafkaConsumer(
        prefix + TOPIC, bootstrap_servers=bootstrap, enable_auto_commit=False, auto_offset_reset="earliest", fetch_max_wait_ms=50
    )
    await consumer.start()
    try:
        partitions = list(consumer.assignment())
        ends = await consumer.end_offsets(partitions)
        while any([await consumer.position(tp) < end for tp, end in ends.items()]):
            for tp, records in (await consumer.getmany(timeout_ms=200)).items():
                for record in records:
                    headers = dict(record.headers)
                    fact = Fact(record.key.decode(), int(headers["ce_sequence"]))
                    found.append(Observation(tp.partition, record.offset, headers["ce_id"].decode(), fact))
    finally:
        await consumer.stop()
    return sorted(found)


async def effects(pool: asyncpg.Pool) -> list[Fact]:
    """What the handler `count` wrote, in its order."""
    return [Fact(row["peserta"], row["versi"]) for row in await pool.fetch("select peserta, versi from urutan order by n")]


async def wait_for_effects(pool: asyncpg.Pool, count: int, *, timeout: float = 30) -> None:  # noqa: ASYNC109 - handed to wait_for
    """Until at least `count` effects are there."""

    async def enough() -> bool:
        return int(await pool.fetchval("select count(*) from urutan")) >= count

    await wait_for(enough, timeout, f"{count} effects")


async def wait_for_empty_outbox(pool: asyncpg.Pool) -> None:
    """Until the relay has nothing left to send."""

    async def empty() -> bool:
        return int(await pool.fetchval("select count(*) from messaging.outbox")) == 0

    await wait_for(empty, 30, "an empty outbox")


async def collect(history: History, bootstrap: str, prefix: str, pool: asyncpg.Pool) -> History:
    """Add what the topic and the database say."""
    history.observed(await topic_records(bootstrap, prefix))
    history.applied(await effects(pool))
    # `n = n + 1` per event must tell the same as the list: nobody may have been counted twice beside it.
    totals = {row["peserta"]: row["n"] for row in await pool.fetch("select peserta, n from hitungan")}
    listed: dict[str, int] = {}
    for fact in history.effects:
        listed[fact.key] = listed.get(fact.key, 0) + 1
    assert totals == listed
    return history
