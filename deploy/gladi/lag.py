"""Watches the services while the season runs: how far the consumers are behind."""

import asyncio
from collections.abc import Mapping, Sequence

import aiohttp
import orjson

from deploy.gladi.people import OPERATOR, People
from deploy.gladi.progress import Board

EVERY_SECONDS = 1.0
_TIMEOUT_SECONDS = 2.0


async def watch_lag(urls: Mapping[str, Sequence[str]], people: People, board: Board) -> None:
    """Ask every replica for its lag once a second, as the operator, and note it on the board, until cancelled.

    `urls` leads from a service to the base URLs of its replicas.
    """
    timeout = aiohttp.ClientTimeout(total=_TIMEOUT_SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while True:
            headers = await people.header(OPERATOR)
            board.note_lag({service: sum([await _lag(session, url, headers) for url in replicas]) for service, replicas in urls.items()})
            await asyncio.sleep(EVERY_SECONDS)


async def _lag(session: aiohttp.ClientSession, url: str, headers: Mapping[str, str]) -> int:
    """Sum over the topics; 0 where nobody answers, as happens in a rehearsal with faults."""
    try:
        async with session.get(f"{url.rstrip('/')}/v1/operasional/lag", headers=headers) as answer:
            per_topic: dict[str, int] = orjson.loads(await answer.read()) if answer.status == 200 else {}
            return sum(per_topic.values())
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0
