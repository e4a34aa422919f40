"""A small transit engine that speaks as OpenBao and Vault do: real HTTP, real AES-256-GCM, versions of one key."""

import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

TOKEN = "s.token-uji"  # noqa: S105 - of no real keeper
NAMA = "casn"


@dataclass
class Transit:
    """The engine: its key's versions, and how it misbehaves on demand.

    Attributes:
        rusak: answers this status to everything.
        permintaan: kinds of requests so far.
    """

    alamat: str = ""
    versi: list[bytes] = field(default_factory=lambda: [os.urandom(32)])
    rusak: int | None = None
    permintaan: list[str] = field(default_factory=list)

    def putar(self) -> None:
        """What `transit/keys/casn/rotate` does."""
        self.versi.append(os.urandom(32))

    def segel(self, isi: bytes) -> str:
        nonce = os.urandom(12)
        sandi = nonce + AESGCM(self.versi[-1]).encrypt(nonce, isi, None)
        return f"vault:v{len(self.versi)}:{base64.b64encode(sandi).decode()}"

    def buka(self, sandi: str) -> bytes:
        _, versi, isi = sandi.split(":")
        mentah = base64.b64decode(isi)
        return AESGCM(self.versi[int(versi[1:]) - 1]).decrypt(mentah[:12], mentah[12:], None)

    def satu(self, kerja: str, isi: dict[str, str]) -> dict[str, str]:
        try:
            match kerja:
                case "encrypt":
                    return {"ciphertext": self.segel(base64.b64decode(isi["plaintext"]))}
                case "decrypt":
                    return {"plaintext": base64.b64encode(self.buka(isi["ciphertext"])).decode()}
                case _:
                    return {"ciphertext": self.segel(self.buka(isi["ciphertext"]))}
        except (InvalidTag, ValueError, IndexError):
            return {"error": "cipher: message authentication failed"}

    async def jawab(self, request: web.Request) -> web.Response:
        kerja = request.match_info["kerja"]
        self.permintaan.append(kerja)
        if self.rusak is not None:
            return web.json_response({"errors": ["sealed"]}, status=self.rusak)
        if request.headers.get("X-Vault-Token") != TOKEN:
            return web.json_response({"errors": ["permission denied"]}, status=403)
        if request.match_info["nama"] != NAMA:
            return web.json_response({"errors": ["encryption key not found"]}, status=400)
        if kerja == "keys":
            return web.json_response({"data": {"latest_version": len(self.versi)}})
        isi: dict[str, Any] = await request.json()
        hasil = [self.satu(kerja, satu) for satu in isi["batch_input"]]
        status = 400 if any("error" in satu for satu in hasil) else 200
        return web.json_response({"data": {"batch_results": hasil}}, status=status)


@asynccontextmanager
async def transit() -> AsyncIterator[Transit]:
    """A running engine."""
    mesin = Transit()
    app = web.Application(client_max_size=32 * 1024 * 1024)
    app.router.add_route("*", "/v1/transit/{kerja}/{nama}", mesin.jawab)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        ((host, port),) = runner.addresses
        mesin.alamat = f"http://{host}:{port}/v1/transit"
        yield mesin
    finally:
        await runner.cleanup()
