"""The child that reads a file ends with the request that brought it."""

import asyncio
import os
from pathlib import Path

import pytest
from fastapi import Request
from starlette.requests import ClientDisconnect
from starlette.types import Message

from shared.web import read_upload
from tests.support import child_work as work


def _request(leaves: asyncio.Event) -> Request:
    async def receive() -> Message:
        await leaves.wait()
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


async def test_the_answer_of_the_child_is_that_of_the_call() -> None:
    assert await read_upload(_request(asyncio.Event()), work.add, 2, 3) == 5


async def test_a_caller_who_leaves_ends_the_child(tmp_path: Path) -> None:
    mark, leaves = tmp_path / "mark", asyncio.Event()
    os.mkfifo(mark)
    task = asyncio.create_task(read_upload(_request(leaves), work.stay, str(mark)))
    # Opens when the child has opened its end: it is at work.
    end = await asyncio.to_thread(os.open, mark, os.O_RDONLY)
    leaves.set()
    with pytest.raises(ClientDisconnect):
        await task
    assert await asyncio.wait_for(asyncio.to_thread(os.read, end, 1), 10) == b""
    os.close(end)
