"""The doors of the services over HTTP, for whoever archives a season."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import orjson

from shared.errors import Rejected

_READ_SECONDS = 300.0
_CHUNK_BYTES = 1 << 18
_NEAR = frozenset({"localhost", "127.0.0.1", "::1"})


def waktu() -> aiohttp.ClientTimeout:
    """How long a door may keep silent; a list as a whole may last as long as it is long."""
    return aiohttp.ClientTimeout(total=None, sock_connect=10.0, sock_read=_READ_SECONDS)


def pastikan_tersandi(alamat: Mapping[str, str]) -> None:
    """Refuse to send a token in clear to another machine.

    Raises:
        Rejected: an address is neither https nor on this machine.
    """
    for layanan, satu in alamat.items():
        bagian = urlsplit(satu)
        if bagian.scheme != "https" and bagian.hostname not in _NEAR:
            raise Rejected("ALAMAT_POLOS", f"Alamat {layanan} harus https://: token tidak dikirim tanpa sandi ke mesin lain.")


class PintuHttp:
    """Asks as whom `masuk` says: it gives the header of a request, each time anew."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        alamat: Mapping[str, str],
        masuk: Callable[[], Awaitable[Mapping[str, str]]],
        musim: str | None = None,
    ) -> None:
        """`alamat` leads from a service to its base URL; `musim` is the season that is asked about, None where there is only one."""
        self._session = session
        self._tentang = {} if musim is None else {"musim": musim}
        self._alamat = {layanan: satu.rstrip("/") for layanan, satu in alamat.items()}
        self._masuk = masuk

    async def tanya(self, layanan: str, jalan: str) -> Mapping[str, Any]:
        """A small JSON resource.

        Raises:
            Rejected: the door refused.
            aiohttp.ClientError: it cannot be reached.
        """
        async with self._session.get(self._alamat[layanan] + jalan, params=self._tentang, headers=await self._masuk()) as answer:
            await _pastikan(layanan, jalan, answer)
            isi: Mapping[str, Any] = orjson.loads(await answer.read())
            return isi

    async def baris(self, layanan: str, jalan: str) -> AsyncGenerator[bytes, None]:
        """The lines of an NDJSON resource, in constant memory.

        Raises:
            Rejected: the door refused.
            aiohttp.ClientError: it cannot be reached, or broke off: a part is never taken for the whole.
        """
        async with self._session.get(self._alamat[layanan] + jalan, params=self._tentang, headers=await self._masuk()) as answer:
            await _pastikan(layanan, jalan, answer)
            sisa = b""
            async for potong in answer.content.iter_chunked(_CHUNK_BYTES):
                *utuh, sisa = (sisa + potong).split(b"\n")
                for satu in utuh:
                    yield satu
            if sisa:
                yield sisa


async def _pastikan(layanan: str, jalan: str, answer: aiohttp.ClientResponse) -> None:
    if answer.status != 200:
        isi = (await answer.text())[:300]
        raise Rejected("PINTU_MENOLAK", f"Pintu {layanan}{jalan} menjawab {answer.status}: {isi}")
