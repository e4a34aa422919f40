"""Services reach a database that speaks TLS only, and no other: one that somebody else vouches for, or that has another name, is refused.

The server of the wheel is built without TLS. Before it stands what many installations have there too: a pooler or proxy that ends TLS as
PostgreSQL does, answers its request for encryption with `S`, and refuses whoever begins in clear.
"""

import asyncio
import secrets
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg
import pytest

from shared.db import create_pool
from shared.db.migrate import migrate
from shared.db.roles import Roles, dsn_as, prepare
from shared.db.tls import require_tls
from tests.support.backends import PostgresServer
from tests.support.certificates import HERE, Authority, server_context

_ENCRYPT = bytes.fromhex("0000000804d2162f")
_REFUSAL = b"SFATAL\0C28000\0Mno encryption\0\0"


class Ending:
    """Ends TLS before a server; `encrypted` and `clear` count who came which way."""

    def __init__(self, server: str, certificate: Path) -> None:
        self._server = urlsplit(server)
        self._context = server_context(certificate)
        self.encrypted = self.clear = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # What breaks off is the client's business, and the test sees it there.
        with suppress(OSError, ssl.SSLError, asyncio.IncompleteReadError):
            if await reader.readexactly(8) == _ENCRYPT:
                writer.write(b"S")
                await writer.drain()
                await writer.start_tls(self._context)
                self.encrypted += 1
                await self._pass_on(reader, writer)
            else:
                self.clear += 1
                writer.write(b"E" + (len(_REFUSAL) + 4).to_bytes(4) + _REFUSAL)
                await writer.drain()
        writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there = await asyncio.open_connection(self._server.hostname, self._server.port)
        try:
            ways = [asyncio.create_task(_pump(*way)) for way in ((reader, there[1]), (there[0], writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
        finally:
            there[1].close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
        await writer.drain()


@asynccontextmanager
async def _before(server: str, certificate: Path) -> AsyncIterator[tuple[Ending, str]]:
    """The proxy, and the administrator's DSN through it, in clear so far."""
    ending = Ending(server, certificate)
    listening = await asyncio.start_server(ending, HERE, 0)
    parts = urlsplit(server)
    address = f"{parts.netloc.rpartition('@')[0]}@{HERE}:{listening.sockets[0].getsockname()[1]}"
    try:
        yield ending, urlunsplit(parts._replace(netloc=address))
    finally:
        listening.close()


def _over(dsn: str, ca: Path, mode: str = "verify-full") -> str:
    return require_tls(f"{dsn}?sslmode={mode}&sslrootcert={quote(str(ca))}")


async def test_a_service_is_set_up_and_served_over_tls(postgres: PostgresServer, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    prefix = f"uji_{secrets.token_hex(4)}"
    roles, name = Roles.of("penilaian", prefix), f"{prefix}_penilaian"
    passwords = {role: secrets.token_urlsafe(12) for role in roles.names}
    async with _before(postgres.server, authority.server()) as (ending, clear):
        server = _over(clear, authority.ca)
        try:
            await prepare(server, name, roles, passwords)
            owner, application = (dsn_as(server, role, passwords[role], name) for role in (roles.owner, roles.application))
            assert await migrate(owner, service="penilaian")
            async with create_pool(application, application_name="uji") as pool:
                assert await pool.fetchval("select current_user") == roles.application
            assert (ending.clear, ending.encrypted > 4) == (0, True)
        finally:
            conn: asyncpg.Connection = await asyncpg.connect(postgres.server)
            await conn.execute(f"drop database if exists {name} with (force)")
            for role in roles.names:
                await conn.execute(f"drop role if exists {role}")
            await conn.close()


async def test_whoever_somebody_else_vouches_for_is_refused(postgres: PostgresServer, tmp_path: Path) -> None:
    authority, other = Authority(tmp_path), Authority(tmp_path, "lain")
    async with _before(postgres.server, authority.server()) as (_, clear):
        with pytest.raises(ssl.SSLCertVerificationError):
            await create_pool(_over(clear, other.ca), application_name="uji")


async def test_another_name_is_refused_where_names_are_compared(postgres: PostgresServer, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with _before(postgres.server, authority.server("127.0.0.9")) as (_, clear):
        with pytest.raises(ssl.SSLCertVerificationError):
            await asyncpg.connect(_over(clear, authority.ca))
        conn: asyncpg.Connection = await asyncpg.connect(_over(clear, authority.ca, "verify-ca"))
        await conn.close()


async def test_a_server_that_takes_no_clear_text_refuses_it(postgres: PostgresServer, tmp_path: Path) -> None:
    async with _before(postgres.server, Authority(tmp_path).server()) as (ending, clear):
        with pytest.raises(asyncpg.InvalidAuthorizationSpecificationError):
            await asyncpg.connect(f"{clear}?sslmode=disable")
        assert (ending.clear, ending.encrypted) == (1, 0)


async def test_a_service_that_wants_tls_does_not_fall_back(postgres: PostgresServer, tmp_path: Path) -> None:
    """The server of the wheel says no to encryption."""
    with pytest.raises(ConnectionError):
        await asyncpg.connect(_over(postgres.server, Authority(tmp_path).ca))
