"""The process: it ends cleanly when asked, and not cleanly when it lost a part of itself."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.support.http import DIGEST_KEY
from tests.support.waiting import wait_for

CHECKOUT = Path(__file__).resolve().parents[4]
SHUTDOWN_SECONDS = 4
PROGRAM = Path(__file__).with_name("small_service.py")


@contextmanager
def small_service(folder: Path, mode: str) -> Iterator[subprocess.Popen[bytes]]:
    environment = {
        **os.environ,
        "PYTHONPATH": str(CHECKOUT),
        "DATABASE_URL": "postgresql://127.0.0.1:1/none",
        "KAFKA_BOOTSTRAP_SERVERS": "nowhere.invalid:9092",
        "SERVICE_NAME": "penilaian",
        "DIGEST_KEY": DIGEST_KEY,
        "HTTP_PORT": "0",
        "SHUTDOWN_SECONDS": str(SHUTDOWN_SECONDS),
    }
    with (folder / "log").open("wb") as log, subprocess.Popen([sys.executable, PROGRAM, mode], env=environment, stderr=log) as process:
        try:
            yield process
        finally:
            process.kill()


def _lines(folder: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / "log").read_text().splitlines() if line.startswith("{")]


async def _port(folder: Path) -> int:
    def announced() -> list[int]:
        text = (folder / "log").read_text()
        return [int(part.split()[0].rstrip('",')) for part in text.split("127.0.0.1:")[1:]]

    return (await wait_for(announced, what="the service to say its port"))[0]


async def _ended(process: subprocess.Popen[bytes]) -> int:
    await wait_for(lambda: process.poll() is not None, timeout=20, what="the process to end")
    return int(process.returncode)


async def test_sigterm_lets_running_requests_end_and_is_no_failure(tmp_path: Path) -> None:
    with small_service(tmp_path, "steady") as process:
        base = f"http://127.0.0.1:{await _port(tmp_path)}"
        async with aiohttp.ClientSession(base) as client:
            slow = asyncio.create_task(_text(client, "/slow"))
            await wait_for(lambda: "slow request begun" in (tmp_path / "log").read_text(), what="the request to arrive")
            process.send_signal(signal.SIGTERM)
            assert await slow == '{"status":"whole"}'
        assert await _ended(process) == 0
    assert "lifespan ended" in [line["event"] for line in _lines(tmp_path)]


@pytest.mark.parametrize("path", ["/besar.ndjson", "/menunggu.ndjson"])
async def test_readers_that_read_nothing_do_not_keep_the_process(tmp_path: Path, path: str) -> None:
    with small_service(tmp_path, "steady") as process, ExitStack() as stack:
        port = await _port(tmp_path)
        for _ in range(4):
            peer = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            peer.send(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        # A head that never comes whole is no reason to stay either.
        stack.enter_context(socket.create_connection(("127.0.0.1", port))).send(b"GET / HTTP/1.1\r\n")
        if path == "/menunggu.ndjson":
            await wait_for(lambda: (tmp_path / "log").read_text().count("list begun") == 2, what="the lists to begin")
        process.send_signal(signal.SIGTERM)
        begun = time.monotonic()
        assert await _ended(process) == 0
        assert time.monotonic() - begun < SHUTDOWN_SECONDS + 3
    assert "lifespan ended" in [line.get("event") for line in _lines(tmp_path)]


async def _text(client: aiohttp.ClientSession, path: str) -> str:
    async with client.get(path) as answer:
        return await answer.text()


@pytest.mark.parametrize("mode", ["task-raises", "task-returns"])
async def test_a_lost_task_ends_the_process_as_a_failure(tmp_path: Path, mode: str) -> None:
    with small_service(tmp_path, mode) as process:
        assert await _ended(process) == 1
    assert {"lifeline cut: the process ends", "lifespan ended"} <= {str(line["event"]) for line in _lines(tmp_path)}


async def test_a_lifespan_that_cannot_begin_is_a_failure(tmp_path: Path) -> None:
    with small_service(tmp_path, "no-start") as process:
        assert await _ended(process) == 3


async def test_a_lifespan_that_cannot_end_is_a_failure(tmp_path: Path) -> None:
    with small_service(tmp_path, "no-end") as process:
        await _port(tmp_path)
        process.send_signal(signal.SIGTERM)
        assert await _ended(process) == 1


async def test_every_log_line_is_json_and_names_the_service(tmp_path: Path) -> None:
    with small_service(tmp_path, "steady") as process:
        await _port(tmp_path)
        process.send_signal(signal.SIGTERM)
        await _ended(process)
    lines = _lines(tmp_path)
    assert len(lines) == len((tmp_path / "log").read_text().splitlines())
    assert {line["service"] for line in lines} == {"penilaian"}
