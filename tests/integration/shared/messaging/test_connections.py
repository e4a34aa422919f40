"""What becomes of a client when a connection is closed under it, on the loop that services run on."""

import asyncio
import socket
from collections.abc import Callable, Coroutine
from contextlib import suppress

import aiokafka.conn
import asyncpg
import pytest
import uvloop
from aiokafka import AIOKafkaConsumer
from aiokafka.conn import AIOKafkaConnection
from aiokafka.errors import KafkaError
from faststream.kafka import KafkaBroker

from shared.messaging.access import Access, Unprotected
from shared.messaging.connections import Connection, broker_answers, keepers, mend_connections
from shared.messaging.consumers import make_broker
from shared.messaging.relay import Relay
from shared.messaging.settings import MessagingSettings
from tests.support.backends import KafkaServer
from tests.support.evidence import metric, wait_for_effects
from tests.support.messaging import Fatal, consuming, events, facts, fast_settings, producing, send
from tests.support.waiting import wait_for

Loop = Callable[[Coroutine[None, None, bool]], bool]
LOOPS: dict[str, Loop] = {"uvloop": uvloop.run, "asyncio": asyncio.run}


@pytest.fixture
def as_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections as aiokafka makes them; whatever a test does to that is undone after it."""
    monkeypatch.setattr(aiokafka.conn, "AIOKafkaConnection", AIOKafkaConnection)


async def _learns_after_a_loss(servers: str, topic: str) -> bool:
    """Whether a consumer asks again after all of its connections broke, instead of dying of the question.

    Half a response has come when the broker is gone: until somebody reads the end of it, the connection does not know that it is broken.
    """
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=servers, request_timeout_ms=5000)
    await consumer.start()
    try:
        client = consumer._client
        for connection in client._conns.values():
            connection._reader.feed_data(b"?")
            connection._writer.transport.abort()
        # What the keeper of the metadata does; begins when the transports are closed, and before the readers are told.
        asked = asyncio.create_task(client._metadata_update(client.cluster, {topic}))
        await asyncio.wait([asked])
        if (error := asked.exception()) is not None:
            assert "the handler is closed" in str(error)
            return False
        return topic in await consumer.topics()
    finally:
        # The fetches may have died of the same.
        with suppress(KafkaError):
            await consumer.stop()


@pytest.mark.usefixtures("as_delivered")
@pytest.mark.parametrize("loop", LOOPS)
def test_a_client_outlives_the_connections_it_lost(loop: str, kafka: KafkaServer) -> None:
    mend_connections()
    assert LOOPS[loop](_learns_after_a_loss(kafka.bootstrap_servers, kafka.make_topic()))


@pytest.mark.usefixtures("as_delivered")
def test_without_the_mend_a_client_on_uvloop_learns_nothing_any_more(kafka: KafkaServer) -> None:
    """Negative control. When this fails, aiokafka has mended it (issue 1038), and `shared.messaging.connections` can go."""
    assert not uvloop.run(_learns_after_a_loss(kafka.bootstrap_servers, kafka.make_topic()))


@pytest.mark.usefixtures("as_delivered")
@pytest.mark.parametrize("error", [NotImplementedError, RecursionError])
def test_errors_that_say_nothing_of_the_transport_are_left_alone(error: type[RuntimeError], monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(AIOKafkaConnection, "send", refuse)

    async def send() -> bool:
        Connection("localhost", 1).send(None)
        return True

    with pytest.raises(error):
        asyncio.run(send())


async def test_a_reader_whose_client_learns_nothing_any_more_stops_the_service(kafka: KafkaServer, pool: asyncpg.Pool, prefix: str) -> None:
    settings, fatal = fast_settings(prefix), Fatal()
    async with consuming(kafka.bootstrap_servers, pool, settings, fatal=fatal) as consumers:
        await wait_for(lambda: consumers.is_ready()[0], what="readiness")
        consumer = consumers._readers[0].consumer
        assert consumer is not None
        client = consumer._client
        client._metadata_update = _fails
        client.force_metadata_update()
        await wait_for(lambda: fatal.errors, what="the stop")
        assert not consumers.is_ready()[0]
        client._sync_task = None  # how it ended is known; the consumer still has to close
    assert [str(error) for error in fatal.errors] == ["the client met something new"]


@pytest.mark.parametrize("keeper", range(3), ids=["metadata", "place in the group", "fetches"])
async def test_a_reader_that_lost_a_task_of_its_client_stops_the_service(
    keeper: int, kafka: KafkaServer, pool: asyncpg.Pool, prefix: str
) -> None:
    """Whatever ended it; aiokafka's issue 1154 is one way, and it says nothing."""
    settings, fatal = fast_settings(prefix), Fatal()
    async with consuming(kafka.bootstrap_servers, pool, settings, fatal=fatal) as consumers:
        await wait_for(lambda: consumers.is_ready()[0], what="readiness")
        consumer = consumers._readers[0].consumer
        assert consumer is not None
        keepers(consumer)[keeper].cancel()
        await wait_for(lambda: fatal.errors, what="the stop")
        assert not consumers.is_ready()[0]
        consumer._client._sync_task = None  # how it ended is known; the consumer still has to close


async def test_a_reader_that_does_not_move_is_not_ready(kafka: KafkaServer, pool: asyncpg.Pool, prefix: str) -> None:
    """All its tasks live, its place in the group is kept, and nothing comes: only the lag tells."""
    settings = fast_settings(prefix, stuck_seconds=0.3)
    async with producing(kafka.bootstrap_servers) as producer, consuming(kafka.bootstrap_servers, pool, settings) as consumers:
        await send(producer, prefix, events(facts(3, 1)))
        await wait_for_effects(pool, 3)
        await wait_for(lambda: consumers.is_ready()[0], what="readiness")
        consumer = consumers._readers[0].consumer
        assert consumer is not None
        consumer.pause(*consumer.assignment())
        await send(producer, prefix, events(facts(3, 1, first=2)))
        await wait_for(lambda: "has not moved" in consumers.is_ready()[1], what="the reader seen standing still")
        assert metric("messaging_lag_records", prefix) == 3
        consumer.resume(*consumer.assignment())
        await wait_for_effects(pool, 6)
        await wait_for(lambda: consumers.is_ready()[0], what="readiness again")


async def _fails(*_: object) -> bool:
    raise RuntimeError("the client met something new")


@pytest.mark.usefixtures("as_delivered")
@pytest.mark.parametrize("make", [lambda: make_broker("localhost:1", MessagingSettings()), lambda: Relay("", "localhost:1", service="uji")])
def test_readers_and_relays_mend_their_connections(make: Callable[[], KafkaBroker | Relay]) -> None:
    make()
    assert aiokafka.conn.AIOKafkaConnection is Connection


async def test_kafka_is_there_when_one_broker_lets_us_in(kafka: KafkaServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        silent = f"127.0.0.1:{mute.getsockname()[1]}"
        assert await broker_answers(f"127.0.0.1:1,{silent},{kafka.bootstrap_servers}", Access(), within_seconds=0.5) is None
        for gone in (silent, "127.0.0.1:1", "localhost:nonsense"):
            assert await broker_answers(gone, Access(), within_seconds=0.5) == "no broker accepts connections"


async def test_a_relay_ends_rather_than_speak_in_clear(empty_dsn: str) -> None:
    with pytest.raises(Unprotected):
        await Relay(empty_dsn, "broker.example:9092", service="uji", settings=MessagingSettings(access=Access())).run()
