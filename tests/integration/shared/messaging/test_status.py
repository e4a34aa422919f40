"""A relay tells machines whether it is of use, and how much waits."""

import asyncio

import asyncpg
import pytest

from shared.messaging import Relay
from shared.messaging.__main__ import status_of
from tests.support.backends import KafkaServer
from tests.support.messaging import SERVICE, emit, events, facts, fast_settings, run_relay
from tests.support.waiting import wait_for


async def ask(port: int, request: bytes) -> tuple[bytes, bytes]:
    """Head and body of the answer; empty where there is none."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    answer = await reader.read()
    writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


async def test_a_relay_that_cannot_work_says_so_and_says_what_waits(kafka: KafkaServer, dsn: str, pool: asyncpg.Pool, prefix: str) -> None:
    relay = Relay(dsn, kafka.bootstrap_servers, service=SERVICE, settings=fast_settings(prefix))
    await emit(pool, events(facts(3, 1)))
    async with status_of(relay, host="127.0.0.1", port=0) as door:
        head, body = await ask(door.port, b"GET /ready HTTP/1.1\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 503 ")
        assert b"BELUM" in body
        _, body = await ask(door.port, b"GET /metrics?x=1 HTTP/1.1\r\n\r\n")
        assert b'messaging_outbox_rows{service="penilaian"} 3.0' in body
        assert b'messaging_relay_leads{service="penilaian"} 0.0' in body
        async with run_relay(relay):
            await wait_for(lambda: relay.published == 3, what="all published")
            head, body = await ask(door.port, b"GET /ready HTTP/1.1\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 ")
            _, body = await ask(door.port, b"GET /metrics HTTP/1.1\r\n\r\n")
            assert b'messaging_outbox_rows{service="penilaian"} 0.0' in body
            assert b'messaging_outbox_oldest_seconds{service="penilaian"} 0.0' in body
            assert b'messaging_relay_leads{service="penilaian"} 1.0' in body


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /health HTTP/1.1\r\n\r\n", b"200"),
        (b"HEAD /health HTTP/1.1\r\n\r\n", b"200"),
        (b"GET /secret HTTP/1.1\r\n\r\n", b"404"),
        (b"POST /health HTTP/1.1\r\n\r\n", b"405"),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\n\r\n", b""),
    ],
)
async def test_it_answers_three_paths_and_nothing_else(request_head: bytes, status: bytes) -> None:
    async with status_of(Relay("", "localhost:1", service="uji"), host="127.0.0.1", port=0) as door:
        try:
            head, body = await ask(door.port, request_head)
        except ConnectionResetError:
            head, body = b"", b""
    assert head.split(b" ")[1:2] == ([status] if status else [])
    assert bool(body) == (request_head.startswith(b"GET /health"))
