"""The bus with locks against the same bus without: accounts and access lists, then signatures as well, in turn on one machine."""

import asyncio
import os
from base64 import b64encode
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

import asyncpg
from pydantic import SecretStr

from deploy.langganan.cluster import Cluster
from deploy.langganan.grants import Grant, Kind, Operation
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.postgres import Postgres
from deploy.lokal.topics import TopicSpec, create_topics
from deploy.lokal.waiting import poll
from shared.contracts.penilaian import ExamScored
from shared.messaging import Access, MessagingSettings
from shared.messaging.proof import Keys
from tests.bench.messaging import PARTITIONS, Pair, database, fill, sample_of
from tests.bench.twins import ours_consume, ours_relay

ACCOUNT = "bench"
PREFIX = "locks"
WANTED = 0.95
_WHAT = {
    "relay, locked": "Relay, with an account and access lists",
    "consume, locked": "A service's whole path, the same",
    "relay, signed": "Relay, and each record signed",
    "consume, signed": "A service's whole path, and each signature checked",
}


def measure(folder: Path, postgres: Postgres, *, events: int, rounds: int) -> dict[str, list[Pair]]:
    """Both clusters run all the time, and their sides take turns, so that a slow minute of the machine hits all."""
    with KafkaCluster(folder / "open", locked=False) as plain, KafkaCluster(folder / "locked") as locked:
        return asyncio.run(_measure(plain, locked, postgres, events=events, rounds=rounds))


async def _measure(plain: KafkaCluster, locked: KafkaCluster, postgres: Postgres, *, events: int, rounds: int) -> dict[str, list[Pair]]:
    account = _account(locked)
    key = f"bench:{b64encode(os.urandom(32)).decode()}"
    sides: dict[str, tuple[KafkaCluster, Access, Keys]] = {
        "open": (plain, Access.given(), Keys()),
        "locked": (locked, account, Keys()),
        "signed": (locked, account, Keys(owner_keys={ExamScored.topic.owner: (SecretStr(key),)})),
    }
    sample = sample_of(events)
    found: dict[str, list[Pair]] = {what: [] for what in _WHAT}
    for number in range(rounds):
        order = list(sides)[number % len(sides) :] + list(sides)[: number % len(sides)]
        rates: dict[str, tuple[float, float]] = {}
        for side in order:
            cluster, access, keys = sides[side]
            settings = MessagingSettings(topic_prefix=f"{PREFIX}{number}{side}.", access=access, keys=keys)
            topic = TopicSpec(settings.topic_prefix + ExamScored.topic.name, PARTITIONS, {})
            create_topics(cluster.bootstrap_servers, 1, [topic], access=cluster.operator)
            rates[side] = await _both(cluster.bootstrap_servers, postgres, sample, settings, f"{side}_{number}")
        for side in ("locked", "signed"):
            for what, ours, twin in zip(("relay", "consume"), rates[side], rates["open"], strict=True):
                found[f"{what}, {side}"].append(Pair(ours, twin))
    return found


async def _both(
    servers: str, postgres: Postgres, sample: Sequence[ExamScored], settings: MessagingSettings, name: str
) -> tuple[float, float]:
    """Events per second of the relay, and of the service that reads what it published."""
    source, target = [await database(postgres, f"locks_{part}_{name}") for part in ("a", "b")]
    async with asyncpg.create_pool(source, min_size=1, max_size=1) as pool:
        await fill(pool, sample)
    count = len(sample)
    relayed = await ours_relay(source, servers, settings.topic_prefix, count, settings)
    return count / relayed, count / await ours_consume(target, servers, settings.topic_prefix, count, settings)


def _account(locked: KafkaCluster) -> Access:
    """One that may do what a service may, by prefix, as grants go."""
    admin = Cluster(locked.bootstrap_servers, locked.operator)
    password = b64encode(os.urandom(32)).decode()
    admin.set_passwords({ACCOUNT: password})
    admin.add(
        [
            Grant(ACCOUNT, Operation.WRITE, Kind.TOPIC, PREFIX, prefixed=True),
            Grant(ACCOUNT, Operation.READ, Kind.TOPIC, PREFIX, prefixed=True),
            Grant(ACCOUNT, Operation.READ, Kind.GROUP, PREFIX, prefixed=True),
        ]
    )
    if not poll(lambda: not admin.refused({ACCOUNT: password}), timeout_s=30):
        raise RuntimeError(f"the broker does not take the account {ACCOUNT}")
    return locked.operator.of(ACCOUNT, password)


def render(found: Mapping[str, Sequence[Pair]], *, events: int, rounds: int) -> list[str]:
    """The part of the report about locks."""
    lines = [
        "## With locks against without",
        "",
        f"{events:,} events a measurement, {rounds} rounds. Both sides are ours: the same relay and the same service,",
        "on two brokers of one node, in turn.",
        "SASL_PLAINTEXT with SCRAM-SHA-512 and StandardAuthorizer, as the embedded stack runs; signatures are HMAC-SHA-256.",
        "",
        "| what | with, events/s | without, events/s | ratio (median; min to max) | wanted |",
        "|---|---|---|---|---|",
    ]
    for what, pairs in found.items():
        ratios = [pair.ratio for pair in pairs]
        lines.append(
            f"| {_WHAT[what]} | {median(pair.ours for pair in pairs):,.0f} | {median(pair.twin for pair in pairs):,.0f} "
            f"| {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f}) | {WANTED} |"
        )
    return [*lines, "", ""]
