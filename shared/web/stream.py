"""Long lists as NDJSON: one JSON object a line, constant memory whatever the length, and a database that never waits for a reader."""

import asyncio
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Any, TypeVar

from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from shared.errors import Transient
from shared.web.request import is_head

NDJSON = "application/x-ndjson"
# What a route says of an answer whose lines have no model.
NDJSON_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {NDJSON: {}}}}
R = TypeVar("R")
# One send per line would spend more on framing than on the lines.
_CHUNK_BYTES = 65_536
# What a reader has not taken yet waits in memory up to here, beyond it in a file without a name.
_MEMORY_BYTES = 1_048_576


class Lists:
    """Limits of lists in one process: a list of any length is read in an hour, and the pool keeps connections for everybody else.

    Attributes:
        sources: how many may be read from the database at once; each holds a connection while it is.
        readers: how many may be on their way; each holds what its reader has not taken, on the disk.
        wait_seconds: how long a list waits for its turn at the database.
        read_seconds: how long a reader may take.
    """

    sources = 2
    readers = 32
    wait_seconds = 10.0
    read_seconds = 3600.0

    def __init__(self) -> None:
        """Nothing is read yet."""
        self.open = 0
        self._turn = asyncio.Semaphore(self.sources)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Be one of the readers.

        Raises:
            Transient: there are as many as there may be.
        """
        if self.open >= self.readers:
            raise Transient("too many lists are being read")
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1

    async def fill(self, spool: "Spool", chunks: AsyncGenerator[bytes, None]) -> None:
        """Read a list into `spool`, as fast as the database gives it."""
        async with asyncio.timeout(self.wait_seconds):
            await self._turn.acquire()
        try:
            async for chunk in chunks:
                spool.write(chunk)
        finally:
            await chunks.aclose()
            self._turn.release()


class Spool:
    """Bytes between a quick source and a slow reader; of this event loop only."""

    def __init__(self) -> None:
        """Empty and open."""
        self._file = tempfile.SpooledTemporaryFile(_MEMORY_BYTES)  # noqa: SIM115 - closed by `discard`
        self._read = 0
        self._written = 0
        self._error: BaseException | None = None
        self._is_whole = False
        self._news = asyncio.Event()

    def write(self, chunk: bytes) -> None:
        """Add to the end; what the reader has taken whole is forgotten first."""
        if self._read == self._written:
            self._read = self._written = 0
            self._file.seek(0)
            self._file.truncate()
        self._file.seek(self._written)
        self._written += self._file.write(chunk)
        self._news.set()

    def close(self, source: asyncio.Task[None]) -> None:
        """Nothing more comes: `source` has ended."""
        self._error, self._is_whole = None if source.cancelled() else source.exception(), True
        self._news.set()

    async def read(self) -> bytes:
        """Return the next chunk; an empty one at the end.

        Raises:
            BaseException: the source's own, once everything before it was read.
        """
        while self._read == self._written and not self._is_whole:
            self._news.clear()
            await self._news.wait()
        if self._read < self._written:
            self._file.seek(self._read)
            chunk: bytes = self._file.read(_CHUNK_BYTES)
            self._read += len(chunk)
            return chunk
        if self._error is not None:
            raise self._error
        return b""

    def discard(self) -> None:
        """Give back memory and disk."""
        self._file.close()


class Lines(StreamingResponse):
    """A list whose source is read to its end whether or not the reader keeps up, and given up when the reader goes away."""

    body_iterator: AsyncGenerator[bytes, None]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; what fails before the first line becomes an answer of its own, what fails later breaks the connection."""
        lists: Lists = scope["app"].state.lists
        if is_head(scope):
            await self.body_iterator.aclose()
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            await send({"type": "http.response.body"})
            return
        with lists.place():
            spool = Spool()
            source = asyncio.create_task(lists.fill(spool, self.body_iterator), name="list")
            source.add_done_callback(spool.close)
            answer = asyncio.create_task(self._answer(spool, send), name="reader")
            gone = asyncio.create_task(self.listen_for_disconnect(receive), name="gone")
            try:
                await asyncio.wait((answer, gone), return_when=asyncio.FIRST_COMPLETED, timeout=lists.read_seconds)
            finally:
                for task in (source, answer, gone):
                    task.cancel()
                await asyncio.wait((source, answer, gone))
                spool.discard()
            if not answer.cancelled():
                await answer
            elif not gone.done() or gone.cancelled():
                raise TimeoutError(f"a list was not read within {lists.read_seconds:.0f} s")

    async def _answer(self, spool: Spool, send: Send) -> None:
        chunk = await spool.read()
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        while chunk:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
            chunk = await spool.read()
        await send({"type": "http.response.body"})


def ndjson(items: AsyncIterator[BaseModel | bytes]) -> StreamingResponse:
    """Stream `items`: models become one line each; bytes are sent as they are and must hold whole lines, each ended by a newline.

    An error on the way breaks the connection, so that a part is never taken for the whole.
    """
    return Lines(_chunks(items), media_type=NDJSON)


def ndjson_of(pages: AsyncGenerator[Sequence[R], None], line: Callable[[R], BaseModel | bytes]) -> StreamingResponse:
    """Stream the rows of `shared.db.pages`, each as what `line` makes of it."""

    async def lines() -> AsyncIterator[BaseModel | bytes]:
        async with aclosing(pages):
            async for page in pages:
                for row in page:
                    yield line(row)

    return ndjson(lines())


async def _chunks(items: AsyncIterator[BaseModel | bytes]) -> AsyncGenerator[bytes, None]:
    buffer = bytearray()
    try:
        async for item in items:
            if isinstance(item, bytes):
                buffer += item
            else:
                buffer += item.__pydantic_serializer__.to_json(item, by_alias=True)
                buffer += b"\n"
            if len(buffer) >= _CHUNK_BYTES:
                yield bytes(buffer)
                buffer.clear()
                # Without this one list would keep the whole process to itself.
                await asyncio.sleep(0)
        if buffer:
            yield bytes(buffer)
    finally:
        # A reader that goes away early must not leave a database connection to the garbage collector.
        if isinstance(items, AsyncGenerator):
            await items.aclose()
