"""Watches the services while the season runs: how far the consumers are behind, at most."""

import asyncio
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

import aiohttp
import orjson

from deploy.gladi.papan import Papan

SETIAP_DETIK = 1.0
_BATAS_DETIK = 2.0


class Pengamat:
    """Asks every replica for its lag once a second; an async context manager.

    Attributes:
        lag_maks: most records not yet applied in any sample, by service.
    """

    def __init__(self, alamat: Mapping[str, Sequence[str]], token: str, papan: Papan) -> None:
        """`alamat` leads from a service to the base URLs of its replicas; `papan` shows the lag."""
        self._papan = papan
        self._alamat = alamat
        self._token = token
        self._tugas: asyncio.Task[None] | None = None
        self.lag_maks: dict[str, int] = dict.fromkeys(alamat, 0)

    async def __aenter__(self) -> Self:
        self._tugas = asyncio.create_task(self._amati())
        return self

    async def __aexit__(self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None) -> None:
        if self._tugas is not None:
            self._tugas.cancel()
            await asyncio.gather(self._tugas, return_exceptions=True)

    async def _amati(self) -> None:
        batas = aiohttp.ClientTimeout(total=_BATAS_DETIK)
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {self._token}"}, timeout=batas) as sesi:
            while True:
                total = 0
                for layanan, semua in self._alamat.items():
                    lag = sum([await _lag(sesi, alamat) for alamat in semua])
                    self.lag_maks[layanan] = max(self.lag_maks[layanan], lag)
                    total += lag
                self._papan.lag = total
                await asyncio.sleep(SETIAP_DETIK)


async def _lag(sesi: aiohttp.ClientSession, alamat: str) -> int:
    """Sum over the topics; 0 where nobody answers, as happens in a rehearsal with faults."""
    try:
        async with sesi.get(f"{alamat.rstrip('/')}/v1/operasional/lag") as jawaban:
            if jawaban.status != 200:
                return 0
            per_topik: dict[str, int] = orjson.loads(await jawaban.read())
            return sum(per_topik.values())
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0
