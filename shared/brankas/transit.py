"""Wrapping keys that never leave their keeper: the transit engine of OpenBao or HashiCorp Vault, over HTTP.

The version of the key stands in every answer (`vault:v3:…`): `v3` is the id of the wrapping key. A rotation there is seen here at the next
look.
"""

import base64
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp
import orjson

from shared.brankas.pembungkus import Terbungkus
from shared.errors import CasnError, Transient

_BATAS_DETIK: Final = 5.0
# Of one request: the keeper's own limit for a body is 32 MiB.
_SEKALI: Final = 5000


class TransitMenolak(CasnError):
    """The keeper refuses: a right, a name or a ciphertext is wrong; trying again changes nothing."""


class KunciTransit:
    """`PembungkusKunci` by a transit engine."""

    def __init__(self, alamat: str, nama: str, berkas_token: Path) -> None:
        """Nothing is asked yet.

        Args:
            alamat: of the engine, such as https://bao.example/v1/transit.
            nama: of the key.
            berkas_token: holds the token; read at every request, so that whoever renews it only replaces the file.
        """
        self._alamat = alamat.rstrip("/")
        self._nama = nama
        self._berkas_token = berkas_token

    async def aktif(self) -> str:
        """See `PembungkusKunci`."""
        return f"v{(await self._tanya('GET', 'keys', None))['latest_version']}"

    async def bungkus(self, kunci: Sequence[bytes]) -> list[Terbungkus]:
        """See `PembungkusKunci`."""
        isi = [{"plaintext": base64.b64encode(satu).decode()} for satu in kunci]
        return [_terbungkus(satu["ciphertext"]) for satu in await self._sekaligus("encrypt", isi)]

    async def buka(self, terbungkus: Sequence[Terbungkus]) -> list[bytes]:
        """See `PembungkusKunci`."""
        isi = [{"ciphertext": satu.isi.decode()} for satu in terbungkus]
        return [base64.b64decode(satu["plaintext"]) for satu in await self._sekaligus("decrypt", isi)]

    async def pastikan_dikenal(self, kunci_id: Collection[str]) -> None:
        """See `PembungkusKunci`: the keeper throws nothing away that we do not know of."""

    async def bungkus_ulang(self, terbungkus: Sequence[Terbungkus]) -> list[Terbungkus]:
        """See `PembungkusKunci`; the data keys do not leave their wrapping."""
        isi = [{"ciphertext": satu.isi.decode()} for satu in terbungkus]
        return [_terbungkus(satu["ciphertext"]) for satu in await self._sekaligus("rewrap", isi)]

    async def _sekaligus(self, kerja: str, isi: Sequence[dict[str, str]]) -> list[dict[str, str]]:
        hasil: list[dict[str, str]] = []
        for awal in range(0, len(isi), _SEKALI):
            halaman = isi[awal : awal + _SEKALI]
            jawaban = (await self._tanya("POST", kerja, {"batch_input": halaman}))["batch_results"]
            if len(jawaban) != len(halaman) or any(satu.get("error") for satu in jawaban):
                raise TransitMenolak(f"transit {kerja}: {sum(bool(satu.get('error')) for satu in jawaban)} of {len(halaman)} refused")
            hasil += jawaban
        return hasil

    async def _tanya(self, cara: str, kerja: str, isi: dict[str, Any] | None) -> dict[str, Any]:
        kepala = {"X-Vault-Token": self._berkas_token.read_text(encoding="ascii").strip()}
        waktu = aiohttp.ClientTimeout(total=_BATAS_DETIK)
        try:
            async with (
                aiohttp.ClientSession(timeout=waktu, headers=kepala) as sesi,
                sesi.request(cara, f"{self._alamat}/{kerja}/{self._nama}", data=None if isi is None else orjson.dumps(isi)) as jawaban,
            ):
                status, teks = jawaban.status, await jawaban.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Transient(f"the keeper of keys does not answer: {type(error).__name__}") from error
        if status == 429 or status >= 500:
            raise Transient(f"the keeper of keys answers {status}")
        if status != 200:
            raise TransitMenolak(f"transit {kerja}: {status}")
        data: dict[str, Any] = orjson.loads(teks)["data"]
        return data


def _terbungkus(sandi: str) -> Terbungkus:
    return Terbungkus(sandi.split(":", 2)[1], sandi.encode())
