"""Every account, every topic and group, every operation, asked of the real broker: what the catalogue says works, all else is refused."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from aiokafka.conn import create_conn
from aiokafka.errors import ClusterAuthorizationFailedError, GroupAuthorizationFailedError, TopicAuthorizationFailedError
from aiokafka.protocol.api import Request
from aiokafka.protocol.commit import OffsetCommitRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.group import JoinGroupRequest
from aiokafka.protocol.transaction import InitProducerIdRequest
from confluent_kafka import Consumer, KafkaError, KafkaException, Message, Producer, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    NewTopic,
    ResourcePatternType,
    ResourceType,
)

from deploy.langganan import agencies
from deploy.langganan.cluster import Cluster
from deploy.langganan.differences import find
from deploy.langganan.grants import wanted
from deploy.lokal.bus import EXAMPLE, REHEARSAL, Bus
from deploy.lokal.kafka import KafkaCluster
from deploy.lokal.stack import SERVICES
from deploy.lokal.topics import create_topics
from deploy.lokal.waiting import poll, run_async
from shared.contracts.catalogue import TOPICS, Plane, Topic
from shared.messaging import Access

# One who has an account and no grant.
NOBODY = "tamu"
ACCOUNTS = (*SERVICES, EXAMPLE, REHEARSAL, NOBODY)
PATIENCE_S = 30.0
TOPIC_REFUSED, GROUP_REFUSED = TopicAuthorizationFailedError.errno, GroupAuthorizationFailedError.errno
MEMBER_ID_REQUIRED = 79  # let in, and told to come again with a name
ELSEWHERE = {6, 14, 15, 16}  # another node leads the partition or coordinates the group, or this one will in a moment
REFUSED = {KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.GROUP_AUTHORIZATION_FAILED, KafkaError.CLUSTER_AUTHORIZATION_FAILED}

Config = dict[str, str | int | float | bool]


class Locked:
    """A cluster with locks, and how each account comes in."""

    def __init__(self, cluster: KafkaCluster, bus: Bus) -> None:
        self.cluster = cluster
        self.bus = bus
        self.operator = self._config(cluster.operator)
        Cluster(cluster.bootstrap_servers, cluster.operator).set_passwords({NOBODY: NOBODY * 8})

    def access(self, account: str) -> Access:
        return self.bus.access(EXAMPLE).of(NOBODY, NOBODY * 8) if account == NOBODY else self.bus.access(account)

    def config(self, account: str) -> Config:
        return self._config(self.access(account))

    def _config(self, access: Access) -> Config:
        return {
            "bootstrap.servers": self.cluster.bootstrap_servers,
            "security.protocol": access.security_protocol,
            "sasl.mechanism": "SCRAM-SHA-512",
            "sasl.username": access.sasl_username,
            "sasl.password": access.password,
        }


@pytest.fixture(scope="module", params=[1, pytest.param(3, marks=pytest.mark.slow)], ids=["one-node", "three-nodes"])
def locked(request: pytest.FixtureRequest, session_folder: Path) -> Iterator[Locked]:
    folder = session_folder / f"matrix{request.param}"
    with KafkaCluster(folder / "kafka", nodes=request.param) as cluster:
        create_topics(cluster.bootstrap_servers, cluster.replication, access=cluster.operator)
        bus = Bus(folder / "bus")
        bus.lock(cluster)
        found = Locked(cluster, bus)
        assert set(written(found.operator).values()) == {None}
        # The first question for a coordinator makes the topic in which groups stand.
        first = Consumer({**found.operator, "group.id": "awal"})
        place = [TopicPartition(TOPICS[0].name, 0)]
        assert poll(lambda: _refusal(lambda: first.committed(place, PATIENCE_S)) is None, timeout_s=PATIENCE_S)
        first.close()
        yield found


def may_write(account: str, topic: Topic) -> bool:
    return account == topic.owner


def may_read(account: str, topic: Topic) -> bool:
    if account in SERVICES:
        return account in topic.readers
    if account == EXAMPLE:
        (agency,) = agencies.load()
        return topic.plane is Plane.PUBLIC or (topic.plane is Plane.AGENCY and topic.name in agency.topics)
    return account == REHEARSAL


def written(config: Config, *, idempotent: bool = False, topics: tuple[Topic, ...] = TOPICS) -> Mapping[str, int | None]:
    """By topic the error that a record met, None when the broker took it."""
    found: dict[str, int | None] = {}
    producer = Producer({**config, "enable.idempotence": idempotent, "message.timeout.ms": int(PATIENCE_S * 1000)})

    def delivered(error: KafkaError | None, message: Message) -> None:
        found[str(message.topic())] = None if error is None else error.code()

    for topic in topics:
        producer.produce(topic.name, b"uji", b"uji", 0, on_delivery=delivered)
    assert producer.flush(PATIENCE_S) == 0
    return found


def asked(locked: Locked, account: str, request: Request[Any]) -> list[Any]:
    """What each node answers, each on a connection of its own: a client library would hide a refusal behind its patience."""
    servers = locked.cluster.bootstrap_servers
    login = locked.access(account).connection(servers)

    async def ask(address: str) -> Any:
        host, _, port = address.rpartition(":")
        connection = await create_conn(host, int(port), **login)
        try:
            return await connection.send(request)
        finally:
            connection.close()

    async def ask_all() -> list[Any]:
        return await asyncio.gather(*map(ask, servers.split(",")))

    return run_async(ask_all)


def decided(locked: Locked, account: str, request: Request[Any], codes: Callable[[Any], list[int]]) -> list[int]:
    """The codes of the node whose matter each is; the others say that it is not theirs, or not yet."""
    found: list[set[int]] = []

    def all_said() -> bool:
        found[:] = [set(each) - ELSEWHERE for each in zip(*map(codes, asked(locked, account, request)), strict=True)]
        return all(found)

    assert poll(all_said, timeout_s=PATIENCE_S), found
    return [code for (code,) in found]


def read(locked: Locked, account: str) -> Mapping[str, int]:
    """By topic the code that reading it met, 0 when a record came."""

    def codes(answer: Any) -> list[int]:
        partitions = {name: partition for name, (partition,) in answer.topics}
        assert all(partition[-1] for partition in partitions.values() if partition[1] == 0), "an empty answer would prove nothing"
        return [partitions[topic.name][1] for topic in TOPICS]

    wanted = [(topic.name, [(0, 0, 1024)]) for topic in TOPICS]
    found = decided(locked, account, FetchRequest(100, 0, 1_000_000, 0, wanted), codes)
    return {topic.name: code for topic, code in zip(TOPICS, found, strict=True)}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_topic_is_written_by_its_owner_alone(locked: Locked, account: str) -> None:
    wanted = {topic.name: None if may_write(account, topic) else KafkaError.TOPIC_AUTHORIZATION_FAILED for topic in TOPICS}
    assert written(locked.config(account)) == wanted


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_topic_is_read_by_whom_the_catalogue_or_a_file_names(locked: Locked, account: str) -> None:
    assert read(locked, account) == {topic.name: 0 if may_read(account, topic) else TOPIC_REFUSED for topic in TOPICS}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_nobody_sees_a_topic_that_is_not_for_them(locked: Locked, account: str) -> None:
    seen = set(AdminClient(locked.config(account)).list_topics(timeout=PATIENCE_S).topics)
    assert seen == {topic.name for topic in TOPICS if may_write(account, topic) or may_read(account, topic)}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_a_group_is_used_by_its_own_account_alone(locked: Locked, account: str) -> None:
    topic = next((topic.name for topic in TOPICS if may_read(account, topic)), TOPICS[0].name)
    for owner in ACCOUNTS:
        group = f"{owner}.matriks"
        commit = OffsetCommitRequest(group, -1, "", -1, [(topic, [(0, 1, "")])])
        join = JoinGroupRequest(group, 10_000, 10_000, "", None, "consumer", [("range", b"")])
        found = [
            *decided(locked, account, commit, lambda answer: [answer.topics[0][1][0][1]]),
            *decided(locked, account, join, lambda answer: [answer.error_code]),
        ]
        mine = account == owner and account not in {REHEARSAL, NOBODY}
        assert found == ([0, MEMBER_ID_REQUIRED] if mine else [GROUP_REFUSED] * 2), group


@pytest.mark.parametrize("account", SERVICES)
def test_an_idempotent_producer_needs_no_further_grant(locked: Locked, account: str) -> None:
    own = tuple(topic for topic in TOPICS if may_write(account, topic))
    assert set(written(locked.config(account), idempotent=True, topics=own).values()) == {None}


@pytest.mark.parametrize("account", ACCOUNTS)
def test_who_writes_nothing_has_no_idempotent_producer_either(locked: Locked, account: str) -> None:
    writes = any(may_write(account, topic) for topic in TOPICS)
    (code,) = decided(locked, account, InitProducerIdRequest(None, 10_000), lambda answer: [answer.error_code])
    assert code == (0 if writes else ClusterAuthorizationFailedError.errno)


@pytest.mark.parametrize("account", ACCOUNTS)
def test_nobody_but_the_operator_changes_the_cluster(locked: Locked, account: str) -> None:
    admin = AdminClient(locked.config(account))
    quieter = ConfigEntry("log.retention.ms", "1", incremental_operation=AlterConfigOpType.SET)
    anything = AclBinding(
        ResourceType.TOPIC, "*", ResourcePatternType.LITERAL, f"User:{account}", "*", AclOperation.ALL, AclPermissionType.ALLOW
    )
    tried: list[Future[object]] = [
        *admin.create_topics([NewTopic("tambahan", 1, 1)]).values(),
        *admin.delete_topics([TOPICS[0].name]).values(),
        *admin.create_acls([anything]).values(),
        *admin.incremental_alter_configs([ConfigResource(ConfigResource.Type.BROKER, "1", incremental_configs=[quieter])]).values(),
    ]
    assert len(tried) == 4
    assert {_refusal(each.result) for each in tried} <= REFUSED
    (gone,) = admin.delete_records([TopicPartition(TOPICS[0].name, 0, 1)]).values()
    assert _refusal(gone.result) is not None
    cluster = Cluster(locked.cluster.bootstrap_servers, locked.access(account))
    with pytest.raises(ClusterAuthorizationFailedError):
        find(cluster, wanted(agencies.load()), {})
    with pytest.raises(ClusterAuthorizationFailedError):
        cluster.set_quota(account, {"consumer_byte_rate": 1e12}, {})


@pytest.mark.parametrize(
    "login",
    [
        {"sasl.password": "salah"},
        {"sasl.username": "tiada"},
        {"sasl.mechanism": "PLAIN"},
        {"security.protocol": "PLAINTEXT"},
    ],
    ids=str,
)
def test_without_the_right_password_nobody_comes_in(locked: Locked, login: Config) -> None:
    wrong: Config = {**locked.config("penilaian"), **login, "log_level": 0}
    with pytest.raises(KafkaException) as caught:
        AdminClient(wrong).list_topics(timeout=3)
    assert caught.value.args[0].code() in {KafkaError._TRANSPORT, KafkaError._ALL_BROKERS_DOWN, KafkaError._AUTHENTICATION}


def _refusal(ask: Callable[[], object]) -> int | None:
    """The code of the error that asking met, None when there was none."""
    try:
        ask()
    except KafkaException as error:
        return int(error.args[0].code())
    return None
