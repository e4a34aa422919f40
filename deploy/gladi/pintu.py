"""The front doors over HTTP: several replicas per service, the same request again when one of them is gone."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import count
from time import monotonic
from types import TracebackType
from typing import NamedTuple, Self, TypeVar

import aiohttp
from pydantic import BaseModel

from deploy.gladi.kegagalan import Ditolak, PintuTertutup

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

COBA_LAGI_DETIK = 120.0
JEDA_AWAL_DETIK, JEDA_MAKS_DETIK = 0.1, 5.0
BATAS_SAMBUNG_DETIK, BATAS_BACA_DETIK = 5.0, 120.0

PENDAFTARAN, PENILAIAN, PENEMPATAN, KEPEGAWAIAN = "pendaftaran", "penilaian", "penempatan", "kepegawaian"
NDJSON, CSV = "application/x-ndjson", "text/csv"


class Jawaban(NamedTuple):
    """What a door answered."""

    status: int
    isi: bytes

    def sebagai(self, bentuk: type[M]) -> M:
        """The body read into a model."""
        return bentuk.model_validate_json(self.isi)


class Pintu:
    """Client of all services; an async context manager.

    Attributes:
        ulang: how often a request had to be sent again, by service.
    """

    def __init__(self, alamat: Mapping[str, Sequence[str]], token: str, *, musim: str, token_kedua: str = "") -> None:
        """`alamat` leads from a service to the base URLs of its replicas; `musim` goes into every idempotency key.

        `token` is the officer's who does everything, `token_kedua` that of the one who releases what the first proposed.
        """
        self._alamat = {layanan: [url.rstrip("/") for url in semua] for layanan, semua in alamat.items()}
        self._giliran = {layanan: count() for layanan in alamat}
        self._kepala = {"Authorization": f"Bearer {token}"}
        self._kepala_kedua = {"Authorization": f"Bearer {token_kedua}"}
        self._musim = musim
        self._sesi: aiohttp.ClientSession | None = None
        self.ulang: Counter[str] = Counter()

    async def __aenter__(self) -> Self:
        batas = aiohttp.ClientTimeout(total=None, sock_connect=BATAS_SAMBUNG_DETIK, sock_read=BATAS_BACA_DETIK)
        self._sesi = aiohttp.ClientSession(headers=self._kepala, timeout=batas, connector=aiohttp.TCPConnector(limit=64))
        return self

    async def __aexit__(self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None) -> None:
        if self._sesi is not None:
            await self._sesi.close()

    async def tanya(self, layanan: str, jalan: str, bentuk: type[M]) -> M:
        """GET a small JSON resource from any replica.

        Raises:
            Ditolak: an answer other than 200.
            PintuTertutup: nobody answered for `COBA_LAGI_DETIK` seconds.
        """
        return await self._tanya(None, layanan, jalan, bentuk)

    async def _tanya(self, url: str | None, layanan: str, jalan: str, bentuk: type[M]) -> M:
        jawaban = await self._minta("GET", layanan, jalan, None, {}, url=url)
        if jawaban.status != 200:
            raise Ditolak(f"GET {layanan}{jalan}: {jawaban.status} {jawaban.isi[:600].decode(errors='replace')}")
        return jawaban.sebagai(bentuk)

    async def tanya_semua(self, layanan: str, jalan: str, bentuk: type[M]) -> list[M]:
        """GET a small JSON resource from every replica: each speaks for itself only.

        Raises:
            Ditolak: an answer other than 200.
            PintuTertutup: a replica did not answer for `COBA_LAGI_DETIK` seconds.
        """
        return [await self._tanya(url, layanan, jalan, bentuk) for url in self._alamat[layanan]]

    async def kirim(
        self,
        layanan: str,
        jalan: str,
        isi: bytes = b"",
        *,
        guna: str,
        cara: str = "POST",
        jenis: str = "application/json",
        boleh: Iterable[int] = (200, 201, 202),
        kedua: bool = False,
    ) -> Jawaban:
        """Send something that changes the world; a repeat carries the same idempotency key.

        Args:
            layanan: service.
            jalan: path with query.
            isi: body.
            guna: what this request is, unique in the season; becomes the key.
            cara: HTTP method.
            jenis: content type.
            boleh: statuses that are an answer; any other below 500 is a failure of the season.
            kedua: sent by the second officer.

        Raises:
            Ditolak: another status.
            PintuTertutup: nobody answered for `COBA_LAGI_DETIK` seconds.
        """
        kepala = {"Idempotency-Key": f"gladi-{self._musim}-{guna}"[:128], "Content-Type": jenis} | (self._kepala_kedua if kedua else {})
        jawaban = await self._minta(cara, layanan, jalan, isi, kepala)
        if jawaban.status not in boleh:
            raise Ditolak(f"{cara} {layanan}{jalan} ({guna}): {jawaban.status} {jawaban.isi[:2000].decode(errors='replace')}")
        return jawaban

    async def baca(self, layanan: str, jalan: str, ubah: Callable[[bytes], T]) -> list[T]:
        """Read an NDJSON resource to its end, each line through `ubah`; a broken read begins anew.

        Raises:
            Ditolak: an answer other than 200.
            PintuTertutup: no complete read within `COBA_LAGI_DETIK` seconds of failures.
        """
        habis = monotonic() + COBA_LAGI_DETIK
        jeda = JEDA_AWAL_DETIK
        while True:
            try:
                async with self._http.get(self._url(layanan) + jalan, headers={"Accept": NDJSON}) as jawaban:
                    if jawaban.status < 500:
                        if jawaban.status != 200:
                            raise Ditolak(f"GET {layanan}{jalan}: {jawaban.status} {(await jawaban.text())[:600]}")
                        return await _baris(jawaban.content, ubah)
                    sebab: object = jawaban.status
            except (aiohttp.ClientError, TimeoutError, OSError) as galat:
                sebab = galat
            jeda = await self._tunggu_giliran(layanan, jalan, sebab, jeda, habis)

    async def _minta(
        self, cara: str, layanan: str, jalan: str, isi: bytes | None, kepala: Mapping[str, str], *, url: str | None = None
    ) -> Jawaban:
        habis = monotonic() + COBA_LAGI_DETIK
        jeda = JEDA_AWAL_DETIK
        while True:
            try:
                async with self._http.request(cara, (url or self._url(layanan)) + jalan, data=isi, headers=kepala) as jawaban:
                    badan = await jawaban.read()
                    if jawaban.status < 500:
                        return Jawaban(jawaban.status, badan)
                    sebab: object = f"{jawaban.status} {badan[:300].decode(errors='replace')}"
            except (aiohttp.ClientError, TimeoutError, OSError) as galat:
                sebab = galat
            jeda = await self._tunggu_giliran(layanan, jalan, sebab, jeda, habis)

    async def _tunggu_giliran(self, layanan: str, jalan: str, sebab: object, jeda: float, habis: float) -> float:
        """Wait before the next replica is tried; returns the wait after that."""
        self.ulang[layanan] += 1
        if monotonic() + jeda > habis:
            raise PintuTertutup(f"{layanan}{jalan}: {type(sebab).__name__} {sebab}")
        await asyncio.sleep(jeda)
        return min(jeda * 2, JEDA_MAKS_DETIK)

    def _url(self, layanan: str) -> str:
        semua = self._alamat[layanan]
        return semua[next(self._giliran[layanan]) % len(semua)]

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._sesi is None:
            raise RuntimeError("Pintu is used outside its context")
        return self._sesi


async def _baris(aliran: aiohttp.StreamReader, ubah: Callable[[bytes], T]) -> list[T]:
    hasil: list[T] = []
    sisa = b""
    async for potong in aliran.iter_chunked(1 << 18):
        *utuh, sisa = (sisa + potong).split(b"\n")
        hasil.extend(ubah(baris) for baris in utuh if baris)
    if sisa.strip():
        hasil.append(ubah(sisa))
    return hasil
