"""A service that answers what a test wants it to answer."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

Reply = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def service(reply: Reply) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/{apa:.*}", reply)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()
