"""The development issuer behind a real server of the test's own loop."""

import asyncio
import secrets
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from deploy.gladi.people import People
from deploy.lokal.penerbit.accounts import Accounts
from deploy.lokal.penerbit.app import DevelopmentIssuer
from deploy.lokal.penerbit.keys import SigningKeys
from tests.support.http import listening
from tests.support.waiting import wait_for


@dataclass(frozen=True)
class Issuing:
    """Where it is, who may log in, and its keys."""

    url: str
    accounts: Accounts
    keys: SigningKeys


@asynccontextmanager
async def issuing() -> AsyncIterator[Issuing]:
    """Serve an issuer with keys and passwords of its own."""
    listener = listening()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    with tempfile.TemporaryDirectory(prefix="casn-uji-") as folder:
        made = Issuing(url, Accounts(secrets.token_hex(16)), SigningKeys(Path(folder) / "keys.json"))
        app = DevelopmentIssuer(url, made.accounts, made.keys).app
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await wait_for(lambda: server.started or running.done(), what="the issuer to start")
            yield made
        finally:
            server.should_exit = True
            await running


@asynccontextmanager
async def people() -> AsyncIterator[People]:
    """Everybody who acts in a season, at an issuer of their own."""
    async with issuing() as issuer, People(issuer.url, issuer.accounts) as made:
        yield made
