"""The messaging layer against its bare twins: a service's whole path, and the relay."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

import shared.messaging as messaging_package
from deploy.lokal.postgres import Postgres
from deploy.lokal.topics import TopicSpec, create_topics
from shared.contracts.envelope import body
from shared.contracts.penilaian import ExamScored
from shared.messaging import unit_of_work
from tests.bench.twins import STATE_TABLE, ours_consume, ours_relay, twin_consume, twin_send
from tests.support.messaging import exam, producing, send, wire

MIGRATIONS = Path(messaging_package.__file__).parent / "migrations"
PARTITIONS = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """One round: events per second of ours and of the twin."""

    ours: float
    twin: float

    @property
    def ratio(self) -> float:
        """Ours as a share of the twin."""
        return self.ours / self.twin


async def measure(bootstrap: str, postgres: Postgres, *, events: int, rounds: int) -> dict[str, list[Pair]]:
    """Both comparisons, ours and twin in turn so that a slow minute of the machine hits both."""
    sample = sample_of(events)
    consume: list[Pair] = []
    relay: list[Pair] = []
    for number in range(rounds):
        prefix = f"bench{number}."
        create_topics(bootstrap, 1, [TopicSpec(prefix + ExamScored.topic.name, PARTITIONS, {})])
        async with producing(bootstrap) as producer:
            await send(producer, prefix, [(e, 1) for e in sample])
        dsn = [await database(postgres, f"bench_{side}_{number}") for side in ("a", "b")]
        order = [("ours", dsn[0]), ("twin", dsn[1])]
        seconds: dict[str, float] = {}
        for side, at in order if number % 2 == 0 else reversed(order):
            run = ours_consume if side == "ours" else twin_consume
            seconds[side] = await run(at, bootstrap, prefix, events)
        consume.append(Pair(events / seconds["ours"], events / seconds["twin"]))
        relay.append(await _relay_pair(bootstrap, dsn[0], sample, number))
    return {"consume": consume, "relay": relay}


async def _relay_pair(bootstrap: str, dsn: str, sample: Sequence[ExamScored], number: int) -> Pair:
    prefix = f"relay{number}."
    topics = [prefix + ExamScored.topic.name, f"send{number}"]
    create_topics(bootstrap, 1, [TopicSpec(name, PARTITIONS, {}) for name in topics])
    async with asyncpg.create_pool(dsn, min_size=1, max_size=1) as pool:
        await fill(pool, sample)
    rows = [(e.key.encode(), body(e), wire(e, sequence=1)) for e in sample]
    if number % 2 == 0:
        ours = await ours_relay(dsn, bootstrap, prefix, len(sample))
        twin = await twin_send(rows, bootstrap, topics[1])
    else:
        twin = await twin_send(rows, bootstrap, topics[1])
        ours = await ours_relay(dsn, bootstrap, prefix, len(sample))
    return Pair(len(sample) / ours, len(sample) / twin)


async def fill(pool: asyncpg.Pool, sample: Sequence[ExamScored]) -> None:
    """Put the results, and nothing else, into the outbox."""
    await pool.execute("truncate messaging.outbox")
    for start in range(0, len(sample), 10_000):
        async with unit_of_work(pool) as uow:
            for event in sample[start : start + 10_000]:
                uow.emit(event, sequence=1)
    await pool.execute("vacuum analyze messaging.outbox")


def sample_of(count: int) -> list[ExamScored]:
    """So many results, in any order but always the same."""
    order = list(range(count))
    random.Random(1).shuffle(order)
    return [exam(f"24{i:015d}", twk=5 * (i % 31)) for i in order]


async def database(postgres: Postgres, name: str) -> str:
    """A new database with the tables of the messaging layer and one of state; its DSN."""
    dsn = postgres.create_database(name)
    conn = await asyncpg.connect(dsn)
    try:
        for path in sorted(MIGRATIONS.glob("*.sql")):
            await conn.execute(path.read_text(encoding="utf-8"))
        await conn.execute(STATE_TABLE)
    finally:
        await conn.close()
    return dsn
