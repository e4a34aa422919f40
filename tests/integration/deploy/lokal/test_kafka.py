"""The embedded Kafka cluster."""

import asyncio
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from deploy.lokal.cluster_info import brokers
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.topics import TopicSpec, create_topics
from tests.support.backends import KafkaServer


async def _send(servers: str, topic: str, values: list[bytes]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=servers, acks="all", enable_idempotence=True) as producer:
        for value in values:
            await producer.send_and_wait(topic, value, key=b"k")


async def _read(servers: str, topic: str, count: int) -> list[bytes]:
    async with AIOKafkaConsumer(topic, bootstrap_servers=servers, auto_offset_reset="earliest") as consumer:
        async with asyncio.timeout(30):
            return [(await consumer.getone()).value for _ in range(count)]


async def test_what_is_produced_is_consumed_in_order(kafka: KafkaServer) -> None:
    topic = kafka.make_topic()
    values = [b"%d" % number for number in range(100)]
    await _send(kafka.bootstrap_servers, topic, values)
    assert await _read(kafka.bootstrap_servers, topic, 100) == values


async def test_creating_topics_twice_changes_nothing(kafka: KafkaServer) -> None:
    topic = kafka.make_topic(partitions=2)
    create_topics(kafka.bootstrap_servers, 1, [TopicSpec(topic, partitions=5)])
    async with AIOKafkaConsumer(topic, bootstrap_servers=kafka.bootstrap_servers) as consumer:
        assert consumer.partitions_for_topic(topic) == {0, 1}


async def test_the_catalogue_can_be_created(kafka: KafkaServer) -> None:
    assert kafka.make_catalogue() != kafka.make_catalogue()


async def test_a_killed_node_comes_back_with_its_data(tmp_path: Path) -> None:
    with KafkaCluster(tmp_path, locked=False) as cluster:
        create_topics(cluster.bootstrap_servers, 1, [TopicSpec("t", 1)])
        await _send(cluster.bootstrap_servers, "t", [b"before"])
        servers = cluster.bootstrap_servers
        cluster.kill_node(1)
        assert cluster.pids() == {}
        cluster.start_node(1)
        assert cluster.bootstrap_servers == servers
        await _send(servers, "t", [b"after"])
        assert await _read(servers, "t", 2) == [b"before", b"after"]


@pytest.mark.slow
async def test_three_nodes_survive_the_loss_of_each(tmp_path: Path) -> None:
    with KafkaCluster(tmp_path, nodes=3, locked=False) as cluster:
        servers = cluster.bootstrap_servers
        create_topics(servers, cluster.replication, [TopicSpec("t", 1)])
        for node in (1, 2, 3):
            cluster.kill_node(node)
            await _send(servers, "t", [b"without %d" % node])
            cluster.start_node(node)
        assert await _read(servers, "t", 3) == [b"without 1", b"without 2", b"without 3"]


@pytest.mark.slow
def test_two_clusters_live_side_by_side_and_keep_their_data(tmp_path: Path) -> None:
    with KafkaCluster(tmp_path / "a", locked=False) as one, KafkaCluster(tmp_path / "b", locked=False) as other:
        assert one.bootstrap_servers != other.bootstrap_servers
        assert brokers(one.bootstrap_servers) == brokers(other.bootstrap_servers) == {1}
        first = one.bootstrap_servers
    assert brokers(first) == set()
    with KafkaCluster(tmp_path / "a", locked=False) as again:
        assert again.bootstrap_servers == first
