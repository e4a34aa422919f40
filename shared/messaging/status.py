"""The relay's door for machines: /health, /ready, /metrics. Small on purpose: three answers need no framework and no memory."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http import HTTPStatus
from typing import NamedTuple, Self

import structlog

log = structlog.get_logger(__name__)

_HEAD_BYTES = 8192
_SECONDS = 5.0


class Answer(NamedTuple):
    """Status, media type and body."""

    status: int
    kind: str
    body: bytes


class StatusServer:
    """Answers GET and HEAD of fixed paths, one request a connection, while it is open."""

    def __init__(self, answers: Mapping[str, Callable[[], Awaitable[Answer]]], *, host: str, port: int) -> None:
        """`port` 0 takes any free one, which is logged."""
        self._answers = answers
        self._host = host
        self._port = port
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, self._host, self._port, limit=_HEAD_BYTES)
        log.info("status_served", host=self._host, port=self.port)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.sockets[0].getsockname()[1]) if self._server else self._port

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Whoever sends no whole head, or reads no answer, is cut off; what they were told they did not want to know.
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            async with asyncio.timeout(_SECONDS):
                method, _, rest = (await reader.readuntil(b"\r\n\r\n")).partition(b" ")
                found = await self._answer(method, rest.partition(b" ")[0].partition(b"?")[0].decode("latin-1"))
                head = (
                    f"HTTP/1.1 {found.status} {HTTPStatus(found.status).phrase}\r\ncontent-type: {found.kind}\r\n"
                    f"content-length: {len(found.body)}\r\ncache-control: no-store\r\nconnection: close\r\n\r\n"
                )
                writer.write(head.encode() + (b"" if method == b"HEAD" else found.body))
                await writer.drain()
        writer.close()

    async def _answer(self, method: bytes, path: str) -> Answer:
        if path not in self._answers:
            return Answer(404, "text/plain", b"")
        if method not in {b"GET", b"HEAD"}:
            return Answer(405, "text/plain", b"")
        return await self._answers[path]()
