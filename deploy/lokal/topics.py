"""Topics are made here, from the catalogue, and nowhere else: no client ever creates one by naming it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import TopicAlreadyExistsError, for_code

from deploy.lokal.waiting import run_async
from shared.contracts.catalogue import TOPICS
from shared.messaging import Access

TIMEOUT_MS = 30_000


@dataclass(frozen=True, slots=True)
class TopicSpec:
    """A topic to create; `config` in the broker's own names and units."""

    name: str
    partitions: int
    config: Mapping[str, str] = field(default_factory=dict)


def catalogue(prefix: str = "") -> list[TopicSpec]:
    """Every topic of the catalogue, each name behind `prefix`, so that several sets can live in one cluster."""
    return [TopicSpec(prefix + topic.name, topic.partitions, topic.config) for topic in TOPICS]


def create_topics(bootstrap: str, replication: int, topics: Iterable[TopicSpec] | None = None, *, access: Access | None = None) -> None:
    """Create the topics that are missing; leave those that exist as they are.

    Args:
        bootstrap: `host:port`, joined by commas.
        replication: copies of each partition; with three or more, a write is acknowledged by two.
        topics: by default the whole catalogue.
        access: of somebody who may create them; by default what the environment says.

    Raises:
        KafkaError: the broker refused one, for its settings or for want of brokers.
    """
    durability = {"min.insync.replicas": "2"} if replication > 2 else {}
    wanted = [
        NewTopic(topic.name, topic.partitions, replication, topic_configs={**topic.config, **durability})
        for topic in (catalogue() if topics is None else topics)
    ]
    run_async(lambda: _create((access or Access()).options(bootstrap), wanted))


async def _create(options: Mapping[str, object], wanted: list[NewTopic]) -> None:
    admin = AIOKafkaAdminClient(**options, request_timeout_ms=TIMEOUT_MS)
    await admin.start()
    try:
        existing = set(await admin.list_topics())
        missing = [topic for topic in wanted if topic.name not in existing]
        if not missing:
            return
        answer = await admin.create_topics(missing, timeout_ms=TIMEOUT_MS)
        for name, code, *message in answer.topic_errors:
            if code not in (0, TopicAlreadyExistsError.errno):
                raise for_code(code)(f"{name}: {message}")
    finally:
        await admin.close()


def ends(bootstrap: str, *, prefix: str = "", access: Access | None = None) -> dict[str, tuple[int, ...]]:
    """Where the topics of the catalogue end now: by topic, with its prefix, the next offset of each partition.

    Raises:
        KafkaError: the broker refused, or a topic is missing.
    """
    return run_async(lambda: _ends((access or Access()).options(bootstrap), catalogue(prefix)))


async def _ends(options: Mapping[str, object], topics: list[TopicSpec]) -> dict[str, tuple[int, ...]]:
    wanted = [TopicPartition(topic.name, number) for topic in topics for number in range(topic.partitions)]
    async with AIOKafkaConsumer(**options) as consumer:
        found = await consumer.end_offsets(wanted)
    return {topic.name: tuple(found[TopicPartition(topic.name, number)] for number in range(topic.partitions)) for topic in topics}


def delete_topics(bootstrap: str, names: list[str], *, access: Access | None = None) -> None:
    """Delete topics, with everything in them."""
    run_async(lambda: _delete((access or Access()).options(bootstrap), names))


async def _delete(options: Mapping[str, object], names: list[str]) -> None:
    admin = AIOKafkaAdminClient(**options, request_timeout_ms=TIMEOUT_MS)
    await admin.start()
    try:
        answer = await admin.delete_topics(names, timeout_ms=TIMEOUT_MS)
        for name, code in answer.topic_error_codes:
            if code != 0:
                raise for_code(code)(name)
    finally:
        await admin.close()
