"""Long lists as NDJSON: one JSON object a line, constant memory whatever the length."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator

from fastapi.responses import StreamingResponse
from pydantic import BaseModel

NDJSON = "application/x-ndjson"
# One send per line would spend more on framing than on the lines.
_CHUNK_BYTES = 65_536


def ndjson(items: AsyncIterator[BaseModel] | AsyncIterator[bytes]) -> StreamingResponse:
    """Stream `items`: models become one line each; bytes are sent as they are and must hold whole lines, each ended by a newline.

    An error on the way breaks the connection, so that a part is never taken for the whole.
    """
    return StreamingResponse(_chunks(items), media_type=NDJSON)


async def _chunks(items: AsyncIterator[BaseModel] | AsyncIterator[bytes]) -> AsyncIterator[bytes]:
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
                # To a reader that is gone or fast, sending never waits: without this one list would keep the whole process to itself.
                await asyncio.sleep(0)
        if buffer:
            yield bytes(buffer)
    finally:
        # A reader that goes away early must not leave a database connection to the garbage collector.
        if isinstance(items, AsyncGenerator):
            await items.aclose()
