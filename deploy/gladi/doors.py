"""The front doors over HTTP: several replicas per service, the same request again when one of them is gone."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from time import monotonic
from typing import NamedTuple, Self, TypeVar

import aiohttp
from pydantic import BaseModel

from deploy.gladi.answers import Masalah, TokenPeserta
from deploy.gladi.failures import DoorShut, Refused, RuleBroken
from deploy.gladi.people import People, applicant, participant, who
from deploy.gladi.seasonal import naming

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)

RETRY_SECONDS = 120.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 5.0
# Registration gives tokens of participants for a quarter of an hour.
PARTICIPANT_SECONDS = 900.0
CONNECT_TIMEOUT_SECONDS, READ_TIMEOUT_SECONDS = 5.0, 120.0

PENDAFTARAN, PENILAIAN, PENEMPATAN, KEPEGAWAIAN = SERVICES = ("pendaftaran", "penilaian", "penempatan", "kepegawaian")
JSON, NDJSON, CSV = "application/json", "application/x-ndjson", "text/csv"


class _Unavailable(Exception):
    """A service answered that it cannot answer now (5xx)."""


class Answer(NamedTuple):
    """What a door answered."""

    status: int
    body: bytes

    def parsed(self, model: type[M]) -> M:
        """The body read into a model."""
        return model.model_validate_json(self.body)

    def text(self, limit: int = 600) -> str:
        """The first `limit` bytes of the body, for a message."""
        return self.body[:limit].decode(errors="replace")


class Doors:
    """Client of all services; an async context manager.

    Attributes:
        retries: how often a request had to be sent again, by service.
        refused: how many requests broke a rule on purpose and were refused as they must be.
        acts: what was done by POST, by service: the purposes that were acknowledged.
    """

    def __init__(self, addresses: Mapping[str, Sequence[str]], people: People, *, musim: str, beside_others: bool = False) -> None:
        """`addresses` leads from a service to the base URLs of its replicas; `musim` goes into every idempotency key.

        `people` are logged in as they are needed; who does what is in `deploy.gladi.people`. `beside_others`: there are other seasons, so
        that requests about the whole season name it.
        """
        self._addresses = {service: [url.rstrip("/") for url in urls] for service, urls in addresses.items()}
        self._turns = {service: count() for service in addresses}
        self._people = people
        self._musim = musim
        self._beside_others = beside_others
        self._session: aiohttp.ClientSession | None = None
        self.retries: Counter[str] = Counter()
        self.refused = 0
        self.acts: dict[str, set[str]] = {service: set() for service in addresses}

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=CONNECT_TIMEOUT_SECONDS, sock_read=READ_TIMEOUT_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=64))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def ask(self, service: str, path: str, model: type[M]) -> M:
        """GET a small JSON resource from any replica.

        Raises:
            Refused: an answer other than 200.
            DoorShut: nobody answered for `RETRY_SECONDS` seconds.
        """
        return await self._ask(None, service, path, model)

    async def ask_each(self, service: str, path: str, model: type[M]) -> list[M]:
        """GET a small JSON resource from every replica: each speaks for itself only.

        Raises:
            Refused: an answer other than 200.
            DoorShut: a replica did not answer for `RETRY_SECONDS` seconds.
        """
        return [await self._ask(url, service, path, model) for url in self._addresses[service]]

    async def _ask(self, url: str | None, service: str, path: str, model: type[M]) -> M:
        answer = await self._until_answered(service, path, partial(self._request, "GET", None, {}, who("GET", path)), url=url)
        if answer.status != 200:
            raise Refused(f"GET {service}{path}: {answer.status} {answer.text()}")
        return answer.parsed(model)

    async def send(
        self,
        service: str,
        path: str,
        body: bytes = b"",
        *,
        purpose: str,
        method: str = "POST",
        content_type: str = JSON,
        expected: Iterable[int] = (200, 201, 202),
        by: str | None = None,
    ) -> Answer:
        """Send something that changes the world; a repeat carries the same idempotency key.

        Args:
            service: service.
            path: path with query.
            body: body.
            purpose: what this request is, unique in the season; becomes the key.
            method: HTTP method.
            content_type: content type of the body.
            expected: statuses that are an answer; any other below 500 is a failure of the season.
            by: account that sends it; None: whose part it is.

        Raises:
            Refused: another status.
            DoorShut: nobody answered for `RETRY_SECONDS` seconds.
        """
        headers = {"Idempotency-Key": f"gladi-{self._musim}-{purpose}"[:128], "Content-Type": content_type}
        answer = await self._until_answered(service, path, partial(self._request, method, body, headers, by or who(method, path)))
        if answer.status not in expected:
            raise Refused(f"{method} {service}{path} ({purpose}): {answer.status} {answer.text(2_000)}")
        if method == "POST" and answer.status < 300:
            self.acts[service].add(purpose)
        return answer

    async def send_wrong(
        self,
        service: str,
        path: str,
        body: bytes,
        *,
        purpose: str,
        status: int,
        kode: str = "",
        method: str = "POST",
        content_type: str = JSON,
        by: str | None = None,
    ) -> Answer:
        """Send something that breaks a rule and must be refused with this status and, where one is named, this code.

        Raises:
            RuleBroken: it was not refused, or for another reason.
            DoorShut: nobody answered for `RETRY_SECONDS` seconds.
        """
        anything = range(200, 500)
        answer = await self.send(service, path, body, purpose=purpose, method=method, content_type=content_type, expected=anything, by=by)
        if answer.status != status or (kode and answer.parsed(Masalah).kode != kode):
            raise RuleBroken(f"{purpose}: answered {answer.status}, expected {status} {kode}: {answer.text()}")
        self.refused += 1
        return answer

    async def become(self, nik: str, peserta: str) -> None:
        """Let an applicant exchange the own login for a token of the own participant number, which `participant(peserta)` then acts by.

        Raises:
            Refused: there is no such number.
        """
        path = "/v1/saya/token-peserta"
        answer = await self._until_answered(PENDAFTARAN, path, partial(self._request, "POST", b"", {}, applicant(nik)))
        if answer.status not in {200, 201}:
            raise Refused(f"POST {PENDAFTARAN}{path}: {answer.status} {answer.text()}")
        self._people.take(participant(peserta), answer.parsed(TokenPeserta).token, PARTICIPANT_SECONDS)

    async def read(self, service: str, path: str, parse: Callable[[bytes], T]) -> list[T]:
        """Read an NDJSON resource to its end, each line through `parse`; a broken read begins again.

        Raises:
            Refused: an answer other than 200.
            DoorShut: no complete read within `RETRY_SECONDS` seconds of failures.
        """

        async def stream(url: str) -> list[T]:
            headers = {"Accept": NDJSON, **await self._people.header(who("GET", path))}
            async with self._http.get(url, headers=headers) as answer:
                if answer.status >= 500:
                    raise _Unavailable(answer.status)
                if answer.status != 200:
                    raise Refused(f"GET {service}{path}: {answer.status} {(await answer.text())[:600]}")
                return await _lines(answer.content, parse)

        return await self._until_answered(service, path, stream)

    async def _request(self, method: str, body: bytes | None, headers: Mapping[str, str], by: str | None, url: str) -> Answer:
        known = await self._people.header(by)
        async with self._http.request(method, url, data=body, headers={**headers, **known}) as response:
            answer = Answer(response.status, await response.read())
        if answer.status >= 500:
            raise _Unavailable(f"{answer.status} {answer.text(300)}")
        return answer

    async def _until_answered(self, service: str, path: str, attempt: Callable[[str], Awaitable[T]], *, url: str | None = None) -> T:
        """Try one replica after another, or always the one at `url`, with growing pauses."""
        deadline = monotonic() + RETRY_SECONDS
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await attempt((url or self._url(service)) + self._path(path))
            except (_Unavailable, aiohttp.ClientError, TimeoutError, OSError) as error:
                self.retries[service] += 1
                if monotonic() + pause > deadline:
                    raise DoorShut(f"{service}{path}: {type(error).__name__} {error}") from error
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def _url(self, service: str) -> str:
        urls = self._addresses[service]
        return urls[next(self._turns[service]) % len(urls)]

    def _path(self, path: str) -> str:
        return naming(path, self._musim) if self._beside_others else path

    @property
    def _http(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("Doors is used outside its context")
        return self._session


async def _lines(stream: aiohttp.StreamReader, parse: Callable[[bytes], T]) -> list[T]:
    lines: list[T] = []
    rest = b""
    async for chunk in stream.iter_chunked(1 << 18):
        *whole, rest = (rest + chunk).split(b"\n")
        lines.extend(parse(line) for line in whole if line)
    if rest.strip():
        lines.append(parse(rest))
    return lines
